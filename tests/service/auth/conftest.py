"""A pool with a way in, on either database."""

import pytest

from registry.store import Store
from tests.builders import a_specialist
from tests.service.auth.building import a_gate, add, client_of


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([a_specialist("s1")])
        yield store


@pytest.fixture
def gate(store):
    gate = a_gate(store)
    add(gate, "acc-1", "planner")
    return gate


@pytest.fixture
def client(gate):
    with client_of(gate) as client:
        yield client

"""A pool with a way in; what SQL says on either database is tested in tests/registry/test_accounts.py."""

import pytest

from registry.store import Store
from tests.builders import a_specialist
from tests.service.auth.building import a_gate, add, client_of


def filled(url):
    store = Store.open(url)
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s1")])
    return store


@pytest.fixture
def store(sqlite_url):
    with filled(sqlite_url) as store:
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


@pytest.fixture
def either_gate(database_url):
    """The same on either database."""
    with filled(database_url) as store:
        gate = a_gate(store)
        add(gate, "acc-1", "planner")
        yield gate

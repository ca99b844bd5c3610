"""One application for all tests of pages, with somebody in it who can sign in."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from registry.store import Store
from service.app import create_app
from tests.builders import a_specialist
from tests.fresh import sqlite_pool
from tests.service.auth.building import a_gate, add


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("pages") / "pool.db")) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([a_specialist("s1")])
        gate = a_gate(store)
        add(gate, "acc-1", "planner", language="tr")
        yield gate


@pytest.fixture(scope="module")
def app(gate):
    return create_app(gate.store, gate, development=True)


@pytest.fixture
def browser(app, gate):
    """A browser that asks for pages, and follows nothing by itself."""
    headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    with TestClient(app, base_url=gate.address, headers=headers, follow_redirects=False) as client:
        yield client


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Keep these tests in the order of their files: each file tells one story over one pool, slow to make."""
    here = Path(__file__).parent
    places = [at for at, item in enumerate(items) if here in item.path.parents]
    told = sorted((items[at] for at in places), key=lambda item: (item.path, item.reportinfo()[1] or 0))
    for at, item in zip(places, told, strict=True):
        items[at] = item

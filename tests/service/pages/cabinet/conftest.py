"""A pool with an offer on its way to s1, and a browser for each person of the story."""

import pytest

from tests.fresh import sqlite_pool
from tests.service.auth.building import a_client, sign_in
from tests.service.pages.cabinet.story import story


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    found = story(sqlite_pool(tmp_path_factory.mktemp("cabinet") / "pool.db"))
    yield found
    found.store.close()


@pytest.fixture
def browse(world):
    """A browser in which somebody is signed in, or nobody is."""

    def open_browser(name=None):
        headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
        client = a_client(world.client.app, base_url=world.gate.address, headers=headers, follow_redirects=False)
        return client if name is None else sign_in(client, name)

    return open_browser


@pytest.fixture
def later(world):
    """Let days pass, for one test."""
    at = world.gate.now.at
    yield lambda days: world.gate.now.wait(days=days)
    world.gate.now.at = at


@pytest.fixture
def s1(browse):
    return browse("s1")

"""One application over the story, and a browser for anybody in it."""

import pytest

from service.app import create_app
from tests.service.auth.building import PASSWORD, a_client
from tests.service.pages.planner import story


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    gate = story.told(tmp_path_factory.mktemp("planner"))
    yield gate
    gate.store.close()


@pytest.fixture(scope="module")
def app(gate):
    return create_app(gate.store, gate)


@pytest.fixture(scope="module")
def signed_in(app, gate):
    """``signed_in("planner")``: a browser in which somebody is signed in, who reads English."""
    browsers = {}

    def browser(name):
        if name not in browsers:
            headers = {"accept": "text/html", "accept-language": "en", "sec-fetch-site": "same-origin"}
            browsers[name] = a_client(app, base_url=gate.address, headers=headers, follow_redirects=False)
            sent = {"email": f"{name}@example.org", "password": PASSWORD}
            assert browsers[name].post("/sign-in", data=sent).status_code == 303
        return browsers[name]

    return browser


@pytest.fixture(scope="module")
def planner(signed_in):
    return signed_in("planner")


@pytest.fixture(scope="module")
def store(gate):
    return gate.store

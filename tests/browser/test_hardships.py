"""What goes wrong between people: a session that ends elsewhere, and two who plan the same seat."""

from collections.abc import Iterator

import pytest

from registry.store import Store
from service.app import create_app
from tests.browser.serving import Server
from tests.browser.story.somebody import PASSWORD, Somebody
from tests.browser.test_styleguide import faults
from tests.fresh import sqlite_pool
from tests.service.auth.building import add
from tests.service.pages.flow import Flow, a_pool

SEAT = "/missions/m1/seats/1"


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Iterator[str]:
    """A mission for which two planners look for people."""
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("hardships") / "pool.db")) as store:
        gate = a_pool(store)
        add(gate, "second", "planner")
        flow = Flow(gate, create_app(store, gate))
        flow.sourced("m1")
        with Server(flow.app) as running:
            yield running.url


@pytest.fixture
def enter(chrome, url):
    """Somebody signed in, in a browser of their own: ``enter("planner", scripts=False)``."""
    people = []

    def entered(name, scripts=True):
        people.append(Somebody(chrome, url, name, "en", 1440, scripts))
        people[-1].enter(f"{name}@example.org", PASSWORD)
        return people[-1]

    yield entered
    for each in people:
        each.close()


def test_a_session_that_ended_elsewhere_loses_nothing_that_was_typed(enter):
    here, there = enter("requester"), enter("requester", scripts=False)

    def signed_out_from_there():
        there.open("/account")
        there.send("/end")

    here.open("/requests")
    signed_out_from_there()
    here.follow("/missions/new")
    assert "/sign-in?next=" in here.page.url
    here.signs_in("requester@example.org")
    assert here.page.url.endswith("/missions/new")

    here.fill(title="Typed before <b>the end</b>", host_1="Georgia", start="2027-03-01", end="2027-03-20", s1_count="1")
    here.fill(description="Two lines\n  of words")
    here.tick("types", "advisory")
    here.tick("modality", "remote")
    signed_out_from_there()
    here.send("/missions/new", 401, button="button[value=save]")
    assert faults(here.page) == []
    with here.page.context.expect_page() as opened:
        here.page.locator("main a[href^='/sign-in']").click()
    other, first = opened.value, here.page
    here.page = other
    here.signs_in("requester@example.org")
    assert other.url.endswith("/missions/new")
    here.page = first
    here.send("/missions/new")
    assert here.page.locator("h1").inner_text() == "Typed before <b>the end</b>"
    assert "Two lines" in here.said


def test_two_planners_at_one_seat(enter):
    first, second = enter("planner"), enter("second", scripts=False)
    for each, specialist in ((first, "s1"), (second, "s2")):
        each.open(SEAT)
        each.tick("choose", specialist)
        each.type_into(f"reason-{specialist}", f"Chosen by the {each.name}")
    first.send("/decision", button="button[type=submit]:not([form])")
    second.send("/decision", 409, button="button[type=submit]:not([form])")
    assert "Chosen by the planner" in second.page.locator("#chosen").inner_text()
    assert second.page.locator("[name=reason-s2]").input_value() == "Chosen by the second"
    assert second.page.locator("[name=choose][value=s2]").is_checked()
    first.open(SEAT)
    assert "Chosen by the planner" in first.page.locator("#chosen").inner_text()
    # Having seen what the first chose, the second may replace it.
    second.send("/decision", button="button[type=submit]:not([form])")
    assert "Chosen by the second" in second.page.locator("#chosen").inner_text()

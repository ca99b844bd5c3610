"""Missions in a real browser: no fault that axe finds, nothing wider than a phone, people chosen without scripts."""

import pytest

from registry.store import Store
from service.app import create_app
from tests.browser.serving import Server
from tests.browser.test_styleguide import faults, small_targets
from tests.fresh import sqlite_pool
from tests.service.auth.building import PASSWORD
from tests.service.pages.flow import Flow, a_pool
from tests.service.pages.story import PAGES, told


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """A server over missions in every state; the ids of its addresses."""
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("casework") / "pool.db")) as store:
        gate = a_pool(store)
        flow = Flow(gate, create_app(store, gate))
        ids = told(flow)
        flow.app.state.languages = (*flow.app.state.languages, "ar")
        with Server(flow.app) as running:
            yield running, ids


@pytest.fixture
def enter(chrome, story):
    """Somebody's page, signed in: ``enter("planner", width=360)``."""
    server, _ = story
    contexts = []

    def signed_in(name, width=1440, scheme="light", scripts=True):
        size = {"width": width, "height": 900}
        context = chrome.new_context(
            base_url=server.url,
            viewport=size,
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in?lang=en")
        page.get_by_label("E-mail address").fill(f"{name}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{server.url}/")
        return page

    yield signed_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1440, "light"), ("ru", 360, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_no_fault_and_no_overflow(enter, story, name, language, width, scheme):
    _, ids = story
    page = enter(name, width, scheme)
    found = {}
    for path in PAGES[name]:
        page.goto(f"{path.format(**ids)}?lang={language}")
        found[path] = [*faults(page), *small_targets(page)]
        found[path] += [page.evaluate("document.documentElement.scrollWidth")] * (
            page.evaluate("document.documentElement.scrollWidth") > width
        )
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_people_are_chosen_in_an_order_without_scripts(enter):
    page = enter("requester", scripts=False)
    page.goto("/requests/listed")
    page.get_by_label("Sample One").select_option("2")
    page.get_by_label("Sample Two").select_option("1")
    page.get_by_role("button", name="Choose").click()
    assert page.locator(".notice[role=status]").inner_text() == "Your choice is noted."
    assert page.get_by_label("Sample One").input_value() == "2"


def test_a_plan_is_followed_to_its_end(enter):
    page = enter("planner")
    page.goto("/plan")
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("heading", name="Places that stay empty").wait_for(timeout=60_000)
    assert faults(page) == []
    page.get_by_role("link", name="By person").click()
    assert page.locator(".drawing svg").count() == 1

"""A planner's pages in a real browser: no fault that axe finds, and the main task without scripts."""

import pytest

from service.app import create_app
from tests.browser.serving import Server
from tests.browser.test_styleguide import faults
from tests.service.auth.building import PASSWORD
from tests.service.pages.planner import story

SEAT = "/missions/m1/seats/1"
LOOKED_AT = (
    "/desk",
    "/missions",
    "/missions/m1",
    "/missions/new?like=m1",
    f"{SEAT}?compare=s1,s2&whynot=s7&look=s1&stability=true&verified=true",
    f"{SEAT}?w-skill=50&w-language=50",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    gate = story.told(tmp_path_factory.mktemp("planner"))
    with gate.store, Server(create_app(gate.store, gate)) as running:
        yield running


@pytest.fixture
def signed_in(chrome, served):
    """A page in which the planner is signed in."""
    contexts = []

    def browser(**context):
        contexts.append(chrome.new_context(base_url=served.url, reduced_motion="reduce", **context))
        page = contexts[-1].new_page()
        page.goto("/sign-in?lang=en")
        page.get_by_label("E-mail address").fill("planner@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(served.url + "/")
        return page

    yield browser
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1440, "light"), ("ru", 360, "dark")])
def test_no_fault_and_no_overflow(signed_in, language, width, scheme):
    page = signed_in(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in LOOKED_AT:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert (path, faults(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_people_are_chosen_and_the_list_locked_without_scripts(signed_in):
    page = signed_in(java_script_enabled=False)
    page.goto("/desk")
    page.get_by_role("link", name="Sample mission m1").click()
    page.get_by_role("link", name="Choose people for seat 1").click()
    page.get_by_label("Choose Given2 Əliyeva").check()
    page.get_by_role("button", name="Put the chosen on the list").click()
    assert "Say why you choose this person" in page.get_by_role("alert").inner_text()
    page.get_by_label("Why Given2 Əliyeva", exact=True).fill("Knows the host")
    page.get_by_role("button", name="Put the chosen on the list").click()
    assert "Knows the host" in page.locator("#chosen").inner_text()
    page.get_by_role("button", name="Lock the list").click()
    assert page.locator(".notice[role=status]").inner_text() == "Done: Shortlisted."

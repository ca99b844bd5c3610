"""The cabinet in a real browser: saved as one goes, a second tab, and no fault that axe finds."""

import pytest

from tests.browser.serving import Server
from tests.browser.test_styleguide import faults, small_targets
from tests.service.auth.building import PASSWORD
from tests.service.pages.cabinet.story import NUMBER, story

PAGES = {
    "en": ("", "/profile", "/profile/skills", "/times?month=2026-12", "/offers/o1", "/rights", "/self-check"),
    "ru": ("", "/profile/languages", f"/certificates/{NUMBER}", "/certificates", "/doors", "/seen", "/documents"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server over the story of the cabinet."""
    world = story(f"sqlite:///{tmp_path_factory.mktemp('cabinet') / 'pool.db'}")
    with Server(world.client.app) as running:
        yield running
    world.store.close()


def enter(page):
    page.get_by_label("E-mail address").fill("s1@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/cabinet**")


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ru", 1440)])
def test_no_fault_and_no_overflow(visit, language, width):
    page = visit("/sign-in?lang=en&next=/cabinet", width=width)
    enter(page)
    for path in PAGES[language]:
        page.goto(f"/cabinet{path}{'&' if '?' in path else '?'}lang={language}")
        assert (path, faults(page), small_targets(page)) == (path, [], [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    for path in ("/account", f"/certificates/{NUMBER}"):
        page.goto(f"{path}?lang={language}")
        assert (path, faults(page)) == (path, [])


def test_saved_as_one_goes_and_a_conflict_in_a_second_tab(visit):
    page = visit("/sign-in?lang=en&next=/cabinet/profile/publications", expect_refusal=True)
    enter(page)
    other = page.context.new_page()
    other.goto("/cabinet/profile/publications")
    said = page.locator("[data-save-into]")
    for title in ("First words", "Second words"):
        page.locator("#title-1").fill(title)
        with page.expect_response("**/cabinet/profile/publications"):
            page.locator("#title-1").blur()
        said.filter(has_text="Saved.").wait_for()
    page.goto("/cabinet/profile")
    assert "Second words" in page.get_by_role("main").inner_text()
    other.locator("#title-1").fill("From another tab")
    other.get_by_role("button", name="Save", exact=True).click()
    other.get_by_text("On file now:").wait_for()
    assert other.locator("#title-1").input_value() == "From another tab"


def test_somebody_joins_by_keyboard_and_scripts(visit):
    page = visit("/join?lang=tr")
    assert faults(page) == []
    page.locator("#name").fill("Sample New")
    page.locator("#email").fill("new@example.org")
    page.locator("#password").fill("seven calm sample words")
    page.keyboard.press("Enter")
    page.wait_for_url("**/join/profile")
    assert faults(page) == []
    page.locator("#skill").fill("пограничн")
    page.locator("#skill-list [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#level").select_option("4")
    page.locator("#language").fill("rus")
    page.locator("#language-list [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#speaking").select_option("C1")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/join/consent")
    assert faults(page) == []
    page.get_by_role("checkbox").first.check()
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/cabinet")
    assert faults(page) == []

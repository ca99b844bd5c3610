"""A registrar at work in a real browser, and no fault that axe finds on the pages of the offices."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.serving import Server
from tests.service.auth.building import PASSWORD
from tests.service.pages.house import PAGES, a_house, pages

AXE = Axe()
# One page of each kind; the others are made of the same parts.
LOOKED_AT = {
    "registrar": ("/members/s1", "/duplicates/s8/s9"),
    "certifier": ("/certifying/cases/", "/certifying/outlook"),
    "focal": ("/organisation",),
    "administrator": ("/accounts/planner", "/audit"),
    "analyst": ("/explore", "/explore/fairness"),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    found = a_house(f"sqlite:///{tmp_path_factory.mktemp('offices') / 'pool.db'}", sample=30)
    with Server(found.client.app) as running:
        found.url = running.url
        yield found
    found.store.close()


def enter(chrome, house, name, width, language):
    context = chrome.new_context(base_url=house.url, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"/sign-in?lang={language}")
    page.fill("#email", f"{name}@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    return page


@pytest.mark.parametrize(("language", "width"), [("az", 360), ("ru", 1440)])
@pytest.mark.parametrize("name", PAGES)
def test_no_fault_and_no_overflow(chrome, house, name, language, width):
    page = enter(chrome, house, name, width, language)
    paths = [path for path in pages(house, name) if path in LOOKED_AT[name] or path.endswith(house.issued_case)]
    assert paths
    for path in paths:
        page.goto(path)
        found = AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [f"{path} {each['id']}: {each['nodes'][0]['target']}" for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.context.close()


def test_an_application_is_reviewed_and_admitted(chrome, house):
    page = enter(chrome, house, "registrar", 1440, "en")
    page.get_by_role("link", name="Applications").click()
    page.get_by_role("link", name="Sample Nominee").click()
    for step in ("Begin the review", "Admit"):
        page.get_by_role("link", name=step).click()
        page.get_by_role("button", name=step).click()
        page.get_by_role("status").wait_for()
    assert "Done: Admit." in page.get_by_role("status").inner_text()
    page.context.close()

"""Every component in a real browser: no fault that axe finds, nothing wider than a phone, all by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

AXE = Axe()
# Rules of WCAG 2.2 A and AA, and what axe knows to be good practice.
WHOLE = {"resultTypes": ["violations"]}


def faults(page):
    """What axe finds, one line for each."""
    found = AXE.run(page, options=WHOLE)
    return [f"{each['id']}: {node['target']}" for each in found.response["violations"] for node in each["nodes"]]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1440), ("az", "dark", 360), ("ru", "light", 360), ("tr", "dark", 768), ("ar", "light", 360)],
)
def test_no_fault_and_no_overflow(visit, language, scheme, width):
    page = visit(f"/styleguide?lang={language}", width=width, scheme=scheme)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_fault_is_found(visit):
    page = visit("/sign-in")
    assert faults(page) == []
    page.evaluate("document.querySelector('label').remove()")
    assert any(fault.startswith("label") for fault in faults(page))


PRESSED = "button, .button, input:not([type=hidden]), select, .tabs a, .chip, .main-nav a"


def small_targets(page):
    """What can be pressed and is smaller than 44 pixels in height; links within sentences may be."""
    return page.evaluate(
        """pressed => [...document.querySelectorAll(pressed)]
        .filter(each => each.offsetParent && !['radio', 'checkbox'].includes(each.type))
        .filter(each => each.getBoundingClientRect().height < 44).map(each => each.outerHTML.slice(0, 80))""",
        PRESSED,
    )


def test_what_is_pressed_is_large_enough(visit):
    page = visit("/styleguide", width=360)
    assert small_targets(page) == []
    page.evaluate("document.querySelector('.button').style.minBlockSize = '20px'")
    page.evaluate("document.querySelector('.button').style.padding = '0'")
    assert small_targets(page) != []


def test_the_first_tab_skips_to_the_content(visit):
    page = visit("/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_competence_is_picked_by_keyboard(visit):
    page = visit("/styleguide?lang=en")
    field = page.get_by_role("combobox", name="Competence")
    field.fill("пограничн")
    page.get_by_role("option").first.wait_for()
    assert faults(page) == []
    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]").inner_text().split("\n")[0]
    field.press("Enter")
    assert field.input_value() == chosen
    assert page.locator("select[name=competence]").evaluate("each => each.selectedOptions[0].text") == chosen


def test_errors_lead_to_their_fields(visit):
    page = visit("/styleguide?lang=en", expect_refusal=True)
    page.get_by_label("Title", exact=True).fill("")
    page.get_by_label("Tasks").fill("Kept as it was typed")
    page.locator("form[action='/styleguide']").get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert faults(page) == []
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "title"
    assert page.get_by_label("Tasks").input_value() == "Kept as it was typed"


def test_the_same_without_scripts(visit):
    page = visit("/styleguide?lang=en", scripts=False)
    page.get_by_label("Competence", exact=True).select_option(label="Border management")
    page.get_by_label("First day").fill("2027-03-01")
    page.locator("form[action='/styleguide']").get_by_role("button", name="Save").click()
    assert page.locator(".notice[role=status]").inner_text() == "Saved."


def test_signing_in_and_out(visit):
    page = visit("/sign-in?lang=en&next=/styleguide")
    page.get_by_label("E-mail address").fill("acc-1@example.org")
    page.get_by_label("Password").fill("four quiet sample words")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/styleguide")
    page.get_by_role("button", name="Sign out").click()
    assert page.locator(".notice[role=status]").inner_text() == "You are signed out."


def test_words_while_one_types(visit):
    page = visit("/styleguide?lang=ru")
    page.get_by_label("Название", exact=True).fill("границ")
    said = page.locator("[data-live-into]")
    said.filter(has_text="компетенц").wait_for()
    page.get_by_label("Название", exact=True).fill("zzzz")
    said.filter(has_text="0 компетенций").wait_for()


def test_saved_as_one_goes(visit):
    page = visit("/styleguide?lang=en", expect_refusal=True)
    field, said = page.get_by_label("Saved as you go"), page.locator("[data-save-into]")
    field.fill("x")
    field.blur()
    said.filter(has_text="Saved.").wait_for()
    field.fill("")
    field.blur()
    said.filter(has_text="Not saved.").wait_for()


def test_long_work_is_followed_to_its_end(visit):
    page = visit("/styleguide?lang=en&step=3")
    assert "3 of 4" in page.locator("#work").inner_text()
    page.locator("#work").filter(has_text="4 of 4").wait_for()
    assert page.locator("[data-follow]").count() == 0

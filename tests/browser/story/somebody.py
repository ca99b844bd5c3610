"""One person with a browser of their own, who finds controls by what they are for and never by their words.

With ``STORY_PICTURES=FOLDER`` in the environment every page of the story is kept there as a picture, to be looked at.
"""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from service.pages.casework.states import MAIN_LINE

PASSWORD = "four quiet sample words"
_PICTURES = os.environ.get("STORY_PICTURES")
# What nobody is called, and somebody will type: markup that runs, a template, a sign that turns words round.
STRANGE = '"><img src=x onerror=struck=1><script>struck=1</script>{{7*7}}'
TURNED = "\u202e"
# Milliseconds; a machine may do much else beside.
_PATIENCE = 90_000
_BUTTON = "button[type=submit]"


class Somebody:
    """Signed in by themselves, in their own language; every page must be answered well, and run nothing of others."""

    def __init__(self, chrome: Browser, url: str, name: str, language: str, width: int, scripts: bool) -> None:
        self.name, self.width = name, width
        self.faults: list[str] = []
        self._looked = 0
        self._context = chrome.new_context(
            base_url=url,
            locale=language,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self._context.set_default_timeout(_PATIENCE)
        self._context.on("dialog", lambda shown: (self.faults.append(f"dialog: {shown.message}"), shown.dismiss()))
        self._context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        self._context.on("console", self._heard)
        self.page: Page = self._context.new_page()

    def _heard(self, said: Any) -> None:
        # The status of an answer is looked at where it is asked for.
        if said.type == "error" and "status of" not in said.text:
            self.faults.append(said.text)

    def at(self, path: str) -> Page:
        """A second tab of the same browser, opened now."""
        page = self._context.new_page()
        page.goto(path)
        return page

    def close(self) -> None:
        """Close the browser; nothing was wrong in it."""
        self._context.close()
        assert (self.name, self.faults) == (self.name, [])

    def enter(self, email: str, password: str = PASSWORD) -> None:
        """Sign in through the page."""
        self.open("/sign-in")
        self.signs_in(email, password)

    def signs_in(self, email: str, password: str = PASSWORD) -> None:
        """Fill in the sign-in page where one stands on it."""
        self.fill(email=email, password=password)
        self.send("/sign-in")

    def open(self, path: str, status: int = 200) -> None:
        """Go to an address."""
        answer = self.page.goto(path)
        assert answer is not None
        self._looked_at(answer.status, status)

    def follow(self, end: str, within: str = "body") -> None:
        """Follow the first link that is seen and whose address ends so."""
        self.press(f'{within} a[href$="{end}"]', 200)

    def send(self, end: str, status: int = 200, button: str = _BUTTON) -> None:
        """Send the form whose action ends so; what it said is answered, and any redirect followed."""
        self.press(f'form[action$="{end}"] {button}', status)

    def fill(self, **fields: str) -> None:
        """Type into fields by name; ``_`` stands for ``-``."""
        for name, value in fields.items():
            self.type_into(name.replace("_", "-"), value)

    def type_into(self, name: str, value: str) -> None:
        """Type into one field."""
        self._unfold(f'[name="{name}"]')
        self.page.locator(f'[name="{name}"]').fill(value)

    def _unfold(self, field: str) -> None:
        """Open the folded parts of a form that hold a field, the outermost first."""
        for part in self.page.locator(f"details:has({field})").all():
            if part.get_attribute("open") is None:
                part.locator("> summary").click()

    def choose(self, name: str, value: str) -> None:
        """Choose from a list: by finding as one types where scripts run, from the whole list where not."""
        self._unfold(f'[name="{name}"]')
        listed = self.page.locator(f'select[name="{name}"]')
        if listed.is_visible():
            listed.select_option(value)
            return
        field = self.page.locator(f"#{name}")
        label = listed.locator(f'option[value="{value}"]').text_content()
        assert label is not None
        field.fill(label)
        found = self.page.locator(f"#{name}-list [role=option]").filter(has_text=label)
        found.first.wait_for()
        next(each for each in found.all() if each.inner_text().splitlines()[0] == label).click()
        assert listed.input_value() == value

    def tick(self, name: str, value: str) -> None:
        """Tick one of some choices."""
        self._unfold(f'input[name="{name}"]')
        self.page.locator(f'input[name="{name}"][value="{value}"]').check()

    @property
    def stage(self) -> str:
        """How far the mission has come that the page shows."""
        return str(MAIN_LINE[self.page.locator(".steps li.past").count()])

    @property
    def said(self) -> str:
        """What the page says in its main part."""
        return self.page.locator("main").inner_text()

    def press(self, selector: str, status: int = 200) -> None:
        """Press the first of some controls that is seen, and be answered."""
        with self.page.expect_navigation() as going:
            self.page.locator(selector).locator("visible=true").first.click()
        answer = going.value
        assert answer is not None
        self._looked_at(answer.status, status)

    def _looked_at(self, status: int, expected: int) -> None:
        self._looked += 1
        if _PICTURES:
            where = self.page.url.partition("?")[0].split("/", 3)[-1].replace("/", "-") or "start"
            file = Path(_PICTURES) / f"{self.name}-{self.width}-{self._looked:02}-{where[:60]}.png"
            self.page.screenshot(path=file, full_page=True)
        assert (self.page.url, status) == (self.page.url, expected), self.said[:500]
        # Text of others stays text: nothing of it became a part of the page, and nothing of it ran.
        assert self.page.locator("img[src=x], script:not([src])").count() == 0, self.page.url
        assert TURNED not in self.said
        assert self.page.evaluate("window.struck") is None
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, self.page.url

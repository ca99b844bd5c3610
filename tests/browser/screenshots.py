"""Pictures of every page, to be looked at: ``python -m tests.browser.screenshots FOLDER``."""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby, product
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from registry.store import Store
from service.app import create_app
from tests.browser.conftest import FLAGS, chromium
from tests.browser.gallery import ANYBODY, NOBODY_YET, REFUSED, looks
from tests.browser.serving import Server
from tests.browser.world import World
from tests.service.auth.building import PASSWORD, a_gate

WIDTHS, SCHEMES = (360, 768, 1440), ("light", "dark")
# Arabic has no catalogue: it shows what pages are from right to left.
LANGUAGES = ("en", "az", "ru", "tr", "ar")
# Milliseconds for one page, on a machine that does much else.
PATIENCE = 180_000


@dataclass(frozen=True)
class View:
    """How a page is looked at: width in pixels, light or dark, language."""

    width: int
    scheme: str
    language: str


@dataclass(frozen=True)
class Look:
    """One picture: who looks (see gallery), the name of the page, its address, and how."""

    who: str
    name: str
    path: str
    view: View

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}-{self.view.width}-{self.view.scheme}-{self.view.language}.png"


# Without options each page is looked at twice: wide, in English by day, and then in one of these, by turns.
WIDE = View(1440, "light", "en")
BY_TURNS = (
    View(360, "light", "az"),
    View(360, "dark", "ru"),
    View(768, "light", "ar"),
    View(360, "light", "ru"),
    View(768, "dark", "tr"),
    View(360, "dark", "az"),
    View(1440, "dark", "ru"),
)


def wanted(pages: Iterable[tuple[str, str, str]], views: Sequence[View]) -> Iterator[Look]:
    """What is to be looked at; without views, by turns."""
    turns = cycle(BY_TURNS)
    for who, name, path in pages:
        for view in views or (WIDE, next(turns)):
            yield Look(who, name, path, view)


def take(browser: Browser, url: str, found: Iterable[Look], folder: Path, axe: Axe | None = None) -> int:
    """One file for each; how many pages answered with a fault, each said on stderr. With ``axe`` what it finds too."""
    faults = 0
    ordered = sorted(found, key=lambda each: (each.who, each.view.width, each.view.scheme))
    for (who, width, scheme), looked_at in groupby(ordered, lambda each: (each.who, each.view.width, each.view.scheme)):
        context = browser.new_context(
            base_url=url, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        if who not in (ANYBODY, NOBODY_YET):
            _enter(context, who)
        faults += sum(_taken(context, each, folder, axe) for each in looked_at)
        context.close()
    return faults


def _enter(context: BrowserContext, who: str) -> None:
    """Sign somebody in; who has a second factor stands before its page."""
    sent = context.request.post("/sign-in", form={"email": f"{who}@example.org", "password": PASSWORD})
    assert sent.ok, sent.text()


def _taken(context: BrowserContext, look: Look, folder: Path, axe: Axe | None) -> bool:
    """Take one; whether the page was a fault that nobody asked for, wider than its window, or not for everybody."""
    page = context.new_page()
    answer = page.goto(f"{look.path}{'&' if '?' in look.path else '?'}lang={look.view.language}")
    page.screenshot(path=folder / look.file, full_page=True)
    status = 0 if answer is None else answer.status
    wide = page.evaluate("document.documentElement.scrollWidth")
    barriers = axe.run(page).response["violations"] if axe else []
    page.close()
    if status == REFUSED.get(look.name, 200) and wide <= look.view.width and not barriers:
        return False
    sys.stderr.write(f"{look.file}: {look.path} has status {status} and is {wide} pixels wide\n")
    for each in barriers:
        sys.stderr.write(f"    {each['id']}: {[node['target'] for node in each['nodes']]}\n")
    return True


def main(told: argparse.Namespace) -> int:
    """Serve an empty pool and one where every page has something to show, and take all pictures."""
    told.folder.mkdir(parents=True, exist_ok=True)
    chosen = told.widths or told.schemes or told.languages or told.all
    views = [
        View(*each)
        for each in product(told.widths or WIDTHS, told.schemes or SCHEMES, told.languages or LANGUAGES)
        if chosen
    ]
    with tempfile.TemporaryDirectory() as kept, Store.create(f"sqlite:///{kept}/empty.db") as store:
        world = World(f"sqlite:///{kept}/pool.db")
        found = [each for each in wanted(looks(world.ids), views) if each.name.startswith(tuple(told.pages))]
        world.app.state.languages = (*world.app.state.languages, "ar")
        first = create_app(store, a_gate(store), development=True)
        first.state.languages = (*first.state.languages, "ar")
        with Server(world.app) as server, Server(first) as other, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            axe = Axe() if told.axe else None
            faults = take(browser, server.url, [each for each in found if each.who != NOBODY_YET], told.folder, axe)
            faults += take(browser, other.url, [each for each in found if each.who == NOBODY_YET], told.folder, axe)
            browser.close()
        world.store.close()
    sys.stderr.write(f"{len(found)} pictures in {told.folder}, {faults} of them with a fault\n")
    return 1 if faults else 0


def options(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for; lists are written with commas."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every width, light and dark, in every language: long")
    parser.add_argument("--axe", action="store_true", help="have axe look for barriers too")
    parser.add_argument("--widths", type=lambda text: [int(each) for each in text.split(",")], default=[])
    parser.add_argument("--schemes", type=lambda text: text.split(","), default=[], help="light, dark")
    parser.add_argument("--languages", type=lambda text: text.split(","), default=[], help="en, az, ru, tr, ar")
    parser.add_argument("--pages", type=lambda text: text.split(","), default=[""], help="beginnings of names")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(options(sys.argv[1:])))

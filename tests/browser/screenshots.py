"""Pictures of every page, to be looked at: ``python -m tests.browser.screenshots FOLDER``."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from registry.store import Store
from service.app import create_app
from tests.browser.conftest import FLAGS, chromium
from tests.browser.serving import Server
from tests.service.auth.building import a_gate

# Each page in these sizes, light and dark by turns, each in another language; Arabic shows right to left.
PAGES = {"home": "/", "sign-in": "/sign-in", "set-up": "/set-up", "reset": "/reset/x", "styleguide": "/styleguide"}
VIEWS = [
    (360, "light", "az"),
    (360, "dark", "ru"),
    (768, "dark", "tr"),
    (768, "light", "ar"),
    (1440, "light", "en"),
    (1440, "dark", "ru"),
]


def take(browser: Browser, server: Server, folder: Path) -> None:
    """One file for each page and view."""
    for width, scheme, language in VIEWS:
        context = browser.new_context(
            base_url=server.url, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        for name, path in PAGES.items():
            page.goto(f"{path}?lang={language}")
            page.screenshot(path=folder / f"{name}-{width}-{scheme}-{language}.png", full_page=True)
        context.close()


def main(folder: Path) -> None:
    """Serve an empty pool, and take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, Store.create(f"sqlite:///{kept}/pool.db") as store:
        app = create_app(store, a_gate(store), development=True)
        app.state.languages = (*app.state.languages, "ar")
        with Server(app) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            take(browser, server, folder)
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

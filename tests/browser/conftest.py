"""A real browser, and a real server over a real store; one browser for all tests, a fresh context for each."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from registry.store import Store
from service.app import create_app
from tests.browser.serving import Server
from tests.builders import a_specialist
from tests.fresh import sqlite_pool
from tests.service.auth.building import a_gate, add

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium():
    """Where the browser is: RTCM_CHROMIUM, then chromium on the path; None without one."""
    return os.environ.get("RTCM_CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="module")
def chrome():
    """One browser for all tests of a file; without one they are skipped, which CI does not allow.

    Its driver keeps an event loop running in this process, so it must be gone before other tests want one.
    """
    path = chromium()
    if path is None:
        pytest.skip("no chromium: install it, or point RTCM_CHROMIUM to one")  # all others run; CI has --no-skips
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server over a store with one specialist and one planner (acc-1); also the pages for engineers, and Arabic."""
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("browser") / "pool.db")) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([a_specialist("s1")])
        gate = a_gate(store)
        add(gate, "acc-1", "planner")
        app = create_app(store, gate, development=True)
        # A language without a catalogue, to see pages from right to left.
        app.state.languages = (*app.state.languages, "ar")
        with Server(app) as running:
            yield running


@pytest.fixture
def visit(chrome, server):
    """Open a page: ``visit("/path", width=360, scheme="dark")``; an error on its console fails the test."""
    contexts, messages = [], []

    def open_page(path, width=1440, scheme="light", scripts=True, expect_refusal=False):
        context = chrome.new_context(
            base_url=server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: messages.append(str(fault)))
        page.on("console", lambda said: said.type == "error" and not expect_refusal and messages.append(said.text))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert messages == []

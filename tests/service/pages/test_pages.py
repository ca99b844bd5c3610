"""What holds for every page: nothing inline or from outside, refusals in the same look, what was typed is kept."""

import re
from html.parser import HTMLParser

import pytest
from fastapi import HTTPException
from fastapi.testclient import TestClient

from registry.errors import StoreUnavailable
from registry.lifecycle import Office
from registry.store import Store
from service.app import create_app
from service.auth.access import PUBLIC, allow
from service.pages import assets
from service.pages.flash import COOKIE, brought
from service.pages.forms import Form
from tests.fresh import sqlite_pool
from tests.service.auth.building import PASSWORD, a_gate, add

PAGES = ["/", "/sign-in", "/reset/ask", "/reset/x", "/styleguide", "/nowhere"]


class Found(HTMLParser):
    """What a page is made of: elements with their attributes, and text that stands in scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.inline, self._within = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._within = tag

    def handle_data(self, text):
        if self._within in ("script", "style") and text.strip():
            self.inline.append(text)


def forbidden(text):
    """What the policy of content would stop, and what would leave the host."""
    found = Found(text)
    yield from found.inline
    for tag, attributes in found.elements:
        for name, value in attributes.items():
            # A link out is followed by a person; nothing else may point elsewhere.
            outward = name in ("src", "action", "data-search") or (name == "href" and tag == "link")
            if name == "style" or name.startswith("on") or (outward and not re.match("/(?!/)", value or "/")):
                yield f"<{tag} {name}={value}>"


def unlabelled(text):
    """Fields without a label, and ids that stand twice."""
    found = Found(text).elements
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    yield from {id for id in ids if ids.count(id) > 1}
    labelled = {attributes.get("for") for tag, attributes in found if tag == "label"}
    for tag, attributes in found:
        named = tag in ("input", "select", "textarea") and attributes.get("type") not in ("hidden", "radio", "checkbox")
        if named and attributes.get("id") not in labelled:
            yield f"<{tag} {attributes}>"


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_and_nothing_from_outside(browser, path):
    answer = browser.get(path)
    assert list(forbidden(answer.text)) == []
    assert list(unlabelled(answer.text)) == []
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "<style>x</style>",
        '<p style="color:red">',
        '<a onclick="x">',
        '<img src="//elsewhere/x">',
        '<link href="https://elsewhere/x">',
        '<form action="https://elsewhere/x">',
    ],
)
def test_what_is_forbidden_is_found(text):
    assert list(forbidden(text)) != []


@pytest.mark.parametrize("text", ['<input type="text" id="a">', '<p id="a"></p><p id="a"></p>'])
def test_what_has_no_label_is_found(text):
    assert list(unlabelled(text)) != []


@pytest.mark.parametrize(
    ("address", "cookies", "header", "language"),
    [
        pytest.param("/", {}, "", "en", id="nothing-known"),
        pytest.param("/", {}, "ru-RU,ru;q=0.9,en;q=0.8", "ru", id="the-browser"),
        pytest.param("/", {}, "en;q=0.2, az;q=0.9", "az", id="by-weight"),
        pytest.param("/", {}, "de, fr;q=0.5", "en", id="none-of-ours"),
        pytest.param("/", {}, "tr;q=nan,;;,ru;q=1e9,q=\u00b2", "tr", id="a-header-that-is-no-header"),
        pytest.param("/", {"language": "az"}, "ru", "az", id="chosen-before"),
        pytest.param("/?lang=tr", {"language": "az"}, "ru", "tr", id="asked-for-now"),
        pytest.param("/?lang=xx", {}, "ru", "ru", id="asked-for-what-there-is-not"),
    ],
)
def test_language(browser, address, cookies, header, language):
    browser.cookies.update(cookies)
    answer = browser.get(address, headers={"accept-language": header.encode()})
    assert f'<html lang="{language}" dir="ltr">' in answer.text
    assert answer.headers["content-language"] == language
    assert ("language=tr" in answer.headers.get("set-cookie", "")) == (address == "/?lang=tr")


def test_the_language_of_the_account(browser):
    browser.post("/sign-in", data={"email": "acc-1@example.org", "password": PASSWORD})
    assert '<html lang="tr"' in browser.get("/", headers={"accept-language": "ru"}).text


def test_right_to_left(app):
    offered = app.state.languages
    app.state.languages = (*offered, "ar")
    try:
        text = TestClient(app).get("/?lang=ar", headers={"accept": "text/html"}).text
    finally:
        app.state.languages = offered
    assert '<html lang="ar" dir="rtl">' in text


def test_what_was_typed_is_kept_and_every_fault_is_linked(browser):
    hostile = '"><script>alert(1)</script>'
    answer = browser.post(
        "/styleguide", data={"title": "  ", "tasks": hostile, "start": "2027-02-30", "languages": "rus"}
    )
    assert answer.status_code == 422
    assert '<a href="#title">' in answer.text
    assert '<a href="#start">' in answer.text
    assert 'aria-describedby="start-error" aria-invalid="true"' in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert list(forbidden(answer.text)) == []
    assert re.search(r'value="rus" checked', answer.text)


def test_done_is_told_once_after_a_redirect(browser):
    answer = browser.post("/styleguide", data={"title": "x", "start": "2027-02-28"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/styleguide")
    assert '<div class="notice done" role="status">' in browser.get("/").text
    assert 'role="status"' not in browser.get("/").text


@pytest.mark.parametrize(
    "cookie", ["", "x", "bnVsbA==", "e30=", "eyJraW5kIjoieCIsInRleHQiOiJ5In0=", "\u00e9", "W1tb" * 500]
)
def test_a_message_that_we_did_not_write(cookie):
    class Asked:
        cookies = {COOKIE: cookie}  # noqa: RUF012 (read once)

    assert brought(Asked()) is None


def test_what_is_not_taken_from_a_form(browser):
    answer = browser.post("/styleguide", data={"title": "a\x00b\ud800".encode("utf-8", "surrogatepass"), "start": ""})
    assert answer.status_code == 422
    assert Form({"x": ("",)}).value("x", "y") == ""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """An application with routes that fail in each way."""
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("faults") / "pool.db")) as store:
        gate = a_gate(store)
        add(gate, "acc-1", "requester")
        app = create_app(store, gate)

        def fail(kind: str) -> None:
            raise {"away": StoreUnavailable("x"), "bug": RuntimeError("secret of ours"), "large": HTTPException(413)}[
                kind
            ]

        app.add_api_route("/fail/{kind}", fail, dependencies=[PUBLIC])
        app.add_api_route("/planners", lambda: None, dependencies=[allow(Office.PLANNER)])
        with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
            yield client


@pytest.mark.parametrize(
    ("path", "status"),
    [("/fail/away", 503), ("/fail/bug", 500), ("/fail/large", 413), ("/none", 404), ("/pick/x/y", 404)],
)
def test_refusals_are_pages_for_people_and_problems_for_programs(faulty, path, status):
    page = faulty.get(path, headers={"accept": "text/html"})
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert "content-security-policy" in page.headers
    assert "secret" not in page.text
    # A number helps whoever is asked for help, not whoever followed a wrong link.
    assert (f"Number of this answer: {status}" in page.text) == (status != 404)
    problem = faulty.get(path)
    assert problem.status_code == status
    assert problem.headers["content-type"] == "application/problem+json"
    assert "secret" not in problem.text
    assert ("retry-after" in page.headers) == (status == 503)


def test_who_is_not_signed_in_is_sent_there_and_back(faulty):
    answer = faulty.get("/planners?a=1&b=%2F", headers={"accept": "text/html"})
    assert answer.headers["location"] == "/sign-in?next=%2Fplanners%3Fa%3D1%26b%3D%252F"
    assert faulty.get("/planners").status_code == 401
    signed_in = faulty.post(
        "/sign-in",
        data={"email": "acc-1@example.org", "password": PASSWORD, "next": "/planners?a=1"},
        headers={"accept": "text/html"},
    )
    assert signed_in.headers["location"] == "/planners?a=1"
    refused = faulty.get("/planners", headers={"accept": "text/html"})
    assert refused.status_code == 403
    assert "This is not yours to see" in refused.text


def test_files_are_kept_for_a_year_by_a_name_that_holds_their_content(browser):
    for name in assets.assets():
        address = assets.address(name)
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert browser.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        pytest.param("border man", "en", "BRD", id="as-it-begins"),
        pytest.param("управление границ", "en", "BRD", id="in-russian"),
        pytest.param("SERHED idare", "az", "BRD", id="without-diacritics"),
        pytest.param("migration policy", "ru", "GOV", id="a-synonym"),
    ],
)
def test_a_competence_is_found_in_any_language(browser, typed, language, first):
    answer = browser.get("/pick/competences", params={"q": typed, "lang": language}).json()
    assert first in [each["value"] for each in answer[:3]]
    assert len(answer) <= 12


def test_a_competence_that_there_is_not(browser):
    assert browser.get("/pick/competences", params={"q": "zzzz"}).json() == []

"""The reference names every page, every component and every attribute that the script knows."""

import re
from collections import defaultdict
from pathlib import Path

from fastapi.routing import iter_route_contexts

from service.pages.assets import HERE
from service.pages.environment import TEMPLATES
from service.pages.joining import ROUTERS
from tests.browser.gallery import looks

TEXT = (Path(__file__).parents[3] / "docs/reference/pages.md").read_text(encoding="utf-8")


def missing(text, app):
    """Pages that the text does not name."""
    routes = [route for route in iter_route_contexts(app.routes) if not getattr(route, "include_in_schema", True)]
    routes = [route for route in routes if route.path != app.openapi_url]
    named = [f"{method} {route.path}" for route in routes for method in sorted(route.methods - {"HEAD"})]
    return [name for name in named if f"`{name}`" not in text]


def test_every_page(app):
    assert missing(TEXT, app) == []
    assert missing(TEXT.replace("`GET /sign-in/code`", ""), app) == ["GET /sign-in/code"]


# Answers to GET that are no page to look at -> what they are.
_NO_PAGE = {
    "/static/{name}": "stylesheet, script and icon",
    "/pick/competences": "words for the script",
    "/explore/network/people/{pseudonym}/picture": "a picture, shown by its page",
    "/explore/network/missions/{id}/picture": "a picture, shown by its page",
    "/cabinet/rights/download/{kind}": "a file",
    "/cabinet/documents/{id}": "a file",
    "/members/{id}/documents/{document}": "a file",
}


def unseen(addresses):
    """Pages of the routers that none of the addresses leads to; pictures and tables as files are none."""
    routes = [route for router in ROUTERS for route in iter_route_contexts(router.routes)]
    pages = {route.path for route in routes if "GET" in route.methods and not route.path.endswith(".{kind}")}
    assert pages >= _NO_PAGE.keys()
    looked_at = [path.partition("?")[0] for path in addresses]
    patterns = {page: re.sub(r"\{\w+\}", "[^/]+", page) for page in pages - _NO_PAGE.keys()}
    return {page for page, pattern in patterns.items() if not any(re.fullmatch(pattern, path) for path in looked_at)}


def test_every_page_has_its_picture():
    addresses = [path for _, _, path in looks(defaultdict(lambda: "x"))]
    assert unseen(addresses) == set()
    assert unseen(each for each in addresses if each != "/audit") == {"/audit"}


def test_every_component():
    for file in (TEMPLATES / "components").glob("*.html"):
        macros = re.findall(r"{% macro ([a-z]\w*)", file.read_text(encoding="utf-8"))
        (row,) = re.findall(rf"^\| `{file.name}` \|.*$", TEXT, re.MULTILINE)
        assert [macro for macro in macros if f"`{macro}`" not in row] == []


def test_every_attribute_of_the_script():
    known = set(re.findall(r"\[(data-[a-z-]+)", (HERE / "pages.js").read_text(encoding="utf-8")))
    assert len(known) > 5
    assert {name for name in known if f"`{name}`" not in TEXT} == set()

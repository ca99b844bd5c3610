"""The reference names every page, every component and every attribute that the script knows."""

import re
from collections import defaultdict
from pathlib import Path

from fastapi.routing import iter_route_contexts

from service.pages.assets import HERE
from service.pages.environment import TEMPLATES
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


# What is no page to look at: files, pictures, and words for scripts.
_NO_PAGE = (".{kind}", "/picture", "/pick/competences", "/static/{name}", "/download/{kind}", "/documents/{document}")


def test_every_page_has_its_picture():
    pages = re.findall(r"^\| `GET ([^`]+)`", TEXT, re.MULTILINE)
    pages = [page for page in pages if not page.endswith((*_NO_PAGE, "/cabinet/documents/{id}"))]
    looked_at = [path.partition("?")[0] for _, _, path in looks(defaultdict(lambda: "x"))]
    patterns = {page: re.sub(r"\{\w+\}", "[^/]+", page) for page in pages}
    assert len(pages) > 80
    assert [page for page in pages if not any(re.fullmatch(patterns[page], path) for path in looked_at)] == []


def test_every_component():
    for file in (TEMPLATES / "components").glob("*.html"):
        macros = re.findall(r"{% macro ([a-z]\w*)", file.read_text(encoding="utf-8"))
        (row,) = re.findall(rf"^\| `{file.name}` \|.*$", TEXT, re.MULTILINE)
        assert [macro for macro in macros if f"`{macro}`" not in row] == []


def test_every_attribute_of_the_script():
    known = set(re.findall(r"\[(data-[a-z-]+)", (HERE / "pages.js").read_text(encoding="utf-8")))
    assert len(known) > 5
    assert {name for name in known if f"`{name}`" not in TEXT} == set()

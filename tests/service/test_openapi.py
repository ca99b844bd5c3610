"""The description of the API: checked in as the routes are, its examples taken, its page loading nothing."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from registry.store import Store
from service.app import create_app, described
from service.http.described import description_text
from service.http.examples import EXAMPLES
from tests.builders import a_specialist
from tests.fresh import sqlite_pool
from tests.service.signed import as_, identified

FILE = Path(__file__).parents[2] / "docs/reference/openapi.json"
OFFICES = as_("planner", "registrar", account="all")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("pool") / "pool.db")) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([a_specialist("s1", languages={"rus": "C1"}, skills={"BRD.IBM": 4})])
        with TestClient(identified(create_app(store))) as client:
            yield client


def test_the_file_is_what_the_routes_are():
    # Written anew by: make docs
    assert description_text(described()) == FILE.read_text(encoding="utf-8")


def test_what_is_served_is_the_file(client):
    assert client.get("/openapi.json").json() == json.loads(FILE.read_text(encoding="utf-8"))


def test_every_operation_tells_how_it_refuses():
    description = json.loads(FILE.read_text(encoding="utf-8"))
    assert description["openapi"] == "3.1.0"
    operations = [each for path in description["paths"].values() for each in path.values()]
    assert len(operations) > 30
    assert all("4XX" in each["responses"] and each.get("description") for each in operations)
    assert "HTTPValidationError" not in json.dumps(description)


@pytest.mark.parametrize("route", [each for each in EXAMPLES if not each.startswith(("PUT", "PATCH"))])
def test_an_example_is_taken(client, route):
    answer = client.post(route.partition(" ")[2], json=EXAMPLES[route], headers=OFFICES)
    # Nobody of the example is in the pool of the test.
    assert answer.status_code in (200, 201) or "example-person" in answer.text or "already" in answer.text, answer.text


def test_an_example_of_a_change_is_taken(client):
    client.post("/api/v1/specialists", json=EXAMPLES["POST /api/v1/specialists"], headers=OFFICES)
    place = "/api/v1/specialists/example-person"
    for method in ("PUT", "PATCH"):
        tag = client.get(place, headers=OFFICES).headers["etag"]
        example = EXAMPLES[f"{method} /api/v1/specialists/{{id}}"]
        answer = client.request(method, place, json=example, headers={**OFFICES, "If-Match": tag})
        assert answer.status_code == 200, answer.text


def test_the_page_loads_nothing_from_elsewhere(client):
    page = client.get("/docs")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert [each for each in loaded if "//" in each] == []
    for each in (each for each in loaded if each.startswith("/")):
        assert client.get(each).status_code == 200, each
    assert client.get("/docs/other.js").status_code == 422

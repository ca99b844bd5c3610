"""Hostile values in every field of every route of the application: no failure of ours, and no list that breaks."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from pydantic import BaseModel

from registry.domain import Specialist
from registry.lifecycle import Office
from registry.store import Store
from service.app import create_app
from tests.builders import a_mission, a_specialist
from tests.fresh import sqlite_pool
from tests.service.signed import as_, identified

ALL = as_(*(each for each in Office if each is not Office.CALENDAR), account="all", specialist="s1")
KINDS = ("query_params", "body_params")
STUFFED = "expert leader trainer " * 900
TEXTS = [
    "",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass"),
    "//evil.example/x",
    "=HYPERLINK(1)",
    "'; DROP TABLE x;--",
]
NUMBERS = ["-1", "9223372036854775808", "1" * 5000]
VALUES = ["\u0000", STUFFED, 2**63 - 1, 1e308, [], {}, "=1+1", "9999-12-31"]
SOME = [None, STUFFED, 2**63 - 1, {}, "//evil.example"]
BODIES = {
    "infinity": b'{"a": Infinity}',
    "nan": b'{"a": NaN}',
    "half a pair": b'{"a": "\\udfff"}',
    "half a pair as a name": b'{"\\ud800": 1}',
    "deep": b"[" * 2000 + b"]" * 2000,
    "deep objects": b'{"a":' * 2000 + b"1" + b"}" * 2000,
    "int64": b'{"a": 92233720368547758080}',
    "digits": b'{"a": ' + b"7" * 10_000 + b"}",
    "twice": b'{"a": 1, "a": 2}',
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "null": b"null",
    "list": b"[]",
    "text": b'"text"',
    "number": b"1e308",
    "nothing": b"",
    "many fields": json.dumps({f"f{n}": n for n in range(20_000)}).encode(),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("pool") / "pool.db")) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([a_specialist("s1"), a_specialist("s2", bio={"eng": STUFFED})])
            writing.put_missions([a_mission()])
        with TestClient(identified(create_app(store)), raise_server_exceptions=False) as client:
            yield client


def routes(client):
    """(method, path, names of query fields, names of body fields) of every route."""
    for context in iter_route_contexts(client.app.routes):
        for method in sorted((context.methods or set()) - {"HEAD", "OPTIONS"}):
            parts = list(_parts(context.dependant))
            query, body = ([each for part in parts for each in getattr(part, kind)] for kind in KINDS)
            yield method, context.path, list(_fields(query)), list(_fields(body))


def _parts(dependant):
    yield dependant
    for each in dependant.dependencies:
        yield from _parts(each)


def _fields(params) -> Iterator[str]:
    for each in params:
        model = each.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (field.alias or name for name, field in model.model_fields.items())
        else:
            yield each.alias


def filled(path, value="m1"):
    parts = path.split("/")
    return "/".join(value if part.startswith("{") else part for part in parts)


def wrong(answers):
    """What was answered with a failure of ours, or led elsewhere."""
    return [
        (answer.request.method, str(answer.request.url)[:150], answer.status_code)
        for answer in answers
        if answer.status_code >= 500 or "//" in answer.headers.get("location", "").removeprefix("http://testserver")
    ]


def lists(client):
    found = [path for method, path, *_ in routes(client) if method == "GET" and "{" not in path]
    return {path: client.get(path, headers=ALL).status_code for path in found}


@pytest.fixture(scope="module", autouse=True)
def lists_still_answer(client):
    """What answered before answers afterwards."""
    before = lists(client)
    assert sum(status == 200 for status in before.values()) > 10
    yield
    assert lists(client) == before


def test_the_walk_sees_every_route(client):
    found = {(method, path) for method, path, *_ in routes(client)}
    described = client.get("/openapi.json").json()["paths"]
    assert {(method.upper(), path) for path, methods in described.items() for method in methods} <= found


def test_query_and_path(client):
    def answers():
        for method, path, query, _ in routes(client):
            for value in (*TEXTS, *NUMBERS):
                for field in query:
                    yield client.request(method, f"{filled(path)}?{quote(field)}={quote(value)}", headers=ALL)
            if "{" in path:
                for value in ("%00", "%ED%A0%80", "a" * 5000, "..%2F..", "%2F%2Fevil.example", "=1", NUMBERS[1]):
                    yield client.request(method, filled(path, value), headers={**ALL, "If-Match": '"v1"'})

    assert wrong(answers()) == []


def test_bodies_that_are_hostile_as_a_whole(client):
    def answers():
        for method, path, _, body in routes(client):
            for content in map(BODIES.get, ("infinity", "deep", "list", "nothing")) if body else ():
                headers = {**ALL, "Content-Type": "application/json", "If-Match": '"v1"'}
                yield client.request(method, filled(path), content=content, headers=headers)

    assert wrong(answers()) == []


def test_every_hostile_body_once(client):
    def answers():
        for content in BODIES.values():
            headers = {**ALL, "Content-Type": "application/json"}
            yield client.post("/api/v1/shortlists", content=content, headers=headers)

    assert wrong(answers()) == []


def test_every_field_of_every_body(client):
    def answers():
        for method, path, _, body in routes(client):
            for field in body:
                for value in SOME:
                    yield client.request(method, filled(path), json={field: value}, headers={**ALL, "If-Match": '"v1"'})

    assert wrong(answers()) == []


def test_every_field_of_a_profile_and_a_mission(client):
    person = json.loads(a_specialist("s9").model_dump_json())
    mission = json.loads(a_mission(id="m9").model_dump_json())

    def answers():
        for field in Specialist.model_fields:
            for value in VALUES:
                yield client.post("/api/v1/specialists", json={**person, field: value}, headers=ALL)
        for field in mission:
            for value in VALUES:
                yield client.post("/api/v1/recommendations", json={**mission, field: value}, headers=ALL)

    assert wrong(answers()) == []


def test_headers(client):
    def answers():
        for name in ("If-Match", "If-None-Match", "Idempotency-Key", "X-Min-Revision", "Accept-Encoding", "Range"):
            for value in ("", '"' * 500, "é".encode("latin-1"), b"\xff\xfe", "W/", ",,,", "9" * 400, "-1", "*"):
                headers = {**ALL, name: value}
                yield client.get("/api/v1/missions", headers=headers)
                yield client.post("/api/v1/specialists", json={}, headers=headers)

    assert wrong(answers()) == []


def test_a_failure_of_ours_is_seen(client):
    def answers():
        yield client.get("/healthz")
        broken, client.app.state.people = client.app.state.people, None
        yield client.get("/api/v1/specialists", headers=ALL)
        client.app.state.people = broken

    assert [status for _, _, status in wrong(answers())] == [500]

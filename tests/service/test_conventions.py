"""What all routes share: bodies, problems, pages, ETags, keys, revisions; held against a small router of the test."""

import gzip
import json
import logging
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import APIRouter, Response
from fastapi.testclient import TestClient
from pydantic import BaseModel

from registry.domain.base import Id
from registry.errors import RequestTaken, StaleVersion
from registry.store import Claim, Store
from service.app import create_app
from service.auth.access import PUBLIC, SIGNED_IN, allow
from service.deps import IfMatchDep, IndexDep, StoreDep
from service.http.bodies import BODY_LIMIT
from service.http.etags import show_version
from service.http.paging import Page, PagingDep
from tests.builders import a_specialist
from tests.fresh import sqlite_pool
from tests.service.signed import as_, identified

PLANNER = as_("planner")
WORDS = [f"w{n:03d}" for n in range(200)]
router = APIRouter(prefix="/api/v1/trial")


class Named(BaseModel):
    id: Id


@router.post("/people", dependencies=[SIGNED_IN], status_code=201)
def add(named: Named, store: StoreDep) -> Named:
    with store.writing("test", "trial") as writing:
        writing.put_specialists([a_specialist(named.id)])
    if named.id == "trips":
        raise RuntimeError("secret of the engine room")
    return named


@router.get("/words", dependencies=[PUBLIC])
def words(paging: PagingDep, starts: str = "") -> Page[str]:
    items, following = paging.cut([each for each in WORDS if each.startswith(starts)], lambda each: (each,))
    return Page(items=items, next=following)


@router.get("/row", dependencies=[PUBLIC])
def row(response: Response) -> dict[str, int]:
    show_version(response, 3)
    return {"value": 1}


@router.put("/row", dependencies=[PUBLIC])
def change(version: IfMatchDep) -> dict[str, int]:
    if version != 3:
        raise StaleVersion("row", "row", version, 3)
    return {"value": 2}


@router.get("/rank", dependencies=[allow("planner")])
def rank(index: IndexDep) -> dict[str, int]:
    return {"revision": index.revision, "people": len(index)}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("pool") / "pool.db")) as store:
        yield store


@pytest.fixture(scope="module")
def client(store):
    with TestClient(over(store), raise_server_exceptions=False) as client:
        yield client


def over(store):
    app = identified(create_app(store))
    app.include_router(router)
    return app


def sent(client, content, **headers):
    return client.post(
        "/api/v1/trial/people", content=content, headers={"Content-Type": "application/json", **PLANNER, **headers}
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param(b'{"id": "a", "id": "b"}', "each field once", id="twice"),
        pytest.param(b'{"id": NaN}', "finite", id="nan"),
        pytest.param(b'{"id": 1e999}', "finite", id="overflow-to-infinity"),
        pytest.param(b'{"id": 9223372036854775808}', "64 bits", id="int64"),
        pytest.param(b'{"id": ' + b"9" * 5000 + b"}", "fewer digits", id="thousands-of-digits"),
        pytest.param(b'{"id": "\\ud800"}', "whole Unicode", id="half-a-pair"),
        pytest.param(b'{"id":' + b"[" * 2000 + b"]" * 2000 + b"}", "levels of nesting", id="deep"),
        pytest.param(b'{"id":' + b"[" * 65 + b"]" * 65 + b"}", "levels of nesting", id="a-little-deep"),
        pytest.param('{"id": "a"}'.encode("utf-16"), "UTF-8", id="utf-16"),
        pytest.param('{"id": "a"}'.encode("utf-16-le"), "not JSON", id="utf-16-without-mark"),
        pytest.param(b'{"id": "a"', "not JSON", id="cut-short"),
        pytest.param(b"\xff", "UTF-8", id="not-utf-8"),
    ],
)
def test_a_body_that_json_leaves_open_is_refused(client, body, says):
    answer = sent(client, body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert says in answer.json()["detail"]


def test_a_body_of_64_levels_is_read(client):
    assert sent(client, b'{"id":' + b"[" * 63 + b"]" * 63 + b"}").status_code == 422


def test_many_fields_of_which_the_last_stands_twice_are_soon_refused(client):
    keys = [f'"{n}":1' for n in range(150_000)]
    assert sent(client, ("{" + ",".join([*keys, '"149999":1']) + "}").encode()).status_code == 400


@pytest.mark.parametrize(
    "type", ["text/plain", "", "application/json; charset=utf-16", "multipart/form-data; boundary=x"]
)
def test_only_json_in_utf_8_is_taken(client, type):
    assert sent(client, b'{"id": "a"}', **{"Content-Type": type}).status_code == 415


def test_bodies_that_are_too_large_or_unpack_to_too_much(client):
    def stream():
        for _ in range(60):
            yield b" " * 1_000_000

    assert sent(client, b" " * (BODY_LIMIT + 1)).status_code == 413
    assert sent(client, stream()).status_code == 413
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < BODY_LIMIT
    refused = sent(client, bomb, **{"Content-Encoding": "gzip"})
    assert refused.status_code == 413
    assert refused.json()["type"] == "urn:rtcm:problem:too-large"
    assert sent(client, gzip.compress(b'{"id": "packed"}'), **{"Content-Encoding": "gzip"}).status_code == 201
    assert sent(client, gzip.compress(b"{}")[:-4], **{"Content-Encoding": "gzip"}).status_code == 400
    assert sent(client, b"{}", **{"Content-Encoding": "br"}).status_code == 415


def test_nul_in_an_address(client):
    assert client.get("/api/v1/trial/words?starts=%00").status_code == 400
    assert client.get("/api/v1/trial/%00").status_code == 400


def test_what_nobody_foresaw_tells_nothing(client, caplog):
    with caplog.at_level(logging.ERROR):
        answer = sent(client, b'{"id": "trips"}')
    assert answer.status_code == 500
    assert "engine room" not in answer.text
    assert "engine room" in caplog.text
    number = answer.headers["x-request-id"]
    assert number in answer.json()["detail"]
    assert number in caplog.text


def test_marks_of_every_answer(client):
    for path in ("/api/v1/trial/words", "/api/v1/nowhere", "/healthz"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert len(headers["x-request-id"]) == 16
    assert client.get("/api/v1/trial/words").headers["cache-control"] == "no-store"


def test_who_may_use_a_route(client):
    assert client.get("/api/v1/trial/rank").status_code == 401
    assert client.get("/api/v1/trial/rank").headers["www-authenticate"] == "Bearer"
    assert client.get("/api/v1/trial/rank", headers=as_("analyst")).status_code == 403
    assert client.get("/api/v1/trial/rank", headers=PLANNER).status_code == 200


def test_pages_follow_each_other_to_the_end(client):
    seen, link, asked = [], "/api/v1/trial/words?limit=50&starts=w", 0
    while link:
        answer = client.get(link)
        seen += answer.json()["items"]
        link, asked = answer.json()["next"], asked + 1
        assert answer.headers.get("link") == (f'<{link}>; rel="next"' if link else None)
    assert (seen, asked) == (WORDS, 4)


def test_limits_and_cursors_that_are_refused(client):
    link = client.get("/api/v1/trial/words?limit=10&starts=w").json()["next"]
    cursor = link.rpartition("cursor=")[2]
    assert client.get(f"/api/v1/trial/words?limit=20&starts=w&cursor={cursor}").status_code == 200
    for wrong in (
        "starts=x&cursor=" + cursor,
        "starts=w&cursor=" + cursor[:-3],
        "starts=w&cursor=ä",
        "starts=w&cursor=",
    ):
        assert client.get(f"/api/v1/trial/words?{wrong}").status_code == 400, wrong
    for limit in ("0", "-1", "201", "x", "1e3", "9" * 30):
        assert client.get(f"/api/v1/trial/words?limit={limit}").status_code == 422


def test_a_version_is_shown_and_must_be_named_to_be_changed(client):
    tag = client.get("/api/v1/trial/row").headers["etag"]
    assert tag.startswith('"v3-')
    assert client.put("/api/v1/trial/row").status_code == 428
    assert client.put("/api/v1/trial/row", headers={"If-Match": "*"}).status_code == 428
    for stale in ('"v2"', f"W/{tag}", '"other"'):
        assert client.put("/api/v1/trial/row", headers={"If-Match": stale}).status_code == 412
    assert client.put("/api/v1/trial/row", headers={"If-Match": f"{tag}, {tag}"}).status_code == 400
    assert client.put("/api/v1/trial/row", headers={"If-Match": tag}).json() == {"value": 2}


def test_what_a_reader_has_is_not_sent_again(client):
    first = client.get("/api/v1/trial/words")
    again = client.get("/api/v1/trial/words", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (
        client.get("/api/v1/trial/words?limit=2", headers={"If-None-Match": first.headers["etag"]}).status_code == 200
    )


def test_answers_are_packed(client):
    assert client.get("/api/v1/trial/words?limit=200").headers["content-encoding"] == "gzip"
    plain = client.get("/api/v1/trial/words?limit=200", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_a_post_that_is_sent_again_is_carried_out_once(client, store):
    first = sent(client, b'{"id": "once"}', **{"Idempotency-Key": "k1"})
    before = store.revision()
    again = sent(client, b'{"id": "once"}', **{"Idempotency-Key": "k1"})
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert store.revision() == before
    other = sent(client, b'{"id": "other"}', **{"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["type"]) == (422, "urn:rtcm:problem:key-reused")
    theirs = sent(client, b'{"id": "theirs"}', **{"Idempotency-Key": "k1", **as_("registrar")})
    assert theirs.status_code == 201


def test_a_key_of_a_wrong_form(client):
    for key in ("", "a b", "x" * 256):
        assert sent(client, b'{"id": "a"}', **{"Idempotency-Key": key}).status_code == 400


def test_a_refusal_leaves_the_key_free(client):
    assert sent(client, b'{"id": "no good"}', **{"Idempotency-Key": "k2"}).status_code == 422
    assert sent(client, b'{"id": "good"}', **{"Idempotency-Key": "k2"}).status_code == 201


def test_an_effect_whose_answer_was_lost_is_not_repeated(client, store):
    headers = {"Idempotency-Key": "k3"}
    assert sent(client, b'{"id": "trips"}', **headers).status_code == 500
    before = store.revision()
    again = sent(client, b'{"id": "trips"}', **headers)
    # Trying again would never help.
    assert (again.status_code, "retry-after" in again.headers) == (409, False)
    assert "was carried out" in again.json()["detail"]
    assert store.revision() == before


class TestTheKeyItself:
    NOW = datetime(2026, 11, 1, tzinfo=UTC)

    @pytest.fixture
    def pool(self, database_url):
        with Store.create(database_url) as pool:
            yield pool

    def attempt(self, token, digest="d"):
        return Claim("a", "k", digest, token)

    def put(self, pool, attempt, id):
        with pool.carrying_out(attempt).writing("test", "test") as writing:
            writing.put_specialists([a_specialist(id)])

    def test_one_of_two_attempts_at_a_time(self, pool):
        assert pool.requests.claim(self.attempt("one"), self.NOW) is None
        kept = pool.requests.claim(self.attempt("two"), self.NOW)
        assert (kept.same, kept.effect, kept.status) == (True, False, None)

    def test_an_attempt_that_was_taken_for_dead_has_no_effect_any_more(self, pool):
        first, second = self.attempt("one"), self.attempt("two")
        pool.requests.claim(first, self.NOW)
        assert pool.requests.claim(second, self.NOW + timedelta(minutes=1)) is None
        self.put(pool, second, "s2")
        with pytest.raises(RequestTaken):
            self.put(pool, first, "s1")
        assert [each.id for each in pool.specialists()] == ["s2"]

    def test_an_effect_is_never_taken_over(self, pool):
        pool.requests.claim(self.attempt("one"), self.NOW)
        self.put(pool, self.attempt("one"), "s1")
        kept = pool.requests.claim(self.attempt("two"), self.NOW + timedelta(minutes=1))
        assert (kept.effect, kept.status) == (True, None)

    def test_it_is_forgotten_after_a_day(self, pool):
        pool.requests.claim(self.attempt("one"), self.NOW)
        pool.requests.keep(self.attempt("one"), 201, {"content-type": "text/plain"}, b"done")
        kept = pool.requests.claim(self.attempt("two"), self.NOW + timedelta(hours=23))
        assert (kept.status, kept.answer, kept.headers) == (201, b"done", {"content-type": "text/plain"})
        assert pool.requests.claim(self.attempt("two", "other"), self.NOW + timedelta(hours=25)) is None

    def test_an_erasure_lets_go_of_answers(self, pool):
        pool.requests.claim(self.attempt("one"), self.NOW)
        self.put(pool, self.attempt("one"), "s1")
        pool.requests.keep(self.attempt("one"), 201, {}, b"Test s1")
        pool.erase("s1", "test")
        kept = pool.requests.claim(self.attempt("two"), self.NOW)
        assert (kept.effect, kept.status, kept.answer) == (True, None, b"")


def test_an_answer_says_how_new_it_is(client, store):
    written = sent(client, b'{"id": "newest"}')
    at = int(written.headers["x-revision"])
    assert (written.headers["x-epoch"], at) == store.revision()
    read = client.get("/api/v1/trial/rank", headers={**PLANNER, "X-Min-Revision": str(at)})
    assert read.json()["revision"] >= int(read.headers["x-revision"]) >= at
    ahead = client.get("/api/v1/trial/rank", headers={**PLANNER, "X-Min-Revision": str(at + 1)})
    assert (ahead.status_code, ahead.headers["retry-after"]) == (503, "5")
    for wrong in ("x", "-1", "9" * 19, "9" * 400, "1.5"):
        assert client.get("/api/v1/trial/rank", headers={**PLANNER, "X-Min-Revision": wrong}).status_code == 400


class TestTheDatabaseIsAway:
    @pytest.fixture
    def file(self, tmp_path):
        return tmp_path / "pool.db"

    @pytest.fixture
    def client(self, file):
        with Store.create(f"sqlite:///{file}") as store, TestClient(over(store)) as client:
            client.get("/api/v1/trial/rank", headers=PLANNER)
            yield client

    def answers(self, client):
        return [
            client.get("/api/v1/trial/rank", headers=PLANNER),
            sent(client, b'{"id": "later"}', **{"Idempotency-Key": "k"}),
            client.get("/readyz"),
        ]

    def test_it_is_damaged_and_comes_back(self, client, file):
        for each in (file, file.with_name("pool.db-wal"), file.with_name("pool.db-shm")):
            if each.exists():
                each.rename(each.with_suffix(each.suffix + ".kept"))
        file.write_bytes(b"this is no database" * 500)
        for answer in self.answers(client):
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert answer.json()["type"] == "urn:rtcm:problem:store-unavailable"
            assert "database cannot be reached" in answer.json()["detail"]
            assert "not a database" not in answer.text
        file.unlink()
        for each in file.parent.glob("*.kept"):
            each.rename(each.with_suffix(""))
        assert [answer.status_code for answer in self.answers(client)] == [200, 201, 200]
        assert 'rtcm_database_failures_total{worker="' in client.get("/metrics").text

    def test_the_disk_is_full(self, client, file):
        with sqlite3.connect(file) as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
        limit_pages(client, pages)
        statuses = {sent(client, json.dumps({"id": f"n{n}"}).encode()).status_code for n in range(40)}
        assert statuses <= {201, 503}
        assert 503 in statuses
        assert client.get("/api/v1/trial/rank", headers=PLANNER).status_code == 200
        limit_pages(client, 1_000_000)
        assert sent(client, b'{"id": "room"}').status_code == 201


def limit_pages(client, pages):
    """Let the file grow no further, as on a disk without room."""
    from sqlalchemy import event

    engine = client.app.state.store._engine
    event.listen(engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count={pages}"))


def test_health_and_figures(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["revision"] == ready["index_revision"]
    client.get("/api/v1/trial/words")
    client.get("/no/such/place")
    figures = client.get("/metrics").text
    assert 'rtcm_requests_total{method="GET",route="/api/v1/trial/words",status="200"' in figures
    assert 'route="none",status="404"' in figures
    assert "rtcm_index_revision" in figures

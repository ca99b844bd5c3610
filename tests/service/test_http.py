"""The HTTP API over real databases: the same answers as the command, and refusals in one shape."""

import json

import pytest
from fastapi.testclient import TestClient

from matching import Index, recommend
from registry.store import Store
from service.app import create_app
from tests.builders import a_mission, a_specialist, skill
from tests.service.signed import as_, identified

MISSION = a_mission(wish=(skill("BRD.IBM"),))
BODY = MISSION.model_dump(mode="json", by_alias=True)


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([a_specialist("s1", skills={"BRD.IBM": 3}), a_specialist("s2")])
            writing.put_missions([MISSION])
        yield store


@pytest.fixture
def client(store):
    with TestClient(identified(create_app(store)), headers=as_("planner")) as client:
        yield client


def test_a_mission_in_the_body_gives_what_the_matcher_says(client, store):
    expected = recommend(MISSION, Index.build(store.snapshot()))
    answer = client.post("/api/v1/recommendations", json=BODY)
    assert answer.status_code == 200
    assert answer.json() == [json.loads(each.model_dump_json()) for each in expected]


def test_a_mission_is_weighed_by_the_policy_that_it_names(client):
    (shortlist,) = client.post("/api/v1/recommendations", json={**BODY, "policy": "rtcm-track-record"}).json()
    assert shortlist["policy"]["name"] == "rtcm-track-record"


def test_missions_on_file(client):
    assert client.get("/api/v1/missions").json() == [{"id": "m1", "title": "A test mission", "state": None}]
    assert client.get("/api/v1/missions/m1").json()["schema"] == "mission/1"
    assert len(client.get("/api/v1/missions/m1/shortlists?top=1").json()[0]["recommendations"]) == 1


def test_the_index_follows_the_pool(client, store):
    def listed():
        (shortlist,) = client.get("/api/v1/missions/m1/shortlists").json()
        return shortlist["pool"]["revision"], [each["specialist"] for each in shortlist["recommendations"]]

    assert listed() == (1, ["s1", "s2"])
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s0", skills={"BRD.IBM": 3})])
    assert listed() == (2, ["s0", "s1", "s2"])


def test_refusals_have_one_shape(client):
    missing = client.get("/api/v1/missions/none")
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    assert missing.json()["detail"] == 'no mission "none" in the pool'
    for status, answer in (
        (422, client.post("/api/v1/recommendations", json={**BODY, "extra": 1})),
        (422, client.post("/api/v1/recommendations", json={**BODY, "policy": "unknown"})),
        (422, client.get("/api/v1/missions/m1/shortlists?top=0")),
        (404, client.get("/nothing")),
    ):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        assert answer.json()["status"] == status


def test_a_body_that_is_too_large_is_refused(client):
    assert client.post("/api/v1/recommendations", content=b"x" * 3_000_000).status_code == 413


def test_health(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["revision"] == 1

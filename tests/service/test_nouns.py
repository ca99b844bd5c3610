"""What each office sees and may do, noun by noun, over one small pool."""

import json
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from matching import Index, recommend
from registry.store import Store
from service.app import create_app
from service.auth.gate import Gate
from tests.builders import a_mission, a_specialist, an_assignment, language, skill
from tests.fresh import sqlite_pool
from tests.service.signed import as_, identified

V1 = "/api/v1"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
MISSION = a_mission(wish=(skill("BRD.IBM"), language("rus", "B2")), host_countries=["GEO"])
PLANNER, REGISTRAR, ANALYST, ADMIN = (as_(each) for each in ("planner", "registrar", "analyst", "administrator"))
FOCAL = as_("focal_point", organisation="Border Service")
OWN = as_("specialist", account="ali", specialist="s1")
CONSENTS = {"search": {"given": "2024-01-01"}, "statistics": {"given": "2024-01-01"}}
PEOPLE = [
    a_specialist(
        "s1",
        name={"given": "Rəşad", "family": "Əliyev", "native": "Рашад Алиев"},
        residence="AZE",
        organisation="Border Service",
        roles=["trainer"],
        skills=[{"skill": "BRD.IBM", "level": 4, "status": "verified"}, {"skill": "LAW", "level": 2}],
        languages={"rus": "C1", "aze": "C2"},
        consent=CONSENTS,
        bio={"eng": "A bio of one's own"},
    ),
    a_specialist("s2", name={"given": "Test", "family": "Second"}, residence="GEO", languages={"rus": "A2"}),
    a_specialist("s3", name={"given": "Test", "family": "Third"}, residence="GEO", vetting="draft", consent=CONSENTS),
    a_specialist("s4", name={"given": "Test", "family": "Shy"}, restricted=True, consent=CONSENTS),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("pool") / "pool.db")) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists(PEOPLE)
            writing.put_missions([MISSION])
            writing.put_assignments([an_assignment()])
        yield store


@pytest.fixture(scope="module")
def client(store):
    with TestClient(identified(create_app(store, Gate(store, now=lambda: NOW)))) as client:
        yield client


def found(client, query, who=PLANNER):
    answer = client.get(f"{V1}/specialists?{query}", headers=who)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("", ["s1", "s2", "s3"], id="everybody-but-the-restricted"),
        pytest.param("q=алиев", ["s1"], id="name-in-another-script"),
        pytest.param("q=ALIYEV+rash", ["s1"], id="name-in-plain-letters-and-a-beginning"),
        pytest.param("q=Petrosyan", [], id="nobody-of-that-name"),
        pytest.param("q=%2B", [], id="no-name-at-all"),
        pytest.param("residence=Georgia", ["s2", "s3"], id="country-by-name"),
        pytest.param("residence=GE&residence=AZE", ["s1", "s2", "s3"], id="one-of-two-countries"),
        pytest.param("residence=GEO&vetting=draft", ["s3"], id="both-kinds"),
        pytest.param("competence=BRD", ["s1"], id="competence-by-its-group"),
        pytest.param("language=rus", ["s1", "s2"], id="language"),
        pytest.param("language=ru:B2", ["s1"], id="language-at-a-level"),
        pytest.param("role=trainer", ["s1"], id="role"),
        pytest.param("organisation=border+service", ["s1"], id="organisation-in-any-case"),
        pytest.param("freshness=fresh&residence=AZE", ["s1"], id="fresh"),
        pytest.param("freshness=dormant", [], id="dormant"),
        pytest.param("sort=name", ["s1", "s2", "s3"], id="by-family-name"),
        pytest.param("limit=1", ["s1"], id="one-at-a-time"),
    ],
)
def test_the_list_is_narrowed_down(client, query, ids):
    assert found(client, query) == ids


def test_facets_count_what_was_found(client):
    answer = client.get(f"{V1}/specialists?residence=GEO", headers=PLANNER).json()
    assert answer["total"] == 2
    assert answer["facets"]["residence"] == [{"value": "GEO", "count": 2}]
    assert answer["facets"]["language"] == [{"value": "rus", "count": 1}]
    assert {each["value"] for each in answer["facets"]["vetting"]} == {"admitted", "draft"}


@pytest.mark.parametrize("query", ["residence=Atlantis", "language=rus:Z9", "sort=age", "vetting=x", "q=" + "a" * 201])
def test_filters_that_are_refused(client, query):
    assert client.get(f"{V1}/specialists?{query}", headers=PLANNER).status_code == 422


def test_whom_each_office_finds(client):
    assert found(client, "", REGISTRAR) == ["s1", "s2", "s3", "s4"]
    assert found(client, "", FOCAL) == ["s1"]
    assert found(client, "", as_("focal_point")) == []
    for office in ("requester", "approver", "specialist"):
        assert client.get(f"{V1}/specialists", headers=as_(office)).status_code == 403
    assert client.get(f"{V1}/specialists").status_code == 401


def test_an_analyst_sees_pseudonyms_of_those_who_consent(client):
    answer = client.get(f"{V1}/specialists", headers=ANALYST)
    (one, other) = answer.json()["items"]
    for secret in ("s1", "s3", "Aliyev", "liyev", "Border Service", "A bio"):
        assert secret not in answer.text
    assert "organisation" not in answer.json()["facets"]
    profiles = [client.get(f"{V1}/specialists/{each['id']}", headers=ANALYST) for each in (one, other)]
    assert all(each.status_code == 200 for each in profiles)
    for secret in ("Aliyev", "liyev", "Border Service", "A bio", '"s1"'):
        assert secret not in "".join(each.text for each in profiles)
    for query in ("q=aliyev", "organisation=border+service", "sort=name"):
        assert client.get(f"{V1}/specialists?{query}", headers=ANALYST).status_code == 403
    for id in ("s1", "s2", "p-0000000000000000"):
        assert client.get(f"{V1}/specialists/{id}", headers=ANALYST).status_code == 404


def test_who_sees_a_profile(client):
    seen = {
        name: client.get(f"{V1}/specialists/s1", headers=who).status_code
        for name, who in {
            "planner": PLANNER,
            "registrar": REGISTRAR,
            "certifier": as_("certifier"),
            "administrator": ADMIN,
            "focal point": FOCAL,
            "other focal point": as_("focal_point", organisation="Elsewhere"),
            "requester": as_("requester"),
            "approver": as_("approver"),
            "own": OWN,
            "other specialist": as_("specialist", specialist="s2"),
        }.items()
    }
    assert {name for name, status in seen.items() if status == 200} == {
        "planner", "registrar", "certifier", "administrator", "focal point", "own",
    }  # fmt: skip
    assert set(seen.values()) == {200, 404}
    assert client.get(f"{V1}/specialists/s4", headers=PLANNER).status_code == 404
    assert client.get(f"{V1}/specialists/s4", headers=REGISTRAR).status_code == 200


def test_missing_and_forbidden_are_answered_alike(client):
    who = as_("specialist", specialist="s2")
    forbidden, missing = (client.get(f"{V1}/specialists/{id}", headers=who).json() for id in ("s1", "sx"))
    assert forbidden["detail"].replace("s1", "sx") == missing["detail"]
    assert "nearest" not in missing["detail"]


class TestChanging:
    @pytest.fixture
    def client(self, tmp_path):
        with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
            with store.writing("tester", "test") as writing:
                writing.put_specialists(PEOPLE)
            with TestClient(identified(create_app(store))) as client:
                yield client

    def patch(self, client, change, who=OWN, id="s1"):
        tag = client.get(f"{V1}/specialists/{id}", headers=REGISTRAR).headers["etag"]
        return client.patch(f"{V1}/specialists/{id}", json=change, headers={**who, "If-Match": tag})

    def test_its_owner_changes_what_is_theirs(self, client):
        answer = self.patch(client, {"residence": "TUR", "bio": None})
        assert (answer.status_code, answer.json()["residence"], answer.json()["bio"]) == (200, "TUR", {})
        assert answer.headers["etag"] == '"v2"'
        assert found(client, "residence=TUR") == ["s1"]

    @pytest.mark.parametrize(
        ("change", "registrar"),
        [
            pytest.param({"official": True}, 200, id="official"),
            pytest.param({"skills": []}, 200, id="verified-row-gone"),
            pytest.param({"skills": [{"skill": "BRD.IBM", "level": 5}]}, 200, id="verified-row-claimed-anew"),
            pytest.param(
                {"skills": [{"skill": "BRD.IBM", "level": 5, "status": "verified"}]}, 409, id="verified-row-raised"
            ),
            pytest.param({"languages": [{"language": "eng", "status": "verified"}]}, 409, id="verified-by-oneself"),
            pytest.param(
                {"certificates": [{"module": "RTCM-M1", "issued": "2026-01-01", "status": "verified"}]},
                409,
                id="certificate-verified",
            ),
        ],
    )
    def test_what_others_decided_is_read_only_to_its_owner(self, client, change, registrar):
        """And a registrar verifies with a document, not with the profile."""
        assert self.patch(client, change).status_code == 403
        answer = self.patch(client, change, who=REGISTRAR)
        assert answer.status_code == registrar
        assert ("/verifications" in answer.text) == (registrar == 409)

    @pytest.mark.parametrize(
        ("change", "step"),
        [
            pytest.param({"vetting": "removed"}, "axis vetting", id="vetting"),
            pytest.param({"consent": {"search": None}}, "axis consent", id="consent"),
            pytest.param({"referral": {"state": "paused"}}, "axis referral", id="referral"),
            pytest.param({"confirmed_on": "2026-11-01"}, "axis freshness", id="freshness"),
            pytest.param({"restricted": True}, "me/restriction", id="restriction"),
            pytest.param(
                {"certificates": [{"module": "RTCM-M1", "issued": "2026-01-01", "status": "issued"}]},
                "certificate-cases",
                id="certificate",
            ),
        ],
    )
    def test_what_moves_by_steps_is_moved_by_nobody_with_the_profile(self, client, change, step):
        for who in (OWN, REGISTRAR):
            answer = self.patch(client, {**change, "residence": "TUR"}, who)
            assert (answer.status_code, step in answer.json()["detail"]) == (409, True)
            # No later try would fare better.
            assert "retry-after" not in answer.headers
        assert found(client, "residence=TUR") == []

    def test_nobody_else_and_nothing_stale(self, client):
        for who in (PLANNER, ADMIN, FOCAL, as_("specialist", specialist="s2")):
            assert self.patch(client, {"residence": "TUR"}, who).status_code == 404
        assert client.patch(f"{V1}/specialists/s1", json={}, headers=OWN).status_code == 428
        stale = client.patch(f"{V1}/specialists/s1", json={}, headers={**OWN, "If-Match": '"v9"'})
        assert stale.status_code == 412
        assert self.patch(client, {"residence": "Atlantis"}).json()["problems"][0]["field"] == "residence"
        assert self.patch(client, {"id": "s9"}).status_code == 409
        assert self.patch(client, {"restricted": True}, REGISTRAR).status_code == 409

    def test_a_registrar_adds_and_replaces(self, client):
        profile = json.loads(a_specialist("new").model_dump_json())
        added = client.post(f"{V1}/specialists", json=profile, headers=REGISTRAR)
        assert (added.status_code, added.headers["location"]) == (201, f"{V1}/specialists/new")
        assert client.post(f"{V1}/specialists", json=profile, headers=REGISTRAR).status_code == 409
        tag = added.headers["etag"]
        again = client.put(
            f"{V1}/specialists/new", json={**profile, "residence": "KAZ"}, headers={**REGISTRAR, "If-Match": tag}
        )
        assert (again.status_code, again.headers["etag"]) == (200, '"v2"')
        assert client.post(f"{V1}/specialists", json=profile, headers=OWN).status_code == 403
        verified = {"skills": [{"skill": "LAW", "level": 2, "status": "verified"}]}
        refused = client.post(f"{V1}/specialists", json={**profile, "id": "newer", **verified}, headers=REGISTRAR)
        assert (refused.status_code, "/verifications" in refused.text) == (409, True)


def test_shortlists_are_those_of_the_matcher(client, store):
    expected = [json.loads(each.model_dump_json()) for each in recommend(MISSION, Index.build(store.snapshot()))]
    by_id = client.post(f"{V1}/shortlists", json={"mission": "m1"}, headers=PLANNER)
    assert by_id.json() == expected
    whole = client.post(
        f"{V1}/shortlists", json={"mission": MISSION.model_dump(mode="json"), "seat": 1}, headers=PLANNER
    )
    assert whole.json() == expected
    assert client.post(f"{V1}/shortlists", json={"mission": "none"}, headers=PLANNER).status_code == 404
    assert client.post(f"{V1}/shortlists", json={"mission": "m1", "seat": 9}, headers=PLANNER).status_code == 404
    assert client.post(f"{V1}/shortlists", json={"mission": "m1", "other": 1}, headers=PLANNER).status_code == 422


def test_why_not_and_stability(client):
    absent = client.post(f"{V1}/shortlists/why-not", json={"mission": "m1", "specialist": "s3"}, headers=PLANNER)
    assert "admitted" in absent.text
    (shortlist,) = client.post(f"{V1}/stability", json={"mission": "m1", "draws": 20}, headers=PLANNER).json()
    assert 0 <= shortlist["recommendations"][0]["stability"]["first"] <= 1


def test_a_team_and_a_plan(client):
    team = client.post(f"{V1}/teams", json={"mission": "m1", "rules": {"men": 0.5}}, headers=PLANNER).json()
    assert team["status"] == "infeasible"  # nobody's gender is known
    team = client.post(f"{V1}/teams", json={"mission": "m1", "fixed": {"1": ["s2"]}}, headers=PLANNER).json()
    assert team["seats"][0]["chosen"][0]["specialist"] == "s2"
    plan = client.post(f"{V1}/plans", json={"missions": ["m1"], "priorities": {"m1": "high"}}, headers=PLANNER).json()
    assert plan["status"] == "optimal"
    assert client.post(f"{V1}/plans", json={"missions": []}, headers=PLANNER).status_code == 422
    for noun in ("teams", "plans", "shortlists", "stability", "recommendations"):
        assert client.post(f"{V1}/{noun}", json={}, headers=as_("requester")).status_code == 403


def test_coverage_names_people_to_some_alone(client):
    whole = client.get(f"{V1}/coverage?on=2026-11-01&competence=BRD", headers=PLANNER).json()
    assert "s1" in json.dumps(whole["sole"])
    small = client.get(f"{V1}/coverage?on=2026-11-01&competence=BRD", headers=ANALYST).json()
    assert (small["sole"], small["suppressed_below"]) == ([], 5)
    assert client.get(f"{V1}/coverage?on=9999-01-01", headers=PLANNER).status_code == 422
    assert client.get(f"{V1}/coverage?on=2026-02-02&until=2026-01-01", headers=PLANNER).status_code == 422


def test_the_network_as_json_and_as_a_picture(client):
    assert client.get(f"{V1}/network/missions/m1", headers=PLANNER).json()["schema"] == "network/1"
    picture = client.get(f"{V1}/network/specialists/s1?format=svg", headers=PLANNER)
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")
    assert client.get(f"{V1}/network/specialists/nobody", headers=PLANNER).status_code == 404
    assert client.get(f"{V1}/network/specialists/s1", headers=ANALYST).status_code == 403


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("competences?q=границ", "BRD", id="russian-label"),
        pytest.param("competences?broader=BRD&limit=1", "BRD.", id="below"),
        pytest.param("countries?q=turkiye", "TUR", id="no-diacritics"),
        pytest.param("languages?q=Азербайджан", "aze", id="language-in-russian"),
        pytest.param("modules?q=data", "RTCM-M2", id="module"),
    ],
)
def test_code_lists_are_searched_in_four_languages(client, query, first):
    items = client.get(f"{V1}/vocabularies/{query}").json()["items"]
    assert any((each.get("id") or each["code"]).startswith(first) for each in items)


def test_code_lists_may_be_kept(client):
    answer = client.get(f"{V1}/vocabularies/roles")
    assert answer.headers["cache-control"] == "no-cache"
    assert "expert" in answer.json()
    one = client.get(f"{V1}/vocabularies/competences/BRD").json()
    assert "BRD.IBM" in one["narrower"]
    assert client.get(f"{V1}/vocabularies/competences/nothing").status_code == 422

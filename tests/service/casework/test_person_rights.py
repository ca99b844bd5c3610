"""What a person may ask over the API: everything about them, restriction, erasure, what opened doors; and merges."""

import pytest

from tests.builders import a_mission, skill
from tests.fresh import sqlite_pool
from tests.service.auth.building import PASSWORD, client_of, sign_in
from tests.service.casework.cast import cast


@pytest.fixture
def people(tmp_path):
    found = cast(sqlite_pool(tmp_path / "pool.db"))
    yield found
    found.store.close()


def browser(people, name):
    client = sign_in(client_of(people.gate), name)
    client.headers["Origin"] = people.gate.address
    return client


def decided(people, *ids):
    """A mission that must have what the first four have."""
    mission = a_mission(must=(skill("BRD.IBM", 2),), beneficiary="Sample Authority")
    body = {"mission": mission.model_dump(mode="json", by_alias=True)}
    people.ask("requester", "POST", "/missions", body, 201)
    people.step("requester", "m1", "submit")
    people.step("approver", "m1", "approve")
    people.step("planner", "m1", "source")
    choose = [{"specialist": id, "reason": "fits"} for id in ids]
    return people.ask("planner", "POST", "/missions/m1/seats/1/decision", {"choose": choose}, 201)


def test_everything_is_handed_out_on_record(people):
    client = browser(people, "s1")
    client.post("/api/v1/specialists/s1/steps", json={"axis": "freshness", "event": "confirm"}).raise_for_status()
    dossier = client.get("/api/v1/me/dossier").json()
    assert [line["event"] for line in dossier["diary"]] == ["confirm"]
    assert [(seen["actor"], seen["op"]) for seen in dossier["seen"]] == [("s1", "export")]
    assert client.get("/api/v1/me/dossier?format=resume").json()["basics"]["name"] == "Test s1"
    assert client.get("/api/v1/me/dossier?format=pdf").content.startswith(b"%PDF-")
    # A token may not: it is for programs.
    people.ask("s1", "GET", "/me/dossier", status=403)


def test_erasing_oneself_needs_the_password(people):
    client = browser(people, "s2")
    assert client.post("/api/v1/me/restriction", json={"restricted": True}).json() == {"restricted": True}
    assert people.store.specialist("s2").restricted
    assert client.post("/api/v1/me/erasure", json={"password": "wrong"}).status_code == 401
    assert people.store.specialist("s2").restricted
    assert client.post("/api/v1/me/erasure", json={"password": PASSWORD}).json() == {"erased": True, "cleared": True}
    people.ask("registrar", "GET", "/specialists/s2/standing", status=404)
    assert client.get("/api/v1/me").status_code == 401


def test_what_opened_doors_names_nobody(people):
    people.join("s5", "specialist", specialist="s5")
    decided(people, "s1")
    told = people.ask("s1", "GET", "/me/opportunities")
    assert (told["seats"], told["considered"], told["listed"], told["left_out"]) == (1, 1, 1, 0)
    assert (told["missing"], told["modules"]) == ([], [])
    left = people.ask("s5", "GET", "/me/opportunities")
    assert (left["considered"], left["listed"], left["left_out"]) == (0, 0, 1)
    (missing,) = left["missing"]
    assert "(BRD.IBM) at level 2" in missing["reason"]
    assert {each["module"] for each in left["modules"]} >= {"RTCM-M4"}
    assert all(name not in str(left) for name in ("s1", "Test"))


def test_a_registrar_merges_and_takes_it_back(people):
    decision = decided(people, "s1", "s2")
    before = people.ask("planner", "GET", f"/decisions/{decision['id']}")
    whole = people.ask("registrar", "GET", "/duplicates/s2/s1")
    assert (whole["first"]["id"], whole["second"]["id"]) == ("s1", "s2")
    assert people.ask("registrar", "POST", "/duplicates/s2/s1/merge", {"kept": "s2"})["id"] == "s2"
    assert {each["specialist"] for each in people.ask("planner", "GET", "/candidacies")} == {"s2"}
    people.ask("planner", "POST", "/duplicates/s2/s1/undo", {"purpose": "a mistake"}, 403)
    assert undo(people, "s2", "s1") == 204
    assert {each["specialist"] for each in people.ask("planner", "GET", "/candidacies")} == {"s1", "s2"}
    assert people.ask("planner", "GET", f"/decisions/{decision['id']}") == before
    assert undo(people, "s2", "s1") == 409
    people.ask("registrar", "GET", "/duplicates/s2/none", status=404)


def undo(people, one, other):
    headers = {"Authorization": f"Bearer {people._tokens['registrar']}"}
    body = {"purpose": "a mistake"}
    return people.client.post(f"/api/v1/duplicates/{one}/{other}/undo", json=body, headers=headers).status_code

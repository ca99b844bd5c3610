"""The calendar by secret address: whose it is, what stands in it, and that an old address opens nothing."""

from datetime import date

import pytest
from icalendar import Calendar

from registry.domain import Candidacy, CandidacyState, MissionCase, MissionState
from registry.store import Store
from tests.builders import a_mission, a_specialist
from tests.service.auth.building import a_gate, add, client_of, sign_in


@pytest.fixture
def gate(sqlite_url):
    with Store.open(sqlite_url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([a_specialist("s1")])
            for id, state in (("m1", MissionState.STAFFED), ("m2", MissionState.SOURCING), ("m3", MissionState.DRAFT)):
                mission = a_mission(id=id, title=f"Work {id}; a, b")
                writing.put_missions([mission])
                versions = () if state is MissionState.DRAFT else (mission,)
                writing.cases.add(MissionCase(id=id, requester="acc-9", state=state, versions=versions))
            seat = {"mission": "m1", "seat": 1, "specialist": "s1"}
            writing.cases.add(Candidacy(id="c1", state=CandidacyState.CONFIRMED, **seat))
        gate = a_gate(store)
        add(gate, "acc-1", "planner")
        add(gate, "acc-2", "specialist", specialist="s1")
        yield gate


def events(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    return {str(each["summary"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_calendar_of_each(gate):
    for account, expected in (("acc-1", {"Work m1; a, b", "Work m2; a, b"}), ("acc-2", {"Work m1; a, b"})):
        client = sign_in(client_of(gate), account)
        address = client.post("/api/v1/me/calendar").json()["address"]
        found = events(client_of(gate), address)
        assert set(found) == expected
        firm = found["Work m1; a, b"]
        assert (firm.decoded("dtstart"), firm.decoded("dtend")) == (date(2027, 6, 1), date(2027, 7, 1))
        assert firm["status"] == "CONFIRMED"
        assert client.get(address).content == client.get(address).content


def test_an_old_address_opens_nothing(gate):
    client = sign_in(client_of(gate), "acc-1")
    old = client.post("/api/v1/me/calendar").json()["address"]
    new = client.post("/api/v1/me/calendar").json()["address"]
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert client.get("/calendar/" + "x" * 5_000 + ".ics").status_code == 404
    gate.store.accounts.update(gate.store.accounts.get("acc-1").model_copy(update={"active": False}), "tester", "test")
    assert client_of(gate).get(new).status_code == 404


def test_an_address_is_ended(gate):
    client = sign_in(client_of(gate), "acc-2")
    assert client.delete("/api/v1/me/calendar").status_code == 404
    address = client.post("/api/v1/me/calendar").json()["address"]
    assert client.delete("/api/v1/me/calendar").status_code == 204
    assert client.get(address).status_code == 404
    address = client.post("/api/v1/me/calendar").json()["address"]
    gate.store.erase("s1", "tester")
    assert client_of(gate).get(address).status_code == 404

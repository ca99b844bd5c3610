"""A pool in which much has happened: a mission closed, one with an offer out, one asked for; and the ids of it all."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from registry.lifecycle import MACHINES, Office
from tests.fresh import sqlite_pool
from tests.service.auth.building import OFFICES
from tests.service.casework.cast import Cast, cast, wanted
from tests.service.signed import as_, identified

SOON = {"start": "2026-12-20", "end": "2026-12-30"}
NEXT_YEAR = {"start": "2028-06-01", "end": "2028-06-30"}
# Whose account asks in each office; the others are called as their office is.
_NAMES = {Office.SPECIALIST: "s1", Office.FOCAL_POINT: "focal"}
NOBODY = "nobody"
ASKING = (*(str(each) for each in OFFICES), NOBODY)


@dataclass
class World:
    """An application over such a pool; ``things`` are ids by the noun before them in a path, or by a field's name."""

    people: Cast
    client: TestClient
    things: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def headers(self, office: str) -> dict[str, str]:
        """Who asks: somebody with that office alone, signed in by a browser; nobody for ``nobody``."""
        if office == NOBODY:
            return {}
        name = _NAMES.get(Office(office), office)
        own = {"specialist": "s1"} if office == Office.SPECIALIST else {}
        for_whom = {"organisation": "Sample Service"} if office == Office.FOCAL_POINT else {}
        return as_(office, account=name, **own, **for_whom)

    def close(self) -> None:
        """Let the file go."""
        self.client.close()
        self.people.store.close()


def lived(folder: Path) -> World:
    """A new pool of that kind in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    people = cast(sqlite_pool(folder / "pool.db"))
    _closed(people)
    _offered(people)
    people.ask("requester", "POST", "/missions", {"mission": wanted(id="m3", window=NEXT_YEAR)}, 201)
    things = {**_found(people), **_worked(people)}
    client = TestClient(identified(people.client.app), base_url=people.gate.address, raise_server_exceptions=False)
    return World(people, client, things)


def _sourced(people: Cast, mission: str, **facts: Any) -> None:
    people.ask("requester", "POST", "/missions", {"mission": wanted(id=mission, **facts)}, 201)
    for name, event in (("requester", "submit"), ("approver", "approve"), ("planner", "source")):
        people.step(name, mission, event)
    choose = [{"specialist": id, "reason": "one of the best"} for id in ("s1", "s2")]
    people.ask("planner", "POST", f"/missions/{mission}/seats/1/decision", {"choose": choose}, 201)
    people.step("planner", mission, "lock")
    for each in people.ask("requester", "GET", f"/missions/{mission}/candidacies"):
        people.ask("requester", "POST", f"/candidacies/{each['id']}/selection", {})
    people.step("planner", mission, "offer")


def _closed(people: Cast) -> None:
    """m1: done, appraised by the planner, and its experience on the profile."""
    _sourced(people, "m1", window=SOON)
    (offer,) = people.ask("s1", "GET", "/offers")
    people.ask("s1", "POST", f"/offers/{offer['id']}/accept")
    place = f"/candidacies/{offer['candidacy']}"
    people.ask("planner", "POST", f"{place}/steps", {"event": "confirm", "vouch": ["available"]})
    people.step("planner", "m1", "staff")
    people.ask("focal", "PUT", f"{place}/readiness", {"released": True})
    people.ask("planner", "PUT", f"{place}/readiness", {"travel": True, "inducted": True})
    people.step("planner", "m1", "make_ready")
    people.gate.now.wait(days=40)
    for event in ("start", "end_work"):
        people.step("planner", "m1", event)
    (form,) = people.ask("planner", "GET", "/appraisals")
    people.ask("planner", "POST", f"/appraisals/{form['id']}", {"ratings": {"conduct": 5}, "would_use_again": True})


def _offered(people: Cast) -> None:
    """m2: s1 holds an offer, s2 is an alternate and has objected to the decision."""
    _sourced(people, "m2")
    (decision,) = people.ask("planner", "GET", "/missions/m2/decisions")
    people.ask("s2", "POST", f"/decisions/{decision['id']}/contests", {"text": "s1 was never there"}, 201)


def _worked(people: Cast) -> dict[str, tuple[str, ...]]:
    """What belongs to no mission: a certificate, an application for one, a session, a document, a feed."""
    wish = {"module": "RTCM-M1", "level": "trainer"}
    case = people.ask("s1", "POST", "/certificate-cases", wish, 201)["case"]["id"]
    for event, more in (("enrol", {}), ("assess", {"passed": True}), ("issue", {})):
        given = people.ask("certifier", "POST", f"/certificate-cases/{case}/steps", {"event": event, **more})
    applied = people.ask("s2", "POST", "/certificate-cases", wish, 201)["case"]["id"]
    headers = {"Authorization": f"Bearer {people._tokens['s1']}", "Content-Type": "application/pdf"}
    told = {"specialist": "s1", "name": "diploma.pdf", "noun": "skills", "term": "BRD.IBM"}
    document = people.client.post("/api/v1/documents", params=told, content=b"%PDF-1.7 sample", headers=headers)
    return {
        "certificate-cases": (case, applied),
        "certificates": (given["case"]["certificate"]["number"],),
        "documents": (document.json()["id"],),
        "document": (document.json()["id"],),
    }


def _found(people: Cast) -> dict[str, tuple[str, ...]]:
    """Ids of what the missions left, and words that fields of those names take."""
    ids = {
        noun: tuple(each["id"] for each in people.ask(name, "GET", f"/{noun}"))
        for noun, name in (("offers", "s1"), ("candidacies", "s1"), ("appraisals", "requester"))
    }
    decisions = [
        each["id"] for at in ("m1", "m2") for each in people.ask("planner", "GET", f"/missions/{at}/decisions")
    ]
    contests = [each["id"] for each in people.ask("approver", "GET", "/decisions/contests")]
    missions, persons = ("m1", "m2", "m3"), ("s1", "s2", "s4")
    events = sorted({each.event for machine in MACHINES.values() for each in machine.transitions})
    return {
        **ids,
        "decisions": tuple(decisions),
        "contests": tuple(contests),
        "missions": missions,
        "mission": missions,
        "specialists": persons,
        "specialist": persons,
        "accounts": ("planner", "s3"),
        "duplicates": ("s4",),
        "seats": ("1",),
        "module": ("RTCM-M1",),
        "event": tuple(events),
        "term": ("BRD.IBM",),
        "competences": ("BRD.IBM",),
    }

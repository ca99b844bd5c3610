"""Certificates over the API: applied for, issued, kept up, renewed, suspended, revoked, and verified by anybody."""

from datetime import timedelta

import pytest

from registry.domain import CertificateCase
from registry.errors import IllegalStep
from registry.lifecycle import Office
from service.auth.who import Who
from service.casework import certificates
from tests.builders import an_assignment
from tests.service.casework.cast import cast

CERTIFIER = Who("certifier", "Test certifier", frozenset({Office.CERTIFIER}))


@pytest.fixture
def people(database_url):
    found = cast(database_url)
    yield found
    found.store.close()


def step(people, id, event, status=200, name="certifier", **more):
    return people.ask(name, "POST", f"/certificate-cases/{id}/steps", {"event": event, **more}, status)


def issued(people, name="s1"):
    wanted = {"module": "RTCM-M1", "level": "trainer"}
    id = people.ask(name, "POST", "/certificate-cases", wanted, 201)["case"]["id"]
    step(people, id, "enrol")
    step(people, id, "assess", passed=True)
    return step(people, id, "issue")


def looked_up(people, number):
    return people.client.get(f"/api/v1/certificates/{number}/holder")


def test_a_certificate_from_application_to_revocation(people):
    made = issued(people)
    id, held = made["case"]["id"], made["case"]["certificate"]
    assert (held["issued"], held["expires"], made["warnings"]) == ("2026-11-25", "2029-11-25", [])
    assert people.store.specialist("s1").certificates[0].number == held["number"]
    assert looked_up(people, held["number"]).json() == {
        "number": held["number"],
        "holder": "Test s1",
        "module": "RTCM-M1",
        "level": "trainer",
        "issued": "2026-11-25",
        "expires": "2029-11-25",
        "state": "issued",
    }
    assert looked_up(people, "RTCM-2026-0000000000000000").status_code == 404
    step(people, id, "suspend", reason="under_inquiry")
    assert looked_up(people, held["number"]).json()["state"] == "suspended"
    assert people.store.specialist("s1").certificates[0].status == "suspended"
    step(people, id, "reinstate")
    step(people, id, "revoke", reason="misconduct")
    assert looked_up(people, held["number"]).json()["state"] == "revoked"
    case = people.ask("s1", "GET", f"/certificate-cases/{id}")
    assert [line["event"] for line in case["diary"]] == [
        "apply",
        "enrol",
        "assess",
        "issue",
        "suspend",
        "reinstate",
        "revoke",
    ]
    people.ask("s2", "GET", f"/certificate-cases/{id}", status=404)
    told = [each.message.payload["state"] for each in reversed(people.store.outbox.mails())]
    assert told == ["in_training", "issued", "suspended", "issued", "revoked"]
    people.store.erase("s1", "registrar")
    assert looked_up(people, held["number"]).status_code == 404
    assert list(people.store.record.faults(facts=True)) == []


def test_who_may_not(people):
    people.join("own", "certifier", "specialist", specialist="s4")
    wanted = {"module": "RTCM-M1", "level": "participant"}
    id = people.ask("own", "POST", "/certificate-cases", wanted, 201)["case"]["id"]
    assert f"already: {id} is applied" in people.ask("own", "POST", "/certificate-cases", wanted, 409)["detail"]
    assert "never for themselves" in step(people, id, "enrol", 409, "own")["detail"]
    step(people, id, "enrol", 404, "s1")
    step(people, id, "enrol")
    assert "passed or not" in step(people, id, "assess", 409)["detail"]
    step(people, id, "assess", passed=False)
    assert "the assessment is passed" in step(people, id, "issue", 409)["detail"]
    # Whoever did not pass may try again.
    people.ask("own", "POST", "/certificate-cases", wanted, 201)


def test_a_certifier_is_warned_of_their_own_trainees(people):
    people.join("own", "certifier", "specialist", specialist="s4")
    session = {
        "title": "A test session",
        "module": "RTCM-M1",
        "from": "2026-10-01",
        "to": "2026-10-02",
        "trainers": ["s4"],
        "participants": ["s1", "s2"],
    }
    people.ask("own", "POST", "/training-sessions", {**session, "participants": ["s4"]}, 409)
    people.ask("own", "POST", "/training-sessions", {**session, "to": "2027-01-01"}, 409)
    people.ask("own", "POST", "/training-sessions", session, 201)
    assert len(people.ask("own", "GET", "/training-sessions?module=RTCM-M1")) == 1
    id = people.ask("s1", "POST", "/certificate-cases", {"module": "RTCM-M1"}, 201)["case"]["id"]
    step(people, id, "enrol")
    assert step(people, id, "assess", name="own", passed=True)["warnings"] == ["preferably not for one's own trainee"]
    assert step(people, id, "issue")["warnings"] == []


def test_a_renewal_needs_work_that_was_judged_well(people):
    made = issued(people)
    id, number = made["case"]["id"], made["case"]["certificate"]["number"]
    late = people.gate.now() + timedelta(days=1_040)

    def renew():
        return certificates.advance(people.store, CERTIFIER, late, id, "renew")

    def judged(mark, by="planner"):
        said = {"specialist": "s1", "by": by, "on": "2028-01-01", "ratings": {"delivery": mark}}
        team = [{"specialist": "s1", "role": "trainer"}]
        days = {"from": "2028-01-01", "to": "2028-01-02"}
        with people.store.writing("tester", "test") as writing:
            writing.put_assignments(
                [
                    an_assignment("w1", module="RTCM-M1", team=team, appraisals=[said], **days),
                    an_assignment("w2", module="RTCM-M1", team=team, **days),
                ]
            )

    with pytest.raises(IllegalStep, match="kept up by 2 deliveries"):
        renew()
    for mark, by in ((3, "planner"), (5, "specialist")):
        judged(mark, by)
        with pytest.raises(IllegalStep, match=r"mean appraisal of 3\.5"):
            renew()
    judged(4)
    assert renew().state == "renewed"
    old, new = people.store.cases.find(CertificateCase, specialist="s1")
    assert (old.renewed_by, new.renews) == (new.id, old.id)
    # Three years from the end of the one before: who renews early loses nothing.
    assert (new.certificate.issued, new.certificate.expires.isoformat()) == (late.date(), "2032-11-25")
    assert new.certificate.number != number
    assert len(people.store.specialist("s1").certificates) == 2


def test_numbers_cannot_be_guessed_from_each_other(people):
    numbers = {issued(people, name)["case"]["certificate"]["number"] for name in ("s1", "s2", "s3")}
    assert len({number[-16:] for number in numbers}) == 3
    assert all(len(number) == len("RTCM-2026-") + 16 for number in numbers)

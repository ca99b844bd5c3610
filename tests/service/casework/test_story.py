"""A mission from request to appraisal, by the API, on both databases: and the next ranking has learned of it."""

import pytest

from registry.domain import MailState
from service.casework import offers, reminders
from tests.builders import a_specialist
from tests.service.casework.cast import cast, wanted


@pytest.fixture
def people(database_url):
    found = cast(database_url)
    yield found
    found.store.close()


def mails(people, name):
    return [
        mail.message.kind.value
        for mail in reversed(people.store.outbox.mails([MailState.WAITING]))
        if mail.message.reader.id == name
    ]


def sourced(people, **facts):
    """A mission that was asked for, approved, and is being sourced."""
    people.ask("requester", "POST", "/missions", {"mission": wanted(**facts)}, 201)
    people.step("requester", "m1", "submit")
    people.step("approver", "m1", "approve")
    return people.step("planner", "m1", "source")


def listed(people, *ids):
    choose = [{"specialist": id, "reason": f"the best for it, {id}"} for id in ids]
    decision = people.ask("planner", "POST", "/missions/m1/seats/1/decision", {"choose": choose}, 201)
    people.step("planner", "m1", "lock")
    return decision


def offered(people, *ids):
    """Everybody of the list is selected, and the first is held the seat out."""
    decision = listed(people, *ids)
    for each in people.ask("requester", "GET", "/missions/m1/candidacies"):
        people.ask("requester", "POST", f"/candidacies/{each['id']}/selection", {})
    people.step("planner", "m1", "offer")
    return decision


def ranking(people):
    (shortlist,) = people.ask("planner", "GET", "/missions/m1/shortlists?top=5")
    return {each["specialist"]: each["score"] for each in shortlist["recommendations"]}


def test_the_whole_story(people):
    assert sourced(people, policy="rtcm-track-record")["state"] == "sourcing"
    before = ranking(people)
    decision = offered(people, "s1", "s2")
    assert mails(people, "s1") == ["offer"]
    assert mails(people, "s2") == []

    (offer,) = people.ask("s1", "GET", "/offers")
    people.gate.now.wait(hours=3)
    people.ask("s1", "POST", f"/offers/{offer['id']}/decline", {"reason": "personal"})
    (offer,) = people.ask("s2", "GET", "/offers")
    assert offer["state"] == "open"
    people.ask("s2", "POST", f"/offers/{offer['id']}/accept")
    assert mails(people, "planner").count("answer") == 2

    (candidacy,) = people.ask("s2", "GET", "/candidacies")
    assert candidacy["rank"] is None
    people.step("planner", "m1", "staff", 409)
    refused = people.ask("planner", "POST", f"/candidacies/{candidacy['id']}/steps", {"event": "confirm"}, 409)
    assert "availability checked again" in refused["detail"]
    vouched = {"event": "confirm", "vouch": ["available"]}
    people.ask("planner", "POST", f"/candidacies/{candidacy['id']}/steps", vouched)
    assert "confirmed" in mails(people, "s2")
    people.step("planner", "m1", "staff")
    people.ask("focal", "PUT", f"/candidacies/{candidacy['id']}/readiness", {"released": True})
    people.step("planner", "m1", "make_ready", 409)
    people.ask("planner", "PUT", f"/candidacies/{candidacy['id']}/readiness", {"travel": True, "inducted": True})
    people.step("planner", "m1", "make_ready")
    people.step("planner", "m1", "start", 409)
    people.gate.now.wait(days=200)
    people.step("planner", "m1", "start")
    people.step("planner", "m1", "end_work")

    for name in ("requester", "planner"):
        (form,) = people.ask(name, "GET", "/appraisals")
        marks = {"ratings": {"technical_quality": 5, "conduct": 5}, "would_use_again": True}
        people.ask(name, "POST", f"/appraisals/{form['id']}", marks)
    people.step("planner", "m1", "close", 409)
    case = people.step("planner", "m1", "close", report="Everybody was trained.")
    assert [line["event"] for line in case["diary"]] == [
        "submit",
        "approve",
        "source",
        "lock",
        "offer",
        "staff",
        "make_ready",
        "start",
        "end_work",
        "close",
    ]

    grown = people.store.specialist("s2")
    assert [record.title for record in grown.missions] == ["A test mission"]
    assert [(stay.country, stay.months, stay.status) for stay in grown.countries] == [("AZE", 4, "verified")]
    assert len(people.store.assignment("m1").appraisals) == 2
    after = ranking(people)
    assert after["s2"] > before["s2"]
    assert after["s3"] == before["s3"]
    again = people.ask("planner", "POST", f"/decisions/{decision['id']}/replay")
    assert (again["same"], again["moved"]) == (True, [])
    assert list(people.store.record.faults(facts=True)) == []


def test_an_offer_that_nobody_answers_goes_to_the_next(people):
    sourced(people)
    offered(people, "s1", "s2")
    assert offers.remind_due(people.store, people.gate.now()) == []
    people.gate.now.wait(days=6, hours=1)
    assert [each.specialist for each in offers.remind_due(people.store, people.gate.now())] == ["s1"]
    assert offers.remind_due(people.store, people.gate.now()) == []
    people.gate.now.wait(days=1)
    assert [each.specialist for each in offers.expire_due(people.store, people.gate.now())] == ["s1"]
    assert offers.expire_due(people.store, people.gate.now()) == []
    assert mails(people, "s1") == ["offer", "reminder", "expired"]
    assert mails(people, "s2") == ["offer"]
    (first,) = people.ask("s1", "GET", "/offers")
    refused = people.ask("s1", "POST", f"/offers/{first['id']}/accept", status=409)
    assert "Legal from here: nothing, it has ended" in refused["detail"]


def test_a_stood_down_mission_lets_everybody_go_and_tells_them(people):
    sourced(people)
    offered(people, "s1", "s2")
    people.step("approver", "m1", "cancel", reason="no_funds")
    states = {each["specialist"]: each["state"] for each in people.ask("planner", "GET", "/candidacies?mission=m1")}
    assert states == {"s1": "revoked", "s2": "not_proposed_further"}
    assert mails(people, "s1") == ["offer", "withdrawn"]
    assert mails(people, "s2") == ["not_selected"]
    assert [each["state"] for each in people.ask("s1", "GET", "/offers")] == ["revoked"]


def test_an_amendment_makes_earlier_lists_stale(people):
    sourced(people)
    decision = listed(people, "s1")
    people.step("approver", "m1", "amend", 409)
    assert people.step("approver", "m1", "amend", text=wanted(title="Another title"))["state"] == "sourcing"
    assert people.ask("planner", "GET", f"/decisions/{decision['id']}")["stale"]
    refused = people.step("planner", "m1", "lock", 409)
    assert "of the newest version" in refused["detail"]
    listed(people, "s2")
    states = {each["specialist"]: each["state"] for each in people.ask("planner", "GET", "/missions/m1/candidacies")}
    assert states == {"s1": "not_proposed_further", "s2": "shortlisted"}


def test_who_sees_what(people):
    sourced(people)
    decision = people.ask(
        "planner",
        "POST",
        "/missions/m1/seats/1/decision",
        {"choose": [{"specialist": "s2", "reason": "knows the place"}]},
        201,
    )
    assert people.ask("requester", "GET", "/missions/m1/candidacies") == []
    assert people.ask("s2", "GET", "/candidacies") == []
    people.ask("s2", "GET", "/missions/m1", status=404)
    people.ask("other", "GET", "/missions/m1", status=404)
    people.ask("other", "GET", "/missions/none", status=404)
    people.step("planner", "m1", "lock")
    (shown,) = people.ask("requester", "GET", "/missions/m1/candidacies")
    assert shown["specialist"] == "s2"
    own = people.ask("s3", "GET", f"/decisions/{decision['id']}")
    assert [each["specialist"] for each in own["ranking"]] == ["s3"]
    assert own["chosen"] == []
    people.ask("planner", "GET", f"/decisions/{decision['id']}")
    assert [each["actor"] for each in people.ask("approver", "GET", f"/decisions/{decision['id']}/sights")] == [
        "planner"
    ]
    assert people.ask("planner", "GET", "/decisions/oversight")["first_rank"] == 0


def test_a_contest_is_answered_by_somebody_else(people):
    sourced(people)
    decision = listed(people, "s1")
    contest = people.ask("s3", "POST", f"/decisions/{decision['id']}/contests", {"text": "I know it better."}, 201)
    verdict = {"upheld": True, "answer": "Considered again."}
    people.ask("planner", "POST", f"/decisions/contests/{contest['id']}/answer", verdict, 409)
    answered = people.ask("approver", "POST", f"/decisions/contests/{contest['id']}/answer", verdict)
    assert (answered["state"], answered["reviewer"]) == ("upheld", "approver")
    people.ask("approver", "POST", f"/decisions/contests/{contest['id']}/answer", verdict, 409)
    assert [each["state"] for each in people.ask("s3", "GET", "/decisions/contests")] == ["upheld"]
    assert people.ask("s2", "GET", "/decisions/contests") == []


def test_an_erasure_leaves_nothing_of_a_person_in_casework(people):
    sourced(people)
    decision = offered(people, "s1", "s2")
    people.store.erase("s1", "registrar")
    left = people.ask("planner", "GET", "/candidacies?mission=m1")
    assert [each["specialist"] for each in left] == ["s2"]
    assert mails(people, "s1") == []
    whole = people.ask("planner", "GET", f"/decisions/{decision['id']}")
    assert "s1" not in {each["specialist"] for each in whole["ranking"] + whole["chosen"]}
    again = people.ask("planner", "POST", f"/decisions/{decision['id']}/replay")
    assert (again["same"], again["erased"], again["moved"]) == (False, 1, [])
    assert list(people.store.record.faults(facts=True)) == []


@pytest.mark.parametrize(
    ("choose", "said"),
    [
        pytest.param([{"specialist": "nobody", "reason": "x"}], "not eligible", id="not-in-the-ranking"),
        pytest.param([{"specialist": "s1", "reason": " "}], "give a reason", id="no-reason"),
        pytest.param([{"specialist": "s1", "reason": "x"}] * 2, "chosen twice", id="twice"),
    ],
)
def test_choices_that_are_refused(people, choose, said):
    sourced(people)
    refused = people.ask("planner", "POST", "/missions/m1/seats/1/decision", {"choose": choose}, 409)
    assert said in refused["detail"]
    assert people.ask("planner", "GET", "/missions/m1/candidacies") == []


def test_steps_of_others_are_refused(people):
    people.ask("requester", "POST", "/missions", {"mission": wanted()}, 201)
    people.ask("requester", "POST", "/missions", {"mission": wanted()}, 409)
    people.step("other", "m1", "submit", 404)
    people.step("planner", "m1", "submit", 409)
    people.step("requester", "m1", "submit")
    people.step("requester", "m1", "approve", 409)
    people.ask("requester", "PUT", "/missions/m1", wanted(), 409, If_Match='"v1"')
    people.step("approver", "m1", "return", 409)
    people.step("approver", "m1", "return", comment="Please name the place.")
    people.ask("requester", "PUT", "/missions/m1", wanted(place="Baku"), 428)
    people.ask("requester", "PUT", "/missions/m1", wanted(place="Baku"), 412, If_Match='"v7"')
    people.ask("requester", "PUT", "/missions/m1", wanted(place="Baku"), If_Match='"v1"')
    assert people.step("requester", "m1", "resubmit")["state"] == "submitted"
    assert mails(people, "requester") == ["mission"]


def test_members_are_reminded_once(people):
    with people.store.writing("tester", "test") as writing:
        held = {"module": "RTCM-M1", "level": "trainer", "issued": "2024-01-10", "status": "issued"}
        writing.put_specialists([a_specialist("s1", certificates=[held], confirmed_on="2026-11-20")])
        writing.put_specialists([a_specialist("s2", confirmed_on="2026-08-01")])
        writing.put_specialists([a_specialist("s3", vetting="draft", confirmed_on=None)])
    now = people.gate.now()
    assert reminders.remind_members(people.store, now) == 2
    assert reminders.remind_members(people.store, now) == 0
    assert (mails(people, "s1"), mails(people, "s2")) == (["certificate"], ["still_true"])
    assert mails(people, "s3") == []
    people.gate.now.wait(days=100)
    assert reminders.remind_members(people.store, people.gate.now()) > 0
    assert mails(people, "s2") == ["still_true", "still_true"]

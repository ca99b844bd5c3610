"""A mission from request to close, page by page: whoever may see them, what is refused, what was typed is kept."""

import pytest

from registry.domain import AppraisalForm, Candidacy, Decision, MissionCase, Offer
from registry.store import Store
from service.casework import candidacies, decisions, offers
from service.casework.decisions import Wanted
from service.policies import known_policy
from tests.builders import a_specialist, language, skill
from tests.fresh import sqlite_pool
from tests.service.casework.cast import TRAINER
from tests.service.pages.cabinet.story import typed
from tests.service.pages.flow import Flow, a_pool, found


@pytest.fixture
def flow(tmp_path):
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        yield Flow(a_pool(store))


def state(flow, id="m1"):
    return flow.store.cases.get(MissionCase, id).state.value


def of(flow, specialist):
    (candidacy,) = flow.store.cases.find(Candidacy, specialist=specialist)
    return candidacy


def test_the_whole_story(flow):
    flow.asked()
    assert "A test mission" in flow.see("requester", "/requests")
    assert "/requests/m1/steps/submit" in flow.see("requester", "/requests/m1")
    flow.send("requester", "/requests/m1/steps/submit")
    assert "A test mission" in flow.see("approver", "/approvals")

    # Returned with a comment, which the requester reads, and submitted again.
    assert "Fill in this field." in flow.send("approver", "/approvals/m1/steps/return", 422)
    flow.send("approver", "/approvals/m1/steps/return", comment="Which border posts?")
    assert "Which border posts?" in flow.see("requester", "/requests/m1")
    flow.send("requester", "/requests/m1/steps/resubmit")
    flow.send("approver", "/approvals/m1/steps/approve")
    assert state(flow) == "approved"
    flow.step("planner", "m1", "source")

    flow.choose("m1", "s1", "s2", "s3")
    assert "The requester has not chosen yet." in flow.see("planner", "/missions/m1/staffing")
    page = flow.see("requester", "/requests/m1")
    assert "Fits well, s1" in page
    first, second, third = found(r'name="place-(\w+)"', page)

    # Two in one place are refused and kept; then the second of the list is asked first, the third refused.
    refused = flow.send("requester", "/requests/m1/seats/1", 422, **{f"place-{first}": "1", f"place-{second}": "1"})
    assert "Two people have the same place" in refused
    assert refused.count('<option value="1" selected>') == 2
    flow.send("requester", "/requests/m1/seats/1", **{f"place-{first}": "2", f"place-{second}": "1"})
    assert "Fill in this field." in flow.send("requester", f"/requests/m1/people/{third}/refuse", 422)
    flow.send("requester", f"/requests/m1/people/{third}/refuse", reason="language")
    assert of(flow, "s3").state == "not_selected"

    page = flow.send("planner", "/missions/m1/staffing/steps/offer")
    (offer,) = flow.store.cases.find(Offer)
    assert offer.specialist == "s2"
    assert "days left" in page
    assert "The reminder is sent." in flow.send("planner", f"/missions/m1/staffing/offers/{offer.id}/remind")

    # The second of the requester gets a turn when the seat is taken back; then by hand.
    assert "Fill in this field." in flow.send("planner", f"/missions/m1/staffing/people/{second}/steps/revoke", 422)
    page = flow.send("planner", f"/missions/m1/staffing/people/{second}/steps/revoke", reason="availability")
    assert "/missions/m1/staffing/seats/1/next" in page
    assert "The next person is asked." in flow.send("planner", "/missions/m1/staffing/seats/1/next")
    assert "cannot be done now" in flow.send("planner", "/missions/m1/staffing/seats/1/next")
    offer = flow.store.cases.find(Offer, states=["open"])[0]
    offers.accept(flow.store, flow.account("s1"), offer.id, flow.gate.now())

    # What the pool does not say has to be asked; without it nothing is confirmed.
    assert "does not say whether Sample One is free" in flow.see(
        "planner", f"/missions/m1/staffing/people/{first}/confirm"
    )
    assert "Ask first" in flow.send("planner", f"/missions/m1/staffing/people/{first}/confirm", 422)
    flow.send("planner", f"/missions/m1/staffing/people/{first}/confirm", available="yes", without_conflict="yes")
    assert of(flow, "s1").state == "confirmed"
    page = flow.send("planner", "/missions/m1/staffing/steps/staff")
    assert "An employer has not confirmed the release." in page
    page = flow.send("planner", "/missions/m1/staffing/steps/make_ready")
    assert "cannot be done now" in page
    ready = {f"ready-{first}": ["released", "travel", "inducted"]}
    flow.send("planner", f"/missions/m1/staffing/people/{first}/ready", **ready)
    flow.send("planner", "/missions/m1/staffing/steps/make_ready")
    assert "The first day of the mission has not come." in flow.send("planner", "/missions/m1/staffing/steps/start")
    flow.gate.now.wait(days=200)
    flow.browsers.clear()
    flow.send("planner", "/missions/m1/staffing/steps/start")
    flow.send("planner", "/missions/m1/staffing/steps/end_work")

    # Everybody appraises; the marks are kept when none was given.
    (form,) = flow.store.cases.find(AppraisalForm, account="requester")
    assert f"/appraisals/{form.id}" in flow.see("requester", "/appraisals")
    refused = flow.send("requester", f"/appraisals/{form.id}", 422, text="A great help")
    assert "Give at least one mark." in refused
    assert "A great help" in refused
    flow.send(
        "requester", f"/appraisals/{form.id}", technical_quality="5", conduct="4", again="yes", text="A great help"
    )
    flow.see("requester", f"/appraisals/{form.id}", 404)
    assert "Your own work" in flow.see("s1", "/appraisals")
    assert "Fill in this field." in flow.send("planner", "/missions/m1/staffing/steps/close", 422)
    flow.send("planner", "/missions/m1/staffing/steps/close", comment="Sixteen officers were trained.")
    page = flow.see("requester", "/requests/m1")
    assert "Sixteen officers were trained." in page
    assert "your marks are 4.5 of 5 on average. A great help" in page
    assert "Mission closed" in page


PAGES = {
    "/requests": "requester",
    "/requests/m1": "requester",
    "/approvals": "approver",
    "/approvals/m1": "approver",
    "/oversight": "analyst",
    "/missions/m1/staffing": "planner",
}


def test_whoever_may_see_a_page(flow):
    flow.listed("m1", "s1")
    for path, name in PAGES.items():
        flow.see(name, path)
        flow.see("s1", path, 403)
    flow.see("other", "/requests/m1", 404)
    flow.see("planner", "/missions/nowhere/staffing", 404)
    flow.see("planner", "/requests", 403)
    flow.see("approver", "/approvals/m1/steps/staff", 404)
    flow.send("approver", "/approvals/m1/steps/approve", 409)
    assert "Sample One" not in flow.see("other", "/requests")
    for name, place in (("requester", "/requests"), ("planner", "/desk"), ("s1", "/cabinet")):
        assert f'href="{place}">See what waits for you' in flow.see(name, "/")


def test_names_stay_away_until_the_list_is_locked(flow):
    flow.sourced()
    assert "place-" not in flow.see("requester", "/requests/m1")
    flow.choose("m1", "s1")
    assert "Sample One" in flow.see("requester", "/requests/m1")


def test_an_amendment(flow):
    asks = {"role": "expert", "count": 1, "wish": [language("rus", "B2"), skill("BRD.IBM", 4)]}
    flow.listed("m1", "s1", seats=[asks])
    path = "/approvals/m1/amend"
    opened = typed(flow.see("approver", path))
    assert (opened["start"], opened["s1-r1-level"], opened["version"]) == (["2027-06-01"], ["B2"], ["1"])
    more = flow.send("approver", path, 200, **{**opened, "do": "add-1", "s1-new": "education"})
    assert 'name="s1-r3-level"' in more
    refused = flow.send("approver", path, 422, **{**opened, "title": "A longer mission", "end": "2027-05-01"})
    assert "The end lies before the start." in refused
    assert "A longer mission" in refused
    assert 'href="#comment"' in refused
    changed = {**opened, "s1-count": "2", "s1-r1-strength": "must", "s1-r1-level": "C1", "s1-r2-strength": "out"}
    changed["comment"] = "Hard cases"
    assert "The amendment is in force." in flow.send("approver", path, **changed)
    case = flow.store.cases.get(MissionCase, "m1")
    (seat,) = case.versions[-1].seats
    assert (case.version, case.state, seat.count, str(seat.must[0].level), seat.wish) == (2, "sourcing", 2, "C1", ())

    # Whoever opened the form before that is told, and may then say so once more.
    late = flow.send("approver", path, 409, **{**changed, "title": "Too late"})
    assert "Somebody else changed this mission meanwhile." in late
    assert 'value="Too late"' in late
    flow.send("approver", path, **{**typed(late), "comment": "Seen"})
    assert flow.store.cases.get(MissionCase, "m1").version == 3
    flow.see("planner", path, 403)


def test_no_amendment_takes_a_seat_from_under_people(flow):
    flow.sourced(seats=[{"role": "expert", "count": 1}, {"role": "trainer", "count": 1}])
    index = flow.app.state.live.index()
    who, now = flow.account("planner"), flow.gate.now()
    decisions.decide(flow.store, index, who, now, "m1", 2, [Wanted("s1", "Fits")], known_policy(None))
    opened = typed(flow.see("approver", "/approvals/m1/amend"))
    page = flow.send("approver", "/approvals/m1/amend", **{**opened, "seats": "1", "comment": "One is enough"})
    assert "This cannot be done now." in page
    assert flow.store.cases.get(MissionCase, "m1").version == 1


def test_a_diary_names_whom_one_may_know(flow):
    flow.sourced()
    for path, name in (
        ("/missions/m1", "planner"),
        ("/missions/m1/staffing", "planner"),
        ("/approvals/m1", "approver"),
    ):
        page = flow.see(name, path)
        assert name == "approver" or 'href="/missions/m1/staffing"' in page, "a planner gets from one to the other"
        assert [each in page for each in ("Test requester", "Test approver", "Test planner")] == [True] * 3
    for path in ("/missions/m1", "/requests/m1"):
        page = flow.see("requester", path)
        assert "Test approver" not in page
        assert ", Approver</span>" in page
        assert ", Test planner</span>" in page


def test_an_objection_is_answered_by_somebody_else(flow):
    flow.listed("m1", "s1")
    (decision,) = flow.store.cases.find(Decision)
    decisions.contest(flow.store, flow.account("s2"), flow.gate.now(), decision.id, "I trained more often.")
    assert "/contests/c1" in flow.see("approver", "/approvals")
    assert "somebody else must answer" in flow.see("planner", "/contests/c1")
    refused = flow.send("approver", "/contests/c1", 422, answer="We counted again.")
    assert "We counted again." in refused
    page = flow.send("approver", "/contests/c1", answer="We counted again.", verdict="upheld")
    assert "Upheld: We counted again." in page
    page = flow.see("analyst", "/oversight")
    assert "Planner 1" in page
    assert "Test planner" not in page
    assert "Test planner" in flow.see("approver", "/oversight")
    assert flow.browser("approver").get("/oversight/pictures/contests.csv").text.splitlines()[2] == "Upheld,1,100%"
    flow.see("approver", "/oversight/pictures/other.csv", 404)


def test_what_the_pool_denies_nobody_can_confirm(flow):
    flow.listed("m1", "s1")
    candidacy = of(flow, "s1")
    candidacies.select(flow.store, flow.account("requester"), flow.gate.now(), candidacy.id)
    flow.step("planner", "m1", "offer")
    offers.accept(flow.store, flow.account("s1"), flow.store.cases.find(Offer)[0].id, flow.gate.now())
    with flow.store.writing("tester", "test") as writing:
        away = [{"from": "2027-06-01", "to": "2027-06-30", "kind": "away"}]
        writing.put_specialists([a_specialist("s1", availability=away, skills={"BRD.IBM": 5}, **TRAINER)])
    page = flow.see("planner", f"/missions/m1/staffing/people/{candidacy.id}/confirm")
    assert "The pool says no." in page
    page = flow.send(
        "planner",
        f"/missions/m1/staffing/people/{candidacy.id}/confirm",
        available="yes",
        without_conflict="yes",
    )
    assert "cannot be done now" in page
    assert of(flow, "s1").state == "accepted"

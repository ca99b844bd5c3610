"""Approvals: what waits for an approver, each request on one page, and objections to be answered."""

from fastapi import APIRouter, Response

from registry.domain import Contest, ContestState, Decision, MissionCase, MissionState
from registry.errors import NotFound
from registry.lifecycle import MACHINES, Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework import decisions, missions, seeing
from service.deps import NowDep, StoreDep
from service.pages.casework import steps
from service.pages.casework.brief import brief
from service.pages.casework.diary import diary
from service.pages.casework.people import accounts, names
from service.pages.casework.states import MAIN_LINE
from service.pages.casework.steps import Asked
from service.pages.casework.words import MISSION_STEPS
from service.pages.forms import EMPTY, Form, FormDep
from service.pages.page import Page, PageDep

router = APIRouter()
_APPROVING = allow(Office.APPROVER)
_ANSWERING = allow(Office.APPROVER, Office.PLANNER)

_S = MissionState
_IN_FORCE = (_S.APPROVED, _S.SOURCING, _S.SHORTLISTED, _S.OFFERED, _S.STAFFED, _S.READY, _S.IN_PROGRESS)
_EVENTS = ("approve", "return", "reject", "cancel", "stand_down")


@router.get("/approvals", dependencies=[_APPROVING])
def approvals(page: PageDep, who: WhoDep, store: StoreDep) -> Response:
    """What waits: requests first, then objections; below them what can still be amended or stopped."""
    waiting = seeing.cases(store, who, [_S.SUBMITTED])
    running = seeing.cases(store, who, _IN_FORCE)
    objections = [each for each in seeing.contests(store, who) if each.state is ContestState.OPEN]
    missions = store.missions_of(each.id for each in (*waiting, *running))
    return page.render(
        "approvals/queue.html",
        waiting=[(missions[each.id], each) for each in waiting],
        running=[(missions[each.id], each) for each in running],
        contests=objections,
        titles=dict(store.mission_titles()),
        names=names(page, store, [each.specialist for each in objections]),
        people=accounts(page, store, [each.requester for each in waiting]),
    )


@router.get("/approvals/{id}", dependencies=[_APPROVING])
def approval(page: PageDep, id: str, who: WhoDep, store: StoreDep) -> Response:
    """One request on one page, with what an approver can do."""
    case = seeing.case(store, who, id)
    mission = case.versions[-1] if case.versions else store.mission(id)
    can = {each.event for each in MACHINES["mission"].steps(case.state, Office.APPROVER)}
    return page.render(
        "approvals/one.html",
        case=case,
        text=brief(page.wording, mission),
        line=MAIN_LINE,
        lines=diary(page, store, who, case),
        requester=accounts(page, store, [case.requester])[case.requester],
        own=case.requester == who.account,
        can=can,
        labels=steps.labels(page, MISSION_STEPS),
    )


@router.get("/approvals/{id}/steps/{event}", dependencies=[_APPROVING])
def ask_decision(page: PageDep, id: str, event: str, who: WhoDep, store: StoreDep) -> Response:
    """The reason or comment that a step asks for."""
    return steps.ask(page, Form(), _step(store, seeing.case(store, who, id), event, who))


@router.post("/approvals/{id}/steps/{event}", dependencies=[_APPROVING])
def take_decision(
    page: PageDep, id: str, event: str, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep
) -> Response:
    """Approve, return, reject, cancel or stand down."""
    asked = _step(store, seeing.case(store, who, id), event, who)
    return steps.answer(
        page,
        form,
        asked,
        page.say("Done."),
        lambda on: missions.advance(store, who, now, id, event, on.reason, on.comment),
    )


@router.get("/contests/{id}", dependencies=[_ANSWERING])
def contest(page: PageDep, id: str, who: WhoDep, store: StoreDep) -> Response:
    """An objection with the decision that it is about."""
    return _objection(page, Form(), _contest(store, who, id), who, store)


@router.post("/contests/{id}", dependencies=[_ANSWERING])
def answer_contest(page: PageDep, id: str, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep) -> Response:
    """Answer an objection: upheld or not, with words."""
    found = _contest(store, who, id)
    form.need(page.wording, "answer")
    if form.value("verdict") not in ("upheld", "rejected"):
        form.refuse("verdict", page.say(EMPTY))
    if not form.good:
        return _objection(page, form, found, who, store)
    upheld, words = form.value("verdict") == "upheld", form.value("answer")
    return steps.take(
        page,
        f"/contests/{id}",
        page.say("The objection is answered."),
        lambda: decisions.answer_contest(store, who, now, id, upheld, words),
    )


def _step(store: Store, case: MissionCase, event: str, who: Who) -> Asked:
    return steps.of_mission(store, case, event, who, _EVENTS, f"/approvals/{case.id}")


def _contest(store: Store, who: Who, id: str) -> Contest:
    found = [each for each in seeing.contests(store, who) if each.id == id]
    if not found:
        raise NotFound("contest", id)
    return found[0]


def _objection(page: Page, form: Form, found: Contest, who: Who, store: Store) -> Response:
    decision: Decision = seeing.decision(store, who, found.decision)
    places = {each.specialist: place for place, each in enumerate(decision.ranking, start=1)}
    about = [found.specialist, *(each.specialist for each in decision.chosen)]
    people = [each for each in (decision.by, found.reviewer) if each is not None]
    return page.render(
        "approvals/contest.html",
        200 if form.good else 422,
        contest=found,
        decision=decision,
        place=places.get(found.specialist),
        title=dict(store.mission_titles()).get(found.mission, found.mission),
        names=names(page, store, about),
        people=accounts(page, store, people),
        form=form,
        open=found.state is ContestState.OPEN,
        own=decision.by == who.account,
        upheld=found.state is ContestState.UPHELD,
    )

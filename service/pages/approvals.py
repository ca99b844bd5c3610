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
from service.errors import Overtaken
from service.pages.casework import steps
from service.pages.casework.amending import amended, as_form
from service.pages.casework.brief import brief
from service.pages.casework.diary import diary
from service.pages.casework.people import accounts, names
from service.pages.casework.states import MAIN_LINE
from service.pages.casework.steps import Asked
from service.pages.casework.words import MISSION_STEPS
from service.pages.forms import EMPTY, Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter()
_APPROVING = allow(Office.APPROVER)
_ANSWERING = allow(Office.APPROVER, Office.PLANNER)

AMENDED = N_(
    "Somebody else amended this mission meanwhile; nothing of theirs was replaced. What is in force now stands under "
    "the form. What you typed is kept: sending it again replaces theirs."
)
_S = MissionState
_IN_FORCE = (_S.APPROVED, _S.SOURCING, _S.SHORTLISTED, _S.OFFERED, _S.STAFFED, _S.READY, _S.IN_PROGRESS)
_EVENTS = ("approve", "return", "reject", "cancel", "stand_down")


@router.get("/approvals", dependencies=[_APPROVING])
def approvals(page: PageDep, who: WhoDep, store: StoreDep) -> Response:
    """What waits: requests first, then objections; below them what can still be amended or stopped."""
    waiting = seeing.cases(store, who, [_S.SUBMITTED])
    running = seeing.cases(store, who, _IN_FORCE)
    objections = [each for each in seeing.contests(store, who) if each.state is ContestState.OPEN]
    missions = {id: store.mission(id) for id in {each.id for each in (*waiting, *running)}}
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
        lines=diary(page, store, case),
        requester=accounts(page, store, [case.requester])[case.requester],
        own=case.requester == who.account,
        can=can,
        labels=steps.labels(page, MISSION_STEPS),
    )


@router.get("/approvals/{id}/steps/{event}", dependencies=[_APPROVING])
def ask_decision(page: PageDep, id: str, event: str, who: WhoDep, store: StoreDep) -> Response:
    """The reason or comment that a step asks for."""
    return steps.ask(page, Form(), _step(seeing.case(store, who, id), event, who))


@router.post("/approvals/{id}/steps/{event}", dependencies=[_APPROVING])
def take_decision(
    page: PageDep, id: str, event: str, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep
) -> Response:
    """Approve, return, reject, cancel or stand down."""
    asked = _step(seeing.case(store, who, id), event, who)
    given = steps.ground(page, form, asked)
    if not form.good:
        return steps.ask(page, form, asked)
    return steps.take(
        page,
        asked.back,
        page.say("Done."),
        lambda: missions.advance(store, who, now, id, event, given.reason, given.comment),
    )


@router.get("/approvals/{id}/amend", dependencies=[_APPROVING])
def ask_amendment(page: PageDep, id: str, who: WhoDep, store: StoreDep) -> Response:
    """The text in force, to be amended."""
    case = seeing.case(store, who, id)
    steps.transition_of(MACHINES["mission"], case.state, "amend", who)
    return _amending(page, case, as_form(case.versions[-1]))


@router.post("/approvals/{id}/amend", dependencies=[_APPROVING])
def amend(page: PageDep, id: str, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep) -> Response:
    """Make a new version; earlier lists no longer hold."""
    case = seeing.case(store, who, id)
    steps.transition_of(MACHINES["mission"], case.state, "amend", who)
    text = amended(page.wording, form, case.versions[-1])
    form.need(page.wording, "comment")
    if text is None or not form.good:
        return _amending(page, case, form)
    seen = form.value("version")
    comment, version = form.value("comment"), int(seen) if seen.isascii() and seen.isdecimal() else None
    try:
        return steps.take(
            page,
            f"/approvals/{id}",
            page.say("The amendment is in force."),
            lambda: missions.advance(store, who, now, id, "amend", comment=comment, text=text, seen=version),
        )
    except Overtaken:
        form.refuse("title", page.say(AMENDED))
        return _amending(page, seeing.case(store, who, id), form.without("version"), 409)


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


def _step(case: MissionCase, event: str, who: Who) -> Asked:
    if event not in _EVENTS:
        raise NotFound("step", event)
    transition = steps.transition_of(MACHINES["mission"], case.state, event, who)
    back = f"/approvals/{case.id}"
    return Asked(transition, f"{back}/steps/{event}", back, MISSION_STEPS[event])


def _amending(page: Page, case: MissionCase, form: Form, refused: int = 422) -> Response:
    text = brief(page.wording, case.versions[-1])
    return page.render("approvals/amend.html", 200 if form.good else refused, case=case, text=text, form=form)


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

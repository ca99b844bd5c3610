"""Staffing a mission: offers followed and passed on, people confirmed and made ready, the work begun and closed."""

from dataclasses import replace

from fastapi import APIRouter, Response

from registry.domain import Candidacy, MissionCase, Offer, Readiness
from registry.errors import NotFound
from registry.lifecycle import MACHINES, Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework import candidacies, missions, offers, seeing
from service.deps import IndexDep, NowDep, StoreDep
from service.pages.casework import staff, steps
from service.pages.casework.brief import brief
from service.pages.casework.diary import diary
from service.pages.casework.people import names
from service.pages.casework.states import MAIN_LINE
from service.pages.casework.steps import Asked, Ground
from service.pages.casework.words import MISSION_STEPS, PERSON_STEPS
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter(prefix="/missions/{id}/staffing", dependencies=[allow(Office.PLANNER)])

REPORT = N_("Report: what was done and handed in")
_EVENTS = ("source", "lock", "offer", "staff", "make_ready", "start", "end_work", "close", "reopen", "give_up")
_OF_PEOPLE = ("revoke", "miss", "curtail")


@router.get("")
def staffing(page: PageDep, id: str, who: WhoDep, store: StoreDep, now: NowDep) -> Response:
    """Everybody on a mission, and the one next step."""
    case = seeing.case(store, who, id)
    mission = case.versions[-1] if case.versions else store.mission(id)
    text = brief(page.wording, mission)
    people = seeing.candidacies(store, who, mission=id)
    made = [each for each in seeing.offers(store, who) if each.mission == id]
    step = staff.NEXT_STEP.get(case.state)
    can = {each.event for each in MACHINES["mission"].steps(case.state, Office.PLANNER)}
    return page.render(
        "staffing/people.html",
        case=case,
        text=text,
        line=MAIN_LINE,
        seats=staff.staffed(page, case, text.seats, people, made, now),
        names=names(page, store, [each.specialist for each in people]),
        step=step if step in can else None,
        open=staff.missing(page, staff.still_open(case, mission, people, now)),
        can=can,
        labels=steps.labels(page, MISSION_STEPS),
        of_people=steps.labels(page, PERSON_STEPS),
        settled=_settled(page),
        lines=diary(page, store, who, case),
    )


@router.get("/steps/{event}")
def ask_step(page: PageDep, id: str, event: str, who: WhoDep, store: StoreDep) -> Response:
    """What a step of the mission asks for."""
    return steps.ask(page, Form(), _step(store, seeing.case(store, who, id), event, who))


@router.post("/steps/{event}")
def take_step(page: PageDep, id: str, event: str, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep) -> Response:
    """Take the mission one step further."""
    asked = _step(store, seeing.case(store, who, id), event, who)

    def taken(on: Ground) -> object:
        if event == "close":
            return missions.advance(store, who, now, id, event, report=on.comment)
        return missions.advance(store, who, now, id, event, on.reason, on.comment)

    return steps.answer(page, form, asked, page.say("Done."), taken)


@router.post("/seats/{seat}/next")
def ask_next(page: PageDep, id: str, seat: int, who: WhoDep, store: StoreDep, now: NowDep) -> Response:
    """Hold a free place out to whoever is next."""
    seeing.case(store, who, id)
    said = page.say("The next person is asked.")
    return steps.take(page, _back(id), said, lambda: offers.pass_on(store, who, id, seat, now))


@router.post("/offers/{offer}/remind")
def remind(page: PageDep, id: str, offer: str, who: WhoDep, store: StoreDep, now: NowDep) -> Response:
    """Remind somebody of an open offer."""
    found: Offer = seeing.offer(store, who, offer)
    if found.mission != id:
        raise NotFound("offer", offer)
    return steps.take(page, _back(id), page.say("The reminder is sent."), lambda: offers.remind(store, who, offer, now))


@router.get("/people/{candidacy}/confirm")
def ask_confirmation(page: PageDep, id: str, candidacy: str, who: WhoDep, store: StoreDep, index: IndexDep) -> Response:
    """What is known of somebody on the dates of the mission, and what has to be asked."""
    return _confirming(page, Form(), store, index, _of(store, who, id, candidacy))


@router.post("/people/{candidacy}/confirm")
def confirm(
    page: PageDep, id: str, candidacy: str, who: WhoDep, store: StoreDep, index: IndexDep, now: NowDep, form: FormDep
) -> Response:
    """Confirm somebody; whoever does stands for what the pool does not say."""
    found = _of(store, who, id, candidacy)
    checks = candidacies.foreseen(store, index, found)
    for name in ("available", "without_conflict"):
        if getattr(checks, name) is None and not form.has(name, "yes"):
            form.refuse(name, page.say("Ask first, then tick this."))
    if not form.good:
        return _confirming(page, form, store, index, found)
    vouched = frozenset(name for name in ("available", "without_conflict") if form.has(name, "yes"))
    return steps.take(
        page,
        _back(id),
        page.say("Confirmed."),
        lambda: candidacies.advance(store, index, who, now, candidacy, "confirm", vouched=vouched),
    )


@router.post("/people/{candidacy}/ready")
def settle(
    page: PageDep, id: str, candidacy: str, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep
) -> Response:
    """Write down what is settled: release, travel, induction."""
    found = _of(store, who, id, candidacy)
    ticked = {each: form.has(f"ready-{candidacy}", each) for each in staff.SETTLED}
    # What nobody spoke of stays unknown.
    told = {each: yes for each, yes in ticked.items() if yes or getattr(found.ready, each)}
    return steps.take(
        page, _back(id), page.say("Saved."), lambda: candidacies.settle(store, who, now, candidacy, Readiness(**told))
    )


@router.get("/people/{candidacy}/steps/{event}")
def ask_of_person(page: PageDep, id: str, candidacy: str, event: str, who: WhoDep, store: StoreDep) -> Response:
    """What a step with one person asks for."""
    return steps.ask(page, Form(), _person_step(page, store, _of(store, who, id, candidacy), event, who))


@router.post("/people/{candidacy}/steps/{event}")
def take_of_person(
    page: PageDep,
    id: str,
    candidacy: str,
    event: str,
    who: WhoDep,
    store: StoreDep,
    index: IndexDep,
    now: NowDep,
    form: FormDep,
) -> Response:
    """Take a seat back, or note that somebody did not come or left early."""
    asked = _person_step(page, store, _of(store, who, id, candidacy), event, who)
    return steps.answer(
        page,
        form,
        asked,
        page.say("Done."),
        lambda on: candidacies.advance(store, index, who, now, candidacy, event, on.reason, on.comment),
    )


def _back(id: str) -> str:
    return f"/missions/{id}/staffing"


def _step(store: Store, case: MissionCase, event: str, who: Who) -> Asked:
    asked = steps.of_mission(store, case, event, who, _EVENTS, _back(case.id))
    return replace(asked, comment=REPORT, needs_comment=True) if event == "close" else asked


def _of(store: Store, who: Who, id: str, candidacy: str) -> Candidacy:
    found = seeing.candidacy(store, who, candidacy)
    if found.mission != id:
        raise NotFound("candidacy", candidacy)
    return found


def _person_step(page: Page, store: Store, found: Candidacy, event: str, who: Who) -> Asked:
    if event not in _OF_PEOPLE:
        raise NotFound("step", event)
    transition = steps.transition_of(MACHINES["candidacy"], found.state, event, who)
    back = _back(found.mission)
    name = names(page, store, [found.specialist])[found.specialist]
    title = store.cases.get(MissionCase, found.mission).versions[-1].title
    return Asked(
        transition, f"{back}/people/{found.id}/steps/{event}", back, PERSON_STEPS[event], about=name, within=title
    )


def _confirming(page: PageDep, form: Form, store: Store, index: IndexDep, found: Candidacy) -> Response:
    mission = store.cases.get(MissionCase, found.mission).versions[-1]
    return page.render(
        "staffing/confirm.html",
        200 if form.good else 422,
        form=form,
        candidacy=found,
        mission=mission,
        name=names(page, store, [found.specialist])[found.specialist],
        checks=candidacies.foreseen(store, index, found),
    )


def _settled(page: PageDep) -> list[tuple[str, str]]:
    words = (N_("The employer has confirmed the release"), N_("Travel is arranged, or none is needed"))
    return list(zip(staff.SETTLED, (page.say(each) for each in (*words, N_("The induction is done"))), strict=True))

"""Requests: the missions that somebody asked for, whom they choose from the list, and how each ended."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from registry.domain import AppraisalForm, Candidacy, CandidacyState, MissionCase, MissionState
from registry.errors import NotFound
from registry.lifecycle import MACHINES, Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework import appraisals, candidacies, missions, seeing
from service.deps import IndexDep, NowDep, StoreDep
from service.pages.casework import steps
from service.pages.casework.brief import SeatText, brief
from service.pages.casework.diary import diary
from service.pages.casework.people import names
from service.pages.casework.states import ENDS, MAIN_LINE
from service.pages.casework.steps import Asked
from service.pages.casework.words import ENDED, MISSION_STEPS, NEXT, PERSON_STEPS
from service.pages.forms import Form, FormDep, filled
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter(dependencies=[allow(Office.REQUESTER)])

TWICE = N_("Two people have the same place. Give each place once.")
NOBODY_CHOSEN = N_("Give at least one person a place.")
_S = CandidacyState
# Who is on the list of a seat as the requester sees it.
_ON_LIST = (_S.SHORTLISTED, _S.OFFERED, _S.ACCEPTED, _S.CONFIRMED, _S.DEPLOYED, _S.COMPLETED)
_GONE = (_S.NOT_SELECTED, _S.DECLINED, _S.EXPIRED, _S.REVOKED, _S.NO_SHOW, _S.CURTAILED)
# Where whoever asked for a mission has the word.
_YOURS = (MissionState.DRAFT, MissionState.RETURNED, MissionState.SHORTLISTED)
_EVENTS = ("submit", "resubmit", "cancel")


@dataclass(frozen=True)
class SeatList:
    """A seat with its people: who can be chosen still, who takes part, who left."""

    text: SeatText
    open: tuple[Candidacy, ...]
    engaged: tuple[Candidacy, ...]
    gone: tuple[Candidacy, ...]


@router.get("/requests")
def requests(page: PageDep, who: WhoDep, store: StoreDep) -> Response:
    """What somebody asked for, the newest first, each with what comes next."""
    own = [each for each in seeing.cases(store, who) if each.requester == who.account]
    texts = store.missions_of(each.id for each in own)
    rows = [(texts[each.id], each, page.say(NEXT.get(each.state, ENDED))) for each in reversed(own)]
    waiting = appraisals.forms(store, who)
    judging = {each.mission for each in waiting}
    over = [row for row in rows if row[1].state in ENDS]
    yours = [row for row in rows if row not in over and (row[1].state in _YOURS or row[1].id in judging)]
    groups = [
        (page.say("Waiting for you"), yours),
        (page.say("Others have the word now"), [row for row in rows if row not in (*yours, *over)]),
        (page.say("Ended"), over),
    ]
    return page.render("requests/list.html", groups=groups, any=bool(rows), ends=ENDS, waiting=waiting)


@router.get("/requests/{id}")
def request(page: PageDep, id: str, who: WhoDep, store: StoreDep) -> Response:
    """One request: its text, its state, its people."""
    return _shown(page, Form(), _own(store, who, id), who, store)


@router.post("/requests/{id}/seats/{seat}")
def choose(page: PageDep, id: str, seat: int, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep) -> Response:
    """Choose people for a seat, and in which order they shall be asked."""
    case = _own(store, who, id)
    listed = [each for each in _people(store, who, case) if each.seat == seat and each.state is _S.SHORTLISTED]
    places = _places(page, form, listed, seat)
    if not form.good:
        return _shown(page, form, case, who, store)

    def chosen() -> None:
        for each, place in places.items():
            candidacies.select(store, who, now, each, order=place)

    return steps.take(page, f"/requests/{id}", page.say("Your choice is noted."), chosen)


@router.get("/requests/{id}/steps/{event}")
def ask_step(page: PageDep, id: str, event: str, who: WhoDep, store: StoreDep) -> Response:
    """What a step asks for."""
    return steps.ask(page, Form(), _step(store, _own(store, who, id), event, who))


@router.post("/requests/{id}/steps/{event}")
def take_step(page: PageDep, id: str, event: str, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep) -> Response:
    """Submit a request, submit it again, or cancel it."""
    asked = _step(store, _own(store, who, id), event, who)
    return steps.answer(
        page,
        form,
        asked,
        page.say("Done."),
        lambda on: missions.advance(store, who, now, id, event, on.reason, on.comment),
    )


@router.get("/requests/{id}/people/{candidacy}/refuse")
def ask_refusal(page: PageDep, id: str, candidacy: str, who: WhoDep, store: StoreDep) -> Response:
    """Why somebody of the list is not wanted."""
    return steps.ask(page, Form(), _refusal(page, store, who, id, candidacy))


@router.post("/requests/{id}/people/{candidacy}/refuse")
def refuse(
    page: PageDep,
    id: str,
    candidacy: str,
    who: WhoDep,
    store: StoreDep,
    index: IndexDep,
    now: NowDep,
    form: FormDep,
) -> Response:
    """Refuse somebody of the list, with a reason."""
    asked = _refusal(page, store, who, id, candidacy)
    return steps.answer(
        page,
        form,
        asked,
        page.say("Your choice is noted."),
        lambda on: candidacies.advance(store, index, who, now, candidacy, "refuse", on.reason, on.comment),
    )


def _own(store: Store, who: Who, id: str) -> MissionCase:
    """A mission that somebody asked for; NotFound."""
    case = seeing.case(store, who, id)
    if case.requester != who.account:
        raise NotFound("case", id)
    return case


def _step(store: Store, case: MissionCase, event: str, who: Who) -> Asked:
    return steps.of_mission(store, case, event, who, _EVENTS, f"/requests/{case.id}")


def _refusal(page: Page, store: Store, who: Who, id: str, candidacy: str) -> Asked:
    case = _own(store, who, id)
    found = seeing.candidacy(store, who, candidacy)
    if found.mission != case.id:
        raise NotFound("candidacy", candidacy)
    transition = steps.transition_of(MACHINES["candidacy"], found.state, "refuse", who)
    back = f"/requests/{id}"
    name = names(page, store, [found.specialist])[found.specialist]
    return Asked(
        transition,
        f"{back}/people/{candidacy}/refuse",
        back,
        PERSON_STEPS["refuse"],
        about=name,
        within=case.versions[-1].title,
    )


def _people(store: Store, who: Who, case: MissionCase) -> list[Candidacy]:
    """Everybody on the lists of a mission, as whoever asked for it may know them."""
    found = seeing.candidacies(store, who, mission=case.id)
    return sorted(
        (each for each in found if each.state in (*_ON_LIST, *_GONE)),
        key=lambda each: (each.seat, each.order or 1000, each.rank or 0, each.id),
    )


def _places(page: Page, form: Form, listed: list[Candidacy], seat: int) -> dict[str, int]:
    """The place of everybody chosen, by candidacy; the form says what is wrong."""
    typed = {each.id: form.value(f"place-{each.id}") for each in listed}
    places = {id: int(place) for id, place in typed.items() if place in _offered(len(listed))}
    field = f"place-{listed[0].id}" if listed else f"seat-{seat}"
    if not places:
        form.refuse(field, page.say(NOBODY_CHOSEN))
    elif len(set(places.values())) < len(places):
        form.refuse(field, page.say(TWICE))
    return places


def _offered(count: int) -> list[str]:
    return [str(place) for place in range(1, count + 1)]


def _shown(page: Page, form: Form, case: MissionCase, who: Who, store: Store) -> Response:
    mission = case.versions[-1] if case.versions else store.mission(case.id)
    text = brief(page.wording, mission)
    people = _people(store, who, case)
    asked = [each for each in seeing.appraisals(store, who, case.id) if each.author == who.account]
    about = {*(each.specialist for each in people), *(each.specialist for each in asked)}
    return page.render(
        "requests/one.html",
        200 if form.good else 422,
        case=case,
        text=text,
        seats=[_listed(seat, people) for seat in text.seats],
        form=form if form.typed else _chosen_before(people),
        names=names(page, store, about),
        forms=asked,
        due=[each for each in asked if _due(each)],
        line=MAIN_LINE,
        next=page.say(NEXT.get(case.state, ENDED)),
        remark=case.diary[-1] if case.diary else None,
        lines=diary(page, store, who, case),
        writable=case.state in (MissionState.DRAFT, MissionState.RETURNED),
        can={each.event: each for each in MACHINES["mission"].steps(case.state, Office.REQUESTER)},
        labels=steps.labels(page, MISSION_STEPS),
        choosing=case.state is MissionState.SHORTLISTED,
    )


def _listed(seat: SeatText, people: list[Candidacy]) -> SeatList:
    here = [each for each in people if each.seat == seat.number]
    engaged = [each for each in here if each.state in _ON_LIST and each.state is not _S.SHORTLISTED]
    return SeatList(
        seat,
        tuple(each for each in here if each.state is _S.SHORTLISTED),
        tuple(engaged),
        tuple(each for each in here if each.state in _GONE),
    )


def _chosen_before(people: list[Candidacy]) -> Form:
    return filled({f"place-{each.id}": str(each.order) for each in people if each.order is not None})


def _due(form: AppraisalForm) -> bool:
    return form.appraisal is None

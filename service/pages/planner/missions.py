"""``/missions``: all that one may see, and one of them with its seats, people, steps and diary."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from registry.domain import Candidacy, Mission, MissionCase, MissionState, Reason
from registry.errors import IllegalStep, NotFound
from registry.lifecycle import MACHINES, Office, Transition
from registry.roster import Roster
from registry.store import Store
from service.auth.access import SIGNED_IN, WhoDep
from service.auth.who import Who
from service.casework import missions, seeing
from service.casework.desk import in_force, unlisted_seats
from service.deps import NowDep, RosterDep, StoreDep
from service.errors import NotPossible
from service.pages.casework.diary import diary
from service.pages.casework.staff import missing, still_open
from service.pages.casework.words import MISSION_STEPS
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.planner.desk import name_in
from service.pages.planner.requirements import asked, seat_name
from service.pages.planner.words import GUARDS, MODALITIES, TYPES

router = APIRouter()

S = MissionState
# The way of a mission where nothing comes in between.
LINE = (
    S.DRAFT, S.SUBMITTED, S.APPROVED, S.SOURCING, S.SHORTLISTED, S.OFFERED, S.STAFFED, S.READY, S.IN_PROGRESS,
    S.REPORTING, S.CLOSED,
)  # fmt: skip
WRITABLE = (S.DRAFT, S.RETURNED)
ASKING = (Office.REQUESTER, Office.PLANNER)


@dataclass(frozen=True)
class Offered:
    """One step as a form: its words, what it asks, and whether it ends the mission or turns it back."""

    step: Transition
    words: str
    asks: list[str]
    leads_on: bool


@router.get("/missions", dependencies=[SIGNED_IN])
def missions_page(
    page: PageDep, who: WhoDep, store: StoreDep, state: Annotated[MissionState | None, Query()] = None
) -> Response:
    """The missions that one may see, of one state where told; those without a case were imported."""
    cases = seeing.cases(store, who)
    titles = dict(store.mission_titles())
    known = {each.id for each in cases}
    counted = [(each, sum(case.state is each for case in cases)) for each in S]
    return page.render(
        "planner/missions.html",
        rows=[(each, titles[each.id]) for each in cases if state in (None, each.state) and each.id in titles],
        states=[each for each in counted if each[1]],
        total=len(cases),
        chosen=state,
        imported=[each for each in titles.items() if each[0] not in known] if _sees_all(who) and not state else [],
        may_ask=who.holds(*ASKING),
    )


@router.get("/missions/{id}", dependencies=[SIGNED_IN])
def mission_page(page: PageDep, who: WhoDep, store: StoreDep, roster: RosterDep, now: NowDep, id: str) -> Response:
    """One mission: what it asks, how far it has come, what can be done next. NotFound where it is not theirs."""
    return shown(page, who, store, roster, now, id, Form())


@router.post("/missions/{id}/steps", dependencies=[SIGNED_IN])
def take_step(
    page: PageDep, who: WhoDep, store: StoreDep, roster: RosterDep, now: NowDep, form: FormDep, id: str
) -> Response:
    """Take a mission one step further; what is in the way is said, and what was typed is kept."""
    event, case = form.value("event"), seeing.case(store, who, id)
    step = next((each for each in _steps(case, who) if each.event == event), None)
    if step is None:
        raise NotFound("step", event)
    reason = next((each for each in step.reasons if each == form.value("reason")), None)
    if step.reasons and reason is None:
        form.refuse(f"{event}-reason", page.say("Choose a reason."))
    if step.comment and not form.value("comment"):
        form.refuse(f"{event}-comment", page.say("Say why, in a sentence."))
    if form.good:
        _take(page, who, store, now, form, case, step, reason)
    if not form.good:
        return shown(page, who, store, roster, now, id, form, 422)
    after = seeing.case(store, who, id).state
    return page.redirect(f"/missions/{id}", page.say("Done: %(state)s.", state=page.wording.called(after)))


def _take(
    page: Page,
    who: Who,
    store: Store,
    now: datetime,
    form: Form,
    case: MissionCase,
    step: Transition,
    reason: Reason | None,
) -> None:
    try:
        comment, report = form.value("comment"), form.value("report") or None
        missions.advance(store, who, now, case.id, step.event, reason, comment, report=report)
    except (IllegalStep, NotPossible):
        form.refuse(step.event, page.say("Not yet. This step asks: %(asked)s.", asked="; ".join(_asks(page, step))))


def shown(
    page: Page, who: Who, store: Store, roster: Roster, now: datetime, id: str, form: Form, status: int = 200
) -> Response:
    """The page of a mission."""
    case = _case(store, who, id)
    mission = in_force(store, case) if case else seeing.mission(store, who, id)
    people = seeing.candidacies(store, who, mission=id)
    offered = [_offered(page, each) for each in _steps(case, who)] if case else []
    planner = who.holds(Office.PLANNER)
    return page.render(
        "planner/mission.html",
        status,
        case=case,
        mission=mission,
        form=form,
        line=LINE,
        facts=facts(page, mission),
        seats=[(number, seat_name(page.wording, seat, number), seat) for number, seat in enumerate(mission.seats, 1)],
        asked=lambda each: asked(page.wording, each),
        people=[(each, name_in(page, roster, each.specialist)) for each in _in_order(people)],
        ahead=[each for each in offered if each.leads_on],
        aside=[each for each in offered if not each.leads_on],
        lines=diary(page, store, who, case) if case else [],
        planner=planner,
        unlisted=unlisted_seats(store, case, mission) if case and planner else (),
        before=missing(page, still_open(case, mission, people, now)) if case and planner else [],
        may_write=case is not None and case.state in WRITABLE and case.requester == who.account,
        may_copy=who.holds(*ASKING),
    )


def facts(page: Page, mission: Mission) -> list[tuple[str, str]]:
    """What a mission says of itself, without its seats."""
    words = page.wording
    told = [
        (page.say("Kind of mission"), ", ".join(page.say(TYPES[each]) for each in mission.types)),
        (page.say("Host countries"), ", ".join(words.country(each) for each in mission.host_countries)),
        (page.say("Dates"), words.days(mission.window.start, mission.window.end)),
        (page.say("Working days"), words.number(mission.effort_days) if mission.effort_days else ""),
        (page.say("Where"), page.say(MODALITIES[mission.modality]) + (f", {mission.place}" if mission.place else "")),
        (page.say("For whom"), mission.beneficiary or ""),
        (page.say("Weights"), words.weights(mission.policy)),
    ]
    return [each for each in told if each[1]]


def _case(store: Store, who: Who, id: str) -> MissionCase | None:
    """The case of a mission; none where it was imported and somebody sees all. NotFound."""
    if _sees_all(who) and not store.cases.find(MissionCase, mission=id):
        store.mission(id)
        return None
    return seeing.case(store, who, id)


def _sees_all(who: Who) -> bool:
    return who.holds(Office.PLANNER, Office.APPROVER, Office.ANALYST)


def _steps(case: MissionCase, who: Who) -> list[Transition]:
    """What somebody can do from here; an amendment is written, not pressed."""
    found = MACHINES["mission"].steps(case.state)
    return [
        each
        for each in found
        if not who.roles.isdisjoint(each.by)
        and each.event != "amend"
        and not (case.requester != who.account and "own_mission" in {guard.name for guard in each.guards})
        and not (case.requester == who.account and "never_the_requester" in {guard.name for guard in each.guards})
    ]


def _offered(page: Page, step: Transition) -> Offered:
    on = not step.reasons and step.event not in ("reopen", "return")
    return Offered(step, page.say(MISSION_STEPS[step.event][0]), _asks(page, step), on)


def _asks(page: Page, step: Transition) -> list[str]:
    """What a step asks, but for who may take it: whoever sees it may."""
    people = ("own_mission", "never_the_requester")
    return [page.say(GUARDS[each.name]) for each in step.guards if each.name not in people]


def _in_order(people: list[Candidacy]) -> list[Candidacy]:
    return sorted(people, key=lambda each: (each.seat, each.rank or 0, each.id))

"""What waits on the desk of somebody who plans: missions with their next step, answers, certificates, seats at risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from matching import Index
from matching.ask import Ask
from matching.eligibility import eligible
from registry.domain import (
    Candidacy,
    CandidacyState,
    Mission,
    MissionCase,
    MissionState,
    Offer,
    OfferState,
    Specialist,
    Window,
)
from registry.lifecycle import EXPIRING_WITHIN, HELD, MACHINES, Office, Transition, expiry
from registry.store import Store
from service.auth.who import Who
from service.casework.work import HOLDING

S = MissionState
_OVER = (*MACHINES["mission"].finals,)
_SEEKING = (S.SOURCING, S.SHORTLISTED, S.OFFERED)
# Before the list is made a mission is no concern of who plans.
_NOT_YET = (S.DRAFT, S.RETURNED, S.SUBMITTED)
# Answers of so many days are shown; fewer than so many eligible people for each place are few (ours).
_ANSWERS_FOR = timedelta(days=14)
_FEW_FOR_A_PLACE = 3
_EXPIRING_SOON = timedelta(hours=48)


@dataclass(frozen=True)
class Mine:
    """A mission, the step that a planner takes next, and the day by which: None where there is none.

    ``unlisted``: seats for which people are still to be chosen.
    """

    case: MissionCase
    mission: Mission
    step: Transition | None
    due: date | None
    unlisted: tuple[int, ...] = ()


@dataclass(frozen=True)
class Lapsing:
    """A certificate that ends before its holder is back from a mission, or within 90 days."""

    mission: Mission
    specialist: Specialist
    module: str
    ends: date


@dataclass(frozen=True)
class AtRisk:
    """A seat that may stay empty: few are eligible for it, or an offer for it runs out unanswered."""

    mission: Mission
    seat: int
    eligible: int | None = None
    expires: datetime | None = None


@dataclass(frozen=True)
class Desk:
    """Everything that waits; ``unclaimed`` are approved missions that nobody plans yet."""

    mine: tuple[Mine, ...]
    unclaimed: tuple[Mine, ...]
    answers: tuple[tuple[Mission, Offer], ...]
    lapsing: tuple[Lapsing, ...]
    at_risk: tuple[AtRisk, ...]


def in_force(store: Store, case: MissionCase) -> Mission:
    """The text of a mission in force; before its approval the text on file."""
    return case.versions[-1] if case.versions else store.mission(case.id)


def next_step(case: MissionCase, *offices: Office) -> Transition | None:
    """The first step that leads a mission on, and that one of these offices takes; None where another has the word."""
    steps = MACHINES["mission"].steps(case.state)
    return next((each for each in steps if not each.reasons and not set(offices).isdisjoint(each.by)), None)


def desk(store: Store, index: Index, who: Who, now: datetime) -> Desk:
    """What waits for somebody."""
    states = [state for state in S if state not in (*_OVER, *_NOT_YET)]
    cases = store.cases.find(MissionCase, states=states)
    mine = [_mine(store, each, now) for each in cases if each.planner == who.account]
    known = {each.case.id: each.mission for each in mine}
    offers = [each for each in store.cases.find(Offer) if each.mission in known]
    return Desk(
        mine=tuple(sorted(mine, key=lambda each: (each.due or date.max, each.case.id))),
        unclaimed=tuple(_mine(store, each, now) for each in cases if each.planner is None),
        answers=tuple((known[each.mission], each) for each in _answered(offers, now)),
        lapsing=tuple(_lapsing(store, [each.mission for each in mine], now.date())),
        at_risk=(*_few(mine, index), *_running_out(offers, known, now)),
    )


def _mine(store: Store, case: MissionCase, now: datetime) -> Mine:
    mission = in_force(store, case)
    open_offers = store.cases.find(Offer, mission=case.id, states=[OfferState.OPEN])
    step, unlisted = next_step(case, Office.PLANNER), unlisted_seats(store, case, mission)
    return Mine(case, mission, step, due(case, mission.window, open_offers), unlisted)


def unlisted_seats(store: Store, case: MissionCase, mission: Mission) -> tuple[int, ...]:
    """The seats of a mission being sourced that have nobody on their list yet."""
    if case.state is not S.SOURCING:
        return ()
    listed = store.cases.find(Candidacy, mission=case.id, states=sorted((CandidacyState.SHORTLISTED, *HOLDING)))
    taken = {
        each.seat for each in listed if each.version == case.version or each.state is not CandidacyState.SHORTLISTED
    }
    return tuple(number for number in range(1, len(mission.seats) + 1) if number not in taken)


def due(case: MissionCase, window: Window, offers: Sequence[Offer]) -> date | None:
    """By when the next step is to be taken: the end of the first offer, else what the mission's own days ask."""
    if offers:
        return min(each.expires for each in offers).date()
    return window.end if case.state in (S.IN_PROGRESS, S.REPORTING) else window.start


def _answered(offers: Sequence[Offer], now: datetime) -> list[Offer]:
    recent = [each for each in offers if each.answered is not None and each.answered >= now - _ANSWERS_FOR]
    return sorted(recent, key=lambda each: (each.answered or now, each.id), reverse=True)


def _lapsing(store: Store, missions: Sequence[Mission], today: date) -> list[Lapsing]:
    found = [
        (mission, each)
        for mission in missions
        for each in store.cases.find(Candidacy, mission=mission.id, states=sorted(HOLDING))
    ]
    with store.view() as view:
        people = {each.id: each for each in view.people([each.specialist for _, each in found])}
    lapsing = [
        Lapsing(mission, people[each.specialist], module, ends)
        for mission, each in found
        if each.specialist in people
        for module, ends in _ending(people[each.specialist], mission.window, today)
    ]
    return sorted(lapsing, key=lambda each: (each.ends, each.specialist.id))


def _ending(person: Specialist, window: Window, today: date) -> list[tuple[str, date]]:
    """Certificates that hold today and end before the mission does, or soon."""
    held = [
        (each.module, expiry(each.issued, each.expires))
        for each in person.certificates
        if each.issued and each.status in HELD
    ]
    until = max(window.end + timedelta(days=1), today + EXPIRING_WITHIN)
    return [(module, ends) for module, ends in held if today < ends <= until]


def _few(mine: Sequence[Mine], index: Index) -> list[AtRisk]:
    found = []
    for each in mine:
        for number, seat in enumerate(each.mission.seats, start=1) if each.case.state in _SEEKING else ():
            count = eligible(Ask(each.mission, number), index).count
            if count < _FEW_FOR_A_PLACE * seat.count:
                found.append(AtRisk(each.mission, number, eligible=count))
    return found


def _running_out(offers: Sequence[Offer], known: dict[str, Mission], now: datetime) -> list[AtRisk]:
    soon = [each for each in offers if each.state is OfferState.OPEN and each.expires <= now + _EXPIRING_SOON]
    return [AtRisk(known[each.mission], each.seat, expires=each.expires) for each in soon]

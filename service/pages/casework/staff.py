"""The people of a mission as its planner sees them: offers with the time left, what is settled, what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.domain import Candidacy, CandidacyState, Mission, MissionCase, MissionState, Offer, OfferState
from registry.lifecycle import MACHINES, Office
from service.casework.offers import waiting_for
from service.casework.work import ENGAGED, HOLDING
from service.pages.casework.brief import SeatText
from service.pages.casework.words import MISSING
from service.pages.forms import Form, filled
from service.pages.page import Page

_S = CandidacyState
_HERE = (*HOLDING, _S.SHORTLISTED)
_GONE = frozenset(_S) - {*_HERE, _S.PROPOSED, _S.CONSIDERED}
SETTLED = ("released", "travel", "inducted")
# State of a mission -> the step that comes next.
NEXT_STEP = {
    MissionState.APPROVED: "source",
    MissionState.SOURCING: "lock",
    MissionState.SHORTLISTED: "offer",
    MissionState.OFFERED: "staff",
    MissionState.STAFFED: "make_ready",
    MissionState.READY: "start",
    MissionState.IN_PROGRESS: "end_work",
    MissionState.REPORTING: "close",
}


@dataclass(frozen=True)
class Person:
    """Somebody on a seat: the newest offer, and what of it is left in words; ``can``: steps of a planner."""

    candidacy: Candidacy
    offer: Offer | None
    left: str
    can: frozenset[str]
    settled: Form

    @property
    def open(self) -> bool:
        """Whether an answer is awaited."""
        return self.offer is not None and self.offer.state is OfferState.OPEN

    @property
    def to_settle(self) -> bool:
        """Whether release, travel and induction are being settled."""
        return self.candidacy.state is _S.CONFIRMED


@dataclass(frozen=True)
class Staffed:
    """One seat: places that are still free, who holds one, who waits, who left."""

    text: SeatText
    free: int
    holding: tuple[Person, ...]
    waiting: tuple[Person, ...]
    gone: tuple[Person, ...]
    can_pass_on: bool


def staffed(
    page: Page,
    case: MissionCase,
    seats: Sequence[SeatText],
    people: Sequence[Candidacy],
    offers: Sequence[Offer],
    now: datetime,
) -> list[Staffed]:
    """Every seat with its people."""
    return [
        _seat(page, case, seat, [each for each in people if each.seat == seat.number], offers, now) for seat in seats
    ]


def still_open(case: MissionCase, mission: Mission, people: Sequence[Candidacy], now: datetime) -> list[str]:
    """What is missing before the next step, as names of conditions (see MISSING)."""
    engaged = [each for each in people if each.state in ENGAGED]
    confirmed = [each for each in engaged if each.state is not _S.ACCEPTED]
    match case.state:
        case MissionState.SHORTLISTED:
            return [] if waiting_for(people) else ["selected"]
        case MissionState.OFFERED:
            short = any(
                sum(each.seat == number for each in engaged) < seat.count
                for number, seat in enumerate(mission.seats, start=1)
            )
            return ["accepted"] * short + ["available"] * (len(confirmed) < len(engaged))
        case MissionState.STAFFED:
            return [each for each in SETTLED if not all(getattr(one.ready, each) for one in confirmed)]
        case MissionState.READY:
            return ["started"] if now.date() < mission.window.start else []
    return []


def missing(page: Page, names: Sequence[str]) -> list[str]:
    """The same in words."""
    return [page.say(MISSING[each]) for each in names]


def time_left(page: Page, left: timedelta) -> str:
    """How long somebody has to answer."""
    hours = max(0, int(left.total_seconds() // 3600))
    if hours >= 48:
        return page.wording.say_many("%(count)s day left", "%(count)s days left", hours // 24)
    return page.wording.say_many("%(count)s hour left", "%(count)s hours left", hours)


def _seat(
    page: Page, case: MissionCase, text: SeatText, people: Sequence[Candidacy], offers: Sequence[Offer], now: datetime
) -> Staffed:
    ordered = sorted(people, key=lambda each: (each.order or 1000, each.rank or 0, each.id))
    shown = [_person(page, each, offers, now) for each in ordered]
    holding = tuple(each for each in shown if each.candidacy.state in HOLDING)
    waiting = tuple(each for each in shown if each.candidacy.state is _S.SHORTLISTED)
    free = max(0, text.count - len(holding))
    next_waits = bool(waiting_for(each.candidacy for each in waiting))
    return Staffed(
        text,
        free,
        holding,
        waiting,
        tuple(each for each in shown if each.candidacy.state in _GONE),
        case.state is MissionState.OFFERED and free > 0 and next_waits,
    )


def _person(page: Page, candidacy: Candidacy, offers: Sequence[Offer], now: datetime) -> Person:
    mine = [each for each in offers if each.candidacy == candidacy.id]
    offer = mine[-1] if mine else None
    steps = MACHINES["candidacy"].steps(candidacy.state, Office.PLANNER)
    ready = [name for name in SETTLED if getattr(candidacy.ready, name)]
    return Person(
        candidacy,
        offer,
        "" if offer is None else time_left(page, offer.expires - now),
        frozenset(each.event for each in steps),
        filled({f"ready-{candidacy.id}": ready}),
    )

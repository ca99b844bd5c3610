"""What a plan is asked for, checked: missions, their seats in order, priorities, and offers that were accepted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from matching.ask import Ask
from matching.errors import BadPlan
from matching.index import Index
from matching.plan.rules import Priority
from registry.domain import Mission
from registry.lifecycle import day_number

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, order=True)
class Offer:
    """An offer that was accepted: a specialist on a seat of a mission; written MISSION:SEAT=SPECIALIST."""

    mission: str
    seat: int
    specialist: str

    def __str__(self) -> str:
        return f"{self.mission}:{self.seat}={self.specialist}"


@dataclass(frozen=True)
class Request:
    """Missions by id with their seats, one after another."""

    missions: tuple[Mission, ...]
    offers: tuple[Offer, ...]
    priorities: Mapping[str, Priority]

    @classmethod
    def of(
        cls, missions: Sequence[Mission], offers: Iterable[Offer], priorities: Mapping[str, Priority], index: Index
    ) -> "Request":
        """The request, in an order of its own; BadPlan, NoSuchSeat or NoSuchSpecialist when it cannot be taken."""
        request = cls(tuple(sorted(missions, key=lambda each: each.id)), tuple(sorted(offers)), dict(priorities))
        _refuse_missions(request)
        _refuse_offers(request, index)
        return request

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """Every seat of every mission."""
        return tuple(Ask(each, number) for each in self.missions for number in range(1, len(each.seats) + 1))

    @cached_property
    def seat_of(self) -> dict[tuple[str, int], int]:
        """(mission, number of the seat) -> its place among all seats."""
        return {(ask.mission.id, ask.number): place for place, ask in enumerate(self.asks)}

    @cached_property
    def counts(self) -> Whole:
        """(n_seats,): places."""
        return np.array([ask.seat.count for ask in self.asks], np.int64)

    @cached_property
    def mission_of(self) -> Whole:
        """(n_seats,): the mission of each seat, by its place."""
        return np.repeat(np.arange(len(self.missions)), [len(each.seats) for each in self.missions])

    @cached_property
    def first(self) -> Whole:
        """(n_seats,): first day."""
        return np.array([ask.start for ask in self.asks], np.int64)

    @cached_property
    def last(self) -> Whole:
        """(n_seats,): last day."""
        return np.array([day_number(ask.window.end) for ask in self.asks], np.int64)

    def priority(self, mission: str) -> Priority:
        """The priority of a mission; normal unless told."""
        return self.priorities.get(mission, Priority.NORMAL)


def _refuse_missions(request: Request) -> None:
    if not request.missions:
        raise BadPlan("a plan needs at least one mission")
    twice = [id for id, times in Counter(each.id for each in request.missions).items() if times > 1]
    if twice:
        raise BadPlan(f"mission {twice[0]} stands in the plan twice")
    known = {each.id for each in request.missions}
    strange = [id for id in sorted(request.priorities) if id not in known]
    if strange:
        raise BadPlan(f"priority of mission {strange[0]}: it is not in the plan")


def _refuse_offers(request: Request, index: Index) -> None:
    missions = {each.id: each for each in request.missions}
    for offer in request.offers:
        if offer.mission not in missions:
            raise BadPlan(f"fixed offer {offer}: mission {offer.mission} is not in the plan")
        Ask(missions[offer.mission], offer.seat)  # NoSuchSeat when there is none
        index.row_of(offer.specialist)
    for one, other in combinations(sorted(request.offers, key=lambda each: each.specialist), 2):
        if one.specialist == other.specialist:
            _refuse_both(one, other, missions)
    for (mission, seat), taken in Counter((each.mission, each.seat) for each in request.offers).items():
        places = missions[mission].seats[seat - 1].count
        if taken > places:
            raise BadPlan(f"{taken} fixed offers for seat {seat} of mission {mission}, which has {places}")


def _refuse_both(one: Offer, other: Offer, missions: Mapping[str, Mission]) -> None:
    """Two offers to one person that cannot both stand."""
    if one == other:
        raise BadPlan(f"fixed offer {one} stands there twice")
    if one.mission == other.mission:
        raise BadPlan(f"fixed offers {one} and {other}: one person takes one seat of a mission")
    dates = [missions[each.mission].window for each in (one, other)]
    if max(each.start for each in dates) <= min(each.end for each in dates):
        told = " and ".join(f"{each.start} to {each.end}" for each in dates)
        raise BadPlan(f"fixed offers {one} and {other} overlap: {told}")

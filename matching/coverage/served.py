"""What the pool serves of the missions: for each seat the best people that the matcher gives, and their points."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from matching.ask import Ask
from matching.eligibility import Eligibility
from matching.index import Index
from matching.policy import Policy
from matching.recommend import ranked
from registry.domain import Mission


@dataclass(frozen=True)
class Wanted:
    """One seat, and the policy that weighs for it."""

    ask: Ask
    policy: Policy

    @property
    def places(self) -> int:
        """How many people the seat takes."""
        return self.ask.seat.count


@dataclass(frozen=True)
class Served:
    """The best people of one seat: rows and points in hundredths, one more than it takes where there is one."""

    wanted: Wanted
    eligibility: Eligibility
    rows: list[int]
    points: list[int]

    @property
    def best(self) -> dict[int, int]:
        """Points of those who take the places, by row."""
        return dict(list(zip(self.rows, self.points, strict=True))[: self.wanted.places])

    @property
    def total(self) -> int:
        """The served points of the seat."""
        return sum(self.best.values())

    @property
    def needed(self) -> int:
        """Who is new needs more points than this to count: those of the last place, 0 while one is free."""
        best = list(self.best.values())
        return best[-1] if len(best) == self.wanted.places else 0


def seats_of(missions: Iterable[Mission], policy_of: Callable[[Mission], Policy]) -> tuple[Wanted, ...]:
    """Every seat of some missions."""
    return tuple(
        Wanted(Ask(mission, number), policy_of(mission))
        for mission in missions
        for number in range(1, len(mission.seats) + 1)
    )


def serve(wanted: Wanted, index: Index) -> Served:
    """The best of one seat, as ``recommend`` ranks them."""
    ranking = ranked(wanted.ask, index, wanted.policy, wanted.places + 1)
    return Served(wanted, ranking.eligibility, ranking.rows, ranking.points)


def losses(served: Sequence[Served]) -> dict[int, int]:
    """Hundredths that all seats together would lose without a person: their points less those of the next in line."""
    lost: dict[int, int] = {}
    for each in served:
        next_in_line = each.points[each.wanted.places] if len(each.points) > each.wanted.places else 0
        for row, points in each.best.items():
            lost[row] = lost.get(row, 0) + points - next_in_line
    return lost

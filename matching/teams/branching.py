"""The best team by branch and bound: places are filled one by one, and what cannot better the best team is left."""

from dataclasses import dataclass

import numpy as np

from matching.arrays import Flags
from matching.limits import Limit
from matching.teams.bounds import Whole
from matching.teams.cut import UNREACHABLE, half_known
from matching.teams.linear import Found
from matching.teams.problem import Lineup, Problem
from matching.teams.worth import covered, worth

# So many places are filled before the search gives up and leaves the proof to the solver.
MOST_STEPS = 2_000


@dataclass(frozen=True)
class Place:
    """Where the search stands: who is in, who may still come in, and what the team so far is worth."""

    lineup: Lineup
    members: tuple[int, ...]
    allowed: Flags  # (n_seats, n_people)
    value: int
    best: Whole  # (n_wishes,): what the best holders so far earn
    totals: Whole  # sums of the rules


class Search:
    """Depth first: the seat with the fewest people left is filled next, whoever promises most first."""

    def __init__(self, problem: Problem, start: Lineup, limit: Limit) -> None:
        self.problem = problem
        self.limit = limit
        self.best, self.value = start, worth(problem, start).total
        self.steps = 0
        self._half = half_known(problem)
        self._covered = covered(problem, range(len(problem.ids)))

    def run(self) -> Found:
        """The best team with the proof of it; without one (``most`` None) when the steps or the time ended."""
        finished = self._fill(self._first())
        return Found(self.best, self.value if finished else None)

    def _first(self) -> Place:
        problem = self.problem
        lineup = tuple(
            tuple(sorted(person for at, person in problem.fixed if at == seat)) for seat in range(len(problem.counts))
        )
        members = tuple(person for taken in lineup for person in taken)
        allowed = problem.eligible.copy()
        allowed[:, list(members)] = False
        value, best = worth(problem, lineup).total, covered(problem, members)
        return Place(lineup, members, allowed, value, best, problem.bounds.totals(members))

    def _fill(self, place: Place) -> bool:
        """Try everybody for the next place; False when the search had to be given up."""
        left = [count - len(taken) for count, taken in zip(self.problem.counts, place.lineup, strict=True)]
        if not any(left):
            if place.value > self.value and self.problem.bounds.hold(place.totals):
                self.best, self.value = place.lineup, place.value
            return True
        allowed = place.allowed & self._able(place, sum(left) - 1)
        open_seats = [seat for seat, count in enumerate(left) if count]
        alone, plain = self._promises(place, allowed)
        seat = min(open_seats, key=lambda each: (int(allowed[each].sum()) - left[each], each))
        return self._branch(place, seat, allowed, left, alone, plain)

    def _able(self, place: Place, others: int) -> Flags:
        bounds = self.problem.bounds
        return bounds.room_for(place.totals) & bounds.reached_by(place.totals, others)

    def _promises(self, place: Place, allowed: Flags) -> tuple[Whole, Whole]:
        """(n_seats, n_people) twice: what each may add at most, wishes counted for everybody alone, or left out."""
        problem, members = self.problem, list(place.members)
        brings = self._half.copy()
        if members:
            brings += np.asarray(problem.known[members].sum(axis=0)).ravel()
            employed = problem.organisation[members]
            brings -= problem.same * np.isin(problem.organisation, employed[employed >= 0])
        plain = np.where(allowed, problem.points + brings, UNREACHABLE)
        gained = np.maximum(problem.gains - place.best[:, None], 0).sum(axis=0)
        return np.where(allowed, plain + gained, UNREACHABLE), plain

    def _branch(self, place: Place, seat: int, allowed: Flags, left: list[int], alone: Whole, plain: Whole) -> bool:
        """One person after the other for the next place of a seat; who has been tried stays out of it after that."""
        reach = place.value + sum(_top(alone[other], n) for other, n in enumerate(left) if other != seat)
        reach_plain = place.value + sum(_top(plain[other], n) for other, n in enumerate(left) if other != seat)
        reach_plain += int((self._covered - place.best).sum())
        order = np.lexsort((np.arange(alone.shape[1]), -alone[seat]))
        order = order[allowed[seat, order]]
        allowed = allowed.copy()
        for first, person in enumerate(order.tolist()):
            # Those before are out: the rest of the places can go to these at best, each of two ways of counting.
            most = _top(alone[seat, order[first : first + left[seat]]], left[seat])
            if reach + most <= self.value or reach_plain + _top(plain[seat, order[first:]], left[seat]) <= self.value:
                return True
            self.steps += 1
            if self.steps > MOST_STEPS or self.limit.left <= 0:
                return False
            if not self._fill(self._with(place, seat, person, allowed, int(alone[seat, person]))):
                return False
            allowed[seat, person] = False
        return True

    def _with(self, place: Place, seat: int, person: int, allowed: Flags, adds: int) -> Place:
        taken = tuple(sorted((*place.lineup[seat], person)))
        after = allowed.copy()
        after[:, person] = False
        weights = self.problem.bounds.weights
        return Place(
            lineup=(*place.lineup[:seat], taken, *place.lineup[seat + 1 :]),
            members=(*place.members, person),
            allowed=after,
            value=place.value + adds - int(self._half[person]),
            best=np.maximum(place.best, self.problem.gains[:, person]),
            totals=place.totals + weights[:, [person]].toarray().ravel() if weights.shape[0] else place.totals,
        )


def _top(values: Whole, count: int) -> int:
    """The sum of the highest values."""
    if count >= len(values):
        return int(values.sum()) + (UNREACHABLE if count > len(values) else 0)
    return int(np.partition(values, len(values) - count)[len(values) - count :].sum()) if count else 0

"""What no plan can exceed, over the whole pool: the prices of a program, held against everybody who is not in it."""

from dataclasses import dataclass

import numpy as np

from matching.arrays import Shares
from matching.plan.lists import Known, Lists
from matching.plan.problem import Problem
from matching.plan.program import Program, keys, leaning
from matching.plan.request import Whole


@dataclass(frozen=True)
class Prices:
    """The price of every row of a program; whatever they are, they bound what any plan is worth.

    A pair adds to a plan at most its worth less the prices of the rows it stands in. For a pair outside the program
    these are its seat, the days of the person on which it would meet other missions, and the person's load. So no
    plan over the whole pool is worth more than the limits at their prices, and what pairs add beyond them: weak
    duality, with no trust in a solver.
    """

    base: float
    seat: Shares
    days: Whole
    summed: Shares  # (n_days + 1,): prices of days, added up
    load: Shares  # (n_people,)
    balance: Shares  # women, men; zeros where not balanced
    floor: Shares  # (n_missions,)

    @classmethod
    def of(cls, problem: Problem, program: Program, prices: Shares, people: int) -> "Prices":
        """The prices of a program's rows, in their order."""
        sizes = [program.seats, len(program.days), len(program.loaded), 2 * program.balanced, len(program.floored)]
        seat, days, loaded, balance, floors = np.split(_fair(problem, prices, sizes), np.cumsum(sizes)[:-1])
        load, floor = np.zeros(people), np.zeros(len(problem.request.missions))
        load[program.loaded], floor[program.floored] = loaded, floors
        base = float(program.limits @ np.concatenate([seat, days, loaded, balance, floors]))
        if len(problem.raised):
            base += max(0.0, 1.0 - float(problem.raised @ floor))
        summed = np.concatenate(([0.0], np.cumsum(days)))
        return cls(base, seat, program.days, summed, load, balance if program.balanced else np.zeros(2), floor)

    def adds(self, problem: Problem, pairs: Known) -> Shares:
        """(n,): what each pair adds beyond the prices; below 0 where it takes away."""
        first, last = keys(problem, pairs)
        begin, end = self.days.searchsorted(first), self.days.searchsorted(last, side="right")
        met = self.summed[end] - self.summed[begin]
        adds: Shares = problem.worth(pairs) - self.seat[pairs.seat] - met - self.load[pairs.person]
        adds += self.floor[problem.request.mission_of[pairs.seat]] * pairs.points / 100
        if self.balance.any():
            women, men = leaning(problem, pairs)
            adds -= self.balance[0] * women + self.balance[1] * men
        return adds

    def beyond(self, problem: Problem, lists: Lists) -> Shares:
        """(n_seats,): what anybody beyond the known rankings adds at most; -inf where all are known."""
        share = problem.rules.balance
        leans = max(0.0, *((1 - share) * self.balance - share * self.balance[::-1]).tolist())
        points = self.floor[problem.request.mission_of] * lists.least / 100
        found: Shares = problem.most_beyond(lists) + points + leans - self.seat
        return found

    def bound(self, problem: Problem, pairs: Known, adds: Shares, beyond: Shares) -> float:
        """What no plan over the whole pool is worth more than."""
        more = np.where(pairs.fixed, adds, np.maximum(adds, 0.0)).sum()
        return self.base + float(more) + float(problem.request.counts @ np.maximum(beyond, 0.0))


def _fair(problem: Problem, prices: Shares, sizes: list[int]) -> Shares:
    """Prices none below 0, those of women and men together no more than what imbalance costs."""
    prices = np.maximum(prices, 0.0)
    begin = sum(sizes[:3])
    balance = prices[begin : begin + sizes[3]]
    if balance.sum() > problem.rules.imbalance:
        balance *= problem.rules.imbalance / balance.sum()
    return prices

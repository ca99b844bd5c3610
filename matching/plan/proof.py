"""What no plan can exceed, over the whole pool: the prices of a program, held against everybody who is not in it."""

from dataclasses import dataclass

import numpy as np

from matching.arrays import Shares
from matching.plan.alone import Alone, alone
from matching.plan.lists import Known, Lists
from matching.plan.problem import Problem
from matching.plan.program import Program, keys, leaning


@dataclass(frozen=True)
class Prices:
    """The prices of a program's seats, loads, balance and floors; whatever they are, they bound what any plan is worth.

    A pair gains its worth less these prices, and everybody takes the missions that gain most for them alone, as their
    dates allow. No plan over the whole pool is worth more than the limits at their prices, these gains, and what
    people beyond the known rankings could gain: weak duality, with no trust in a solver. Dates need no price.
    """

    base: float
    seat: Shares
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
        base = float(program.limits @ np.concatenate([seat, np.zeros(len(days)), loaded, balance, floors]))
        if len(problem.raised):
            base += max(0.0, 1.0 - float(problem.raised @ floor))
        return cls(base, seat, load, balance if program.balanced else np.zeros(2), floor)

    def alone(self, problem: Problem, pairs: Known) -> Alone:
        """What everybody gains alone; a pair adds 0 there, or less where a plan that has it is worth so much less."""
        return alone(*keys(problem, pairs), pairs.person, self._gain(problem, pairs), pairs.fixed)

    def beyond(self, problem: Problem, lists: Lists) -> Shares:
        """(n_seats,): what anybody beyond the known rankings adds at most; -inf where all are known."""
        share = problem.rules.balance
        leans = max(0.0, *((1 - share) * self.balance - share * self.balance[::-1]).tolist())
        points = self.floor[problem.request.mission_of] * lists.least / 100
        found: Shares = problem.most_beyond(lists) + points + leans - self.seat
        return found

    def bound(self, problem: Problem, alone: Alone, beyond: Shares) -> float:
        """What no plan over the whole pool is worth more than."""
        return self.base + alone.total + float(problem.request.counts @ np.maximum(beyond, 0.0))

    def _gain(self, problem: Problem, pairs: Known) -> Shares:
        """(n,): worth less prices."""
        gain: Shares = problem.worth(pairs) - self.seat[pairs.seat] - self.load[pairs.person]
        gain += self.floor[problem.request.mission_of[pairs.seat]] * pairs.points / 100
        if self.balance.any():
            women, men = leaning(problem, pairs)
            gain -= self.balance[0] * women + self.balance[1] * men
        return gain


def _fair(problem: Problem, prices: Shares, sizes: list[int]) -> Shares:
    """Prices none below 0, those of women and men together no more than what imbalance costs."""
    prices = np.maximum(prices, 0.0)
    begin = sum(sizes[:3])
    balance = prices[begin : begin + sizes[3]]
    if balance.sum() > problem.rules.imbalance:
        balance *= problem.rules.imbalance / balance.sum()
    return prices

"""The best choice of certifications as a mixed-integer programme, solved and proved by HiGHS."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from matching.coverage.choice import Problem, without_idle
from matching.coverage.modules import Bundle
from matching.coverage.options import Option

# Points are whole hundredths: what the solver rounds is far below one.
_ROUNDING = 1e-3


@dataclass(frozen=True)
class Proof:
    """The best choice that was found, if any, and the points that no choice passes (hundredths)."""

    given: dict[str, Bundle] | None
    bound: float


@dataclass
class _Rows:
    """Constraints of the form ``sum of entries <= most``, as they are written down."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    entries: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, columns: Sequence[int], entries: Sequence[float], most: float) -> None:
        """One more."""
        self.rows += [len(self.most)] * len(columns)
        self.columns += columns
        self.entries += entries
        self.most.append(most)

    def constraint(self, width: int) -> LinearConstraint:
        """All of them."""
        shape = (len(self.most), width)
        return LinearConstraint(csr_array((self.entries, (self.rows, self.columns)), shape), ub=self.most)


def proved(problem: Problem, k: int, seconds: float) -> Proof:
    """Solve within so many seconds; what was proved stands in the bound, whether it ended or not.

    A binary for each certification; for each seat and option, and for whoever has a place now, a share of a place.
    A place goes to an option only when all its certificates are given, each person has one place a seat, and there
    are k certifications. With certifications fixed the rest is a flow, so only they need to be whole.
    """
    options = problem.options
    given = sorted({(each.specialist, module) for each in options for module in each.modules})
    at = {each: column for column, each in enumerate(given)}
    now = [(seat, who, points) for seat, people in enumerate(problem.now) for who, points in people.items()]
    worth = [*[0] * len(given), *(each.points for each in options), *(points for _, _, points in now)]
    rows = _constraints(problem, options, now, at, k)
    whole = np.zeros(len(worth))
    whole[: len(given)] = 1
    found = milp(
        -np.array(worth, float),
        integrality=whole,
        bounds=Bounds(0, 1),
        constraints=rows.constraint(len(worth)),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    bound = math.inf if found.mip_dual_bound is None else -found.mip_dual_bound
    if found.x is None:
        return Proof(None, bound)
    chosen: dict[str, Bundle] = {}
    for who, module in (each for each, column in at.items() if found.x[column] > 0.5):
        chosen[who] = chosen.get(who, frozenset()) | {module}
    return Proof(without_idle(problem, chosen), math.floor(bound + _ROUNDING) if math.isfinite(bound) else bound)


def _constraints(
    problem: Problem,
    options: Sequence[Option],
    now: Sequence[tuple[int, str, int]],
    at: dict[tuple[str, str], int],
    k: int,
) -> _Rows:
    rows, first = _Rows(), len(at)
    rows.add(range(first), [1.0] * first, k)
    taking: list[dict[str, list[int]]] = [{} for _ in problem.places]
    for column, option in enumerate(options, start=first):
        taking[option.seat].setdefault(option.specialist, []).append(column)
        for module in sorted(option.modules):
            rows.add([column, at[option.specialist, module]], [1.0, -1.0], 0.0)
    for column, (seat, who, _) in enumerate(now, start=first + len(options)):
        taking[seat].setdefault(who, []).append(column)
    for people, places in zip(taking, problem.places, strict=True):
        columns = [column for mine in people.values() for column in mine]
        rows.add(columns, [1.0] * len(columns), places)
        for mine in people.values():
            if len(mine) > 1:
                rows.add(mine, [1.0] * len(mine), 1.0)
    return rows

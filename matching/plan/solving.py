"""Calls of HiGHS, each with what is left of the limit."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from matching.arrays import Flags, Shares
from matching.limits import Limit
from matching.plan.program import Program

# From so many rows on, the interior point method is used, which seldom takes very long; below, the simplex method is
# mostly faster.
_MANY_ROWS = 40_000
_WHOLE = 1e-6


@dataclass(frozen=True)
class Corner:
    """An optimal corner of a program: how far each pair is taken (0 to 1), and the price of each row."""

    taken: Shares  # (n_pairs,)
    prices: Shares  # (n_rows,), none below 0
    value: float

    @property
    def whole(self) -> bool:
        """Whether nobody is taken in part."""
        return bool(np.all(np.abs(self.taken - np.rint(self.taken)) < _WHOLE))


def corner(program: Program, limit: Limit) -> Corner | None:
    """The optimum with people in parts; None when the time was not enough, or no choice keeps within the limits."""
    if limit.left <= 0:
        return None
    if not len(program.worth):
        return Corner(np.zeros(0), np.zeros(len(program.limits)), 0.0)
    method = "highs-ipm" if len(program.limits) > _MANY_ROWS else "highs-ds"
    low, high = _bounds(program)
    found = linprog(
        -program.worth,
        A_ub=program.matrix,
        b_ub=program.limits,
        bounds=np.column_stack([low, high]),
        method=method,
        options={"time_limit": limit.left},
    )
    if found.status != 0:
        return None
    prices = np.maximum(-found.ineqlin.marginals, 0.0)
    return Corner(found.x[: len(program.pairs)], prices, -float(found.fun))


def choice(program: Program, limit: Limit, settled: Flags | None = None) -> tuple[Flags, float] | None:
    """(which pairs are taken whole, what no choice exceeds); None when none was found in time.

    ``settled``: pairs that must be taken.
    """
    if limit.left <= 0:
        return None
    if not len(program.worth):
        return np.zeros(0, bool), 0.0
    low, high = _bounds(program)
    if settled is not None:
        low[: len(settled)][settled] = 1.0
    whole = np.ones(len(program.worth))
    whole[len(program.pairs) :] = 0.0
    found = milp(
        -program.worth,
        constraints=LinearConstraint(program.matrix, -np.inf, program.limits),
        bounds=Bounds(low, high),
        integrality=whole,
        options={"time_limit": limit.left, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    most = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    return found.x[: len(program.pairs)] > 0.5, most


def _bounds(program: Program) -> tuple[Shares, Shares]:
    none = np.zeros(len(program.extras))
    low = np.append(program.pairs.fixed.astype(float), none)
    high = np.append(np.ones(len(program.pairs)), [each.most for each in program.extras])
    return low, high

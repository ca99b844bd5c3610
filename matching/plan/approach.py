"""Rough prices of a large program, soon: what a solver would take long for, where only the order of things matters."""

import numpy as np

from matching.arrays import Shares
from matching.plan.program import Program

_STEPS, _BEGIN_AGAIN = 400, 100
_SCALE = 100.0  # points of a place, about: people and prices move at the same pace
_PACE = 0.3  # how fast prices move beside people; ours, by trial


def rough_prices(program: Program) -> Shares:
    """(n_rows,): prices of rows, near those of the optimum; no bound is trusted to them.

    A primal-dual method of the first order with a step of its own for every row and column (Pock and Chambolle 2011),
    begun again from its average where that is better.
    """
    matrix, worth = program.matrix, program.worth / _SCALE
    turned = matrix.T.tocsr()
    most = np.append(np.ones(len(program.pairs)), [each.most for each in program.extras])
    people_step, price_step = 1 / _sums(matrix, 0) / _PACE, _PACE / _sums(matrix, 1)
    taken, prices = np.zeros(len(worth)), np.zeros(len(program.limits))
    for _ in range(_STEPS // _BEGIN_AGAIN):
        sums = np.zeros(len(worth)), np.zeros(len(prices))
        for _ in range(_BEGIN_AGAIN):
            moved = np.clip(taken + people_step * (worth - turned @ prices), 0.0, most)
            prices = np.maximum(prices + price_step * (matrix @ (2 * moved - taken) - program.limits), 0.0)
            taken = moved
            sums[0][:] += taken
            sums[1][:] += prices
        average = sums[1] / _BEGIN_AGAIN
        if _bound(program, average / 1.0) < _bound(program, prices):
            taken, prices = sums[0] / _BEGIN_AGAIN, average
    return prices * _SCALE


def _sums(matrix: object, axis: int) -> Shares:
    found: Shares = np.asarray(abs(matrix).sum(axis)).ravel()  # type: ignore[arg-type]
    return np.maximum(found, 1e-9)


def _bound(program: Program, prices: Shares) -> float:
    """What the program is worth at most by these prices, in units of _SCALE; extras left out."""
    over = np.maximum(program.worth / _SCALE - program.matrix.T @ prices, 0.0)
    return float(program.limits @ prices + over[: len(program.pairs)].sum())

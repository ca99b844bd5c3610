"""How stable a shortlist is when the weights move: rank acceptability over seeded draws of weights.

Source: Lahdelma and Salminen (2001), SMAA-2: Stochastic multicriteria acceptability analysis for group decision
making, Operations Research 49(3).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from matching.arrays import Flags, Shares
from matching.ask import Ask
from matching.index import Index
from matching.policy import HUNDREDTHS, Policy
from matching.ranking.standard import scored
from matching.shortlist import Stability
from matching.weightings import Weightings, Weights, drawn

Keys = npt.NDArray[np.int64]

# Numbers worked on at once, so that memory stays small whatever the pool and the draws.
_TOGETHER = 1 << 21
# So many of the best by the policy set the mark that the others must reach before they are looked at in full.
_PILOTS = 50
# More than single precision can be off, of a score from 0 to 1; and half a hundredth for rounding.
_SLACK = 1e-4 + 0.5 / HUNDREDTHS


def stability(
    ask: Ask, index: Index, policy: Policy, mask: Flags, rows: Sequence[int], top: int, weightings: Weightings
) -> list[Stability]:
    """For each row in how large a part of the weightings it is first, and is among the ``top`` best of ``mask``.

    Every weighting ranks as the policy does: what abstains shares its weight out, points are whole hundredths, ties go
    by id.
    """
    if not len(rows):
        return []
    shares, points = scored(ask, index, policy)
    weights = drawn(policy, weightings)
    among = np.flatnonzero(mask)
    matrix = np.array([shares[criterion.name] for criterion in policy.criteria])[:, among]
    able = _reaching(matrix, points[among], weights, top) | np.isin(among, rows)
    listed = np.searchsorted(among[able], rows)
    order = _id_order(among[able], index)
    first, in_top = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for keys in _keyed(matrix[:, able], order, weights):
        mine = keys[:, listed]
        first += (mine == keys.max(axis=1, keepdims=True)).sum(axis=0)
        in_top += (mine >= _last_place(keys, top)[:, None]).sum(axis=0)
    n = len(weights)
    return [Stability(first=int(a) / n, in_top=int(b) / n) for a, b in zip(first, in_top, strict=True)]


def _last_place(keys: Keys, top: int) -> Keys:
    """(n_draws,): the key of the last of the ``top`` best."""
    at = max(keys.shape[1] - top, 0)
    last: Keys = np.partition(keys, at, axis=1)[:, at]
    return last


def _keyed(shares: Shares, order: npt.NDArray[np.int64], weights: Weights) -> Iterator[Keys]:
    """(some draws, n): the places of all people as whole numbers, the higher the better, no two alike."""
    n = shares.shape[1]
    step = max(_TOGETHER // max(n, 1), 1)
    for first in range(0, len(weights), step):
        yield _points(shares, weights[first : first + step]) * n + (n - 1 - order)


def _points(shares: Shares, weights: Weights) -> Keys:
    """(n_draws, n) hundredths: the operations of Policy.points in their order, for many weightings at once."""
    total, used = np.zeros((len(weights), shares.shape[1])), np.zeros((len(weights), 1))
    for share, weight in zip(shares, weights.T[:, :, None], strict=True):
        known = ~np.isnan(share)
        if known.any():
            total += np.where(known, share, 0.0) * weight
            # One number for all people as long as a criterion speaks on everybody.
            used = used + (weight if known.all() else known * weight)
    mean = np.divide(total, used, out=np.zeros_like(total), where=used > 0)
    points: Keys = np.rint(np.clip(mean, 0.0, 1.0) * HUNDREDTHS).astype(np.int64)
    return points


def _reaching(shares: Shares, points: npt.NDArray[np.int32], weights: Weights, top: int) -> Flags:
    """(n,): who may be among the ``top`` best in some weighting; everybody where that is no great saving.

    The best by the policy set a mark in each weighting, that whoever is listed there must reach.
    """
    n, room = shares.shape[1], max(_PILOTS, 2 * top)
    if n <= 2 * room:
        return np.ones(n, bool)
    pilots = np.sort(np.argpartition(-points, room)[:room])
    marks = _marks(shares[:, pilots], weights, top)
    known, values = (~np.isnan(shares)).astype(np.float32), np.nan_to_num(shares).astype(np.float32)
    drawn_weights = weights.astype(np.float32)
    able = np.zeros(n, bool)
    able[pilots] = True
    step = max(_TOGETHER // len(weights), 1)
    for first in range(0, n, step):
        some = slice(first, first + step)
        # Without dividing: the mark is taken times the weight in use, one number for all where none of them abstains.
        here = known[:, some]
        used = _mixed(drawn_weights, here[:, :1] if (here == here[:, :1]).all() else here)
        able[some] |= (_mixed(drawn_weights, values[:, some]) >= (marks - _SLACK)[:, None] * used).any(axis=0)
    return able


def _mixed(weights: npt.NDArray[np.float32], values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """(n_draws, n): the product of two matrices; with so few criteria, threads would cost more than they save."""
    mixed: npt.NDArray[np.float32] = np.einsum("dc,cn->dn", weights, values)
    return mixed


def _marks(shares: Shares, weights: Weights, top: int) -> npt.NDArray[np.float32]:
    """(n_draws,): the score of the last of the ``top`` best among some people, 0 to 1."""
    points = _points(shares, weights)
    return (_last_place(points, top) / HUNDREDTHS).astype(np.float32)


def _id_order(rows: npt.NDArray[np.int64], index: Index) -> npt.NDArray[np.int64]:
    """(n,): the place of each row by id among these."""
    if index.rows == index.sealed:
        return np.arange(len(rows))
    by_id = sorted(range(len(rows)), key=lambda at: index.ids[int(rows[at])])
    order = np.empty(len(rows), np.int64)
    order[by_id] = np.arange(len(rows))
    return order

"""Measures of rankings, and intervals by resampling."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from matching.arrays import Shares
from matching.shortlist import Answer

Places = npt.NDArray[np.int64]
Draws = npt.NDArray[np.int64]  # (n_draws, n)

_EDGES = (2.5, 97.5)


class Estimate(Answer):
    """A measure with the edges of its 95 % interval."""

    value: float
    low: float
    high: float


def gain(places: Places, k: int) -> float:
    """Normalised discounted gain at ``k`` where those who were chosen stand at these places, from 1; each counts alike.

    Source: Järvelin and Kekäläinen (2002), Cumulated gain-based evaluation of IR techniques.
    """
    ideal = _discounts(np.arange(1, min(len(places), k) + 1)).sum()
    return float(_discounts(places[places <= k]).sum() / ideal)


def reciprocal(places: Places) -> float:
    """One by the place of the first of those who were chosen."""
    return float(1.0 / places.min())


def recall(places: Places, k: int) -> float:
    """Which part of those who were chosen stands among the first ``k``."""
    return float((places <= k).mean())


def _discounts(places: Places) -> Shares:
    found: Shares = 1.0 / np.log2(1.0 + places)
    return found


def exposure(places: Places) -> Shares:
    """How much those at some places are seen: the discount that nDCG uses."""
    return _discounts(places)


def gini(values: Shares) -> float:
    """How unequal some amounts are: 0 all alike, near 1 all with one.

    Source: Gini (1912); by the order of the amounts.
    """
    n, total = len(values), float(values.sum())
    if not total:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ np.sort(values) / (n * total))


def resampled(n: int, draws: int, seed: int) -> Draws:
    """(draws, n): which of ``n`` cases each draw takes, with replacement; the same seed draws the same."""
    found: Draws = np.random.Generator(np.random.PCG64(seed)).integers(0, n, (draws, n))
    return found


def mean_of(values: Sequence[float] | Shares, drawn: Draws) -> Estimate:
    """The mean of cases, and how it varies with the cases.

    Source: Efron (1979), the percentile bootstrap.
    """
    cases = np.asarray(values, np.float64)
    return within(float(cases.mean()), cases[drawn].mean(axis=1))


def within(value: float, found: Shares) -> Estimate:
    """A measure with the edges of what was found in the draws."""
    low, high = np.percentile(found, _EDGES).tolist()
    return Estimate(value=round(value, 4), low=round(low, 4), high=round(high, 4))


def rank_correlation(first: Shares, second: Shares) -> float:
    """Spearman's rank correlation, ties by their mean rank; NaN where all of one side are alike."""
    a, b = _ranks(first), _ranks(second)
    spread = float(a.std() * b.std())
    return float(((a - a.mean()) * (b - b.mean())).mean() / spread) if spread else float("nan")


def _ranks(values: Shares) -> Shares:
    _, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    found: Shares = (np.cumsum(counts) - (counts - 1) / 2.0)[at.reshape(-1)]
    return found


def over_draws(measure: Callable[[Draws], float], drawn: Draws) -> Shares:
    """What a measure gives for each draw, where it gives anything."""
    found = np.array([measure(each) for each in drawn], np.float64)
    known: Shares = found[~np.isnan(found)]
    return known

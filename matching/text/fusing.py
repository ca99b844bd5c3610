"""Several rankings put together by the places that they give."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matching.arrays import Shares

# What the first places count before the later ones: 1 / (60 + place).
_BEFORE = 60
FIRST = 1.0 / (_BEFORE + 1)  # what a first place counts


def fused(scores: Sequence[Shares]) -> Shares:
    """(n,): the sum over rankings of ``1 / (60 + place)``, place 1 for the highest score.

    ``scores``: (n,) each. Equal scores share the mean of their places, so that the order of the input never matters.

    Source: Cormack, Clarke and Buettcher (2009), Reciprocal rank fusion outperforms Condorcet and individual rank
    learning methods, SIGIR; the constant is theirs.
    """
    total: Shares = np.sum([1.0 / (_BEFORE + places(each)) for each in scores], axis=0)
    return total


def places(scores: Shares) -> Shares:
    """(n,): 1 for the highest; equal ones share the mean of their places."""
    _, at, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    last: npt.NDArray[np.int64] = np.cumsum(counts)
    shared: Shares = (last - (counts - 1) / 2.0)[at.reshape(-1)]
    return shared

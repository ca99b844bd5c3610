"""On how many of the shortest ways between others somebody stands, for a whole network at once.

What networkx works out, on sparse arrays: a page waits for it, and networkx takes ten times as long.
"""

from collections.abc import Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.arrays import Shares

# Ways from so many people are followed side by side: what is kept of them takes some megabytes.
_TOGETHER = 64

Places = npt.NDArray[np.int64]


def betweenness(among: nx.Graph, sample: int | None = None, seed: int = 7) -> dict[str, float]:
    """Of each node the part (0 to 1) of all shortest ways between two others that lead over it.

    ``sample``: estimated from the ways that begin at so many nodes, drawn by the seed; from all of them without it.

    Brandes (2001), step by step for many beginnings in one sparse product: O(sample x edges).
    """
    nodes, n = list(among), len(among)
    if n < 3:
        return dict.fromkeys(nodes, 0.0)
    ways = sparse.csr_array(nx.to_scipy_sparse_array(among, weight=None, dtype=float))
    drawn = np.arange(n) if sample is None else np.sort(_dice(seed).choice(n, sample, replace=False))
    found = np.zeros(n)
    for first in range(0, len(drawn), _TOGETHER):
        found += _over(ways, drawn[first : first + _TOGETHER])
    # Nobody stands on the ways that begin with them.
    begin = np.full(n, float(len(drawn)))
    begin[drawn] -= 1
    pairs = begin * (n - 2)
    return dict(zip(nodes, np.divide(found, pairs, out=np.zeros(n), where=pairs > 0).tolist(), strict=True))


def _dice(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def _over(ways: sparse.csr_array, begin: Places) -> Shares:
    """(n,): how much of the shortest ways from some nodes to all others leads over each, summed over the beginnings."""
    each = np.arange(len(begin))
    counts = np.zeros((ways.shape[0], len(begin)))
    counts[begin, each] = 1.0
    levels = _levels(ways, counts)
    over = np.zeros_like(counts)
    for nearer, farther in zip(levels[-2::-1], levels[:0:-1], strict=True):
        handed_on = np.divide(1.0 + over, counts, out=np.zeros_like(over), where=farther)
        over += np.where(nearer, counts * (ways @ handed_on), 0.0)
    over[begin, each] = 0.0
    total: Shares = over.sum(axis=1)
    return total


def _levels(ways: sparse.csr_array, counts: Shares) -> Sequence[npt.NDArray[np.bool_]]:
    """Who is reached with each further step; sets in ``counts`` how many shortest ways lead to them."""
    now, levels = counts.copy(), [counts > 0]
    seen = levels[0].copy()
    while levels[-1].any():
        now = ways @ now
        now[seen] = 0.0
        counts += now
        levels.append(now > 0)
        seen |= levels[-1]
    return levels[:-1]

"""What the documents of a person say together about a request."""

import numpy as np

from matching.arrays import Column, Shares

# How much more a near document counts than a far one; frozen, see docs/decisions/0026.
SHARPNESS = 10.0


def gathered(nearness: Shares, owners: Column, n: int) -> Shares:
    """(n,): per owner ``log(1 + sum(exp(10 x) - 1)) / 10`` over its documents; 0 for an owner without any.

    ``nearness`` (n_documents,): of each document to the request, 0 to 1; ``owners``: whose it is. A document alone
    counts what it is near; one that is far from the request adds nothing, so that no further document ever lowers the
    sum. Among requests of one owner the order is that of ``log(mean(exp(10 x))) / 10``: both rise with the same sum.
    """
    return folded(np.asarray(np.bincount(owners, weights=unfolded(nearness), minlength=n), np.float64))


def unfolded(nearness: Shares) -> Shares:
    """What documents count when they are added up; ``folded`` is the way back."""
    counts: Shares = np.expm1(SHARPNESS * nearness)
    return counts


def folded(counts: Shares) -> Shares:
    """A sum of what documents count as one nearness."""
    found: Shares = np.log1p(counts) / SHARPNESS
    return found

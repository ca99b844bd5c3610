"""Whom the dates of a mission bar, and how many of its days people are away, as compiled code."""

import numpy as np

from matching.compiling import compiled
from matching.ranking.eights import added

# The lowest bit of each, which can be added up so many times.
_LOWEST, _TIMES = np.uint64(0x0101010101010101), 255


@compiled
def _mark_away(away, first, days, bit, hits):
    """Mark the rows of whose ``days`` days from ``first`` the periods cover more than they may; they stand by row."""
    rows, start, end, most = away
    row, covered = -1, 0
    for one in range(len(rows)):
        if rows[one] != row:
            row, covered = rows[one], 0
        covered += max(min(end[one], first + days) - max(start[one], first), 0)
        if covered > most:
            hits[row] = bit


@compiled
def _mark_barred(axes, first, last, dormant_after, hits):
    """Mark who may not be proposed from ``first`` to ``last``, as ``registry.lifecycle.bars`` has it."""
    admitted, consent_from, consent_until, closed_until, blocked, confirmed_on, restricted = axes
    # As wide as the columns, so that many rows are compared in one go.
    first, last, dormant = np.int32(first), np.int32(last), np.int32(first - dormant_after)
    for row in range(len(hits)):
        hits[row] |= (
            np.uint8(not admitted[row])
            | np.uint8((consent_from[row] > first) | (consent_until[row] <= last)) << np.uint8(1)
            | np.uint8(closed_until[row] > first) << np.uint8(2)
            | np.uint8(blocked[row]) << np.uint8(3)
            | np.uint8(confirmed_on[row] <= dormant) << np.uint8(4)
            | np.uint8(restricted[row]) << np.uint8(5)
        )


@compiled
def _count(eights, counts):
    """Add how many rows have each bit, eight rows in one number."""
    for bit in range(len(counts)):
        for begin in range(0, len(eights), _TIMES):
            some, found = eights[begin : begin + _TIMES], np.uint64(0)
            for one in range(len(some)):
                found += (some[one] >> np.uint64(bit)) & _LOWEST
            counts[bit] += added(found)


@compiled
def barred(axes, away, first, last, dormant_after, gone, eights, mask):
    """Set the bits and ``mask`` as ``matching.ranking.standard.barred`` does; how many have each bit.

    ``eights``: the bits of eight rows in each number, zeros so far, also behind the last row.
    """
    hits, counts = eights.view(np.uint8)[: len(mask)], np.zeros(7, np.int64)
    _mark_away(away, first, last + 1 - first, np.uint8(64), hits)
    _mark_barred(axes, first, last, dormant_after, hits)
    hits[gone] = 0
    _count(eights, counts)
    for row in range(len(mask)):
        mask[row] = hits[row] == 0
    mask[gone] = False
    return counts


@compiled
def days_of(wanted, kinds, first, days):
    """(n_kinds, n_wanted): on how many of ``days`` days from ``first`` some rows have a period of each kind.

    ``kinds``: (rows, first days, first days no longer in it) each, by row.
    """
    found = np.zeros((len(kinds), len(wanted)), np.int64)
    for kind in range(len(kinds)):
        rows, start, end = kinds[kind]
        for one in range(len(wanted)):
            at = np.searchsorted(rows, wanted[one])
            while at < len(rows) and rows[at] == wanted[one]:
                found[kind, one] += max(min(end[at], first + days) - max(start[at], first), 0)
                at += 1
    return found

"""How much of the score each row can reach at most, by what does not move with the dates, as compiled code.

Every wish is looked at in one go over the postings of its terms, eight wishes in one number, rounded up; what is not
known (a certificate that may have lapsed, what abstains) stays open. A reach is a number of 16 bits, and ``WHOLE`` of
``matching.ranking.weighing`` is the whole score.
"""

import numpy as np

from matching.compiling import compiled
from matching.ranking.eights import added, larger

# Rows seen in one go: they stay in the nearest caches.
BLOCK = 8_192
# So that every rounding up still fits into 16 bits.
WHOLE = 64_000


@compiled
def _see(base, until, look, seen):
    """Set for each row of a block its best claim for each wish."""
    begins, ends, rows, graded, kinds, lanes, _ = look
    seen[: until - base] = 0
    for term in range(len(begins)):
        of_term, grades, worth = rows[begins[term] : ends[term]], graded[begins[term] : ends[term]], lanes[kinds[term]]
        for at in range(np.searchsorted(of_term, base), np.searchsorted(of_term, until)):
            row = of_term[at] - base
            seen[row] = larger(seen[row], worth[grades[at]])


@compiled
def add_claims(reach, begin, end, look):
    """Add what the best claims of ``begin <= row < end`` make at most.

    ``look``: where the postings of each term that counts begin and end, rows and grades of all postings; of
    which kind each term is, what each grade of each kind makes for eight wishes, eight numbers of seven bits in one;
    and what 1 of these numbers means.
    """
    unit, seen = look[6], np.zeros(BLOCK, np.uint64)
    for base in range(begin, end, BLOCK):
        until = min(base + BLOCK, end)
        _see(base, until, look, seen)
        for row in range(base, until):
            reach[row] += np.uint16(np.ceil(added(seen[row - base]) * unit))


@compiled
def add_grades(reach, begin, end, codes, worth):
    """Add what the grades of ``begin <= row < end`` make at most."""
    for row in range(begin, end):
        reach[row] += worth[codes[row]]

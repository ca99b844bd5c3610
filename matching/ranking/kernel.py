"""The ranking of one seat as compiled code: the numbers of the criteria, for those who can still be among the best.

Some rows at a time, noun by noun: what is known of a specialist so far bounds the score from above, and whoever
cannot reach the last place any more is left. Every number that is kept is worked out in the same order of the same
operations as in ``Criterion.score`` and ``Policy.points``, so that it has the same bits.
"""

import numpy as np

from matching.compiling import compiled
from matching.index.columns import NO_CLAIM
from matching.ranking.arguments import LANES

# Rows looked at together: their values stay in the cache nearest to the processor.
_TOGETHER = 1024
_HUNDREDTHS = 10_000.0
# Half a hundredth for rounding, and more than all rounding of the bound itself; more where it is in single precision.
_SLACK = 0.5 + 1e-6
_SINGLE = 1e-5
_BUCKETS = 1024
# Eight numbers of seven bits in one of 64: the bit above each, how far down it goes, every second number, their sum.
_ABOVE = np.uint64(0x8080808080808080)
_SEVEN, _EIGHT = np.uint64(7), np.uint64(8)
_EVERY_SECOND = np.uint64(0x00FF00FF00FF00FF)
_SUM, _TOP = np.uint64(0x0001000100010001), np.uint64(48)
# The last place is found early among so many times the people asked for, those who promise most.
_FIRST = 8


@compiled
def _price(rows, slots, count, starts, terms, graded, near, worth, at, values):
    """Set the values from ``at`` on to the best price of each row's claims, wish by wish; 0 without a claim."""
    for first in range(0, near.shape[1], LANES):
        for one in range(count):
            best = values[slots[one], at + first : at + first + LANES]
            best[:] = 0.0
            row = rows[one]
            for claim in range(starts[row], starts[row + 1]):
                closeness = near[terms[claim], first : first + LANES]
                backed = worth[graded[claim], first : first + LANES]
                for lane in range(LANES):
                    price = closeness[lane] * backed[lane]
                    best[lane] = price if price > best[lane] else best[lane]


@compiled
def _price_noun(noun, rows, slots, count, nouns, begins, values):
    skills, languages, countries, certificates = nouns
    at = begins[noun]
    if noun == 0:
        _price(rows, slots, count, skills[0], skills[1], skills[2], skills[3], skills[4], at, values)
    elif noun == 1:
        _price(rows, slots, count, languages[0], languages[1], languages[2], languages[3], languages[4], at, values)
    elif noun == 2:
        _price(rows, slots, count, countries[0], countries[1], countries[2], countries[3], countries[4], at, values)
    else:
        held = certificates
        _price(rows, slots, count, held[0], held[1], held[2], held[3], held[4], at, values)


@compiled
def _look_up(rows, slots, count, codes, worth, at, values):
    """Set one value to what each row's grade of one kind is worth."""
    for one in range(count):
        values[slots[one], at] = worth[codes[rows[one]]]


@compiled
def _without_claims(rows, slots, count, grades, dense, begins, values):
    """Set the values that need no claims."""
    codes, kinds, offsets, worths = grades
    for part in range(len(kinds)):
        worth = worths[offsets[part] : offsets[part + 1]]
        _look_up(rows, slots, count, codes[kinds[part]], worth, begins[4] + part, values)
    for part in range(dense.shape[1]):
        for one in range(count):
            values[slots[one], begins[5] + part] = dense[rows[one], part]


@compiled
def _lower(rows, count, codes, worth, bound, left):
    """Lower what rows can reach by what their grades are worth; what abstains leaves everything open."""
    for one in range(count):
        value = worth[codes[rows[one]]]
        if value == value:
            left[one] -= bound * (1.0 - value)


@compiled
def _without_skills(rows, count, grades, dense, begins, bound, left):
    """Set what rows can reach by what needs no claims."""
    codes, kinds, offsets, worths = grades
    left[:count] = 1.0
    for part in range(len(kinds)):
        _lower(
            rows, count, codes[kinds[part]], worths[offsets[part] : offsets[part + 1]], bound[begins[4] + part], left
        )
    for part in range(dense.shape[1]):
        for one in range(count):
            value = dense[rows[one], part]
            if value == value:
                left[one] -= bound[begins[5] + part] * (1.0 - value)


@compiled
def _first_look(rows, count, look, left, short):
    """Lower what rows can reach by a look at their skills; ``short`` is by how much."""
    side, adds, most, _, _ = look
    for one in range(count):
        row, found = rows[one], np.float32(0.0)
        for slot in range(side.shape[1]):
            found += adds[side[row, slot]]
        short[one] = most - min(np.float64(found) + _SINGLE, most)
        left[one] -= short[one]


@compiled
def _larger(one, other):
    """Eight numbers of seven bits: of each the larger."""
    kept = ((one | _ABOVE) - other) & _ABOVE
    kept -= kept >> _SEVEN
    return (one & kept) | (other & ~kept)


@compiled
def _closer_look(rows, left, short, count, look, least):
    """Lower what rows can reach by their best skill for each wish, and keep those that may have ``least``."""
    side, _, most, lanes, unit = look
    kept = 0
    for one in range(count):
        # Two at a time, so that one need not wait for the other.
        row, best, beside = rows[one], np.uint64(0), np.uint64(0)
        for slot in range(0, side.shape[1], 2):
            if side[row, slot] == NO_CLAIM:
                break
            best = _larger(best, lanes[side[row, slot]])
            beside = _larger(beside, lanes[side[row, slot + 1]])
        best = _larger(best, beside)
        pairs = (best & _EVERY_SECOND) + ((best >> _EIGHT) & _EVERY_SECOND)
        off = most - min(np.float64((pairs * _SUM) >> _TOP) * unit + _SINGLE, most)
        rows[kept], left[kept], short[kept] = row, left[one] + short[one] - off, off
        kept += left[kept] * _HUNDREDTHS + _SLACK >= least
    return kept


@compiled
def _promising(left, count, wanted):
    """What about ``wanted`` of the rows or some more can reach."""
    buckets = np.zeros(_BUCKETS + 1, np.int64)
    for one in range(count):
        buckets[np.int64(min(max(left[one], 0.0), 1.0) * _BUCKETS)] += 1
    bucket, found = _BUCKETS, buckets[_BUCKETS]
    while found < wanted and bucket > 0:
        bucket -= 1
        found += buckets[bucket]
    return bucket / _BUCKETS


@compiled
def _keep_hopeful(rows, slots, left, short, count, first, last, bound, values, least):
    """Lower what rows can reach by their values ``first`` to ``last``, and keep those that may have ``least``."""
    kept = 0
    for one in range(count):
        slot, can = slots[one], left[one]
        if first == 0:
            # Skills are known in full now: what a look took off is not taken off twice.
            can += short[slot]
        for value in range(first, last):
            can -= bound[value] * (1.0 - values[slot, value])
        rows[kept], left[kept], slots[kept] = rows[one], can, slot
        kept += can * _HUNDREDTHS + _SLACK >= least
    return kept


@compiled
def _exact(values, plan, shares):
    """Set the shares of all criteria in use (NaN abstains) from the values of one row; the points in hundredths."""
    part_at, part_weight, wish_part, wish_weight, wish_whole, criterion_wish, criterion_whole, weights = plan
    total, used = 0.0, 0.0
    for criterion in range(len(weights)):
        mean = 0.0
        for wish in range(criterion_wish[criterion], criterion_wish[criterion + 1]):
            parts = 0.0
            for part in range(wish_part[wish], wish_part[wish + 1]):
                parts += values[part_at[part]] * part_weight[part]
            parts /= wish_whole[wish]
            mean += (1.0 if parts > 1.0 else parts) * wish_weight[wish]
        mean /= criterion_whole[criterion]
        mean = 1.0 if mean > 1.0 else mean
        shares[criterion] = mean
        if mean == mean:
            total += mean * weights[criterion]
            used += weights[criterion]
    score = total / used if used > 0.0 else 0.0
    return np.int64(np.rint(min(max(score, 0.0), 1.0) * _HUNDREDTHS))


@compiled
def _worse(points, rows, one, other):
    return points[one] < points[other] or (points[one] == points[other] and rows[one] > rows[other])


@compiled
def _sink(points, rows, size):
    """Restore a heap with the worst on top after its top has changed."""
    place = 0
    while True:
        worst = place
        for child in (2 * place + 1, 2 * place + 2):
            if child < size and _worse(points, rows, child, worst):
                worst = child
        if worst == place:
            return
        points[place], points[worst] = points[worst], points[place]
        rows[place], rows[worst] = rows[worst], rows[place]
        place = worst


@compiled
def _rise(points, rows, place):
    """Restore it after one was added at its end."""
    while place > 0 and _worse(points, rows, place, (place - 1) // 2):
        above = (place - 1) // 2
        points[place], points[above] = points[above], points[place]
        rows[place], rows[above] = rows[above], rows[place]
        place = above


@compiled
def _in_full(rows, left, short, count, heap, size, least, nouns, grades, dense, order, begins, bound, plan, room):
    """Work out rows noun by noun as long as they may have ``least`` points; (size of the heap, least) after them."""
    points, chosen = heap
    slots, values, shares = room
    for one in range(count):
        slots[one] = one
    for noun in order:
        _price_noun(noun, rows, slots, count, nouns, begins, values)
        count = _keep_hopeful(rows, slots, left, short, count, begins[noun], begins[noun + 1], bound, values, least)
    _without_claims(rows, slots, count, grades, dense, begins, values)
    for one in range(count):
        found = _exact(values[slots[one]], plan, shares)
        if found < least:
            continue
        if size < len(points):
            points[size], chosen[size] = found, rows[one]
            _rise(points, chosen, size)
            size += 1
        elif found > points[0] or rows[one] < chosen[0]:
            points[0], chosen[0] = found, rows[one]
            _sink(points, chosen, size)
        if size == len(points):
            # Whoever ties with the last place may still take it, by the id.
            least = points[0]
    return size, least


@compiled
def best(mask, begin, end, top, floor, nouns, grades, dense, order, look, begins, bound, plan):
    """The ``top`` best rows of ``begin <= row < end`` with more than ``floor`` points, ties by row, in no order.

    The arrays from ``nouns`` on are those of ``matching.ranking.arguments``. Returns rows and points.
    """
    everybody, count = np.empty(end - begin + 1, np.int64), 0
    for row in range(begin, end):
        everybody[count] = row
        count += mask[row]
    left, short = np.empty(count), np.empty(count)
    _without_skills(everybody, count, grades, dense, begins, bound, left)
    _first_look(everybody, count, look, left, short)
    promising = _promising(left, count, _FIRST * top)
    heap, size, least = (np.empty(top, np.int64), np.empty(top, np.int64)), 0, floor + 1
    rows, lefts, shorts = np.empty(_TOGETHER, np.int64), np.empty(_TOGETHER), np.empty(_TOGETHER)
    room = (np.empty(_TOGETHER, np.int64), np.zeros((_TOGETHER, len(bound))), np.empty(len(plan[7])))
    for those_first in (True, False):
        one = 0
        while one < count:
            some = 0
            while one < count and some < _TOGETHER:
                rows[some], lefts[some], shorts[some] = everybody[one], left[one], short[one]
                hopeful = left[one] * _HUNDREDTHS + _SLACK >= least
                some += hopeful and (left[one] >= promising) == those_first
                one += 1
            if len(look[3]):
                some = _closer_look(rows, lefts, shorts, some, look, least)
            size, least = _in_full(
                rows, lefts, shorts, some, heap, size, least, nouns, grades, dense, order, begins, bound, plan, room
            )
    return heap[1][:size], heap[0][:size]


@compiled
def shares_of(rows, nouns, grades, dense, order, look, begins, bound, plan):
    """(n, n_criteria): the shares of some rows."""
    count = len(rows)
    values, found, slots = np.zeros((count, len(bound))), np.empty((count, len(plan[7]))), np.arange(count)
    _without_claims(rows, slots, count, grades, dense, begins, values)
    for noun in order:
        _price_noun(noun, rows, slots, count, nouns, begins, values)
    for one in range(count):
        _exact(values[one], plan, found[one])
    return found


@compiled
def more_than(rows, start, end, most, first, days, found):
    """Mark the rows of whose ``days`` days from ``first`` the periods cover more than ``most``; they stand by row."""
    row, covered = -1, 0
    for one in range(len(rows)):
        if rows[one] != row:
            row, covered = rows[one], 0
        covered += max(min(end[one], first + days) - max(start[one], first), 0)
        if covered > most:
            found[row] = True

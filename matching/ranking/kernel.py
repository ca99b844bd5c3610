"""The ranking of one seat as compiled code: the numbers of the criteria, for those who can still be among the best.

Block by block those whose reach (see ``matching.ranking.reach``) is high enough are looked at more closely, the highest
first. What is known of a specialist so far bounds the score from above, and whoever cannot reach the last place any
more is left. Every number that is kept is worked out in the same order of the same operations as in
``Criterion.score`` and ``Policy.points``, so that it has the same bits.
"""

import numpy as np

from matching.compiling import compiled
from matching.ranking.reach import BLOCK
from matching.ranking.weighing import LANES, WHOLE

# Rows looked at together; the very first are fewer: once some are known in full, most of the next can be left early.
_TOGETHER = 256
_FIRST = 32
_HUNDREDTHS = 10_000.0
# Half a hundredth for rounding, and more than all rounding of the bound itself.
_SLACK = 0.5 + 1e-6
# Rows that are compared in one go.
_ABREAST = 64
# Reaches that are told apart when rows are brought in order.
_STEPS = 1024


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
def _price_few(rows, slots, count, starts, terms, graded, near, worth, at, values):
    """The same where near and worth have a row per wish: they are read as they came, and are not laid out first."""
    for one in range(count):
        row = rows[one]
        for wish in range(near.shape[0]):
            best = 0.0
            for claim in range(starts[row], starts[row + 1]):
                price = near[wish, terms[claim]] * worth[wish, graded[claim]]
                best = price if price > best else best
            values[slots[one], at + wish] = best


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
        _price_few(rows, slots, count, held[0], held[1], held[2], held[3], held[4], at, values)


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
def _lower_by_grades(rows, grades, begins, bound, left):
    """Lower what rows can reach by what all their grades are worth."""
    codes, kinds, offsets, worths = grades
    for part in range(len(kinds)):
        worth = worths[offsets[part] : offsets[part + 1]]
        _lower(rows, len(rows), codes[kinds[part]], worth, bound[begins[4] + part], left)


@compiled
def _lower_by_rows(rows, dense, begins, bound, left):
    """Lower what rows can reach by what was worked out for each specialist."""
    for part in range(dense.shape[1]):
        for one in range(len(rows)):
            value = dense[rows[one], part]
            if value == value:
                left[one] -= bound[begins[5] + part] * (1.0 - value)


@compiled
def _anybody(mask, reach, low):
    found = np.uint8(0)
    for one in range(len(mask)):
        found |= np.uint8(mask[one]) & np.uint8(reach[one] >= low)
    return found


@compiled
def _hopeful(mask, reach, low, found):
    """Who of a block may be considered and reaches ``low``; how many they are."""
    kept, low = 0, np.uint16(low)
    for first in range(0, len(mask), _ABREAST):
        # In most of them there is nobody, and to see that many are compared in one go.
        if _anybody(mask[first : first + _ABREAST], reach[first : first + _ABREAST], low):
            for one in range(first, min(first + _ABREAST, len(mask))):
                found[kept] = one
                kept += mask[one] & (reach[one] >= low)
    return kept


@compiled
def _step(reached):
    return _STEPS - 1 - np.int64(reached) * _STEPS // 65_536


@compiled
def _best_first(found, reach, count, ordered):
    """Bring them in the order of what they reach, the most first, as far as steps tell them apart."""
    begins = np.zeros(_STEPS + 1, np.int64)
    for one in range(count):
        begins[_step(reach[found[one]]) + 1] += 1
    begins = np.cumsum(begins)
    for one in range(count):
        step = _step(reach[found[one]])
        ordered[begins[step]] = found[one]
        begins[step] += 1


@compiled
def _keep_hopeful(rows, slots, left, count, first, last, bound, values, least):
    """Lower what rows can reach by their values ``first`` to ``last``, and keep those that may have ``least``."""
    kept = 0
    for one in range(count):
        slot = slots[one]
        can = left[one]
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
def _in_full(rows, left, count, known, heap, size, least, nouns, grades, dense, order, begins, bound, plan, room):
    """Work out rows noun by noun as long as they may have ``least`` points; (size of the heap, least) after them."""
    points, chosen = heap
    slots, values, shares = room
    kept = 0
    for one in range(count):
        rows[kept], left[kept], slots[kept] = rows[one], left[one], one
        kept += left[one] * _HUNDREDTHS + _SLACK >= least
    count = kept
    for noun in order:
        _price_noun(noun, rows, slots, count, nouns, begins, values)
        if not known:
            count = _keep_hopeful(rows, slots, left, count, begins[noun], begins[noun + 1], bound, values, least)
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
def _low(least):
    """What somebody must reach to have ``least`` points."""
    return min(max(np.int64(np.floor((least - _SLACK) / _HUNDREDTHS * WHOLE)), 0), WHOLE)


@compiled
def _open(rows, known, grades, dense, begins, bound, left):
    """Lower what rows can reach by what needs no claims, as far as their reach does not know it."""
    if not known:
        _lower_by_grades(rows, grades, begins, bound, left)
    _lower_by_rows(rows, dense, begins, bound, left)


@compiled
def _shares_of(rows, nouns, grades, dense, order, begins, plan, n_values):
    """(n, n_criteria): the shares of some rows."""
    count = len(rows)
    values, found, slots = np.zeros((count, n_values)), np.empty((count, len(plan[7]))), np.arange(count)
    _without_claims(rows, slots, count, grades, dense, begins, values)
    for noun in order:
        _price_noun(noun, rows, slots, count, nouns, begins, values)
    for one in range(count):
        _exact(values[one], plan, found[one])
    return found


@compiled
def best(mask, reach, begin, known, top, floor, nouns, grades, dense, order, begins, bound, plan):
    """The ``top`` best of the rows from ``begin`` on with more than ``floor`` points, ties by row, in no order.

    ``mask``, ``reach``: of these rows; ``known``: whether their reach was worked out, and is not just the whole. The
    arrays from ``nouns`` on are those of ``matching.ranking.arguments``. Returns rows, points and shares.
    """
    found, ordered = np.empty(BLOCK + 1, np.int64), np.empty(BLOCK, np.int64)
    heap, size, least = (np.empty(top, np.int64), np.empty(top, np.int64)), 0, floor + 1
    rows, left = np.empty(_TOGETHER, np.int64), np.empty(_TOGETHER)
    room = (np.empty(_TOGETHER, np.int64), np.zeros((_TOGETHER, len(bound))), np.empty(len(plan[7])))
    together = _FIRST
    for base in range(0, len(mask), BLOCK):
        can = reach[base : base + BLOCK]
        count = _hopeful(mask[base : base + BLOCK], can, _low(least), found)
        _best_first(found, can, count, ordered)
        first = 0
        while first < count and _step(can[ordered[first]]) <= _step(_low(least)):
            some = min(together, count - first)
            for one in range(some):
                rows[one] = begin + base + ordered[first + one]
                left[one] = can[ordered[first + one]] / WHOLE
            _open(rows[:some], known, grades, dense, begins, bound, left)
            size, least = _in_full(
                rows, left, some, known, heap, size, least, nouns, grades, dense, order, begins, bound, plan, room
            )
            first, together = first + some, min(2 * together, _TOGETHER)
    chosen = heap[1][:size]
    return chosen, heap[0][:size], _shares_of(chosen, nouns, grades, dense, order, begins, plan, len(bound))

"""The ranking of one seat in NumPy: the definition, that the compiled kernel must agree with."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.arrays import Bits, Flags, Rows, Shares
from matching.ask import Ask
from matching.index import Index
from matching.policy import Points, Policy
from registry.domain import AvailabilityKind
from registry.lifecycle import bars

Covered = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Contenders:
    """Some rows, the best of a seat among them, in no order; ``points`` in hundredths, ``shares`` per criterion."""

    rows: npt.NDArray[np.int64]
    points: Points | npt.NDArray[np.int64]
    shares: Mapping[str, Shares]


@dataclass(frozen=True)
class Judged:
    """What bars people from every mission on some dates, and who is left.

    ``hits`` (n_rows,): a bit for each bar, in the order of ``registry.lifecycle.bars``, and one for those away for too
    long; ``counts``: how many have each. Rows that are gone have no bit, and are not left either.
    """

    hits: Bits
    counts: list[int]
    mask: Flags


def spare_days(ask: Ask) -> int:
    """On how many days of the window whoever takes the seat may be away."""
    return ask.window.days - ask.days_needed


def barred(ask: Ask, index: Index) -> Judged:
    """Hold everybody's membership and absences against the dates of a mission."""
    periods = index.availability[AvailabilityKind.AWAY]
    away = periods.more_than(spare_days(ask), ask.start, ask.window.days, index.rows)
    reasons = [*bars(index.membership, ask.window).values(), away]
    hits = np.zeros(index.rows, np.uint8)
    for place, who in enumerate(reasons):
        hits |= who.astype(np.uint8) << np.uint8(place)
    hits[index.gone] = 0
    mask = hits == 0
    mask[index.gone] = False
    return Judged(hits, [int(np.count_nonzero(hits & np.uint8(1 << bit))) for bit in range(len(reasons))], mask)


def covered(ask: Ask, index: Index, rows: Rows) -> Covered:
    """(n_kinds, n_rows): on how many days of a mission some rows have a period of each kind of availability."""
    periods = (index.availability[kind] for kind in AvailabilityKind)
    return np.array([each.days_of(rows, ask.start, ask.window.days) for each in periods])


def scored(ask: Ask, index: Index, policy: Policy) -> tuple[Mapping[str, Shares], Points]:
    """Shares per criterion and points in hundredths, of every row."""
    shares = {criterion.name: criterion.score(ask, index) for criterion in policy.criteria}
    return shares, policy.points(shares, index.rows)


def contenders(ask: Ask, index: Index, policy: Policy, mask: Flags, top: int) -> Contenders:
    """The ``top`` best among ``mask``, and whoever ties with the last of them."""
    shares, points = scored(ask, index, policy)
    rows = reaching(points, mask, top)
    return Contenders(rows, points[rows], {name: share[rows] for name, share in shares.items()})


def reaching(points: Points, mask: Flags, top: int) -> npt.NDArray[np.int64]:
    """Rows of the ``top`` highest points among ``mask``, and of all that tie with the last of them."""
    rows = np.flatnonzero(mask)
    if not 0 < top < len(rows):
        return rows
    last = np.partition(points[rows], len(rows) - top)[len(rows) - top]
    reach: npt.NDArray[np.int64] = rows[points[rows] >= last]
    return reach


def in_order(found: Contenders, top: int, index: Index) -> npt.NDArray[np.int64]:
    """Where the ``top`` best stand among some rows, best first, ties by id."""
    top, order = max(top, 0), np.lexsort((found.rows, -found.points))
    if index.rows == index.sealed:
        return order[:top]
    # Sealed rows stand in the order of ids; those added since are few, and come in by id.
    added = found.rows[order] >= index.sealed
    some = np.append(order[~added][:top], order[added]).tolist()
    by_id = sorted(some, key=lambda at: (-int(found.points[at]), index.ids[int(found.rows[at])]))
    return np.array(by_id[:top], np.int64)

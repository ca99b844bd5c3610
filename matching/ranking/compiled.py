"""Ranking by the compiled kernel where numba is installed and the pool is large; the same answer as the criteria."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from matching.arrays import Column, Flags, Rows, Shares
from matching.ask import Ask
from matching.index import Index
from matching.index.layout import AXES
from matching.index.links import installed
from matching.policy import Policy
from matching.ranking.arguments import LaidOut, laid_out
from matching.ranking.beforehand import Reach, in_halves, reached
from matching.ranking.standard import Contenders, Covered, Judged, spare_days
from matching.ranking.weighing import WHOLE
from registry.domain import AvailabilityKind
from registry.lifecycle import DORMANT_AFTER

Found = tuple[Column, Column, Shares]  # rows, points and shares (n, n_criteria) of some people

# Below this, loading the compiled code takes longer than all that it saves.
LARGE = 5_000
# From here on, two threads are worth the trouble of handing over.
VERY_LARGE = 400_000


def worth_it(index: Index) -> bool:
    """Whether the kernel ranks this pool."""
    return index.rows >= LARGE and installed()


@cache
def _kernel() -> Any:
    # numba takes half a second to import: only a large pool pays for it.
    return import_module("matching.ranking.kernel")


@cache
def _barring() -> Any:
    return import_module("matching.ranking.barring")


def _best_sealed(mask: Flags, laid: LaidOut, index: Index, room: int) -> Found:
    """The best ``room`` of the sealed rows."""
    reach = reached(laid, index, int(np.count_nonzero(mask)))
    can = _all_open(index.sealed) if reach is None else reach

    def best(begin: int, end: int) -> Found:
        return _best(mask[begin:end], can[begin:end], begin, reach is not None, room, -1, laid)

    halves = in_halves(index.sealed, best, VERY_LARGE)
    if len(halves) == 1:
        return halves[0]
    rows, points, shares = _together(halves)
    first = np.lexsort((rows, -points))[:room]
    return rows[first], points[first], shares[first]


def _best_added(mask: Flags, laid: LaidOut, index: Index, floor: int) -> Found:
    """Those of the rows added since that have more points than ``floor``: of these no postings are known."""
    mask = mask[index.sealed :]
    return _best(mask, _all_open(len(mask)), index.sealed, False, len(mask), floor, laid)


def _best(mask: Flags, reach: Reach, begin: int, known: bool, room: int, floor: int, laid: LaidOut) -> Found:
    found: Found = _kernel().best(mask, reach, begin, known, room, floor, *laid.arguments)
    return found


def _together(found: Sequence[Found]) -> Found:
    rows, points, shares = (np.concatenate(each) for each in zip(*found, strict=True))
    return rows, points, shares


def _all_open(n: int) -> Reach:
    return np.full(n, WHOLE, np.uint16)


def barred(ask: Ask, index: Index) -> Judged:
    """The same as ``standard.barred``."""
    eights, mask, members = np.zeros(-(-index.rows // 8), np.uint64), np.empty(index.rows, bool), index.membership
    periods, first, last = index.availability[AvailabilityKind.AWAY], ask.start, ask.start + ask.window.days - 1
    away = (periods.rows, periods.start, periods.end, spare_days(ask))
    axes = tuple(getattr(members, name) for name in AXES)
    counts = _barring().barred(axes, away, first, last, DORMANT_AFTER.days, index.gone, eights, mask)
    return Judged(eights.view(np.uint8)[: index.rows], counts.tolist(), mask)


def covered(ask: Ask, index: Index, rows: Rows) -> Covered:
    """The same as ``standard.covered``."""
    kinds = tuple(index.availability[kind].columns for kind in AvailabilityKind)
    found: Covered = _barring().days_of(rows, kinds, ask.start, ask.window.days)
    return found


def contenders(ask: Ask, index: Index, policy: Policy, mask: Flags, top: int) -> Contenders:
    """The ``top`` best among ``mask``, and such rows added since as may tie with them."""
    wishes = {criterion.name: criterion.priced(ask, index) for criterion in policy.criteria}
    asked = {name: priced for name, priced in wishes.items() if priced}
    laid, room = laid_out(asked, index, policy), max(min(top, index.rows), 1)
    rows, points, shares = found = _best_sealed(mask, laid, index, room)
    if index.rows > index.sealed:
        # Rows added since stand in no order: whoever reaches the last place so far stays in until ids decide.
        floor = int(points.min()) - 1 if len(points) == room else -1
        rows, points, shares = _together([found, _best_added(mask, laid, index, floor)])
    places, silent = {name: place for place, name in enumerate(asked)}, np.full(len(rows), np.nan)
    return Contenders(rows, points, {name: shares[:, places[name]] if name in places else silent for name in wishes})

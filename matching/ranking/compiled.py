"""Ranking by the compiled kernel where numba is installed and the pool is large; the same answer as the criteria."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from matching.arrays import Column, Flags, Rows
from matching.ask import Ask
from matching.index import Index
from matching.index.layout import AXES
from matching.index.links import installed
from matching.policy import Policy
from matching.ranking import arguments
from matching.ranking.standard import Contenders, Covered, Judged, spare_days
from registry.domain import AvailabilityKind
from registry.lifecycle import DORMANT_AFTER

# Below this, loading the compiled code takes longer than all that it saves.
LARGE = 5_000
# From here on, two threads are worth the trouble of handing over.
VERY_LARGE = 50_000


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


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "ranking")


def _best_of_halves(mask: Flags, n: int, room: int, seat: tuple[Any, ...]) -> tuple[Column, Column]:
    """The best ``room`` of the first ``n`` rows; of a very large pool by two threads, half each."""
    if n < VERY_LARGE:
        rows, points = _kernel().best(mask, 0, n, room, -1, *seat)
        return rows, points
    later = _threads().submit(_kernel().best, mask, n // 2, n, room, -1, *seat)
    halves = [_kernel().best(mask, 0, n // 2, room, -1, *seat), later.result()]
    rows, points = (np.concatenate(each) for each in zip(*halves, strict=True))
    best = np.lexsort((rows, -points))[:room]
    return rows[best], points[best]


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
    seat, room = arguments.arguments(asked, index, policy), max(min(top, index.rows), 1)
    rows, points = _best_of_halves(mask, index.sealed, room, seat)
    if index.rows > index.sealed:
        # Rows added since stand in no order: whoever reaches the last place so far stays in until ids decide.
        floor = int(points.min()) - 1 if len(points) == room else -1
        more, theirs = _kernel().best(mask, index.sealed, index.rows, index.rows - index.sealed, floor, *seat)
        rows, points = np.append(rows, more), np.append(points, theirs)
    shares = _kernel().shares_of(rows, *seat)
    places, silent = {name: place for place, name in enumerate(asked)}, np.full(len(rows), np.nan)
    return Contenders(rows, points, {name: shares[:, places[name]] if name in places else silent for name in wishes})

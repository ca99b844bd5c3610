"""Edges of one kind as columns, and how they are selected by time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from matching.arrays import Flags, Shares
from matching.index.links import Links
from registry.lifecycle import day_number

Numbers = npt.NDArray[np.int64]
Days = npt.NDArray[np.int64]
# A day that is not on file.
UNKNOWN = -(1 << 40)


@dataclass(frozen=True)
class Edges:
    """Columns of one length: the nodes at both ends by number, weight, first and last day since 1970.

    ``via``: the past mission that an edge between two people comes from, by number; -1 for any other edge.
    """

    source: Numbers
    target: Numbers
    weight: Shares
    start: Days
    end: Days
    via: Numbers

    @classmethod
    def of(
        cls, source: Any, target: Any, weight: Any = None, start: Any = None, end: Any = None, via: Any = None
    ) -> "Edges":
        """Edges of plain columns; weight 1 and unknown days where none are given."""
        n = len(source)
        return cls(
            np.asarray(source, np.int64),
            np.asarray(target, np.int64),
            np.ones(n) if weight is None else np.asarray(weight, np.float64),
            np.full(n, UNKNOWN) if start is None else np.asarray(start, np.int64),
            np.full(n, UNKNOWN) if end is None else np.asarray(end, np.int64),
            np.full(n, -1) if via is None else np.asarray(via, np.int64),
        )

    def __len__(self) -> int:
        return len(self.source)

    def where(self, kept: Flags | Numbers) -> "Edges":
        """Some of them."""
        source, target, via = self.source[kept], self.target[kept], self.via[kept]
        return Edges(source, target, self.weight[kept], self.start[kept], self.end[kept], via)

    def merged(self) -> "Edges":
        """One edge a pair: weights added, from the first day to the last."""
        if not len(self):
            return self
        order = np.lexsort((self.target, self.source))
        each = self.where(order)
        begins = np.flatnonzero((np.diff(each.source, prepend=-1) != 0) | (np.diff(each.target, prepend=-1) != 0))
        return Edges.of(
            each.source[begins],
            each.target[begins],
            np.add.reduceat(each.weight, begins),
            np.minimum.reduceat(each.start, begins),
            np.maximum.reduceat(each.end, begins),
        )

    def known_on(self, day: date, happened: bool) -> Flags:
        """(n,): which hold on a day. What happened counts from its first day on; without a day it always counts."""
        number = day_number(day)
        begun: Flags = (self.start == UNKNOWN) | (self.start <= number)
        return begun if happened else begun & ((self.end == UNKNOWN) | (self.end > number))

    def between(self, first: int, last: int) -> Flags:
        """(n,): which touch the years ``first`` to ``last``; one without days always does."""
        begin, end = day_number(date(first, 1, 1)), day_number(date(last, 12, 31))
        starts = (self.start == UNKNOWN) | (self.start <= end)
        ends: Flags = starts & (np.where(self.end == UNKNOWN, np.maximum(self.start, begin), self.end) >= begin)
        found: Flags = ends | ((self.start == UNKNOWN) & (self.end == UNKNOWN))
        return found


def days(column: pa.ChunkedArray) -> Days:
    """Days since 1970, UNKNOWN where there is none."""
    return np.asarray(pc.fill_null(column.cast(pa.int32()).cast(pa.int64()), UNKNOWN), np.int64)


def together(ones: Links, others: Links, start: Days, end: Days, kept: Callable[[Numbers, Numbers], Flags]) -> Edges:
    """Who was on the same mission: one edge for each pair and mission, with its days.

    ``ones`` and ``others`` (n_missions each): people at the first and at the second end. ``kept`` chooses among pairs.
    """
    missions = np.repeat(np.arange(len(ones)), ones.counts)
    partners, owners = others.of_each(missions)
    first, second, where = ones.partners[owners].astype(np.int64), partners.astype(np.int64), missions[owners]
    chosen = kept(first, second)
    where = where[chosen]
    return Edges.of(first[chosen], second[chosen], None, start[where], end[where], where)

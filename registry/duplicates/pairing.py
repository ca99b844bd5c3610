"""Pairs of rows that share something, without holding everybody against everybody."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Bits = npt.NDArray[np.float64]
Hits = npt.NDArray[np.bool_]


def sharing(rows: Rows, things: Rows, most: int | None = None) -> tuple[Rows, Rows, Rows]:
    """(first, second, thing) of every two rows that share a thing, first < second.

    Things of more rows than ``most`` are left out.

    ``rows`` and ``things`` are of one length: row r has thing t. A pair that shares several things comes several
    times.
    """
    order = np.lexsort((rows, things))
    rows, things = rows[order], things[order]
    fresh = np.ones(len(rows), bool)
    fresh[1:] = (rows[1:] != rows[:-1]) | (things[1:] != things[:-1])
    rows, things = rows[fresh], things[fresh]
    found = list(_steps(*_bounded(rows, things, most)))
    if not found:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing
    first, second, shared = (np.concatenate(each) for each in zip(*found, strict=True))
    return first, second, shared


def _bounded(rows: Rows, things: Rows, most: int | None) -> tuple[Rows, Rows]:
    if most is None:
        return rows, things
    _, place, sizes = np.unique(things, return_inverse=True, return_counts=True)
    kept = sizes[place] <= most
    return rows[kept], things[kept]


def _steps(rows: Rows, things: Rows) -> Iterator[tuple[Rows, Rows, Rows]]:
    """Neighbours in a block at distance 1, 2, ...: as many steps as the largest block is long."""
    at = np.arange(len(rows))
    distance = 1
    while True:
        at = at[at + distance < len(rows)]
        at = at[things[at] == things[at + distance]]
        if not len(at):
            return
        yield rows[at], rows[at + distance], things[at]
        distance += 1

"""Periods of people as columns: who is away for how long, and when somebody is free."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.arrays import Flags, Rows


@dataclass(frozen=True)
class Periods:
    """Half-open periods as columns of equal length, by row; days as whole numbers since 1970."""

    rows: npt.NDArray[np.int32]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]

    @property
    def columns(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Rows, first days, and first days no longer in them."""
        return self.rows, self.start, self.end

    def more_than(self, most: int, first: int, days: int, n_rows: int) -> Flags:
        """(n_rows,): of whose ``days`` days from ``first`` the periods cover more than ``most``."""
        hit = np.flatnonzero((self.end > first) & (self.start < first + days))
        found = np.zeros(n_rows, bool)
        if len(hit):
            covered = np.minimum(self.end[hit], first + days) - np.maximum(self.start[hit], first)
            rows = self.rows[hit]
            begins = np.flatnonzero(np.diff(rows, prepend=-1))
            found[rows[begins[np.add.reduceat(covered, begins) > most]]] = True
        return found

    def days_of(self, rows: Sequence[int] | Rows, first: int, days: int) -> npt.NDArray[np.int64]:
        """(n,): how many of ``days`` days from ``first`` the periods of some rows cover."""
        # Of the column's own type, or numpy would first copy the column into a wider one.
        wanted = np.asarray(rows, self.rows.dtype)
        begins, ends = self.rows.searchsorted(wanted), self.rows.searchsorted(wanted, side="right")
        counts = ends - begins
        places = np.arange(counts.sum()) + np.repeat(begins - (np.cumsum(counts) - counts), counts)
        covered = np.minimum(self.end[places], first + days) - np.maximum(self.start[places], first)
        of_row = np.repeat(np.arange(len(wanted)), counts)
        return np.bincount(of_row, weights=np.maximum(covered, 0), minlength=len(wanted)).astype(np.int64)

"""What specialists claim of one noun, person by person and term by term."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.arrays import Column, Flags, Rows, Shares
from matching.index.columns import Grades, Kept, kept
from matching.index.links import installed, passes

# Pools of so many rows are ranked by compiled code; in smaller ones, loading it takes longer than all that it saves.
_LARGE = 5_000


@dataclass(frozen=True)
class Postings:
    """The first ``size`` claims of a noun by term: the place, row and grade of each, from ``starts[term]`` on."""

    size: int
    starts: npt.NDArray[np.int64]  # (n_terms + 1,)
    places: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    graded: Column
    _kept: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def of(cls, terms: npt.NDArray[np.uint16], graded: Column, starts: Rows, n_terms: int) -> "Postings":
        """Claims in the order of rows, sorted by term; within a term rows rise."""
        places = np.argsort(terms, kind="stable").astype(np.int32)
        rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))[places]
        by_term = np.concatenate(([0], np.cumsum(np.bincount(terms, minlength=n_terms))))
        return cls(len(terms), by_term, places, rows, graded[places])

    def having(self, wanted: Flags) -> tuple[Rows, Rows]:
        """(claims on the wanted terms, the row of each)."""
        at = [slice(self.starts[term], self.starts[term + 1]) for term in np.flatnonzero(wanted).tolist()]
        if not at:
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        return np.concatenate([self.places[a] for a in at]), np.concatenate([self.rows[a] for a in at])

    def kept(self, key: Any, worked_out: Callable[[], Kept]) -> Kept:
        """What follows from the sealed claims by some rule, worked out once for as long as they live."""
        return kept(self._kept, key, worked_out)

    def mark(self, found: Flags, terms: Rows, grades: Flags) -> None:
        """Set what stands in ``found`` for each row with a claim of one of the terms at one of the grades."""
        if len(found) >= _LARGE and installed():
            passes().mark(found, terms, grades, self.starts, self.rows, self.graded)
            return
        for term in terms.tolist():
            at = slice(self.starts[term], self.starts[term + 1])
            found[self.rows[at][grades[self.graded[at]]]] = True


@dataclass(frozen=True)
class Claims:
    """What specialists claim of one noun: each claim is a term and a grade, such as ``BRD.CHK`` and 3/5 verified.

    ``names`` (n_terms,): the terms of the vocabulary, sorted. ``grades``: the values behind each grade. ``terms``
    and ``graded`` (n_claims,): term and grade of each claim, specialist by specialist, within one by term.
    ``starts`` (n_rows + 1,): where the claims of each row begin. ``postings``: the sealed ones by term, those of the
    first ``sealed`` rows.
    """

    names: Sequence[str]
    codes: Mapping[str, int]
    grades: Grades
    starts: Rows
    terms: npt.NDArray[np.uint16]
    graded: Column
    postings: Postings
    sealed: int

    def of_row(self, row: int) -> slice:
        """Where the claims of one row stand."""
        return slice(int(self.starts[row]), int(self.starts[row + 1]))

    def side_by_side(self, rows: Sequence[int]) -> tuple[Column, Column, list[slice]]:
        """Terms and grades of the claims of some rows one after the other, and where those of each row stand."""
        at = np.asarray(rows, np.int64)
        begins, ends = self.starts[at], self.starts[at + 1]
        until = np.cumsum(ends - begins)
        places = np.arange(until[-1] if len(until) else 0) + np.repeat(ends - until, ends - begins)
        return self.terms[places], self.graded[places], [slice(*each) for each in pairwise([0, *until.tolist()])]

    def of_rows(self, rows: Sequence[int]) -> list[list[tuple[int, int]]]:
        """Per row its claims as (term, grade)."""
        terms, graded, slices = self.side_by_side(rows)
        found = list(zip(terms.tolist(), graded.tolist(), strict=True))
        return [found[mine] for mine in slices]

    def claim(self, row: int, term: str) -> int | None:
        """The grade of a row's first claim on a term, None when there is none."""
        code, at = self.codes[term], self.of_row(row)
        held = np.flatnonzero(self.terms[at] == code)
        return int(self.graded[at.start + held[0]]) if len(held) else None

    def having(self, wanted: Flags) -> tuple[Rows, Rows]:
        """(claims on the wanted terms, the row of each)."""
        places, rows = self.postings.having(wanted)
        later = np.flatnonzero(wanted[self.terms[self.postings.size :]]) + self.postings.size
        if not len(later):
            return places, rows
        theirs = self.starts.searchsorted(later, side="right") - 1
        return np.concatenate([places, later]), np.concatenate([rows, theirs])

    def best(self, near: Shares, worth: Shares) -> Shares:
        """(n_rows,): the highest ``near[term] * worth[grade]`` of each row's claims, 0 without a claim."""
        found = np.zeros(len(self.starts) - 1)
        at, rows = self.having(near > 0)
        np.maximum.at(found, rows, worth[self.graded[at]] * near[self.terms[at]])
        return found

    def any(self, terms: Flags, grades: Flags) -> Flags:
        """(n_rows,): whether a row has a claim of one of these terms at one of these grades."""
        found, postings = np.zeros(len(self.starts) - 1, bool), self.postings
        postings.mark(found, np.flatnonzero(terms), grades)
        later = terms[self.terms[postings.size :]] & grades[self.graded[postings.size :]]
        if later.any():
            found[self.starts.searchsorted(np.flatnonzero(later) + postings.size, side="right") - 1] = True
        return found

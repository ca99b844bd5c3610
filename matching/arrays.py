"""Array types of the matcher, and Claims: one noun's rows, reachable by term and by specialist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int32] | npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
# Which claims: a term's, or one specialist's.
Within = slice | npt.NDArray[np.int64]
Column = npt.NDArray[Any]  # of whatever type the noun has


@dataclass(frozen=True)
class Claims:
    """What specialists claim of one noun, sorted by term, then by specialist.

    ``rows`` (n_claims,) int32: the specialist of each claim; within a term they rise, each stands once at most
    unless the noun allows more (certificates). ``values``: further columns in the same order. ``starts``
    (n_terms + 1,): where each term begins. ``order`` and ``row_starts`` (n_specialists + 1,): the same claims by
    specialist.
    """

    terms: Sequence[str]
    codes: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    rows: Rows
    values: Mapping[str, Column]
    order: npt.NDArray[np.int64]
    row_starts: npt.NDArray[np.int64]

    @classmethod
    def build(cls, n_specialists: int, rows: Rows, terms: pa.ChunkedArray, **values: Column) -> "Claims":
        """Group claims given in any order."""
        encoded = terms.combine_chunks().dictionary_encode()
        known = encoded.dictionary.to_pylist()
        by_name = sorted(range(len(known)), key=known.__getitem__)
        rank = np.empty(len(known), np.int64)
        rank[by_name] = np.arange(len(known))
        codes = rank[encoded.indices.to_numpy(zero_copy_only=False)] if len(rows) else np.empty(0, np.int64)
        by_term = np.lexsort((rows, codes))
        sorted_rows = rows[by_term]
        names = [known[code] for code in by_name]
        return cls(
            terms=names,
            codes={name: code for code, name in enumerate(names)},
            starts=np.concatenate(([0], np.cumsum(np.bincount(codes, minlength=len(names))))),
            rows=sorted_rows,
            values={name: column[by_term] for name, column in values.items()},
            order=np.argsort(sorted_rows, kind="stable"),
            row_starts=np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n_specialists)))),
        )

    def of_term(self, term: str) -> slice:
        """Where the claims of a term stand; empty when nobody has it."""
        code = self.codes.get(term)
        if code is None:
            return slice(0, 0)
        return slice(int(self.starts[code]), int(self.starts[code + 1]))

    def of_row(self, row: int) -> npt.NDArray[np.int64]:
        """The claims of one specialist, in the order of terms."""
        return self.order[self.row_starts[row] : self.row_starts[row + 1]]

    def of_rows(self, rows: Rows) -> "Mine":
        """The claims of some specialists, one after the other."""
        begins, ends = self.row_starts[rows], self.row_starts[rows + 1]
        parts = [self.order[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        claims = np.concatenate([*parts, np.empty(0, np.int64)])
        terms = self.starts.searchsorted(claims, side="right") - 1
        return Mine(claims, terms, np.concatenate(([0], np.cumsum(ends - begins))))

    def counts(self, near: Mapping[str, float]) -> Shares:
        """(n_terms,): what each term counts, 0 for terms that do not."""
        return np.array([near.get(term, 0.0) for term in self.terms])

    def claim(self, row: int, term: str) -> int | None:
        """The first claim of a specialist on a term, None when there is none."""
        within = self.of_term(term)
        # Of the column's own type, or numpy would first copy the column into a wider one.
        place = within.start + int(self.rows[within].searchsorted(self.rows.dtype.type(row)))
        return place if place < within.stop and self.rows[place] == row else None

    def per_claim(self, near: Mapping[str, float]) -> Shares:
        """(n_claims,): what each claim's term counts."""
        return np.repeat(self.counts(near), np.diff(self.starts))

    @property
    def nbytes(self) -> int:
        """Memory held by the arrays."""
        columns: tuple[Column, ...] = (self.starts, self.rows, self.order, self.row_starts, *self.values.values())
        return sum(column.nbytes for column in columns)


# Smaller than any difference between two worths that is not rounding.
_TIE = 1e-9


@dataclass(frozen=True)
class Mine:
    """The claims of some specialists: those of the i-th stand from ``starts[i]`` to ``starts[i + 1]``."""

    claims: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]

    def best(self, worth: Shares, closeness: Shares) -> list[int | None]:
        """Per specialist where the highest worth stands; None when nothing is worth anything.

        Where two are worth the same, the closer one is the better reason, and of two as close the first.
        """
        ordered = np.where(worth > 0, worth + closeness * _TIE, 0.0)
        return [_first_best(ordered, begin, end) for begin, end in pairwise(self.starts.tolist())]


def _first_best(worth: Shares, begin: int, end: int) -> int | None:
    if begin == end:
        return None
    at = begin + int(worth[begin:end].argmax())
    return at if worth[at] > 0 else None

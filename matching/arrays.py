"""Array types of the matcher, and Claims: one noun's rows, reachable by term and by specialist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int32]
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

    def term_at(self, claim: int) -> str:
        """The term of one claim."""
        return self.terms[int(self.starts.searchsorted(claim, side="right")) - 1]

    def counting(self, row: int, near: Mapping[str, float]) -> tuple[npt.NDArray[np.int64], Shares]:
        """The claims of one specialist that count at all, and what the term of each counts."""
        claims = self.of_row(row)
        counts = np.array([near.get(self.term_at(claim), 0.0) for claim in claims.tolist()])
        return claims[counts > 0], counts[counts > 0]

    def claim(self, row: int, term: str) -> int | None:
        """The first claim of a specialist on a term, None when there is none."""
        within = self.of_term(term)
        place = within.start + int(np.searchsorted(self.rows[within], row))
        return place if place < within.stop and self.rows[place] == row else None

    def per_claim(self, near: Mapping[str, float]) -> Shares:
        """(n_claims,): what each claim's term counts, 0 for terms that do not."""
        counts = np.array([near.get(term, 0.0) for term in self.terms])
        return np.repeat(counts, np.diff(self.starts))

    @property
    def nbytes(self) -> int:
        """Memory held by the arrays."""
        columns: tuple[Column, ...] = (self.starts, self.rows, self.order, self.row_starts, *self.values.values())
        return sum(column.nbytes for column in columns)


def first_best(worth: Shares) -> int | None:
    """Where the highest worth stands, the first of several; None when nothing is worth anything."""
    if not len(worth) or worth.max() <= 0:
        return None
    return int(worth.argmax())

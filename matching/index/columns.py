"""Columns that grow at their end while earlier readers keep what they see; grades; the claims of a noun."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.arrays import Column, Flags, Rows, Shares

# Room left at the end of a sealed column: a sixteenth, and at least this many rows.
_LEAST_ROOM = 64
_MOST = 1 << 62
_MOST_KEPT = 256

Kept = TypeVar("Kept")


class Table:
    """Columns of one length, with room at their end.

    ``grown`` writes behind the last row and gives a new table that shares the memory: who holds the old one sees
    what was there before. Only the newest table grows in place; growing an older one copies.
    """

    __slots__ = ("_rooms", "_used", "size")

    def __init__(self, rooms: Mapping[str, Column], size: int, used: list[int] | None = None) -> None:
        self._rooms = rooms
        self._used = [size] if used is None else used  # shared by all tables over the same rooms
        self.size = size

    @classmethod
    def of(cls, **columns: Column) -> "Table":
        """A table of columns of equal length."""
        size = len(next(iter(columns.values())))
        return cls({name: _with_room(column, size) for name, column in columns.items()}, size)

    def __getitem__(self, name: str) -> Column:
        return self._rooms[name][: self.size]

    def __len__(self) -> int:
        return self.size

    @property
    def rooms(self) -> Mapping[str, Column]:
        """Every column with the room behind it."""
        return self._rooms

    @property
    def columns(self) -> dict[str, Column]:
        """Every column, without the room behind it."""
        return {name: self[name] for name in self._rooms}

    def at(self, row: int) -> tuple[Any, ...]:
        """One row as plain values, in the order of the columns."""
        return tuple([room.item(row) for room in self._rooms.values()])

    def grown(self, more: Sequence[Sequence[Any]], count: int) -> "Table":
        """``count`` further rows, given column by column."""
        size = self.size + count
        grown = self._with_room_for(size)
        for room, column in zip(grown.rooms.values(), more, strict=True):
            room[self.size : size] = column
        return grown

    def with_row(self, row: Sequence[Any]) -> "Table":
        """One further row: its values need not become arrays first, as columns do."""
        grown = self._with_room_for(self.size + 1)
        for room, value in zip(grown.rooms.values(), row, strict=True):
            room[self.size] = value
        return grown

    def _with_room_for(self, size: int) -> "Table":
        """A table of that size whose rows behind those of this one are still to be written."""
        rooms, used = self._rooms, self._used
        if used[0] != self.size or size > len(next(iter(rooms.values()))):
            rooms = {name: _with_room(self[name], 2 * size) for name in rooms}
            used = [self.size]
        used[0] = size
        return Table(rooms, size, used)

    def fitting(self, name: str, value: int) -> "Table":
        """A table whose unsigned column can hold a value: itself, or one with a wider column."""
        if value >> 8 * self._rooms[name].itemsize == 0:
            return self
        return Table.of(**{**self.columns, name: self[name].astype(np.uint32)})

    @property
    def nbytes(self) -> int:
        """Memory held, with the room."""
        return sum(room.nbytes for room in self._rooms.values())


def _with_room(column: Column, size: int) -> Column:
    room = np.zeros((size + size // 16 + _LEAST_ROOM, *column.shape[1:]), column.dtype)
    room[: len(column)] = column
    return room


class Grades:
    """Every different combination of values that claims of one noun have, each once: the n-th has grade n."""

    __slots__ = ("_codes", "_kept", "table")

    def __init__(self, table: Table, codes: dict[tuple[Any, ...], int] | None = None) -> None:
        self.table = table
        self._kept: dict[Any, Any] = {}
        self._codes = codes  # made when the first claim is added

    @classmethod
    def of(cls, **columns: Column) -> tuple["Grades", npt.NDArray[np.int64]]:
        """The grades of claims given column by column, and the grade of each claim."""
        names, n = list(columns), len(next(iter(columns.values())))
        key, widths = np.zeros(n, np.int64), 1
        for column in columns.values():
            low = int(column.min()) if n else 0
            span = (int(column.max()) if n else 0) - low + 1
            if widths * span > _MOST:
                # The numbers so far by their place among those that occur, which is never more than n.
                key, widths = np.unique(key, return_inverse=True)[1].reshape(-1), n
            widths *= span
            key = key * span + (column.astype(np.int64) - low)
        first, codes = _distinct(key, widths)
        return cls(Table.of(**{name: columns[name][first] for name in names})), codes

    def __getitem__(self, name: str) -> Column:
        return self.table[name]

    def __len__(self) -> int:
        return self.table.size

    def kept(self, key: Any, worked_out: Callable[[], Kept]) -> Kept:
        """What follows from these grades by some rule, worked out once for as long as they live."""
        found: Kept | None = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = worked_out()
        return found

    def with_each(self, wanted: Sequence[tuple[Any, ...]]) -> tuple["Grades", list[int]]:
        """The grades with these among them, and the grade of each; the same grades where none is new."""
        table, codes = self.table, self._codes
        if codes is None or len(codes) != len(self):
            # Never made, or grown by another table over the same beginning.
            columns = (column.tolist() for column in self.table.columns.values())
            codes = self._codes = {key: code for code, key in enumerate(zip(*columns, strict=True))}
        for key in wanted:
            if key not in codes:
                codes[key] = len(codes)
                table = table.with_row(key)
        # What was worked out from these grades stays as long as there are no others.
        return (self if table is self.table else Grades(table, codes)), [codes[key] for key in wanted]


def _distinct(key: npt.NDArray[np.int64], widths: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(where each different key first stands, the number of each key among them)."""
    if widths > max(4 * len(key), 1 << 20):
        _, first, codes = np.unique(key, return_index=True, return_inverse=True)
        return first, codes.reshape(-1)
    # Few keys are possible: counting is faster than sorting.
    place = np.full(widths, -1, np.int64)
    place[key[::-1]] = np.arange(len(key))[::-1]
    known = np.flatnonzero(place >= 0)
    number = np.empty(widths, np.int64)
    number[known] = np.arange(len(known))
    return place[known], number[key]


class Texts:
    """One text per row: sealed ones as bytes one after the other, then those added since."""

    __slots__ = ("_added", "_begins", "_bytes", "offsets", "size", "text")

    def __init__(
        self,
        offsets: npt.NDArray[np.int64],
        text: npt.NDArray[np.uint8],
        added: list[str] | None = None,
        size: int | None = None,
    ) -> None:
        self.offsets = offsets
        self.text = text
        # The same memory, where a single number or slice costs a fraction.
        self._begins, self._bytes = offsets.data, text.data
        self._added = [] if added is None else added  # shared with later readers, who see more of it
        self.size = len(offsets) - 1 + len(self._added) if size is None else size

    @classmethod
    def of(cls, texts: pa.StringArray) -> "Texts":
        """The texts of an Arrow array without nulls."""
        whole = pa.concat_arrays([texts.cast(pa.large_string())])  # without an offset into a longer array
        _, offsets, text = whole.buffers()
        n = len(whole)
        starts = np.frombuffer(offsets, np.int64)[: n + 1] if n else np.zeros(1, np.int64)
        return cls(starts, np.frombuffer(text, np.uint8)[: int(starts[-1])] if text else np.zeros(0, np.uint8))

    @property
    def sealed(self) -> int:
        """How many were there when the index was built."""
        return len(self.offsets) - 1

    def raw(self, row: int) -> bytes:
        """A sealed text as UTF-8."""
        return self._bytes[self._begins[row] : self._begins[row + 1]].tobytes()

    def __getitem__(self, row: int) -> str:
        return self.raw(row).decode() if row < self.sealed else self._added[row - self.sealed]

    def __len__(self) -> int:
        return self.size

    def grown(self, text: str) -> "Texts":
        """One more text."""
        added = self._added
        if len(added) != self.size - self.sealed:
            added = added[: self.size - self.sealed]
        added.append(text)
        return Texts(self.offsets, self.text, added, self.size + 1)

    def continues(self, earlier: "Texts") -> bool:
        """Whether it shares what was added with an earlier one."""
        return self._added is earlier._added

    @property
    def added(self) -> list[str]:
        """Those added since, in the order of their rows."""
        return self._added[: self.size - self.sealed]

    @property
    def nbytes(self) -> int:
        """Memory held by the sealed ones."""
        return int(self.offsets.nbytes + self.text.nbytes)


class Ids:
    """The id of each row: sealed ones in order, then one for each row added since, an id as often as it changed."""

    __slots__ = ("_rows", "texts")

    def __init__(self, texts: Texts, rows: dict[str, list[int]]) -> None:
        self.texts = texts
        self._rows = rows  # rows added since, by id; shared with later readers

    @classmethod
    def of(cls, texts: Texts) -> "Ids":
        """The ids of rows; the sealed ones must be in order."""
        rows: dict[str, list[int]] = {}
        for row, id in enumerate(texts.added, start=texts.sealed):
            rows.setdefault(id, []).append(row)
        return cls(texts, rows)

    def __getitem__(self, row: int) -> str:
        return self.texts[row]

    @property
    def sealed(self) -> int:
        """How many stand in order."""
        return self.texts.sealed

    @property
    def added(self) -> list[str]:
        """Ids of the rows added since."""
        return self.texts.added

    def place(self, id: str) -> int:
        """Where an id stands, or would stand, among the sealed ones."""
        return bisect_left(range(self.sealed), id.encode(), key=self.texts.raw)

    def row(self, id: str) -> int | None:
        """The last row of an id, None without one."""
        later = [row for row in self._rows.get(id, ()) if row < len(self.texts)]
        if later:
            return later[-1]
        place = self.place(id)
        return place if place < self.sealed and self[place] == id else None

    def grown(self, id: str) -> "Ids":
        """One more row."""
        texts = self.texts.grown(id)
        if not texts.continues(self.texts):
            return Ids.of(texts)
        self._rows.setdefault(id, []).append(len(self.texts))
        return Ids(texts, self._rows)


class Names:
    """Names that are stored as numbers; a name keeps its number for ever."""

    __slots__ = ("_codes", "_within", "folded", "names")

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self._within: dict[str, Flags] = {}  # by text; as long as there were names when it was last asked for
        self.folded = [name.casefold() for name in names]  # to be compared whatever the letter case
        self._codes = {name: code for code, name in enumerate(self.names)}

    def within(self, text: str) -> Flags:
        """(n_names,): which of the names, whatever the letter case, occur in a text that is folded already."""
        found = self._within.get(text)
        if found is None or len(found) < len(self.folded):
            if len(self._within) >= _MOST_KEPT:
                self._within.clear()
            found = self._within[text] = np.array([folded in text for folded in self.folded], bool)
        return found

    def code(self, name: str | None) -> int:
        """The number of a name, -1 for none; a new name gets the next."""
        if name is None:
            return -1
        if name not in self._codes:
            self._codes[name] = len(self.names)
            self.folded.append(name.casefold())
            self.names.append(name)
        return self._codes[name]


@dataclass(frozen=True)
class Postings:
    """The first ``size`` claims of a noun by term: the place, row and grade of each, from ``starts[term]`` on."""

    size: int
    starts: npt.NDArray[np.int64]  # (n_terms + 1,)
    places: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    graded: Column

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


@dataclass(frozen=True)
class Claims:
    """What specialists claim of one noun: each claim is a term and a grade, such as ``BRD.CHK`` and 3/5 verified.

    ``names`` (n_terms,): the terms of the vocabulary, sorted. ``grades``: the values behind each grade. ``terms``
    and ``graded`` (n_claims,): term and grade of each claim, specialist by specialist, within one by term.
    ``starts`` (n_rows + 1,): where the claims of each row begin. ``postings``: the sealed ones by term.
    """

    names: Sequence[str]
    codes: Mapping[str, int]
    grades: Grades
    starts: Rows
    terms: npt.NDArray[np.uint16]
    graded: Column
    postings: Postings

    def of_row(self, row: int) -> slice:
        """Where the claims of one row stand."""
        return slice(int(self.starts[row]), int(self.starts[row + 1]))

    def of_rows(self, rows: Sequence[int]) -> list[list[tuple[int, int]]]:
        """Per row its claims as (term, grade)."""
        at = np.asarray(rows, np.int64)
        begins, ends = self.starts[at], self.starts[at + 1]
        until = np.cumsum(ends - begins)
        places = np.arange(until[-1] if len(until) else 0) + np.repeat(ends - until, ends - begins)
        found = list(zip(self.terms[places].tolist(), self.graded[places].tolist(), strict=True))
        return [found[first:last] for first, last in pairwise([0, *until.tolist()])]

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
        for term in np.flatnonzero(terms).tolist():
            at = slice(postings.starts[term], postings.starts[term + 1])
            found[postings.rows[at][grades[postings.graded[at]]]] = True
        later = terms[self.terms[postings.size :]] & grades[self.graded[postings.size :]]
        if later.any():
            found[self.starts.searchsorted(np.flatnonzero(later) + postings.size, side="right") - 1] = True
        return found

"""Columns that grow at their end while earlier readers keep what they see, and grades."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matching.arrays import Column

# Room left at the end of a sealed column: a sixteenth, and at least this many rows.
_LEAST_ROOM = 64
# So many values are written sooner one by one: they need not become an array first.
_FEW = 12
_MOST = 1 << 62
_MOST_KEPT = 256

Kept = TypeVar("Kept")


def kept(known: dict[Any, Any], key: Any, worked_out: Callable[[], Kept]) -> Kept:
    """What is known under a key; worked out, and known from then on, when it is first asked for."""
    found: Kept | None = known.get(key)
    if found is None:
        if len(known) >= _MOST_KEPT:
            known.clear()
        found = known[key] = worked_out()
    return found


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
            if count > _FEW:
                room[self.size : size] = column
            else:
                for row, value in enumerate(column, self.size):
                    room[row] = value
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
        return kept(self._kept, key, worked_out)

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

"""Texts, ids and names that grow at their end while earlier readers keep what they see."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.arrays import Flags

_MOST_KEPT = 256


class Texts:
    """One text per row: sealed ones as bytes one after the other, then those added since."""

    __slots__ = ("_added", "_begins", "_bytes", "offsets", "sealed", "size", "text")

    def __init__(
        self,
        offsets: npt.NDArray[np.int64],
        text: npt.NDArray[np.uint8],
        added: list[str] | None = None,
        size: int | None = None,
    ) -> None:
        self.offsets = offsets
        self.text = text
        self.sealed = len(offsets) - 1  # how many were there when the index was built
        # The same memory, where a single number or slice costs a fraction.
        self._begins, self._bytes = offsets.data, text.data
        self._added = [] if added is None else added  # shared with later readers, who see more of it
        self.size = self.sealed + len(self._added) if size is None else size

    @classmethod
    def of(cls, texts: pa.StringArray) -> "Texts":
        """The texts of an Arrow array without nulls."""
        whole = pa.concat_arrays([texts.cast(pa.large_string())])  # without an offset into a longer array
        _, offsets, text = whole.buffers()
        n = len(whole)
        starts = np.frombuffer(offsets, np.int64)[: n + 1] if n else np.zeros(1, np.int64)
        return cls(starts, np.frombuffer(text, np.uint8)[: int(starts[-1])] if text else np.zeros(0, np.uint8))

    def raw(self, row: int) -> bytes:
        """A sealed text as UTF-8."""
        return self._bytes[self._begins[row] : self._begins[row + 1]].tobytes()

    def __getitem__(self, row: int) -> str:
        if row >= self.sealed:
            return self._added[row - self.sealed]
        return str(self._bytes[self._begins[row] : self._begins[row + 1]], "utf-8")

    def some(self, rows: npt.NDArray[np.int64]) -> list[str]:
        """The texts of many rows at once."""
        if len(rows) and rows.max() >= self.sealed:
            return [self[row] for row in rows.tolist()]
        whole = pa.LargeStringArray.from_buffers(self.sealed, pa.py_buffer(self.offsets), pa.py_buffer(self.text))
        found: list[str] = whole.take(pa.array(rows)).to_pylist()
        return found

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

    __slots__ = ("_alike", "_rows", "texts")

    def __init__(self, texts: Texts, rows: dict[str, list[int]], alike: npt.NDArray[np.bytes_] | None = None) -> None:
        self.texts = texts
        self._rows = rows  # rows added since, by id; shared with later readers
        self._alike = alike  # the sealed ones where all are of one length, as most are

    @classmethod
    def of(cls, texts: Texts) -> "Ids":
        """The ids of rows; the sealed ones must be in order."""
        rows: dict[str, list[int]] = {}
        for row, id in enumerate(texts.added, start=texts.sealed):
            rows.setdefault(id, []).append(row)
        return cls(texts, rows, _alike(texts))

    def __getitem__(self, row: int) -> str:
        return self.texts[row]

    def some(self, rows: npt.NDArray[np.int64]) -> list[str]:
        """The ids of many rows at once."""
        return self.texts.some(rows)

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
        wanted = id.encode()
        if self._alike is None:
            return bisect_left(range(self.sealed), wanted, key=self.texts.raw)
        # A longer one comes behind its own beginning; shorter ones numpy fills up.
        longer = len(wanted) > self._alike.itemsize
        return int(self._alike.searchsorted(wanted[: self._alike.itemsize], "right" if longer else "left"))

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
        return Ids(texts, self._rows, self._alike)


def _alike(texts: Texts) -> npt.NDArray[np.bytes_] | None:
    """The sealed texts in one array, None where they are not of one length."""
    lengths = np.diff(texts.offsets)
    if not len(lengths) or lengths[0] == 0 or (lengths != lengths[0]).any():
        return None
    return texts.text.view(f"S{lengths[0]}")


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

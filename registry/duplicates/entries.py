"""The entries of a pool as the clues need them: names, codes per row, and who shares what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from registry.duplicates.names import readings
from registry.duplicates.pairing import Rows
from registry.duplicates.wording import Wording
from registry.snapshot import Snapshot

# More nationalities than this of one person are not looked at.
NATIONALITIES = 3


@dataclass(frozen=True)
class Entries:
    """All entries of one snapshot by row, in the order of ids; unknown is -1, or None."""

    ids: list[str]
    names: list[str]
    natives: list[str | None]
    tables: Mapping[str, pa.Table]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Entries":
        """The entries of a snapshot."""
        people = snapshot.tables["specialists"]
        names = zip(people["given"].to_pylist(), people["family"].to_pylist(), strict=True)
        return cls(
            ids=people["id"].to_pylist(),
            names=[f"{given} {family}".strip() for given, family in names],
            natives=people["native_name"].to_pylist(),
            tables=snapshot.tables,
        )

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def wording(self) -> Wording:
        """How each name may be read, by number."""
        return Wording.of_rows([readings(*each) for each in zip(self.names, self.natives, strict=True)])

    @cached_property
    def keys(self) -> tuple[Rows, Rows, list[str]]:
        """(row, key) of every key of every name, and what the keys are."""
        return self.wording.keys()

    @cached_property
    def sounds(self) -> tuple[Rows, Rows, list[str]]:
        """(row, sound) of every word of every name, and what the sounds are."""
        return *self.wording.sounding(), self.wording.sounds

    def told(self, column: str, row: int) -> str:
        """What one specialist's column says, as it was entered."""
        return str(self.tables["specialists"][column][row].as_py())

    def codes(self, column: str) -> tuple[Rows, int]:
        """One text column of specialists as numbers, folded, and how many there are."""
        folded = [text and " ".join(text.casefold().split()) for text in self.tables["specialists"][column].to_pylist()]
        numbers: dict[str, int] = {}
        codes = [numbers.setdefault(text, len(numbers)) if text else -1 for text in folded]
        return np.array(codes, np.int64), len(numbers)

    def numbers(self, column: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """One column of numbers, NaN where unknown."""
        values = [np.nan if value is None else value for value in self.tables["specialists"][column].to_pylist()]
        return np.array(values, np.float64)

    @cached_property
    def nationalities(self) -> Rows:
        """(n, NATIONALITIES): countries as numbers."""
        found = np.full((len(self), NATIONALITIES), -1, np.int64)
        table = self.tables["nationalities"]
        countries: dict[str, int] = {}
        taken = [0] * len(self)
        for row, country in zip(table["specialist"].to_pylist(), table["country"].to_pylist(), strict=True):
            if taken[row] < NATIONALITIES:
                found[row, taken[row]] = countries.setdefault(country, len(countries))
                taken[row] += 1
        return found

    @cached_property
    def skills(self) -> list[set[str]]:
        """The competences that each claims."""
        found: list[set[str]] = [set() for _ in self.ids]
        table = self.tables["skills"]
        for row, skill in zip(table["specialist"].to_pylist(), table["skill"].to_pylist(), strict=True):
            found[row].add(skill)
        return found

    @cached_property
    def stays(self) -> list[list[tuple[date, date, str]]]:
        """(first day, last day, country) of the past work of each, where all three are known."""
        found: list[list[tuple[date, date, str]]] = [[] for _ in self.ids]
        table = self.tables["service"]
        columns = (table[name].to_pylist() for name in ("specialist", "start", "end", "country"))
        for row, start, end, country in zip(*columns, strict=True):
            if None not in (start, end, country):
                found[row].append((start, end, country))
        return found

    def things(self, noun: str, names: tuple[str, ...]) -> tuple[Rows, Rows, list[str]]:
        """(row, thing) of each record of a noun whose columns ``names`` are all known, and what the things are."""
        table = self.tables[noun]
        numbers: dict[tuple[object, ...], int] = {}
        rows, found = [], []
        columns = [table[name].to_pylist() for name in names]
        for row, *values in zip(table["specialist"].to_pylist(), *columns, strict=True):
            if None not in values:
                thing = tuple(value.casefold() if isinstance(value, str) else value for value in values)
                rows.append(row)
                found.append(numbers.setdefault(thing, len(numbers)))
        return np.array(rows, np.int64), np.array(found, np.int64), [str(thing[0]) for thing in numbers]

    def together(self) -> tuple[Rows, Rows]:
        """(row, assignment) of everybody who served or was trained on one."""
        tables = [self.tables[noun] for noun in ("members", "trainees")]
        rows = np.concatenate([np.asarray(table["specialist"], np.int64) for table in tables])
        return rows, np.concatenate([np.asarray(table["assignment"], np.int64) for table in tables])

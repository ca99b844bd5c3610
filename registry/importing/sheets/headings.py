"""The heading of a sheet: which column stands where, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from typing import Any

from registry.errors import UnknownTerm, quoted
from registry.importing.problems import unknown_name
from registry.importing.reading import Unreadable
from registry.sheets import BIO, Column, Sheet, bio_column
from registry.vocabulary import language


class Headings:
    """The columns of one sheet of a file by their place; ``faults`` are headings that cannot be taken."""

    def __init__(self, sheet: Sheet, header: Sequence[Any]) -> None:
        self.sheet = sheet
        self.columns: dict[int, Column] = {}
        self.faults: list[Unreadable] = []
        # Under a wrong heading nothing more is said of the cells.
        self._wrong: set[int] = set()
        for at, heading in enumerate(header):
            name = str(heading if is_filled(heading) else "").strip().lower()
            if name:
                self._take(at, name)
        if sheet.owner not in self.names:
            expected = f"required column is missing: {sheet.owner}"
            self.faults.append(Unreadable(None, expected, field=self.place(0, 1)))

    @property
    def names(self) -> frozenset[str]:
        """The columns that the file has."""
        return frozenset(column.name for column in self.columns.values())

    @property
    def owner_at(self) -> int | None:
        """The place of the column that says whose row it is."""
        return next((at for at, column in self.columns.items() if column.name == self.sheet.owner), None)

    def place(self, at: int, row: int) -> str:
        """A cell as ``skills!C7 level``."""
        name = f" {self.columns[at].name}" if at in self.columns else ""
        return f"{self.sheet.name}!{letters(at)}{row}{name}"

    def beyond(self, row: int, cells: Sequence[Any]) -> Iterator[Unreadable]:
        """What is written where there is no heading, and would be lost."""
        for at, cell in enumerate(cells):
            if is_filled(cell) and at not in self.columns and at not in self._wrong:
                expected = "expected nothing where the column has no heading"
                yield Unreadable(None, expected, quoted(str(cell)), self.place(at, row))

    def _take(self, at: int, name: str) -> None:
        known = {column.name: column for column in self.sheet.columns}
        column = known.get(name) or (_bio(name) if self.sheet.section is None else None)
        if column is None:
            self._refuse(at, unknown_name("column", name, list(known)), name)
        elif column.name in self.names:
            self._refuse(at, "expected each column once; this one stands here twice", name)
        else:
            self.columns[at] = column

    def _refuse(self, at: int, expected: str, name: str) -> None:
        self._wrong.add(at)
        self.faults.append(Unreadable(None, expected, quoted(name), self.place(at, 1)))


def _bio(name: str) -> Column | None:
    """The column of a text about the person, by any code of its language."""
    if not name.startswith(BIO):
        return None
    try:
        return bio_column(language(name.removeprefix(BIO)))
    except UnknownTerm:
        return None


def is_filled(cell: Any) -> bool:
    """Whether anything stands in a cell."""
    return cell is not None and cell != ""


def letters(at: int) -> str:
    """The name of a column by its place from 0: A to Z, AA and on."""
    name, left = "", at + 1
    while left:
        left, last = divmod(left - 1, 26)
        name = chr(ord("A") + last) + name
    return name

"""Tables to records: the rows of one person together, and the cell that everything came from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.domain import Specialist
from registry.errors import quoted
from registry.importing.reading import Path_, Record, Unreadable
from registry.importing.sheets.headings import Headings, is_filled
from registry.importing.sheets.tables import Table
from registry.sheets import SHEETS, Kind, bio_column, put_value, rows_of, value_of

Carried = Mapping[str, frozenset[str]]  # sheet -> the columns that the file has


@dataclass(frozen=True)
class SheetRecord(Record):
    """A profile of several rows; ``cells`` are the places of its parts, ``carried`` what the file can say at all."""

    cells: Mapping[Path_, str]
    carried: Carried

    def place(self, path: Path_, missing: bool = False) -> tuple[int | None, str]:
        """The cell of a part, or of the nearest thing around it."""
        while path not in self.cells:
            path = path[:-1]
        return None, self.cells[path]


@dataclass
class _Person:
    """What was found of one person so far."""

    row: int
    cells: dict[Path_, str]
    value: dict[str, Any] = field(default_factory=lambda: {"schema": "specialist/1"})


def records(tables: Iterable[Table | Unreadable]) -> Iterator[Record | Unreadable]:
    """The profiles of all tables, in the order of the sheet specialists; what is wrong with a table comes before."""
    found: dict[str, Table] = {}
    try:
        for table in tables:
            if isinstance(table, Unreadable):
                yield table
            else:
                yield from table.faults
                found[table.sheet] = table
    except Unreadable as fault:
        yield fault
        return
    if "specialists" in found:
        yield from _assembled(found)
    elif found:
        yield Unreadable(None, "expected a sheet specialists, with one row a person")


def _assembled(tables: Mapping[str, Table]) -> Iterator[Record | Unreadable]:
    people: dict[str, _Person] = {}
    headings = {name: Headings(SHEETS[name], tables[name].header) for name in SHEETS if name in tables}
    for name, heading in headings.items():
        yield from heading.faults
        if heading.owner_at is None:
            continue
        for number, cells in tables[name].rows:
            if any(is_filled(cell) for cell in cells):
                yield from heading.beyond(number, cells)
                yield from _take(people, heading, heading.owner_at, number, cells)
    carried = {name: heading.names for name, heading in headings.items()}
    for person in people.values():
        yield SheetRecord(person.row, person.value, {}, person.cells, carried)


def _take(
    people: dict[str, _Person], heading: Headings, owner_at: int, row: int, cells: Sequence[Any]
) -> Iterator[Unreadable]:
    """Put one row where it belongs, or say why it belongs nowhere."""
    written = cells[owner_at] if owner_at < len(cells) else None
    owner = value_of(written, Kind.CODE) if is_filled(written) else ""
    place, section = heading.place(owner_at, row), heading.sheet.section
    if section is not None and owner in people:
        _add_entry(people[owner], section, heading, row, cells)
    elif section is not None:
        yield Unreadable(None, "expected an id of the sheet specialists", quoted(owner), place)
    elif owner in people:
        expected = f"expected each id once; it stands in row {people[owner].row} already"
        yield Unreadable(None, expected, quoted(owner), place)
    else:
        # Somebody without an id is kept apart, to be refused with everything else that is wrong there.
        person = people[owner or f"row {row}"] = _Person(row, {(): place})
        _fill(person, (), person.value, heading, row, cells)


def _add_entry(person: _Person, section: str, heading: Headings, row: int, cells: Sequence[Any]) -> None:
    entries = person.value.setdefault(section, [])
    entry: dict[str, Any] = {}
    path = (section, len(entries))
    entries.append(entry)
    person.cells.setdefault((section,), heading.place(0, row))
    person.cells[path] = heading.place(0, row)
    _fill(person, path, entry, heading, row, cells)


def _fill(
    person: _Person, path: Path_, value: dict[str, Any], heading: Headings, row: int, cells: Sequence[Any]
) -> None:
    """Put the cells of a row where they belong in a profile or in one entry of it, and note where each stands."""
    for at, column in heading.columns.items():
        for depth in range(1, len(column.path) + 1):
            person.cells.setdefault((*path, *column.path[:depth]), heading.place(at, row))
        cell = cells[at] if at < len(cells) else None
        blank = isinstance(cell, str) and not cell.strip() and column.kind is not Kind.TEXT
        if column.path and is_filled(cell) and not blank:
            put_value(value, column, value_of(cell, column.kind))


def left_alone(stored: Specialist, carried: Carried) -> list[str]:
    """The columns that a file has not and that hold something of a stored person, as ``sheet.column``."""
    bios = [bio_column(code) for code in stored.bio]
    held: dict[str, None] = {}
    for sheet, cells in rows_of(stored, bios):
        columns = (*SHEETS[sheet].columns, *bios) if SHEETS[sheet].section is None else SHEETS[sheet].columns
        for column, cell in zip(columns, cells, strict=True):
            if cell is not None and column.path and column.name not in carried.get(sheet, frozenset()):
                held[f"{sheet}.{column.name}"] = None
    return list(held)

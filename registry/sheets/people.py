"""A profile as rows: one of the sheet specialists, and one per entry of each list; and back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from registry.domain import Specialist
from registry.sheets.cells import cell_of, value_of
from registry.sheets.layout import SHEETS, Column

Cell = str | int | float | None


def rows_of(specialist: Specialist, bios: Sequence[Column] = ()) -> Iterator[tuple[str, list[Cell]]]:
    """(sheet, cells) in the order of the columns, ``bios`` last; what has its default is empty."""
    profile = specialist.model_dump(mode="json", exclude_defaults=True)
    for sheet in SHEETS.values():
        if sheet.section is None:
            yield sheet.name, [_cell(profile, column) for column in (*sheet.columns, *bios)]
        for entry in profile.get(sheet.section or "", ()):
            yield sheet.name, [specialist.id, *(_cell(entry, column) for column in sheet.columns[1:])]


def profile_of(rows: Iterable[tuple[str, list[Cell]]], bios: Sequence[Column] = ()) -> dict[str, Any]:
    """The profile that the rows of one person tell, as specialist/1 without what is not told."""
    profile: dict[str, Any] = {"schema": "specialist/1"}
    for name, cells in rows:
        sheet = SHEETS[name]
        target = profile if sheet.section is None else {}
        columns = (*sheet.columns, *bios) if sheet.section is None else sheet.columns
        for column, cell in zip(columns, cells, strict=True):
            if column.path and cell is not None:
                put_value(target, column, value_of(cell, column.kind))
        if sheet.section is not None:
            profile.setdefault(sheet.section, []).append(target)
    return profile


def put_value(target: dict[str, Any], column: Column, value: Any) -> None:
    """Put the value of a column where its path leads."""
    for part in column.path[:-1]:
        target = target.setdefault(part, {})
    target[column.path[-1]] = value


def _cell(value: Any, column: Column) -> Cell:
    for part in column.path:
        value = value.get(part) if value is not None else None
    return cell_of(value, column.kind)

"""Sheets as .xlsx, a row at a time, with notes and drop-downs for whoever goes on writing there."""

import io
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from registry.domain import Specialist
from registry.exporting.sheets.carried import carried
from registry.exporting.sheets.offered import OFFERED, write_lists
from registry.exporting.writing import add_entry, whole_file
from registry.sheets import LISTS, Column, Kind, rows_of

_FILLED_ROWS = 10_000  # that drop-downs reach
_NUMBERS = (Kind.WHOLE, Kind.NUMBER)
# What XML cannot hold is written as _x000B_, and what looks like that has its own underscore written so.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HEAD, _REQUIRED = PatternFill("solid", fgColor="DDE6EE"), PatternFill("solid", fgColor="F6DDAA")
# The writer notes its own moment of writing, which would make equal pools unequal files.
_CORE = "docProps/core.xml"
_NO_MOMENT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def export_workbook(specialists: Iterable[Specialist], out: Path) -> int:
    """Write all profiles; how many. Memory holds one profile."""
    with carried(specialists) as people:
        book = Workbook(write_only=True)
        sheets = add_sheets(book, people.headings())
        for person in people:
            for name, cells in rows_of(person, people.bios):
                sheets[name].append([written(sheets[name], cell) for cell in cells])
        write_lists(book.create_sheet(LISTS))
        save(book, out)
        return people.count


def add_sheets(book: Workbook, headings: Mapping[str, Sequence[Column]]) -> dict[str, Any]:
    """One empty sheet each, with its headings, notes and drop-downs."""
    sheets = {}
    for name, columns in headings.items():
        sheet = sheets[name] = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        for number, column in enumerate(columns, start=1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = max(12, len(column.name) + 4)
            if column.kind not in _NUMBERS:
                # Text stays text: no leading zero is lost, and no day turns into another.
                sheet.column_dimensions[letter].number_format = "@"
            if rule := _drop_down(column, letter):
                sheet.data_validations.append(rule)
        sheet.append([_heading(sheet, column) for column in columns])
    return sheets


def save(book: Workbook, out: Path) -> None:
    """Write a workbook under its name when it is whole, the same bytes for the same content."""
    with tempfile.TemporaryFile() as file, whole_file(out) as target:
        book.save(file)
        with ZipFile(file) as saved, ZipFile(target, "w") as archive:
            packed(saved, archive)


def packed(saved: ZipFile, archive: ZipFile) -> None:
    """Put the parts of a workbook into another file in the order of their names, without the moment of writing."""
    for name in sorted(saved.namelist()):
        with saved.open(name) as part:
            add_entry(archive, name, io.BytesIO(_NO_MOMENT.sub(b"", part.read())) if name == _CORE else part)


def _heading(sheet: Any, column: Column) -> Any:
    cell = WriteOnlyCell(sheet, column.name)
    cell.font, cell.fill = Font(bold=True), _REQUIRED if column.required else _HEAD
    choices = f"\nOne of: {', '.join(column.choices)}" if column.choices else ""
    cell.comment = Comment(f"{column.kind}. {column.note}.{choices}", "RTCM", height=120, width=280)
    return cell


def _drop_down(column: Column, letter: str) -> DataValidation | None:
    cells = f"{letter}2:{letter}{_FILLED_ROWS}"
    if column.choices:
        words = f'"{",".join(column.choices)}"'
        return DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=True, sqref=cells)
    if column.offered:
        # Names are taken as well as codes, so that what is not in the list is no error here.
        source = OFFERED[column.offered].cells
        return DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False, sqref=cells)
    return None


def written(sheet: Any, value: Any) -> Any:
    """A value as a cell; text is text, whatever it begins with."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, _UNWRITABLE.sub(_escaped, value))
    # Never a formula, whatever it begins with.
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _escaped(found: re.Match[str]) -> str:
    return f"_x{ord(found.group()):04X}_"

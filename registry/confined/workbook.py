"""Spreadsheets (.xlsx): the rows of every sheet, and the cells that hold something other than a value."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

_RELATIONS = "xl/_rels/workbook.xml.rels"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Every row as ``{sheet, row, cells}``, counted from 1; formulas and merged cells as ``{sheet, cell, holds}``."""
    with ZipFile(path) as archive:
        for name, part in _parts(archive):
            yield from ({"sheet": name, **found} for found in _beside_values(archive, part))
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            # Rows before the first one in use are left out of what follows.
            first = sheet.start[0] + 1 if sheet.start else 1
            yield {"sheet": name, "row": 0, "cells": []}
            before = [None] * (sheet.start[1] if sheet.start else 0)
            for number, cells in enumerate(sheet.to_python(), start=first):
                yield {"sheet": name, "row": number, "cells": before + [_plain(cell) for cell in cells]}


def _plain(cell: Any) -> Any:
    """A cell as JSON has it; Excel keeps every number as a fraction, and every day as a moment."""
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    return cell


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """(name of a sheet, the file inside that holds it)."""
    named: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            ids = [value for name, value in attributes.items() if _local(name) == "id"]
            named.extend((attributes["name"], id) for id in ids)

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    _walk(archive, "xl/workbook.xml", sheet)
    _walk(archive, _RELATIONS, relation)
    for name, id in named:
        target = targets.get(id, "")
        yield name, target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _beside_values(archive: ZipFile, part: str) -> Iterator[dict[str, str]]:
    """Where a sheet holds formulas or merged cells; the parser of values does not tell."""
    found: list[dict[str, str]] = []
    at = {"cell": ""}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            at["cell"] = attributes.get("r", "")
        elif name == "f":
            found.append({"cell": at["cell"], "holds": "formula"})
        elif name == "mergeCell":
            found.append({"cell": attributes.get("ref", ""), "holds": "merged"})

    if part in archive.namelist():
        _walk(archive, part, start)
    yield from found


def _walk(archive: ZipFile, part: str, start: Any) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(part) as file:
        parser.ParseFile(file)


def _local(tag: str) -> str:
    """A name without its prefix."""
    return tag.rpartition(":")[2]

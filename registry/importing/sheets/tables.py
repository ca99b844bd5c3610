"""Files to tables of cells: which sheet, which row, and what stands there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from registry.errors import quoted
from registry.importing.archives import names_inside
from registry.importing.child import parsed
from registry.importing.reading import Unreadable
from registry.importing.sheets.separated import LARGEST, cells_of
from registry.sheets import HELP, LISTS, SHEETS

Row = tuple[int, Sequence[Any]]  # number from 1, and its cells

_HOLDS = {
    "formula": "expected a value; this cell holds a formula (copy the column, then paste values only)",
    "merged": "expected cells that are not merged; write the value into each",
}


@dataclass(frozen=True)
class Table:
    """One sheet: its header and its rows; ``faults`` are cells that hold no plain value."""

    sheet: str
    header: Sequence[Any]
    rows: Sequence[Row]
    faults: Sequence[Unreadable] = ()


def packed_tables(path: Path) -> Iterator[Table | Unreadable]:
    """The tables of an .xlsx file or of a zip of CSV files."""
    names = names_inside(path)
    if "xl/workbook.xml" in names:
        yield from _workbook_tables(path)
        return
    listed = [name for name in names if not name.endswith("/") and not name.startswith("__MACOSX/")]
    if "word/document.xml" in names or not any(name.endswith(".csv") for name in listed):
        raise Unreadable(None, "expected a spreadsheet (.xlsx) or a zip of CSV files")
    with ZipFile(path) as archive:
        for name in listed:
            try:
                with archive.open(name) as file:
                    yield _csv_table(PurePosixPath(name).stem, name, file)
            except (BadZipFile, EOFError, NotImplementedError) as fault:  # the last: packed in an unknown way
                yield Unreadable(None, f"cannot be read: {fault}", field=name)
            except Unreadable as fault:
                yield fault


def folder_tables(folder: Path) -> Iterator[Table | Unreadable]:
    """The tables of the CSV files of a folder; other files are none of ours."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise Unreadable(None, f"expected CSV files in the folder: {_named()}")
    yield from csv_tables(files)


def csv_tables(files: Iterable[Path]) -> Iterator[Table | Unreadable]:
    """The tables of CSV files, each named for its sheet."""
    for path in files:
        try:
            with path.open("rb") as file:
                yield _csv_table(path.stem, path.name, file)
        except OSError as fault:
            yield Unreadable(None, f"cannot be read: {fault.strerror or fault}", field=path.name)
        except Unreadable as fault:
            yield fault


def _csv_table(stem: str, name: str, file: IO[bytes]) -> Table:
    if stem not in SHEETS:
        raise Unreadable(None, f"expected a file named for a sheet: {_named()}", quoted(name), field=name)
    raw = file.read(LARGEST + 1)
    try:
        header, *rows = cells_of(raw)
    except Unreadable as fault:
        fault.field = name
        raise
    return Table(stem, header, list(enumerate(rows, start=2)))


def _named() -> str:
    return ", ".join(f"{sheet}.csv" for sheet in SHEETS)


def _workbook_tables(path: Path) -> Iterator[Table | Unreadable]:
    rows: dict[str, list[Row]] = {}
    faults: dict[str, list[Unreadable]] = {}
    for found in parsed("xlsx", path):
        sheet = found["sheet"]
        if "cell" in found:
            place = f"{sheet}!{found['cell']}"
            faults.setdefault(sheet, []).append(Unreadable(None, _HOLDS[found["holds"]], field=place))
        else:
            rows.setdefault(sheet, []).append((found["row"], found["cells"]))
    for sheet, listed in rows.items():
        if sheet in (HELP, LISTS):
            continue
        if sheet not in SHEETS:
            expected = f"unknown sheet; expected some of {', '.join(SHEETS)}"
            yield Unreadable(None, expected, quoted(sheet), field="sheets")
            continue
        in_use = [(number, cells) for number, cells in listed if number]
        header = in_use[0][1] if in_use and in_use[0][0] == 1 else []
        yield Table(sheet, header, in_use[1:] if header else in_use, faults.get(sheet, []))

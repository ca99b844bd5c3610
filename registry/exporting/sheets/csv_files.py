"""Sheets as CSV: one file each, in a folder or in a zip."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from registry.domain import Specialist
from registry.errors import StoreUnavailable
from registry.exporting.sheets.carried import carried
from registry.exporting.writing import add_entry, whole_file
from registry.sheets import SHEETS, rows_of

# Excel takes a CSV file for UTF-8 only with this mark.
_MARK = "\ufeff"


def export_csv(specialists: Iterable[Specialist], out: Path) -> int:
    """Write the sheets into a zip (``.zip``) or a folder, which is made when missing; how many people."""
    with carried(specialists) as people, _files(out) as files:
        writers = {name: csv.writer(file, lineterminator="\r\n") for name, file in files.items()}
        for name, columns in people.headings().items():
            writers[name].writerow(column.name for column in columns)
        for person in people:
            for sheet, cells in rows_of(person, people.bios):
                writers[sheet].writerow(cells)
        return people.count


@contextmanager
def _files(out: Path) -> Iterator[Mapping[str, IO[str]]]:
    """One open text file a sheet."""
    with _zipped(out) if out.suffix == ".zip" else _foldered(out) as files:
        for file in files.values():
            file.write(_MARK)
        yield files


@contextmanager
def _foldered(folder: Path) -> Iterator[dict[str, IO[str]]]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreUnavailable(f"{folder} cannot be written: {fault.strerror or fault}") from fault
    with ExitStack() as stack:
        raw = {name: stack.enter_context(whole_file(folder / f"{name}.csv")) for name in SHEETS}
        yield {name: stack.enter_context(_text(file)) for name, file in raw.items()}


@contextmanager
def _zipped(out: Path) -> Iterator[dict[str, IO[str]]]:
    with ExitStack() as stack:
        target = stack.enter_context(whole_file(out))
        # Only one part of a zip can be written at a time, so that all wait in files without a name.
        waiting = {name: stack.enter_context(tempfile.TemporaryFile()) for name in SHEETS}
        files = {name: io.TextIOWrapper(file, encoding="utf-8", newline="") for name, file in waiting.items()}
        yield dict(files)
        with ZipFile(target, "w") as archive:
            for name, file in files.items():
                file.flush()
                waiting[name].seek(0)
                add_entry(archive, f"{name}.csv", waiting[name])


def _text(raw: IO[bytes]) -> IO[str]:
    return io.TextIOWrapper(raw, encoding="utf-8", newline="")

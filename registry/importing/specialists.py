"""Profiles: specialist/1 as JSON Lines, or as sheets (.xlsx, CSV); which of them is told by the content."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from registry.domain import Specialist
from registry.errors import Problem
from registry.importing.archives import OLD_OFFICE, ZIP
from registry.importing.reading import Record, Unreadable, json_lines
from registry.importing.records import Findings, ImportReport, Progress, import_records
from registry.importing.sheets import SheetRecord, csv_tables, folder_tables, left_alone, packed_tables, records
from registry.store import Outcome, Store, Writing


def import_specialists(
    store: Store,
    files: Sequence[Path],
    *,
    actor: str,
    purpose: str = "import",
    partial: bool = False,
    progress: Progress | None = None,
    dry: bool = False,
) -> ImportReport:
    """Import profiles; see import_records. CSV files of one folder are the sheets of one set."""
    sets = _csv_sets(files)

    def read(path: Path) -> Iterable[Record | Unreadable]:
        return records(csv_tables(sets[path])) if path in sets else _records(path)

    sources = [path for path in files if path.suffix.lower() != ".csv"]
    return import_records(store, [*sources, *sets], Specialist, read, _put, actor, purpose, partial, progress, dry)


def _csv_sets(files: Sequence[Path]) -> Mapping[Path, list[Path]]:
    """Single CSV files by their folder."""
    sets: dict[Path, list[Path]] = {}
    for path in files:
        if path.suffix.lower() == ".csv":
            # A problem names the folder, which "." would not.
            sets.setdefault(path.absolute().parent, []).append(path)
    return sets


def _records(path: Path) -> Iterator[Record | Unreadable]:
    try:
        if path.is_dir():
            yield from records(folder_tables(path))
        elif (start := _start_of(path)) == ZIP:
            yield from records(packed_tables(path))
        elif start == OLD_OFFICE:
            yield Unreadable(None, "expected a workbook saved as .xlsx, without a password")
        elif path.suffix.lower() in (".xlsx", ".zip"):
            yield Unreadable(None, f"expected a {path.suffix} file; this one is of another kind, or damaged")
        else:
            yield from json_lines(path)
    except OSError as fault:
        yield Unreadable(None, f"cannot be read: {fault.strerror or fault}")


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(ZIP))


def _put(writing: Writing, batch: Sequence[tuple[Path, Record, Specialist]], findings: Findings) -> Outcome:
    losing = set(_refuse_losses(writing, batch, findings))
    return writing.put_specialists([specialist for _, _, specialist in batch if specialist.id not in losing])


def _refuse_losses(
    writing: Writing, batch: Sequence[tuple[Path, Record, Specialist]], findings: Findings
) -> Iterator[str]:
    """The ids of stored people of whom something would be lost, because the file has no column for it."""
    sheets = {specialist.id: (path, record) for path, record, specialist in batch if isinstance(record, SheetRecord)}
    for stored in writing.stored_specialists(set(sheets)) if sheets else ():
        path, record = sheets[stored.id]
        assert isinstance(record, SheetRecord)
        if held := left_alone(stored, record.carried):
            expected = f"expected the columns that hold something of this person in the pool: {', '.join(held)}"
            findings.add([Problem(str(path), *record.place(("id",)), "", expected)])
            yield stored.id

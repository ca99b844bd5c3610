"""Records of many files into the store: all or nothing, or the good ones; every problem in one go."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from registry.domain import Assignment, Candidacy, Mission, Specialist
from registry.errors import BadInput, Problem, quoted
from registry.importing.problems import problems_of
from registry.importing.reading import Record, Unreadable
from registry.store import Outcome, Store, Writing

# Enough to mend a file by; a file of another kind gives one problem per line.
_PROBLEMS_SHOWN = 50
_BATCH = 500

T = TypeVar("T", Specialist, Mission, Assignment, Candidacy)
Progress = Callable[[int, int, int], None]


@dataclass(frozen=True)
class ImportReport:
    """What an import did; ``problems`` holds the first ones of ``refused`` records (with --partial only)."""

    outcome: Outcome
    refused: int
    problems: tuple[Problem, ...]
    revision: int | None


class _Rehearsed(Exception):
    """Everything was tried; the transaction must not commit."""


@dataclass
class Findings:
    """Problems so far: all are counted, the first are kept."""

    shown: list[Problem] = field(default_factory=list)
    total: int = 0
    records: int = 0

    def add(self, problems: Iterable[Problem]) -> None:
        """Note the problems of one record."""
        self.records += 1
        for problem in problems:
            self.total += 1
            if len(self.shown) < _PROBLEMS_SHOWN:
                self.shown.append(problem)


class Checker(Generic[T]):
    """Turns records into domain values, and keeps what is wrong with the others."""

    def __init__(self, model: type[T], findings: Findings) -> None:
        self.model: type[T] = model
        self.findings = findings
        self._seen: dict[str, tuple[int, int]] = {}
        self._files: list[Path] = []

    def checked(self, file: Path, records: Iterable[Record | Unreadable]) -> Iterator[tuple[T, Record]]:
        """The good values of one file."""
        self._files.append(file)
        empty = True
        for record in records:
            empty = False
            value = self._value(file, record)
            if value is not None and isinstance(record, Record):
                yield value, record
        if empty:
            self.findings.add([Problem(str(file), None, "", "", "expected at least one record; the file is empty")])

    def _value(self, file: Path, record: Record | Unreadable) -> T | None:
        if isinstance(record, Unreadable):
            self.findings.add([record.at(file)])
            return None
        if not isinstance(record.value, dict):
            found = "a list" if isinstance(record.value, list) else quoted(str(record.value))
            expected = "expected a mapping of names to values"
            self.findings.add([Problem(str(file), record.line, "", found, expected)])
            return None
        try:
            value = self.model.model_validate(record.value)
        except ValidationError as fault:
            self.findings.add(problems_of(fault, file, record, self.model))
            return None
        return value if self._is_first(value, file, record) else None

    def _is_first(self, value: T, file: Path, record: Record) -> bool:
        first = self._seen.setdefault(value.id, (len(self._files) - 1, record.line))
        if first == (len(self._files) - 1, record.line):
            return True
        place = f"{self._files[first[0]]}:{first[1]}"
        line, field = record.place(("id",))
        expected = f"expected each id once; it stands in {place} already"
        self.findings.add([Problem(str(file), line, field, quoted(value.id), expected)])
        return False


def import_records(
    store: Store,
    files: Sequence[Path],
    model: type[T],
    read: Callable[[Path], Iterable[Record | Unreadable]],
    put: Callable[[Writing, Sequence[tuple[Path, Record, T]], Findings], Outcome],
    actor: str,
    purpose: str,
    partial: bool,
    progress: Progress | None,
    dry: bool = False,
) -> ImportReport:
    """Read, check and store records of many files in one revision.

    Raises BadInput with every problem, and keeps nothing, unless ``partial``: then the good records are kept.
    ``dry``: everything is tried against the pool, and nothing kept. Memory is bounded by a batch, the ids, and the
    problems shown.
    """
    findings = Findings()
    checker = Checker(model, findings)
    outcome = Outcome()
    with suppress(_Rehearsed), store.writing(actor, purpose) as writing:
        for batch in _batches(checker, files, read, progress):
            if partial or not findings.total:
                outcome += put(writing, batch, findings)
        if findings.total and not partial:
            raise BadInput(findings.shown, findings.total)
        if dry:
            raise _Rehearsed
    return ImportReport(outcome, findings.records, tuple(findings.shown), writing.revision)


def _batches(
    checker: Checker[T],
    files: Sequence[Path],
    read: Callable[[Path], Iterable[Record | Unreadable]],
    progress: Progress | None,
) -> Iterator[list[tuple[Path, Record, T]]]:
    batch: list[tuple[Path, Record, T]] = []
    done, records, total = 0, 0, sum(_size(file) for file in files)
    for file in files:
        for value, record in checker.checked(file, read(file)):
            batch.append((file, record, value))
            if len(batch) == _BATCH:
                yield batch
                records += len(batch)
                batch = []
                if progress:
                    progress(records, done, total)
        done += _size(file)
    if batch:
        yield batch
    if progress:
        progress(records + len(batch), total, total)


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0

"""Missions: mission/1 as YAML or JSON, one or several documents a file, or JSON Lines."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from registry.domain import Mission
from registry.errors import BadInput, Problem
from registry.importing.problems import problems_of
from registry.importing.reading import Record, Unreadable, document, json_lines
from registry.importing.records import Findings, ImportReport, Progress, import_records
from registry.store import Outcome, Store, Writing

M = TypeVar("M", bound=BaseModel)


def import_missions(
    store: Store,
    files: Sequence[Path],
    *,
    actor: str,
    purpose: str = "import",
    partial: bool = False,
    progress: Progress | None = None,
    dry: bool = False,
) -> ImportReport:
    """Import missions; see import_records."""
    return import_records(store, files, Mission, _records, _put, actor, purpose, partial, progress, dry)


def read_mission(path: Path) -> Mission:
    """The one mission of a file that need not be imported; BadInput with every problem of it."""
    return read_mapping(path, Mission)


def read_mapping(path: Path, model: type[M]) -> M:
    """The one document of a YAML or JSON file as a value of ``model``; BadInput with every problem of it."""
    try:
        record, *more = document(path)
    except Unreadable as fault:
        raise BadInput([fault.at(path)]) from None
    if more:
        raise BadInput([Problem(str(path), more[0].line, "", "", "expected one document in the file")])
    if not isinstance(record.value, dict):
        found = "a list" if isinstance(record.value, list) else "text"
        raise BadInput([Problem(str(path), record.line, "", found, "expected a mapping of names to values")])
    try:
        return model.model_validate(record.value)
    except ValidationError as fault:
        raise BadInput(list(problems_of(fault, path, record, model))) from None


def _records(path: Path) -> Iterable[Record | Unreadable]:
    if path.suffixes[-2:] in ([".jsonl", ".gz"],) or path.suffix == ".jsonl":
        return json_lines(path)
    try:
        return document(path)
    except Unreadable as fault:
        return [fault]


def _put(writing: Writing, batch: Sequence[tuple[Path, Record, Mission]], findings: Findings) -> Outcome:
    return writing.put_missions([mission for _, _, mission in batch])

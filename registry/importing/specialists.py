"""Profiles: specialist/1 as JSON Lines."""

from collections.abc import Sequence
from pathlib import Path

from registry.domain import Specialist
from registry.importing.reading import Record, json_lines
from registry.importing.records import Findings, ImportReport, Progress, import_records
from registry.store import Outcome, Store, Writing


def import_specialists(
    store: Store,
    files: Sequence[Path],
    *,
    actor: str,
    purpose: str = "import",
    partial: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import profiles; see import_records."""
    return import_records(store, files, Specialist, json_lines, _put, actor, purpose, partial, progress)


def _put(writing: Writing, batch: Sequence[tuple[Path, Record, Specialist]], findings: Findings) -> Outcome:
    return writing.put_specialists([specialist for _, _, specialist in batch])

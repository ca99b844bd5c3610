"""Past missions and trainings: assignment/1 as JSON Lines."""

from collections.abc import Sequence
from pathlib import Path

from registry.domain import Assignment
from registry.errors import Problem, UnknownSpecialists
from registry.importing.reading import Record, json_lines
from registry.importing.records import Findings, ImportReport, Progress, import_records
from registry.store import Outcome, Store, Writing


def import_assignments(
    store: Store,
    files: Sequence[Path],
    *,
    actor: str,
    purpose: str = "import",
    partial: bool = False,
    progress: Progress | None = None,
    dry: bool = False,
) -> ImportReport:
    """Import assignments of people who are in the pool; see import_records."""
    return import_records(store, files, Assignment, json_lines, _put, actor, purpose, partial, progress, dry)


def _put(writing: Writing, batch: Sequence[tuple[Path, Record, Assignment]], findings: Findings) -> Outcome:
    known = writing.known_specialists({id for _, _, each in batch for id in each.people})
    good = []
    for file, record, assignment in batch:
        strangers = sorted(assignment.people - known)
        if strangers:
            fault = UnknownSpecialists(assignment.id, strangers)
            findings.add([Problem(str(file), record.line, "", "", f"expected specialists of the pool: {fault}")])
        else:
            good.append(assignment)
    return writing.put_assignments(good)

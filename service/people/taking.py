"""Files of people, missions and past work that somebody hands in over HTTP."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from matching.shortlist import Answer
from registry.errors import BadInput, Problem
from registry.importing import ImportReport, import_assignments, import_missions, import_specialists
from registry.store import Store
from service.auth.who import Who


class Imported(StrEnum):
    """What can be imported."""

    SPECIALISTS = "specialists"
    MISSIONS = "missions"
    ASSIGNMENTS = "assignments"


_TAKE: dict[Imported, Callable[..., ImportReport]] = {
    Imported.SPECIALISTS: import_specialists,
    Imported.MISSIONS: import_missions,
    Imported.ASSIGNMENTS: import_assignments,
}
# The name tells the format, and nothing else of it is used.
ENDINGS = (".jsonl", ".jsonl.gz", ".xlsx", ".zip", ".csv", ".yaml", ".yml", ".json")


class ProblemFound(Answer):
    """One thing wrong with the file: where, what stood there, what was expected."""

    line: int | None
    field: str
    found: str
    expected: str


class Report(Answer):
    """What an import did, or would do; ``revision`` is null where nothing was changed."""

    dry_run: bool
    added: int
    updated: int
    unchanged: int
    refused: int
    problems: tuple[ProblemFound, ...]
    revision: int | None


def take(store: Store, who: Who, noun: Imported, name: str, content: bytes, partial: bool, dry: bool) -> Report:
    """Import a file, or try to. BadInput with every problem, and nothing kept, unless ``partial``."""
    ending = next((each for each in ENDINGS if name.lower().endswith(each)), None)
    if ending is None:
        expected = f"expected a name that ends in one of {', '.join(ENDINGS)}"
        raise BadInput([Problem("name", None, "", "", expected)])
    with TemporaryDirectory(prefix="rtcm-") as folder:
        file = Path(folder) / f"file{ending}"
        file.write_bytes(content)
        try:
            report = _TAKE[noun](
                store, [file], actor=who.account, purpose=f"import of {noun}", partial=partial, dry=dry
            )
        except BadInput as fault:
            raise BadInput(_without_place(fault.problems, file), fault.total) from None
    return _told(report, dry)


def _without_place(problems: Sequence[Problem], file: Path) -> list[Problem]:
    """Problems that do not say where we put the file."""
    folder = str(file.parent)
    return [
        replace(each, file=file.name, expected=each.expected.replace(f"{folder}/", "").replace(folder, "the file"))
        for each in problems
    ]


def _told(report: ImportReport, dry: bool) -> Report:
    return Report(
        dry_run=dry,
        added=report.outcome.added,
        updated=report.outcome.updated,
        unchanged=report.outcome.unchanged,
        refused=report.refused,
        problems=tuple(
            ProblemFound(line=each.line, field=each.field, found=each.found, expected=each.expected)
            for each in report.problems
        ),
        revision=None if dry else report.revision,
    )

"""Facts to files, in the formats that importing reads; equal pools give equal bytes."""

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ruamel.yaml import YAML

from registry.domain import Assignment, Mission, Specialist
from registry.errors import BadInput, Problem
from registry.exporting.sheets import export_csv, export_workbook, write_template
from registry.exporting.writing import open_for_writing
from registry.store import Store

__all__ = [
    "export_assignments",
    "export_missions",
    "export_specialists",
    "json_line",
    "open_for_writing",
    "write_template",
]


def export_specialists(store: Store, out: Path) -> int:
    """Write all profiles as specialist/1: sheets into .xlsx, .zip or a folder, JSON Lines else; how many.

    BadInput when a sheet cannot carry something that somebody holds, or when the name tells no format.
    """
    if out.suffix == ".csv":
        expected = "expected a name that ends in .csv.zip, or a folder: one CSV file cannot hold all sheets"
        raise BadInput([Problem(str(out), None, "", "", expected)])
    if out.suffix == ".xlsx":
        return export_workbook(store.specialists(), out)
    if out.suffix == ".zip" or out.is_dir() or not out.suffix:
        return export_csv(store.specialists(), out)
    return _write(out, store.specialists())


def export_assignments(store: Store, out: Path) -> int:
    """Write all past missions and trainings as assignment/1 JSON Lines; how many."""
    return _write(out, store.assignments())


def export_missions(store: Store, out: Path) -> int:
    """Write all missions as mission/1: JSON Lines into a file, or one YAML each into a folder; how many."""
    if out.suffix in (".jsonl", ".gz"):
        return _write(out, store.missions())
    if out.suffix:
        expected = "expected a folder, or a file that ends in .jsonl or .jsonl.gz"
        raise BadInput([Problem(str(out), None, "", "", expected)])
    out.mkdir(parents=True, exist_ok=True)
    numbers = count()
    for mission in store.missions():
        next(numbers)
        with open_for_writing(out / f"{mission.id}.yaml") as file:
            file.write(_yaml(mission))
    return next(numbers)


def json_line(fact: Specialist | Mission | Assignment) -> str:
    """One record as a line; what has its default is left out."""
    return fact.model_dump_json(exclude_defaults=True) + "\n"


def _yaml(mission: Mission) -> str:
    text = io.StringIO()
    yaml = YAML()
    yaml.dump(mission.model_dump(mode="json", exclude_defaults=True), text)
    return text.getvalue()


def _write(out: Path, facts: Iterator[Specialist] | Iterator[Mission] | Iterator[Assignment]) -> int:
    numbers = count()
    with open_for_writing(out) as file:
        for fact in facts:
            file.write(json_line(fact))
            next(numbers)
    return next(numbers)

"""Facts to files, in the formats that importing reads; equal pools give equal bytes."""

import gzip
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, BinaryIO, cast

from ruamel.yaml import YAML

from registry.domain import Assignment, Mission, Specialist
from registry.errors import BadInput, Problem, StoreUnavailable
from registry.store import Store

__all__ = ["export_assignments", "export_missions", "export_specialists", "json_line", "open_for_writing"]


def export_specialists(store: Store, out: Path) -> int:
    """Write all profiles as specialist/1 JSON Lines; how many."""
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


@contextmanager
def open_for_writing(path: Path) -> Iterator[IO[str]]:
    """A text file that appears under its name only when it is whole; ``.gz`` is compressed.

    StoreUnavailable when it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with (
            unfinished.open("wb") as raw,
            _packed(raw, path) as packed,
            io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as file,
        ):
            yield file
        unfinished.replace(path)
    except OSError as fault:
        raise StoreUnavailable(f"{path} cannot be written: {fault.strerror or fault}") from fault
    finally:
        unfinished.unlink(missing_ok=True)


def _packed(raw: BinaryIO, path: Path) -> BinaryIO:
    """The file itself, or a compressor into it, with no name and no time inside: equal pools give equal bytes."""
    if path.suffix != ".gz":
        return raw
    return cast(BinaryIO, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0))

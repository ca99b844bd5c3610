"""Candidacies as JSON Lines, read for a report or to learn from, not stored."""

from collections.abc import Iterable
from pathlib import Path

from registry.domain import Candidacy
from registry.errors import BadInput
from registry.importing.reading import json_lines
from registry.importing.records import Checker, Findings


def read_candidacies(files: Iterable[Path]) -> list[Candidacy]:
    """The candidacies of some files, one a line; BadInput with every problem."""
    findings = Findings()
    checker = Checker(Candidacy, findings)
    found = [candidacy for file in files for candidacy, _ in checker.checked(file, json_lines(file))]
    if findings.total:
        raise BadInput(findings.shown, findings.total)
    return found

"""A gold standard of expertise from a folder: ratings, papers, and draws of profiles, checked against each other."""

import csv
import gzip
import math
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from registry.errors import BadInput, Problem, quoted
from registry.gold import GoldStandard, Profile
from registry.importing.reading import Record, Unreadable, json_lines, json_value, text_of
from registry.importing.records import Findings

RATINGS, PAPERS, PROFILES = "expertise.csv", "papers.jsonl.gz", "profiles_d20_10splits.json.gz"
_COLUMNS = ["reviewer", "paper", "expertise"]
_LARGEST = 50_000_000  # bytes unpacked; the public one has about half a million
_LOWEST, _HIGHEST = 1.0, 5.0

Ratings = tuple[tuple[str, str, float], ...]


def read_gold(folder: Path) -> GoldStandard:
    """Read the three files of a gold standard; BadInput with everything wrong in them."""
    missing = [name for name in (RATINGS, PAPERS, PROFILES) if not (folder / name).is_file()]
    if missing:
        expected = f"expected the files {RATINGS}, {PAPERS} and {PROFILES}; missing: {', '.join(missing)}"
        raise BadInput([Problem(str(folder), None, "", "", expected)])
    findings = Findings()
    texts = _papers(folder / PAPERS, findings)
    ratings = _ratings(folder / RATINGS, texts, findings)
    profiles = _profiles(folder / PROFILES, texts, {reviewer for reviewer, _, _ in ratings}, findings)
    if findings.total:
        raise BadInput(findings.shown, findings.total)
    return GoldStandard(ratings, texts, profiles)


def _papers(file: Path, findings: Findings) -> dict[str, str]:
    """Title and abstract of each paper, by id."""
    found: dict[str, str] = {}
    for record in json_lines(file):
        if isinstance(record, Unreadable):
            findings.add([record.at(file)])
            continue
        wrong = _wrong_paper(record, found)
        if wrong:
            findings.add([Problem(str(file), record.line, "", "", wrong)])
        else:
            paper = record.value
            found[paper["id"]] = f"{paper['title']}\n{paper.get('abstract') or ''}"
    return found


def _wrong_paper(record: Record, known: Mapping[str, str]) -> str:
    paper = record.value
    if not isinstance(paper, dict) or not all(isinstance(paper.get(name), str) for name in ("id", "title")):
        return "expected an object with id and title as text"
    if not isinstance(paper.get("abstract") or "", str):
        return "expected abstract as text, or none"
    return f"paper {quoted(paper['id'])} stands here twice" if paper["id"] in known else ""


def _ratings(file: Path, texts: Mapping[str, str], findings: Findings) -> Ratings:
    try:
        lines = csv.reader(text_of(file.read_bytes().removeprefix(b"\xef\xbb\xbf")).splitlines(), strict=True)
        rows = list(lines)
    except (OSError, csv.Error, Unreadable) as fault:
        findings.add([Problem(str(file), None, "", "", f"cannot be read: {fault}")])
        return ()
    if not rows or rows[0] != _COLUMNS:
        findings.add([Problem(str(file), 1, "", "", f"expected the columns {','.join(_COLUMNS)}")])
        return ()
    found: dict[tuple[str, str], float] = {}
    for line, row in enumerate(rows[1:], start=2):
        problem = _wrong_rating(row, texts, found)
        if problem:
            findings.add([Problem(str(file), line, *problem)])
        else:
            found[row[0], row[1]] = float(row[2])
    if not found:
        findings.add([Problem(str(file), None, "", "", "expected at least one rating")])
    return tuple((*pair, expertise) for pair, expertise in found.items())


def _wrong_rating(
    row: list[str], texts: Mapping[str, str], known: Mapping[tuple[str, str], float]
) -> tuple[str, str, str] | None:
    """(field, found, expected) of what is wrong, None where nothing is."""
    if len(row) != len(_COLUMNS):
        return "", f"{len(row)} values", "expected reviewer, paper and expertise"
    reviewer, paper, expertise = row
    if not reviewer:
        return "reviewer", "", "expected a reviewer"
    if paper not in texts:
        return "paper", quoted(paper), f"expected a paper of {PAPERS}"
    if (reviewer, paper) in known:
        return "paper", quoted(paper), "this reviewer rated the paper already"
    if not _LOWEST <= _number(expertise) <= _HIGHEST:
        return "expertise", quoted(expertise), "expected a number from 1 to 5"
    return None


def _number(text: str) -> float:
    """A number, NaN where it is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _profiles(file: Path, texts: Mapping[str, str], rated: set[str], findings: Findings) -> tuple[Profile, ...]:
    try:
        with gzip.open(file, "rb") as opened:
            raw = opened.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise Unreadable(None, f"expected at most {_LARGEST:,} bytes")
        draws = json_value(text_of(raw))
    except (OSError, EOFError, zlib.error) as fault:
        findings.add([Problem(str(file), None, "", "", f"expected a whole gzip file: {fault}")])
        return ()
    except Unreadable as fault:
        findings.add([fault.at(file)])
        return ()
    problems = list(_wrong_profiles(file, draws, texts, rated))
    if problems:
        findings.add(problems)
        return ()
    return tuple({reviewer: tuple(papers) for reviewer, papers in draw.items()} for draw in draws)


def _wrong_profiles(file: Path, draws: Any, texts: Mapping[str, str], rated: set[str]) -> Iterator[Problem]:
    if not isinstance(draws, list) or not draws or not all(isinstance(draw, dict) for draw in draws):
        yield Problem(str(file), None, "", "", "expected a list of objects, each from reviewer to a list of paper ids")
        return
    for at, draw in enumerate(draws):
        for reviewer in sorted(rated - draw.keys()):
            yield Problem(str(file), None, f"[{at}]", "", f"expected a profile of reviewer {quoted(reviewer)}")
        for reviewer, papers in draw.items():
            yield from _wrong_profile(file, f"[{at}].{reviewer}", papers, texts)


def _wrong_profile(file: Path, place: str, papers: Any, texts: Mapping[str, str]) -> Iterator[Problem]:
    if not isinstance(papers, list) or not papers:
        yield Problem(str(file), None, place, "", "expected a list of at least one paper id")
        return
    for paper in papers:
        if not isinstance(paper, str) or paper not in texts:
            yield Problem(str(file), None, place, quoted(paper), f"expected a paper of {PAPERS}")

"""How much of a mission comes back from terms of reference that were written from it: precision and recall by field."""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.terms_texts import MANNERS, text_of
from benchmarks.terms_words import WORDS
from registry.domain import Mission
from registry.importing import read_mission
from registry.importing.terms import draft_of, extracted, read_terms

MISSIONS = Path(str(files("registry") / "data" / "missions"))
Pairs = set[tuple[str, Any]]


def facts(mission: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(field, value) of everything that is compared, each once; requirements of the first seat stand for all."""
    yield from (("types", each) for each in mission.get("types", ()))
    yield from (("host_countries", each) for each in mission.get("host_countries", ()))
    if "window" in mission:
        yield "window", (str(mission["window"]["start"]), str(mission["window"]["end"]))
    for seat in mission["seats"]:
        nationality = [each for each in seat["must"] if each["kind"] == "nationality"]
        rule = [("none_of" if each.get("none_of") else "any_of") for each in nationality]
        yield "seats", (seat["role"], seat["count"], *rule)
    for each in [*mission["seats"][0]["must"], *mission["seats"][0]["wish"]]:
        yield from _requirement(each)


def _requirement(each: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    kind = each["kind"]
    if kind == "skill":
        yield "skill", each["skill"]
        yield "skill and level", (each["skill"], each["level"])
    elif kind == "language":
        yield "language and level", (each["language"], each["level"])
    elif kind in ("country", "experience", "training", "education"):
        yield kind, next(each[name] for name in ("country", "years", "role", "level") if name in each)


def compared(lang: str, manner: str) -> dict[str, list[int]]:
    """Field -> [found and true, found, true] over all missions."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in sorted(MISSIONS.glob("*.yaml")):
        mission = read_mission(path)
        found, true = found_in(text_of(mission, lang, manner)), set(facts(plain(mission)))
        for field in {name for name, _ in found | true}:
            here = {each for each in found if each[0] == field}
            there = {each for each in true if each[0] == field}
            for at, number in enumerate((len(here & there), len(here), len(there))):
                counts[field][at] += number
    return counts


def found_in(text: str) -> Pairs:
    """What comes back from a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "terms.txt"
        path.write_text(text, encoding="utf-8")
        return set(facts(dict(draft_of(extracted(read_terms(path)), "terms").mission)))


def plain(mission: Mission) -> dict[str, Any]:
    """A mission as JSON has it."""
    return mission.model_dump(mode="json")


def ratios(counts: list[int]) -> tuple[float, float]:
    """(precision, recall); 1 where nothing was found, or nothing was there."""
    both, found, true = counts
    return both / found if found else 1.0, both / true if true else 1.0


def main() -> None:
    """Print one line per language, manner and field."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    as_json = parser.parse_args().json
    for manner in MANNERS:
        for lang in WORDS:
            total = [0, 0, 0]
            for field, counts in sorted(compared(lang, manner).items()):
                total = [a + b for a, b in zip(total, counts, strict=True)]
                _print(as_json, manner, lang, field, counts)
            _print(as_json, manner, lang, "all", total)


def _print(as_json: bool, manner: str, lang: str, field: str, counts: list[int]) -> None:
    precision, recall = ratios(counts)
    if as_json:
        keys = ("manner", "lang", "field", "precision", "recall", "true")
        values = (manner, lang, field, round(precision, 3), round(recall, 3), counts[2])
        print(json.dumps(dict(zip(keys, values, strict=True))))
    else:
        print(f"{manner:<7} {lang}  {field:<18} precision {precision:4.2f}  recall {recall:4.2f}  of {counts[2]}")


if __name__ == "__main__":
    main()

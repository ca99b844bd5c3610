"""Numbers with a unit: years of experience, months, working days."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.importing.terms.extraction import Extraction, Quote
from registry.importing.terms.phrases import phrases
from registry.importing.terms.sections import Placed, nearest, strength_at
from registry.importing.terms.text import Passage

_BETWEEN = 14  # characters that may stand between a number and its unit, such as a number in brackets
_LONGEST_CAREER = 50
_DIGITS = re.compile(r"(?<![\d.,/])([0-9]{1,4})(?![\d./])")


@dataclass(frozen=True)
class Amount:
    """A number and its unit (year, month, week, day, working_day), from where to where."""

    number: int
    unit: str
    start: int
    end: int


def numbers(passage: Passage) -> list[tuple[int, int, int]]:
    """(number, start, end) of every whole number, in digits or in words."""
    digits = [(int(found.group(1)), found.start(), found.end()) for found in _DIGITS.finditer(passage.text)]
    words = [(int(each.value), each.start, each.end) for each in phrases("number").find(passage)]
    return sorted([*digits, *words], key=lambda each: each[1])


def amounts(passage: Passage) -> list[Amount]:
    """Every number that has a unit behind it."""
    counted = numbers(passage)
    found = []
    for unit in phrases("unit").find(passage):
        before = [each for each in counted if each[2] <= unit.start and unit.start - each[2] <= _BETWEEN]
        between = passage.text[before[-1][2] : unit.start] if before else ","
        if before and not re.search(r"[,;.!?]", between):
            number, start, _ = before[-1]
            found.append(Amount(number, unit.value, start, unit.end))
    return found


def experience_requirements(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Years of experience."""
    for place in places:
        for amount in amounts(place.passage):
            about = nearest(place, amount.start, "about_experience")
            if amount.unit == "year" and about and 0 < amount.number <= _LONGEST_CAREER:
                strength, sure = strength_at(place, amount.start)
                quote = _sentence(place, amount.start)
                if strength != "none":
                    value = {"kind": "experience", "years": amount.number}
                    yield Extraction("requirement", value, quote, sure, strength)


def effort(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Working days."""
    for place in places:
        for amount in amounts(place.passage):
            if amount.unit == "working_day" and 0 < amount.number <= 3_660:
                quote = Quote.of(place.passage, amount.start, amount.end)
                yield Extraction("effort_days", amount.number, quote, 0.9)


def _sentence(place: Placed, at: int) -> Quote:
    start, end = place.passage.sentence_at(at)
    return Quote.of(place.passage, max(start, place.body), end)

"""The window of a mission: two days, or a first day and how long; days of applications are told apart."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from registry.importing.terms.amounts import Amount, amounts
from registry.importing.terms.extraction import Extraction, Quote
from registry.importing.terms.phrases import same_word
from registry.importing.terms.sections import Placed, nearest
from registry.importing.terms.text import Passage
from registry.vocabulary import LANGS, fold
from registry.vocabulary.lookup import locale

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_WRITTEN = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([^\W\d_]{3,12})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,\s*)?(\d{4})?"
)
_YEAR = re.compile(r"\b(?:19|20|21)[0-9]{2}\b")
_LONGEST = {"year": 10, "month": 120, "week": 520, "day": 3_660}
_LABELLED, _SAID, _WORKED_OUT = 0.95, 0.8, 0.7


@dataclass(frozen=True)
class Mention:
    """A day in a text; a month alone gives its first and its last day."""

    first: date
    last: date
    start: int
    end: int


def window(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Every window that some passage tells, the surest to be taken."""
    for place in places:
        found = [
            each for each in mentions(place.passage) if nearest(place, each.start, "deadline", "period") != "deadline"
        ]
        if place.section == "background" or not found:
            continue
        sure = _LABELLED if place.section == "window" else _SAID
        if len(found) > 1 and found[0].first <= found[1].last:
            yield _extraction(place, found[0].first, found[1].last, found[0].start, found[1].end, sure)
        elif long := [each for each in amounts(place.passage) if 0 < each.number <= _LONGEST.get(each.unit, 0)]:
            last = _after(found[0].first, long[0])
            bounds = (min(found[0].start, long[0].start), max(found[0].end, long[0].end))
            yield _extraction(place, found[0].first, last, *bounds, min(sure, _WORKED_OUT))


def _extraction(place: Placed, first: date, last: date, start: int, end: int, sure: float) -> Extraction:
    value = {"start": first.isoformat(), "end": last.isoformat()}
    return Extraction("window", value, Quote.of(place.passage, start, end), sure)


def mentions(passage: Passage) -> list[Mention]:
    """The days of a passage in their order: 2027-03-01, 01.03.2027, 1 March 2027, March 1, 2027, March 2027."""
    found: list[Mention] = []
    for match in _ISO.finditer(passage.text):
        year, month, day = map(int, match.groups())
        found += _mention(year, month, day, match.start(), match.end())
    for match in _DOTTED.finditer(passage.text):
        day, month, year = map(int, match.groups())
        found += _mention(year, month, day, match.start(), match.end())
    for match in _WRITTEN.finditer(passage.text):
        before, name, behind, written = match.groups()
        number = _month(name, passage.lang)
        if number and (written or before):
            year = int(written) if written else _next_year(passage.text, match.end())
            found += _mention(year, number, int(before or behind or 0), match.start(), match.end())
    return sorted(found, key=lambda each: each.start)


def _next_year(text: str, at: int) -> int:
    """The year of a day that has none of its own, as in "1 March to 5 May 2027"; 0 where none follows."""
    found = _YEAR.search(text, at)
    return int(found.group()) if found else 0


def _mention(year: int, month: int, day: int, start: int, end: int) -> Iterator[Mention]:
    """The day, if there is such a day; the whole month for a day of 0."""
    if not (1900 <= year <= 2200 and 1 <= month <= 12):
        return
    length = calendar.monthrange(year, month)[1]
    if day <= length:
        yield Mention(date(year, month, day or 1), date(year, month, day or length), start, end)


def _month(name: str, lang: str) -> int:
    """The number of a month by its name in the language of the text or in English; 0 for another word."""
    folded = fold(name)
    near = (number for each in (lang, "en") for number, month in _months()[each] if same_word(month, folded, each))
    return next(near, 0)


@cache
def _months() -> dict[str, list[tuple[int, str]]]:
    return {
        lang: [
            (number, fold(name))
            for form in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
            for number, name in locale(lang).months[form][width].items()
        ]
        for lang in LANGS
    }


def _after(first: date, long: Amount) -> date:
    """The last day of a time that begins with ``first``."""
    if long.unit in ("day", "week"):
        return first + timedelta(days=long.number * (7 if long.unit == "week" else 1) - 1)
    months = first.month - 1 + long.number * (12 if long.unit == "year" else 1)
    year, month = first.year + months // 12, months % 12 + 1
    day = min(first.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)

"""Countries: where the work is, experience in them, and nationalities that are asked for or excluded."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from registry.importing.terms.amounts import amounts
from registry.importing.terms.extraction import Extraction, Quote
from registry.importing.terms.phrases import Found, Phrases
from registry.importing.terms.sections import Placed, nearest, strength_at
from registry.vocabulary import LANGS, countries
from registry.vocabulary.lookup import read_rows

_LABELLED, _SAID, _MENTIONED = 0.95, 0.75, 0.4
_USUAL_MONTHS = 6
_SHORTEST_NAME = 4


@cache
def _names() -> Phrases[str]:
    labels = [(lang, each.label(lang), each.alpha3) for each in countries().values() for lang in LANGS]
    further = [(lang, row["name"], row["iso3"]) for row in read_rows("country_names.csv") for lang in LANGS]
    return Phrases((each for each in [*labels, *further] if _is_written_out(each[1])), skip_empty=True)


def _is_written_out(name: str) -> bool:
    """Not an abbreviation, whose letters other words are made of too."""
    return len(name) >= _SHORTEST_NAME and "." not in name and not name.isupper()


def countries_in(place: Placed) -> list[Found[str]]:
    """The countries that a passage names, written with a capital letter."""
    found = _names().find(place.passage)
    return [each for each in found if place.passage.text[each.start].isupper() and each.start >= place.body]


def country_facts(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Host countries, country experience and nationality, by what the sentence around each country speaks of."""
    for place in places:
        for found in countries_in(place):
            yield from _fact(place, found)


def _fact(place: Placed, found: Found[str]) -> Iterator[Extraction]:
    about = nearest(place, found.start, "about_nationality", "about_experience")
    start, end = place.passage.sentence_at(found.start)
    sentence = Quote.of(place.passage, max(start, place.body), end)
    if place.section == "host":
        yield Extraction("host_countries", found.value, Quote.of(place.passage, found.start, found.end), _LABELLED)
    elif about == "about_nationality":
        refused = nearest(place, found.start, "refuse") == "refuse"
        value: dict[str, Any] = {"kind": "nationality", "none_of" if refused else "any_of": [found.value]}
        yield Extraction("requirement", value, sentence, _SAID, "must")
    elif about == "about_experience" or place.section in ("must", "wish"):
        strength, sure = strength_at(place, found.start)
        if strength != "none":
            value = {"kind": "country", "country": found.value, "months": _months(place, start, end)}
            confidence = sure if about else 0.55
            yield Extraction("requirement", value, sentence, confidence, strength)
    else:
        sure = _SAID if place.section == "title" else _MENTIONED
        yield Extraction("host_countries", found.value, Quote.of(place.passage, found.start, found.end), sure)


def _months(place: Placed, start: int, end: int) -> int:
    """Months of experience that the sentence names, six where it names none."""
    months = [each for each in amounts(place.passage) if each.unit == "month" and start <= each.start < end]
    return months[0].number if months else _USUAL_MONTHS

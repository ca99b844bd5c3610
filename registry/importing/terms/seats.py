"""Seats: how many people in which role, international or national."""

from collections.abc import Iterator, Sequence

from registry.importing.terms.amounts import numbers
from registry.importing.terms.extraction import Extraction, Quote
from registry.importing.terms.phrases import Found, phrases
from registry.importing.terms.sections import Placed

_COUNTED, _NAMED, _IN_TITLE = 0.9, 0.45, 0.7
# Words that may stand between a number and its role: short-term international, field, legal.
_BETWEEN = 40
_MOST = 1_000


def seats(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Every role with a number before it where a text speaks of whom it seeks, and the roles of the title."""
    for number, place in enumerate(places):
        in_title = place.section == "title" or number == 0
        if place.section in ("", "seats", "title", "window", "host"):
            previous = 0
            for role in phrases("role").find(place.passage):
                if role.start >= place.body:
                    yield from _seat(place, role, previous, in_title)
                    previous = role.end


def _seat(place: Placed, role: Found[str], previous: int, in_title: bool) -> Iterator[Extraction]:
    text = place.passage.text
    counted = [
        each
        for each in numbers(place.passage)
        if previous <= each[1]
        and each[2] <= role.start
        and role.start - each[2] <= _BETWEEN
        and not any(sign in text[each[2] : role.start] for sign in ",;.:")
    ]
    start = counted[-1][1] if counted else role.start
    count = counted[-1][0] if counted else 1
    if not 1 <= count <= _MOST:
        return
    origin = [
        each for each in phrases("origin").find(place.passage) if max(previous, start - 25) <= each.start < role.start
    ]
    beside = {"origin": origin[-1].value} if origin else {}
    sure = _COUNTED if counted and (place.section == "seats" or not in_title) else _IN_TITLE if in_title else _NAMED
    sure = _COUNTED if place.section == "seats" else sure
    begin = min(start, origin[-1].start) if origin else start
    yield Extraction(
        "seats", {"role": role.value, "count": count}, Quote.of(place.passage, begin, role.end), sure, beside=beside
    )

"""Periods of availability as somebody says them, and a month of them as a table."""

from calendar import Calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.domain import Availability, AvailabilityKind

DAY = timedelta(days=1)
# What takes a period away: a day without a record is unknown.
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Cell:
    """One day of a month; ``kind`` is None where nothing is known, ``inside`` whether it is of this month."""

    day: date
    kind: AvailabilityKind | None
    inside: bool


def with_period(
    before: Sequence[Availability], start: date, end: date, kind: AvailabilityKind | None
) -> tuple[Availability, ...]:
    """The periods once the days ``start <= day < end`` are of a kind; what was said of these days before gives way."""
    left = [part for each in before for part in _outside(each, start, end)]
    added = [] if kind is None else [Availability(start=start, end=end, kind=kind)]
    return tuple(sorted([*left, *added], key=lambda each: each.start))


def _outside(period: Availability, start: date, end: date) -> Iterator[Availability]:
    """What a period keeps outside of some days."""
    for first, last in ((period.start, min(period.end, start)), (max(period.start, end), period.end)):
        if first < last:
            yield period.model_copy(update={"start": first, "end": last})


def month(periods: Sequence[Availability], first: date) -> list[list[Cell]]:
    """The weeks of a month, Monday first."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[Cell(day, _kind(periods, day), day.month == first.month) for day in week] for week in weeks]


def _kind(periods: Sequence[Availability], day: date) -> AvailabilityKind | None:
    return next((each.kind for each in periods if each.start <= day < each.end), None)

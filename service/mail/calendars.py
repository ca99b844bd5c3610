"""Calendar files (iCalendar, RFC 5545): a mission as whole days, and a feed of many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from service.mail.plain import plain

_PRODUCT = "-//RTCM//Expert pool//EN"


@dataclass(frozen=True)
class Entry:
    """Something that lasts from ``start`` to ``end``, both included; ``id`` stays the same when it is sent again."""

    id: str
    title: str
    start: date
    end: date
    changed: datetime
    place: str = ""
    firm: bool = True


def calendar_file(entries: Iterable[Entry], name: str | None = None) -> bytes:
    """The entries as an iCalendar file, in their order; the same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name is not None:
        calendar.add("x-wr-calname", plain(name))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@rtcm-expert-pool")
    event.add("dtstamp", entry.changed)
    event.add("dtstart", entry.start)
    # The end of a whole day is the day after.
    event.add("dtend", entry.end + timedelta(days=1))
    event.add("summary", plain(entry.title))
    if entry.place:
        event.add("location", plain(entry.place))
    event.add("status", "CONFIRMED" if entry.firm else "TENTATIVE")
    event.add("transp", "OPAQUE" if entry.firm else "TRANSPARENT")
    return event

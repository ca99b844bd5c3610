"""Amending a mission in force: dates, place, work, words and how many people; what a seat asks stays."""

from pydantic import ValidationError

from registry.domain import Mission
from service.pages.forms import Form, filled
from service.pages.wording import Wording
from service.pages.words import N_

WHOLE = N_("Write a whole number.")
_FIELDS = {
    "window.start": "start",
    "window.end": "end",
    "window": "end",
    "effort_days": "effort_days",
    "place": "place",
    "description": "description",
    "title": "title",
}


def as_form(mission: Mission) -> Form:
    """The text in force as the form shows it."""
    seats = {f"count-{number}": str(seat.count) for number, seat in enumerate(mission.seats, start=1)}
    return filled(
        {
            "title": mission.title,
            "start": mission.window.start.isoformat(),
            "end": mission.window.end.isoformat(),
            "effort_days": "" if mission.effort_days is None else str(mission.effort_days),
            "place": mission.place or "",
            "description": mission.description or "",
            **seats,
        }
    )


def amended(words: Wording, form: Form, mission: Mission) -> Mission | None:
    """The mission as the form changes it; None when the form cannot be read, which it says."""
    form.need(words, "title", "start", "end")
    start, end = form.day(words, "start"), form.day(words, "end")
    counts = [_whole(words, form, f"count-{number}") for number in range(1, len(mission.seats) + 1)]
    days = _whole(words, form, "effort_days") if form.value("effort_days") else None
    if not form.good:
        return None
    kept = mission.model_dump(mode="json", by_alias=True)
    changed = {
        "title": form.value("title"),
        "window": {"start": str(start), "end": str(end)},
        "effort_days": days,
        "place": form.value("place") or None,
        "description": form.value("description") or None,
        "seats": [{**seat, "count": count} for seat, count in zip(kept["seats"], counts, strict=True)],
    }
    try:
        return Mission.model_validate({**kept, **changed})
    except ValidationError as fault:
        counted = {f"seats.{at}.count": f"count-{at + 1}" for at in range(len(counts))}
        form.refuse_as(words, fault, {**_FIELDS, **counted})
        return None


def _whole(words: Wording, form: Form, name: str) -> int | None:
    typed = form.value(name)
    if typed.isdecimal() and typed.isascii() and len(typed) < 6:
        return int(typed)
    form.refuse(name, words.say(WHOLE))
    return None

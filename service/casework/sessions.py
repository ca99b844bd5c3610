"""Training sessions that a certifier held: who trained whom in which module, kept as past work."""

from datetime import date, datetime
from secrets import token_hex
from typing import Annotated

from pydantic import Field

from matching.shortlist import Answer
from registry.domain import Assignment, Member, Role
from registry.domain.base import CountryCode, Day, Id, Line, ModuleId
from registry.errors import NotFound
from registry.store import Store
from service.auth.who import Who
from service.errors import NotPossible

_PREFIX = "session-"


class TrainingSession(Answer):
    """A training session: its module, days, trainers and who took part."""

    title: Annotated[Line, Field(min_length=1)]
    module: ModuleId
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    country: CountryCode | None = None
    trainers: Annotated[tuple[Id, ...], Field(min_length=1, max_length=40)]
    participants: Annotated[tuple[Id, ...], Field(min_length=1, max_length=400)]


def record(store: Store, who: Who, now: datetime, session: TrainingSession) -> Assignment:
    """Keep a session that is over; NotPossible, UnknownSpecialists."""
    _check(session, now.date())
    held = Assignment.model_validate(
        {
            "schema": "assignment/1",
            "id": f"{_PREFIX}{token_hex(6)}",
            "title": session.title,
            "types": ["training_delivery"],
            "country": session.country,
            "from": session.start,
            "to": session.end,
            "module": session.module,
            "team": [Member(specialist=id, role=Role.TRAINER) for id in dict.fromkeys(session.trainers)],
            "trainees": tuple(dict.fromkeys(session.participants)),
        }
    )
    with store.writing(who.account, "training session") as writing:
        writing.put_assignments([held])
    return held


def sessions(store: Store, module: str | None = None) -> list[Assignment]:
    """The sessions on record, the newest first; of one module where told."""
    found = [each for each in store.assignments_under(_PREFIX) if module in (None, each.module)]
    return sorted(found, key=lambda each: (each.start, each.id), reverse=True)


def session(store: Store, id: str) -> Assignment:
    """One session; NotFound."""
    if not id.startswith(_PREFIX):
        raise NotFound("session", id)
    return store.assignment(id)


def _check(session: TrainingSession, on: date) -> None:
    if session.end < session.start:
        raise NotPossible(f"a session ends after it begins (found {session.start} to {session.end})")
    if session.end > on:
        raise NotPossible("a session is kept once it is over")
    both = {*session.trainers} & {*session.participants}
    if both:
        raise NotPossible(f"nobody trains themselves: {', '.join(sorted(both))}")

"""The text of a mission as people read it: what each seat asks, in words."""

from dataclasses import dataclass

from registry.domain import Mission, Seat
from service.pages.casework.words import MODALITIES
from service.pages.planner.requirements import asked
from service.pages.wording import Wording


@dataclass(frozen=True)
class SeatText:
    """One seat: its number from 1, its role and what it asks."""

    number: int
    role: str
    count: int
    must: tuple[str, ...]
    wish: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """One mission: facts as (name, value), and its seats."""

    title: str
    facts: tuple[tuple[str, str], ...]
    description: str
    tasks: tuple[str, ...]
    seats: tuple[SeatText, ...]


def brief(words: Wording, mission: Mission) -> Brief:
    """A mission in a language."""
    return Brief(
        mission.title,
        tuple((name, value) for name, value in _facts(words, mission) if value),
        mission.description or "",
        (*mission.tasks, *mission.deliverables),
        tuple(_seat(words, number, seat) for number, seat in enumerate(mission.seats, start=1)),
    )


def _facts(words: Wording, mission: Mission) -> list[tuple[str, str]]:
    days = mission.effort_days
    return [
        (words.say("For whom"), mission.beneficiary or ""),
        (words.say("Countries"), words.together([words.country(code) for code in mission.host_countries])),
        (words.say("Dates"), words.days(mission.window.start, mission.window.end)),
        (words.say("Days of work"), "" if days is None else words.number(days)),
        (words.say("Where"), ", ".join(filter(None, (words.say(MODALITIES[mission.modality]), mission.place)))),
    ]


def _seat(words: Wording, number: int, seat: Seat) -> SeatText:
    must, wish = (tuple(asked(words, each) for each in part) for part in (seat.must, seat.wish))
    return SeatText(number, words.called(seat.role), seat.count, must, wish)

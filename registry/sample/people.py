"""Who the sample people are before anything is told about them: origin, subject, employer, years, quality."""

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from registry.sample.days import TODAY
from registry.sample.dice import Dice, Table
from registry.sample.lists import Country, Subject, countries, everywhere, phrases, subjects

Json = dict[str, Any]
Origin = tuple[Country, Subject]

# roster_stats.yaml, generator_hints, years_experience: at least 3, half above 12, a tenth above 25.
_YEARS = ((0.0, 3.0), (0.10, 5.0), (0.25, 8.0), (0.50, 12.0), (0.75, 18.0), (0.90, 25.0), (1.0, 38.0))
# Thin profiles are real: about one in eight tells little more than a name (our assumption).
_THIN = 0.125
# What a person adds to the main subject: a neighbouring one, the craft of advising, or the craft of training.
_SECOND = Table([("near", 0.45), ("advisory", 0.22), ("training", 0.15), ("", 0.18)])
_LIVES_ABROAD = 0.08
_TWO_NATIONALITIES = 0.04


@dataclass(slots=True)
class Served:
    """A person's place in the team of one assignment."""

    assignment: Json
    role: str
    start: int
    end: int


@dataclass(slots=True)
class Attended:
    """A training that a person sat in, and the level of certificate it ended with."""

    assignment: str
    module: str
    level: str
    day: int


@dataclass(slots=True, eq=False)
class Person:
    """A person in the making; days are ordinal numbers, ``quality`` a share that nobody gets to see.

    ``trains_from`` is the day of the first certificate to train, ``until`` the last day of the latest
    assignment so far; 0 for who has none.
    """

    id: str
    number: int
    country: Country
    culture: str
    language: str
    second_nationality: str
    residence: Country
    subject: Subject
    second: Subject | None
    woman: bool
    employer: str
    organisation: str
    years: float
    quality: float
    thin: bool
    trains_from: int = 0
    until: int = 0
    served: list[Served] = field(default_factory=list)
    attended: list[Attended] = field(default_factory=list)

    @property
    def began(self) -> int:
        """The first day of the career."""
        return TODAY - int(self.years * 365.25)

    def serve(self, assignment: Json, role: str, start: int, end: int) -> None:
        """Note a place in the team of an assignment."""
        self.served.append(Served(assignment, role, start, end))
        self.until = max(self.until, end)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no assignment of this person touches the days from start to end."""
        return all(served.end < start or served.start > end for served in self.served)

    def can_serve(self, start: int, end: int) -> bool:
        """Free, and at work for at least a year by then."""
        return self.began + 365 <= start and self.is_free(start, end)

    def trains_on(self, day: int) -> bool:
        """Whether certified to train on a day."""
        return 0 < self.trains_from <= day


def origins(dice: Dice, count: int) -> list[Origin]:
    """Where the people of a block come from and what they work on, spread evenly over all pairs of both."""
    return dice.shuffled(_pairs().spread(count, dice.roll()))


def new_person(dice: Dice, id: str, origin: Origin, employer: str = "", seat_years: float = 0) -> Person:
    """Somebody new; a place in the cascade needs ``seat_years`` of experience and a full profile."""
    here, main = origin
    culture, language = dice.draw(here.people)
    works_for = employer or dice.draw(main.employers)
    elsewhere = works_for == "international_organisation" and dice.chance(0.4)
    residence = dice.draw(everywhere()) if elsewhere or dice.chance(_LIVES_ABROAD) else here
    return Person(
        id=id,
        number=int(id.rpartition("-")[2]),
        country=here,
        culture=culture,
        language=language,
        second_nationality=_second_nationality(dice, here),
        residence=residence,
        subject=main,
        second=_second(dice, main, seat_years > 0),
        woman=dice.chance(main.women),
        employer=works_for,
        organisation=_organisation(dice, works_for, main, here),
        years=max(seat_years, _experience(dice)),
        quality=dice.bell(),
        thin=dice.chance(_THIN) and not seat_years,
    )


def agency(subject: Subject, country: Country) -> str:
    """The public body of a country that deals with a subject."""
    (text,) = phrases("organisation_government")
    return text.format(agency=subject.agency, country=country.in_text)


@cache
def _pairs() -> Table[Origin]:
    """Country and subject: the country by its weight, the subject by what that country is asked for."""
    return Table(
        ((country, subject), country.weight * (high - low))
        for country in countries().values()
        for subject, low, high in zip(
            country.subjects.values, (0.0, *country.subjects.steps[:-1]), country.subjects.steps, strict=True
        )
    )


def _organisation(dice: Dice, employer: str, subject: Subject, country: Country) -> str:
    if employer == "government":
        return agency(subject, country)
    return dice.pick(phrases(f"organisation_{employer}")).format(country=country.in_text, capital=country.capital)


def _second(dice: Dice, main: Subject, trains: bool) -> Subject | None:
    kind = "training" if trains else dice.draw(_SECOND)
    if kind == "near":
        kind = dice.pick(main.near)
    return subjects()[kind] if kind and kind != main.name else None


def _second_nationality(dice: Dice, country: Country) -> str:
    if not dice.chance(_TWO_NATIONALITIES):
        return ""
    other = dice.draw(everywhere())
    return other.code if other is not country else ""


def _experience(dice: Dice) -> float:
    share = dice.roll()
    for (low, start), (high, end) in pairwise(_YEARS):
        if share <= high:
            return int(2 * (start + (end - start) * (share - low) / (high - low))) / 2
    return _YEARS[-1][1]

"""The text of a mission as people read it: what each seat asks, in words."""

from dataclasses import dataclass

from registry import vocabulary
from registry.domain import Mission
from registry.domain.mission import (
    CertificateRequirement,
    CountryRequirement,
    EducationRequirement,
    EmployerRequirement,
    ExperienceRequirement,
    LanguageRequirement,
    NationalityRequirement,
    OfficialRequirement,
    Requirement,
    Seat,
    SkillRequirement,
    TrainingRequirement,
)
from service.pages.casework.words import MODALITIES
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
    must, wish = (tuple(requirement(words, each) for each in part) for part in (seat.must, seat.wish))
    return SeatText(number, words.called(seat.role), seat.count, must, wish)


def requirement(words: Wording, asked: Requirement) -> str:
    """One requirement in words."""
    match asked:
        case SkillRequirement():
            return words.say(
                "%(competence)s, level %(level)s of 5", competence=words.competence(asked.skill), level=asked.level
            )
        case LanguageRequirement():
            return f"{words.language_name(asked.language)} {asked.level.name}"
        case CountryRequirement():
            return words.say_many(
                "%(country)s: %(count)s month",
                "%(country)s: %(count)s months",
                asked.months,
                country=words.country(asked.country),
            )
        case ExperienceRequirement():
            return words.say("Years of experience: %(years)s", years=words.number(asked.years))
    return _on_paper(words, asked)


def _on_paper(words: Wording, asked: Requirement) -> str:
    """What papers show."""
    match asked:
        case CertificateRequirement():
            module = vocabulary.modules()[asked.module].title
            return words.say("Certificate: %(module)s, %(level)s", module=module, level=words.called(asked.level))
        case TrainingRequirement():
            return words.say("Certified as: %(role)s", role=words.called(asked.role))
        case EducationRequirement():
            return words.say("Education: ISCED level %(level)s", level=int(asked.level))
        case NationalityRequirement():
            named = words.together([words.country(code) for code in (*asked.any_of, *asked.none_of)])
            if asked.any_of:
                return words.say("Nationality: %(countries)s", countries=named)
            return words.say("Nationality: not %(countries)s", countries=named)
        case EmployerRequirement():
            return words.say("Employer: %(employers)s", employers=words.together(asked.any_of))
        case OfficialRequirement():
            return words.say("Public officials only") if asked.value else words.say("No public officials")
    raise ValueError(f"a requirement without words: {asked.kind}")

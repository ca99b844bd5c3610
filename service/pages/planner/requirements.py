"""What a seat asks, and why people are left out, as a sentence in the language of the page."""

from collections.abc import Sequence

from matching.ask import Ask
from matching.eligibility import Exclusion
from registry.domain import (
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
from service.pages.planner.words import BARS, EDUCATION, FLAGS
from service.pages.wording import Wording
from service.pages.words import EMPLOYERS


def asked(words: Wording, one: Requirement) -> str:
    """What a requirement asks, without whether it is a must."""
    match one:
        case SkillRequirement():
            return words.say("%(name)s, level %(level)s", name=words.competence(one.skill), level=one.level)
        case LanguageRequirement():
            return f"{words.language_name(one.language)} {one.level}"
        case CountryRequirement():
            months = words.say_many("%(count)s month", "%(count)s months", one.months)
            return f"{words.country(one.country)}, {months}"
        case ExperienceRequirement():
            return words.say("experience of %(years)s years", years=words.number(one.years))
        case CertificateRequirement():
            level = words.called(one.level)
            return words.say("valid certificate %(module)s, %(level)s", module=words.module(one.module), level=level)
        case TrainingRequirement():
            return words.say("certified in a fitting module as: %(role)s", role=words.called(one.role))
        case EducationRequirement():
            return words.say(EDUCATION[one.level])
        case NationalityRequirement(any_of=any_of) if any_of:
            return words.say("national of: %(countries)s", countries=_countries(words, any_of))
        case NationalityRequirement():
            return words.say("not a national of: %(countries)s", countries=_countries(words, one.none_of))
        case EmployerRequirement():
            return words.say("employed by: %(employers)s", employers=", ".join(employer(words, e) for e in one.any_of))
        case OfficialRequirement():
            return words.say("public official") if one.value else words.say("not a public official")


def left_out(words: Wording, ask: Ask, one: Exclusion) -> str:
    """Why an exclusion removes people."""
    if one.must is not None:
        return words.say("without %(asked)s", asked=asked(words, one.must))
    if one.reason.startswith("away"):
        return words.say_many(
            "away: less than %(count)s day left", "away: less than %(count)s days left", ask.days_needed
        )
    if one.reason.startswith("excluded nationality"):
        named = _countries(words, ask.mission.exclude.nationalities)
        return words.say("excluded nationality: %(countries)s", countries=named)
    return words.say(BARS[one.reason])


def flag(words: Wording, code: str) -> str:
    """What must not pass silently about somebody."""
    return words.say(FLAGS[code])


def seat_name(words: Wording, seat: Seat, number: int) -> str:
    """A seat by number and role, with how many people it is for."""
    people = words.say_many("%(count)s person", "%(count)s people", seat.count)
    return words.say(
        "Seat %(number)s: %(role)s, %(people)s", number=number, role=words.called(seat.role), people=people
    )


def _countries(words: Wording, codes: Sequence[str]) -> str:
    return ", ".join(words.country(code) for code in codes)


def employer(words: Wording, named: str) -> str:
    """A kind of employer in words, or an organisation by its name."""
    known = {each.value: text for each, text in EMPLOYERS.items()}
    return words.say(known[named]) if named in known else named

"""What each office sees of the people in the pool: whom at all, and which fields."""

from datetime import date

from matching.shortlist import Answer
from registry.domain import Specialist
from registry.errors import NotFound
from registry.lifecycle import Office, freshness
from registry.roster import Bits, Roster
from registry.vocabulary import CEFR, fold
from service.auth.who import Who
from service.people.live import LiveRoster

# They see whole profiles of everybody; and these also of people who restricted the use of theirs.
WHOLE = (Office.PLANNER, Office.REGISTRAR, Office.CERTIFIER, Office.ADMINISTRATOR)
_RESTRICTED_TOO = (Office.REGISTRAR, Office.ADMINISTRATOR)


class HeldSkill(Answer):
    """A competence without what backs it in words."""

    skill: str
    level: int
    status: str


class HeldLanguage(Answer):
    """A language with the level spoken."""

    language: str
    speaking: str | None
    status: str


class HeldCountry(Answer):
    """Months in a country."""

    country: str
    months: int
    status: str


class HeldCertificate(Answer):
    """A certificate without its number."""

    module: str
    level: str
    issued: date | None
    status: str


class Pseudonymous(Answer):
    """A profile as an analyst sees it: nothing that names somebody, or that only one person may have written."""

    pseudonym: str
    residence: str | None
    employer_type: str | None
    education_level: int | None
    experience_years: float | None
    roles: tuple[str, ...]
    skills: tuple[HeldSkill, ...]
    languages: tuple[HeldLanguage, ...]
    countries: tuple[HeldCountry, ...]
    certificates: tuple[HeldCertificate, ...]
    vetting: str
    freshness: str


def visible(who: Who, roster: Roster, today: date) -> Bits:
    """Whom somebody may find in the list."""
    open_to_use = roster.everybody & ~roster.having("restricted", [True])
    if who.holds(*_RESTRICTED_TOO):
        return roster.everybody
    if who.holds(*WHOLE):
        return open_to_use
    if who.holds(Office.FOCAL_POINT):
        return open_to_use & roster.having("employer", [fold(who.organisation)] if who.organisation else [])
    return roster.counted_in_statistics(today) if who.holds(Office.ANALYST) else 0


def by_pseudonym(who: Who) -> bool:
    """Whether somebody sees pseudonyms alone, and may ask for nothing that tells who is behind one."""
    return who.holds(Office.ANALYST) and not who.holds(*WHOLE, Office.FOCAL_POINT)


def sees_whole(who: Who, one: Specialist) -> bool:
    """Whether somebody sees the whole profile of a specialist."""
    if who.specialist == one.id:
        return True
    if one.restricted:
        return who.holds(*_RESTRICTED_TOO)
    return who.holds(*WHOLE) or (who.holds(Office.FOCAL_POINT) and _same(who.organisation, one.organisation))


def pseudonymous(one: Specialist, pseudonym: str, today: date) -> Pseudonymous:
    """A profile without who it is."""
    return Pseudonymous(
        pseudonym=pseudonym,
        residence=one.residence,
        employer_type=one.employer_type,
        education_level=one.education.level if one.education else None,
        experience_years=one.experience_years,
        roles=one.roles,
        skills=tuple(HeldSkill(skill=each.skill, level=each.level, status=each.status) for each in one.skills),
        languages=tuple(
            HeldLanguage(language=each.language, speaking=_level(each.levels[2]), status=each.status)
            for each in one.languages
        ),
        countries=tuple(
            HeldCountry(country=each.country, months=each.months, status=each.status) for each in one.countries
        ),
        certificates=tuple(
            HeldCertificate(module=each.module, level=each.level, issued=each.issued, status=each.status)
            for each in one.certificates
        ),
        vetting=one.vetting,
        freshness=freshness(one.confirmed_on, today),
    )


def behind(who: Who, pseudonym: str, people: LiveRoster, roster: Roster, today: date) -> str:
    """The id of somebody whom an analyst names by pseudonym; NotFound for all others."""
    found = people.behind(pseudonym, roster)
    if found is None or not roster.has(visible(who, roster, today), found):
        raise NotFound("specialist", pseudonym)
    return found


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other and fold(one) == fold(other))


def _level(level: CEFR | None) -> str | None:
    return None if level is None else str(level)

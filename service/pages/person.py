"""A profile as people read it, section by section with what backs each line: the same for planners and its owner."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.domain import (
    Certificate,
    CountryExperience,
    LanguageSkill,
    ServiceRecord,
    SkillClaim,
    Specialist,
)
from service.pages.wording import Wording
from service.pages.words import N_


@dataclass(frozen=True)
class Told:
    """One line of a profile: what it is, what is said of it, and the grade of its evidence, empty without one."""

    what: str
    said: str
    status: str = ""


def sections(wording: Wording, profile: Specialist) -> list[tuple[str, list[Told]]]:
    """(heading, lines) of every section that says something."""
    found = [
        (N_("Who this is"), list(_about(wording, profile))),
        (N_("Competences"), [_skill(wording, each) for each in profile.skills]),
        (N_("Languages"), [_language(wording, each) for each in profile.languages]),
        (N_("Countries"), [_country(wording, each) for each in profile.countries]),
        (N_("Certificates of training"), [_certificate(wording, each) for each in profile.certificates]),
        (N_("Past work"), [_work(wording, each) for each in profile.missions]),
        (N_("Publications"), [Told(each.title, str(each.year or "")) for each in profile.publications]),
    ]
    return [(wording.say(heading), lines) for heading, lines in found if lines]


def _about(wording: Wording, profile: Specialist) -> Iterator[Told]:
    if profile.organisation:
        yield Told(wording.say(N_("Employer")), profile.organisation)
    if profile.residence:
        yield Told(wording.say(N_("Where they live")), wording.country(profile.residence))
    if profile.nationalities:
        yield Told(wording.say(N_("Nationality")), wording.together(list(map(wording.country, profile.nationalities))))
    if profile.roles:
        yield Told(wording.say(N_("Roles")), wording.together([wording.called(role) for role in profile.roles]))
    if profile.experience_years is not None:
        yield Told(wording.say(N_("Years of experience")), wording.number(profile.experience_years))
    if profile.education and profile.education.field:
        yield Told(wording.say(N_("Field of education")), profile.education.field)


def _skill(wording: Wording, row: SkillClaim) -> Told:
    level = wording.say(N_("level %(level)s of 5"), level=row.level)
    return Told(wording.competence(row.skill), "; ".join([level, *row.evidence]), row.status.value)


def _language(wording: Wording, row: LanguageSkill) -> Told:
    names = (N_("Listening"), N_("Reading"), N_("Speaking"), N_("Writing"))
    levels = [f"{wording.say(name)} {level}" for name, level in zip(names, row.levels, strict=True) if level]
    return Told(wording.language_title(row.language), ", ".join(levels), row.status.value)


def _country(wording: Wording, row: CountryExperience) -> Told:
    months = wording.say_many("%(count)s month", "%(count)s months", row.months)
    return Told(wording.country(row.country), months, row.status.value)


def _certificate(wording: Wording, row: Certificate) -> Told:
    days = [wording.day(row.issued)] if row.issued else []
    if row.expires:
        days.append(wording.last_day(row.expires))
    status = row.status.value if row.status.value in ("claimed", "evidenced") else "verified"
    said = ", ".join(filter(None, [wording.called(row.level), " – ".join(days)]))
    return Told(wording.module(row.module), said, status)


def _work(wording: Wording, row: ServiceRecord) -> Told:
    days = " – ".join(wording.day(day) for day in (row.start, row.end) if day)
    parts = [wording.called(row.role) if row.role else "", row.organisation or "", days]
    return Told(row.title, ", ".join(filter(None, parts)))

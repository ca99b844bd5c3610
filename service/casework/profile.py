"""The own profile, section by section: what its owner states is claimed, what was verified stays as it is."""

from datetime import datetime
from typing import Any

from pydantic import Field, ValidationError

from matching.shortlist import Answer
from registry import claims
from registry.domain import (
    Availability,
    Certificate,
    CountryExperience,
    Education,
    EmployerType,
    Gender,
    LanguageSkill,
    Name,
    Publication,
    Role,
    ServiceRecord,
    SkillClaim,
    Specialist,
)
from registry.domain.base import CountryCode, LanguageCode, Line, Text
from registry.errors import BadInput, Problem
from registry.lifecycle.ownership import moved, not_theirs
from registry.store import Store
from service.auth.who import Who
from service.casework.person import Person
from service.errors import NotPossible


class Sections(Answer):
    """Sections of a profile to be replaced; one that is left out stays as it is."""

    name: Name | None = None
    gender: Gender | None = None
    nationalities: tuple[CountryCode, ...] = ()
    residence: CountryCode | None = None
    organisation: Line | None = None
    employer_type: EmployerType | None = None
    education: Education | None = None
    experience_years: float | None = None
    roles: tuple[Role, ...] = ()
    skills: tuple[SkillClaim, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    countries: tuple[CountryExperience, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    availability: tuple[Availability, ...] = ()
    missions: tuple[ServiceRecord, ...] = ()
    publications: tuple[Publication, ...] = ()
    bio: dict[LanguageCode, Text] = Field(default_factory=dict)


def first_profile(id: str, sections: Sections) -> Specialist:
    """A new profile that claims what these sections say; BadInput, NotPossible without a name."""
    if sections.name is None:
        raise NotPossible("a profile begins with a name")
    bare = Specialist(schema_="specialist/1", id=id, name=sections.name)
    return stated(bare, sections)


def write(store: Store, who: Who, now: datetime, id: str, sections: Sections, expected: int) -> tuple[Specialist, int]:
    """Replace sections of the own profile that is still at version ``expected``; the profile and its new version.

    StaleVersion; BadInput when the whole is no profile; NotPossible, with their names, when claims would be changed
    or dropped that were verified.
    """
    with store.writing(who.account, "own profile") as writing:
        person = Person.on(writing, who, now, id)
        after = stated(person.profile, sections)
        if after == person.profile and writing.version("specialist", id) == expected:
            return after, expected
        return after, writing.update_specialist(after, expected)


def stated(before: Specialist, sections: Sections) -> Specialist:
    """A profile after its owner has spoken; BadInput, NotPossible."""
    said = {name: getattr(sections, name) for name in sections.model_fields_set}
    after = claims.as_claimed(before, _whole(before, said))
    kept = [*not_theirs(before, after), *moved(before, after)]
    if kept:
        raise NotPossible(f"verified claims are not yours to change or drop: {', '.join(kept)}")
    return after


def _whole(before: Specialist, said: dict[str, Any]) -> Specialist:
    """The profile with what was said in place, checked as one."""
    values = {name: getattr(before, name) for name in Specialist.model_fields}
    try:
        return Specialist.model_validate({**values, **said})
    except ValidationError as fault:
        raise BadInput([_problem(each) for each in fault.errors(include_url=False)]) from fault


def _problem(error: Any) -> Problem:
    return Problem("", None, ".".join(map(str, error["loc"])) or "profile", "", error["msg"])

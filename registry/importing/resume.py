"""JSON Resume (v1.0.0) to a draft profile: what could be mapped, and what is left out and why."""

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from registry.domain import Specialist
from registry.errors import BadInput, UnknownTerm
from registry.importing.missions import read_mapping
from registry.importing.problems import problems_of
from registry.importing.reading import Record, dotted
from registry.importing.terms.levels import cefr_in, education_in
from registry.importing.terms.text import language_of
from registry.vocabulary import competence, country, language, module

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_OF_FIVE = re.compile(r"\b([1-5])\s*(?:of|/)\s*5\b")
# Words for levels that such files use; anything else counts as usual.
_LEVELS = {"beginner": 2, "basic": 2, "intermediate": 3, "advanced": 4, "expert": 5, "master": 5}
_USUAL_LEVEL = 3
_ABILITIES = ("listening", "reading", "speaking", "writing")


class _Part(BaseModel):
    """A part of a résumé; further fields are allowed by its format, and told as left out."""

    model_config = ConfigDict(extra="allow")


class _Location(_Part):
    countryCode: str | None = None  # noqa: N815  # the format's own name


class _Basics(_Part):
    name: str
    summary: str | None = None
    location: _Location | None = None


class _Work(_Part):
    name: str | None = None
    organization: str | None = None
    position: str | None = None
    startDate: str | None = None  # noqa: N815
    endDate: str | None = None  # noqa: N815


class _Study(_Part):
    area: str | None = None
    studyType: str | None = None  # noqa: N815


class _Named(_Part):
    name: str | None = None
    date: str | None = None
    releaseDate: str | None = None  # noqa: N815
    level: str | None = None
    keywords: list[str] = Field(default_factory=list)


class _Language(_Part):
    language: str | None = None
    fluency: str | None = None


class Resume(_Part):
    """The sections that a profile has a place for."""

    basics: _Basics
    work: list[_Work] = Field(default_factory=list)
    volunteer: list[_Work] = Field(default_factory=list)
    education: list[_Study] = Field(default_factory=list)
    certificates: list[_Named] = Field(default_factory=list)
    publications: list[_Named] = Field(default_factory=list)
    skills: list[_Named] = Field(default_factory=list)
    languages: list[_Language] = Field(default_factory=list)


@dataclass
class ResumeDraft:
    """A draft profile; ``mapped`` tells where each place of the résumé went, ``left_out`` why it did not."""

    specialist: Specialist
    mapped: Sequence[tuple[str, str]]
    left_out: Sequence[tuple[str, str]]


@dataclass
class _Mapping:
    """The profile so far, and what became of each place."""

    profile: dict[str, Any]
    mapped: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def add(self, section: str, entry: dict[str, Any], place: str, said: str, key: str = "") -> None:
        """Put an entry into a list of the profile, unless one of the same ``key`` stands there."""
        entries = self.profile.setdefault(section, [])
        if key and any(each.get(key) == entry[key] for each in entries):
            self.left_out.append((place, f"{entry[key]} stands there already"))
            return
        entries.append(entry)
        self.mapped.append((place, said))


def draft_profile(path: Path, id: str) -> ResumeDraft:
    """A profile in draft from a résumé, every claim only claimed. BadInput when it is no JSON Resume."""
    resume = read_mapping(path, Resume)
    made = _Mapping({"schema": "specialist/1", "id": id})
    for fill in (_basics, _work, _education, _certificates, _publications, _skills, _languages):
        fill(resume, made)
    made.left_out += [(place, "a profile has no place for it") for place in _without_place(resume, ())]
    try:
        specialist = Specialist.model_validate(made.profile)
    except ValidationError as fault:
        record = Record(1, made.profile, {})
        raise BadInput(list(problems_of(fault, path, record, Specialist))) from None
    return ResumeDraft(specialist, made.mapped, made.left_out)


def _basics(resume: Resume, made: _Mapping) -> None:
    given, _, family = resume.basics.name.strip().rpartition(" ")
    made.profile["name"] = {"given": given, "family": family}
    made.mapped.append(("basics.name", f"name: given {given!r}, family {family!r}, split at the last space"))
    if resume.basics.summary:
        code = language(language_of(resume.basics.summary, "en"))
        made.profile["bio"] = {code: resume.basics.summary}
        made.mapped.append(("basics.summary", f"bio.{code}, the language guessed by its letters"))
    home = resume.basics.location.countryCode if resume.basics.location else None
    if home:
        _looked_up(made, "basics.location.countryCode", country, home, lambda id: made.profile.update(residence=id))


def _work(resume: Resume, made: _Mapping) -> None:
    for section, entries in (("work", resume.work), ("volunteer", resume.volunteer)):
        for at, each in enumerate(entries):
            entry = {
                "title": each.position or each.name or each.organization,
                "organisation": each.name or each.organization,
                "from": day(each.startDate),
                "to": day(each.endDate, last=True),
            }
            if entry["title"]:
                told = {name: value for name, value in entry.items() if value}
                made.add(
                    "missions", told, f"{section}[{at}]", "missions; a month counts from its first to its last day"
                )
            else:
                made.left_out.append((f"{section}[{at}]", "expected a position or a name"))


def _education(resume: Resume, made: _Mapping) -> None:
    """The highest level that is told."""
    told = [(education_in(each.studyType or ""), at, each) for at, each in enumerate(resume.education)]
    for level, at, each in told:
        if level is None:
            made.left_out.append((f"education[{at}]", f"no level known for {each.studyType!r}"))
    known = [(level, -at, each) for level, at, each in told if level is not None]
    if known:
        level, at, each = max(known, key=lambda one: one[:2])
        made.profile["education"] = {"level": level, **({"field": each.area} if each.area else {})}
        made.mapped.append((f"education[{-at}]", f"education: level {level}"))


def _certificates(resume: Resume, made: _Mapping) -> None:
    for at, each in enumerate(resume.certificates):
        issued = day(each.date)

        def put(id: str, place: str = f"certificates[{at}]", issued: str | None = issued) -> None:
            entry = {"module": id, **({"issued": issued} if issued else {})}
            made.add("certificates", entry, place, f"certificates: {id}, claimed", "module")

        _looked_up(made, f"certificates[{at}].name", module, each.name or "", put, noted=False)


def _publications(resume: Resume, made: _Mapping) -> None:
    for at, each in enumerate(resume.publications):
        found = _DATE.match(each.releaseDate or "")
        entry = {"title": each.name or "", **({"year": int(found.group(1))} if found else {})}
        made.add("publications", entry, f"publications[{at}]", "publications")


def _skills(resume: Resume, made: _Mapping) -> None:
    for at, each in enumerate(resume.skills):
        level, how = _level(each.level)
        names = [("name", each.name or ""), *((f"keywords[{n}]", word) for n, word in enumerate(each.keywords))]
        for part, name in names:

            def put(id: str, place: str = f"skills[{at}].{part}", level: int = level, how: str = how) -> None:
                made.add("skills", {"skill": id, "level": level}, place, f"skills: {id} {level}, {how}", "skill")

            if name:
                _looked_up(made, f"skills[{at}].{part}", competence, name, put, noted=False)


def _level(told: str | None) -> tuple[int, str]:
    """(level, how it was come by)."""
    exact = _OF_FIVE.search(told or "")
    if exact:
        return int(exact.group(1)), "as written"
    known = _LEVELS.get((told or "").strip().lower())
    return (known, f"for {told!r}") if known else (_USUAL_LEVEL, "no level is told; to be confirmed")


def _languages(resume: Resume, made: _Mapping) -> None:
    for at, each in enumerate(resume.languages):
        level, native = cefr_in(each.fluency or "")

        def put(id: str, place: str = f"languages[{at}]", level: str | None = level, native: bool = native) -> None:
            entry: dict[str, Any] = {"language": id}
            if native:
                entry["native"] = True
            elif level:
                entry |= dict.fromkeys(_ABILITIES, level)
            said = "native" if native else f"every ability {level}" if level else "no level is told; unknown"
            made.add("languages", entry, place, f"languages: {id}, {said}", "language")

        _looked_up(made, f"languages[{at}].language", language, each.language or "", put, noted=False)


def _looked_up(
    made: _Mapping,
    place: str,
    lookup: Callable[[object], str],
    term: str,
    put: Callable[[str], object],
    noted: bool = True,
) -> None:
    """Put a term under its code, or tell why it has none."""
    try:
        id = lookup(term)
    except UnknownTerm as fault:
        made.left_out.append((place, str(fault)))
        return
    put(id)
    if noted:
        made.mapped.append((place, id))


def _without_place(part: _Part, path: tuple[str | int, ...]) -> Iterator[str]:
    """The fields of a résumé that a profile has no place for, as ``basics.email``."""
    for name in sorted(part.model_extra or {}):
        yield dotted((*path, name))
    for name in type(part).model_fields:
        value = getattr(part, name)
        parts = value if isinstance(value, list) else [value]
        for at, each in enumerate(parts):
            if isinstance(each, _Part):
                yield from _without_place(each, (*path, name, at) if isinstance(value, list) else (*path, name))


def day(told: str | None, last: bool = False) -> str | None:
    """A day of a date that may be a year or a month only: its first, or its ``last``; unchanged if it is no date."""
    found = _DATE.fullmatch(told or "")
    if found is None:
        return told or None
    year, month, exact = found.groups()
    if exact:
        return told
    number = int(month or (12 if last else 1))
    if not 1 <= number <= 12 or int(year) < 1:
        return told
    return f"{year}-{number:02}-{calendar.monthrange(int(year), number)[1] if last else 1:02}"


__all__ = ["Resume", "ResumeDraft", "day", "draft_profile"]

"""Sections that are lists: competences, languages, countries, past work, publications, certificates from elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from registry import claims, vocabulary
from registry.domain import (
    Certificate,
    CertificateLevel,
    CountryExperience,
    Fact,
    LanguageSkill,
    Publication,
    Role,
    ServiceRecord,
    SkillClaim,
    Specialist,
)
from registry.vocabulary import CEFR
from service.pages.cabinet.sections.editor import Line
from service.pages.cabinet.sections.fields import Field, Kind, countries, languages
from service.pages.forms import EMPTY, Form, fault
from service.pages.wording import Wording
from service.pages.words import N_

LEVELS = (
    N_("1 – knows of it"),
    N_("2 – does it with help"),
    N_("3 – does it alone"),
    N_("4 – guides others"),
    N_("5 – leads the field"),
)
REMOVE = "remove"
# What a line about a row says; the rest is seen where it is changed.
_SAID = (Kind.CHOICE, Kind.NUMBER, Kind.DAY, Kind.TEXT, Kind.SEARCH)


@dataclass(frozen=True)
class Rows:
    """A section of rows of one class; ``keys`` and ``also`` tell rows apart, and ``fixed`` keys are chosen once.

    What is fixed is changed by taking a row away and adding another: so a long list is offered once on a page.
    """

    name: str
    title: str
    lead: str
    row: type[Fact]
    fields: Sequence[Field]
    keys: Sequence[str]
    fixed: bool = True
    also: Sequence[str] = ()

    @property
    def holds(self) -> tuple[str, ...]:
        """The one field of the profile."""
        return (self.name,)

    def lines(self, wording: Wording, profile: Specialist) -> list[Line]:
        """Rows on file, those that are locked without fields, and an empty one."""
        found, own = [], 0
        for each in getattr(profile, self.name):
            if _locked(each):
                found.append(self._locked(wording, each))
            else:
                found.append(self._own(wording, each, f"-{own}"))
                own += 1
        return [*found, Line(f"-{own}", self.fields)]

    def filled(self, profile: Specialist) -> Form:
        """Rows that can be changed, numbered in their order."""
        typed = {
            f"{field.name}-{place}": field.typed(getattr(each, field.name))
            for place, each in enumerate(self._changeable(profile))
            for field in self.fields
        }
        return Form(typed)

    def read(self, wording: Wording, form: Form, profile: Specialist) -> dict[str, Any]:
        """Every row of the form in the place where it stood, new ones at the end, locked ones as they are."""
        typed = list(self._typed(wording, form, profile))
        found: list[Fact] = []
        for each in getattr(profile, self.name):
            found += [each] if _locked(each) else [row for was, _, row in typed if was == self._key(each)]
        known = {self._key(each) for each in self._changeable(profile)}
        for was, suffix, row in typed:
            found += [] if was in known else [row]
            if [self._key(each) for each in found].count(self._key(row)) > 1:
                form.refuse(self.keys[0] + suffix, fault(wording, "repeated"))
        return {self.name: tuple(found)}

    def told(self, wording: Wording, profile: Specialist) -> list[str]:
        """Each row by what tells it apart, and its first value."""
        return [self._said(wording, each) for each in getattr(profile, self.name)]

    def _typed(self, wording: Wording, form: Form, profile: Specialist) -> Iterator[tuple[str, str, Fact]]:
        """Each row that stays: which one it was, the end of the names of its fields, and what it is now."""
        before = {self._key(each): each for each in getattr(profile, self.name)}
        for suffix in _suffixes(form, self.keys[0]):
            # A row that was added while one typed has no mark of its own yet, and is known by what tells it apart.
            was = form.value(f"was{suffix}") or "|".join(form.value(name + suffix) for name in self._apart)
            if form.has(REMOVE + suffix, "yes"):
                continue
            row = self._row(wording, form, suffix, before.get(was))
            if row is not None:
                yield was, suffix, row

    def _row(self, wording: Wording, form: Form, suffix: str, was: Fact | None) -> Fact | None:
        """One row as it was typed, over what its form does not ask for; None for an empty one, and for a wrong one."""
        said = {field.key: field.read(form, suffix) for field in self.fields}
        first = self._first
        if said[first.key] is None:
            if any(value not in (None, False, []) for value in said.values()):
                form.refuse(first.name + suffix, wording.say(EMPTY))
            return None
        told = {} if was is None else _beyond(was, self.fields)
        try:
            return self.row.model_validate({**told, **_given(said)})
        except ValidationError as refused:
            places = {field.key: field.name + suffix for field in self.fields}
            form.refuse_as(wording, refused, {**places, "": first.name + suffix})
            return None

    def _own(self, wording: Wording, row: Fact, suffix: str) -> Line:
        kept, fields = [(f"was{suffix}", self._key(row))], self.fields
        if self.fixed:
            kept += [(name + suffix, str(getattr(row, name))) for name in self.keys]
            fields = [field for field in self.fields if field.name not in self.keys]
        title = self._called(wording, row)
        return Line(suffix, fields, title, _status(row), kept=kept, drops=True)

    def _locked(self, wording: Wording, row: Fact) -> Line:
        values = [(wording.say(field.label), field.told(wording, getattr(row, field.name))) for field in self.fields]
        return Line(
            "", (), self._called(wording, row), _status(row), [each for each in values[1:] if each[1]], locked=True
        )

    def _called(self, wording: Wording, row: Fact) -> str:
        return " – ".join(
            field.told(wording, getattr(row, field.name)) for field in self.fields if field.name in self.keys
        )

    def _said(self, wording: Wording, row: Fact) -> str:
        rest = [field for field in self.fields if field.name not in self.keys]
        values = [field.told(wording, getattr(row, field.name), named=True) for field in rest if field.kind in _SAID]
        return ": ".join(part for part in (self._called(wording, row), ", ".join(filter(None, values))) if part)

    def _changeable(self, profile: Specialist) -> list[Fact]:
        return [each for each in getattr(profile, self.name) if not _locked(each)]

    def _key(self, row: Fact) -> str:
        """What tells a row apart from the others, as a form can bring it back."""
        return "|".join(str(getattr(row, name) or "") for name in self._apart)

    @property
    def _apart(self) -> Sequence[str]:
        return (*self.keys, *self.also)

    @property
    def _first(self) -> Field:
        return next(field for field in self.fields if field.name == self.keys[0])


def _given(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value is not None}


def _beyond(row: Fact, fields: Sequence[Field]) -> dict[str, Any]:
    """What a row holds beyond the fields of its form."""
    return {name: getattr(row, name) for name in type(row).model_fields if name not in {each.name for each in fields}}


def _suffixes(form: Form, first: str) -> Iterator[str]:
    place = 0
    while f"{first}-{place}" in form.typed:
        yield f"-{place}"
        place += 1


def _locked(row: Fact) -> bool:
    return isinstance(row, SkillClaim | LanguageSkill | CountryExperience | Certificate) and claims.locked(row)


def _status(row: Fact) -> str:
    status = getattr(row, "status", None)
    return status.value if status is not None else ""


def _levels(wording: Wording) -> list[tuple[str, str]]:
    return [(str(place), wording.say(words)) for place, words in enumerate(LEVELS, 1)]


def _cefr(wording: Wording) -> list[tuple[str, str]]:
    return [(str(level), str(level)) for level in CEFR]


def _modules(wording: Wording) -> list[tuple[str, str]]:
    return [(id, wording.module(id)) for id in vocabulary.modules()]


def _certificate_levels(wording: Wording) -> list[tuple[str, str]]:
    return [(level.value, wording.called(level)) for level in CertificateLevel]


def roles(wording: Wording) -> list[tuple[str, str]]:
    """Every role by its name."""
    return [(role.value, wording.called(role)) for role in Role]


_YEAR = N_("Year")
SKILLS = Rows(
    "skills",
    N_("Competences"),
    N_("What you can do, how well, and what backs it. What a registrar has verified is read-only."),
    SkillClaim,
    (
        Field("skill", N_("Competence"), Kind.COMPETENCE, hint=N_("Search in any language."), optional=False),
        Field("level", N_("How well"), Kind.CHOICE, _levels, optional=False),
        Field("years", N_("Years"), Kind.NUMBER),
        Field("last_used", N_("Last used in the year"), Kind.NUMBER),
        Field("evidence", N_("What backs it"), Kind.LINES, hint=N_("One a line: a project, a post, a paper.")),
    ),
    ("skill",),
)
LANGUAGES = Rows(
    "languages",
    N_("Languages"),
    N_("By the six levels of the European framework, for each of four skills. If you are unsure, check yourself."),
    LanguageSkill,
    (
        Field("language", N_("Language"), Kind.SEARCH, languages, optional=False),
        Field("native", N_("My mother tongue"), Kind.TICK),
        Field("listening", N_("Listening"), Kind.CHOICE, _cefr, named=True),
        Field("reading", N_("Reading"), Kind.CHOICE, _cefr, named=True),
        Field("speaking", N_("Speaking"), Kind.CHOICE, _cefr, named=True),
        Field("writing", N_("Writing"), Kind.CHOICE, _cefr, named=True),
        Field("can_train", N_("I can train people in it"), Kind.TICK),
    ),
    ("language",),
)
COUNTRIES = Rows(
    "countries",
    N_("Countries"),
    N_("Where you have worked, or on which country from elsewhere."),
    CountryExperience,
    (
        Field("country", N_("Country"), Kind.SEARCH, countries, optional=False),
        Field("months", N_("Months in all"), Kind.NUMBER, optional=False),
        Field("last_year", N_("Last in the year"), Kind.NUMBER),
    ),
    ("country",),
)
MISSIONS = Rows(
    "missions",
    N_("Past work"),
    N_("Missions, trainings and posts that show what you have done."),
    ServiceRecord,
    (
        Field("title", N_("Title"), optional=False),
        Field("organisation", N_("Organisation")),
        Field("role", N_("Role"), Kind.CHOICE, roles),
        Field("country", N_("Country"), Kind.SEARCH, countries),
        Field("start", N_("First day"), Kind.DAY, alias="from"),
        Field("end", N_("Last day"), Kind.DAY, alias="to"),
    ),
    ("title",),
    fixed=False,
)
PUBLICATIONS = Rows(
    "publications",
    N_("Publications"),
    N_("What you have written."),
    Publication,
    (Field("title", N_("Title"), optional=False), Field("year", _YEAR, Kind.NUMBER)),
    ("title",),
    fixed=False,
)
CERTIFICATES = Rows(
    "certificates",
    N_("Certificates of training"),
    N_("Certificates that you have from elsewhere count as claimed until a registrar verifies them with a document."),
    Certificate,
    (
        Field("module", N_("Module"), Kind.SEARCH, _modules, optional=False),
        Field("level", N_("As"), Kind.CHOICE, _certificate_levels, optional=False),
        Field("issued", N_("Given on"), Kind.DAY),
        Field("expires", N_("No longer valid from"), Kind.DAY),
        Field("number", N_("Number")),
    ),
    ("module", "level"),
    also=("issued",),
)

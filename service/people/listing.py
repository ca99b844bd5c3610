"""The list of the pool: narrowed down by filters, counted by facets, a page at a time, as the reader may see it."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from matching.shortlist import Answer
from registry import vocabulary
from registry.domain import Role, Vetting
from registry.lifecycle import Freshness, freshness
from registry.roster import Bits, Entry, Roster
from registry.vocabulary import fold
from service.auth.who import Who
from service.errors import Forbidden
from service.http.paging import Key, Page, Paging
from service.people.live import LiveRoster
from service.people.sight import by_pseudonym, visible

Term = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Terms = Annotated[list[Term], Field(max_length=20)]
# Of a kind with hundreds of values the most frequent are told.
_MOST_VALUES = 30
_FACETS = ("residence", "competence", "language", "role", "vetting", "employer_type", "organisation")


class Filters(BaseModel):
    """What a list of people is narrowed down by: one of the values of each kind, and all kinds."""

    model_config = ConfigDict(extra="ignore")  # limit and cursor stand beside these

    q: Annotated[str, Field(max_length=200, description="A name or its beginning, in any script and spelling.")] = ""
    residence: Annotated[Terms, Field(description="Countries of residence.")] = []
    competence: Annotated[Terms, Field(description="Competences, each with everything below it.")] = []
    language: Annotated[Terms, Field(description="Languages, such as rus, or rus:B2 for a level spoken.")] = []
    role: Annotated[list[Role], Field(max_length=20, description="Roles taken on.")] = []
    vetting: Annotated[list[Vetting], Field(max_length=20, description="States of vetting.")] = []
    freshness: Annotated[list[Freshness], Field(max_length=20, description="States of freshness today.")] = []
    organisation: Annotated[Terms, Field(description="Organisations by name.")] = []
    sort: Annotated[Literal["id", "name"], Field(description="Order, by id where names are alike.")] = "id"


FiltersQuery = Annotated[Filters, Query()]


class Summary(Answer):
    """One person as the list shows them; for an analyst ``id`` is a pseudonym and names are null."""

    id: str
    name: str | None
    native: str | None
    residence: str | None
    organisation: str | None
    employer_type: str | None
    roles: tuple[str, ...]
    competences: tuple[str, ...]
    languages: dict[str, str | None]
    vetting: str
    freshness: str


class Facet(Answer):
    """One value and how many of those found have it."""

    value: str
    count: int


class People(Page[Summary]):
    """A part of the list, how many were found in all, and what they have."""

    total: int
    facets: dict[str, tuple[Facet, ...]]


def listed(who: Who, filters: Filters, people: LiveRoster, roster: Roster, paging: Paging, today: date) -> People:
    """The part of the list that somebody asks for. Forbidden for filters that would tell who is behind a pseudonym."""
    hidden = by_pseudonym(who)
    chosen = found(who, filters, roster, today)
    shown = [(people.pseudonym(each.id) if hidden else each.id, each) for each in roster.chosen(chosen)]
    key = _key(filters.sort)
    items, following = paging.cut(sorted(shown, key=key), key)
    return People(
        items=tuple(_summary(id, entry, hidden, today) for id, entry in items),
        next=following,
        total=chosen.bit_count(),
        facets=_facets(roster, chosen, hidden),
    )


def found(who: Who, filters: Filters, roster: Roster, today: date) -> Bits:
    """Whom the filters leave of those whom somebody may see; Forbidden as above."""
    if by_pseudonym(who) and (filters.q or filters.organisation or filters.sort == "name"):
        raise Forbidden("an analyst sees people by pseudonym: not by name, nor by organisation")
    return _narrowed(filters, roster, today) & visible(who, roster, today)


def _narrowed(filters: Filters, roster: Roster, today: date) -> Bits:
    found = roster.everybody
    for kind, wanted in _wanted(filters).items():
        if wanted:
            found &= roster.having(kind, wanted)
    if filters.language:
        found &= _speaking(filters.language, roster)
    if filters.freshness:
        found &= roster.fresh(filters.freshness, today)
    return found & roster.named(filters.q) if filters.q else found


def _wanted(filters: Filters) -> dict[str, list[object]]:
    """Values by kind, in the form in which they are stored; UnknownTerm."""
    return {
        "residence": [vocabulary.country(each) for each in filters.residence],
        "competence": [vocabulary.competence(each) for each in filters.competence],
        "role": list(filters.role),
        "vetting": list(filters.vetting),
        "employer": [fold(each) for each in filters.organisation],
    }


def _speaking(languages: list[str], roster: Roster) -> Bits:
    """Who speaks one of some languages, at the level that each names; UnknownTerm."""
    found = 0
    for each in languages:
        code, _, level = each.partition(":")
        spoken = vocabulary.language(code)
        value = (spoken, str(vocabulary.cefr(level))) if level else spoken
        found |= roster.having("spoken" if level else "language", [value])
    return found


def _key(sort: str) -> Callable[[tuple[str, Entry]], Key]:
    if sort == "name":
        return lambda each: (each[1].sorted_by, each[0])
    return lambda each: (each[0],)


def _summary(id: str, entry: Entry, hidden: bool, today: date) -> Summary:
    return Summary(
        id=id,
        name=None if hidden else entry.name,
        native=None if hidden else entry.native,
        residence=entry.residence,
        organisation=None if hidden else entry.organisation,
        employer_type=entry.employer_type,
        roles=entry.roles,
        competences=entry.competences,
        languages=dict(entry.languages),
        vetting=entry.vetting,
        freshness=freshness(entry.confirmed_on, today),
    )


def _facets(roster: Roster, found: Bits, hidden: bool) -> dict[str, tuple[Facet, ...]]:
    kinds = [kind for kind in _FACETS if not (hidden and kind == "organisation")]
    counted = {kind: roster.counts(kind, found)[:_MOST_VALUES] for kind in kinds}
    return {kind: tuple(Facet(value=value, count=count) for value, count in values) for kind, values in counted.items()}

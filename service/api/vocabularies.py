"""Code lists: competences, countries, languages, training modules, roles; searched by names in four languages."""

from collections.abc import Callable, Iterable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Response

from matching.shortlist import Answer
from registry import vocabulary
from registry.domain import Role
from registry.vocabulary import LANGS, Competence, fold
from service.auth.access import PUBLIC
from service.http.paging import Page, PagingDep

T = TypeVar("T")


def keepable(response: Response) -> None:
    """Let readers keep a list and ask whether it is still good: nothing in it is about a person."""
    response.headers["Cache-Control"] = "no-cache"


router = APIRouter(prefix="/vocabularies", tags=["vocabularies"], dependencies=[PUBLIC, Depends(keepable)])
Search = Annotated[str, Query(max_length=100, description="Part of a code, name or synonym, in any script.")]


class CompetenceEntry(Answer):
    """A concept of the taxonomy with its names by language, what lies above, and what lies right below."""

    id: str
    labels: dict[str, str]
    synonyms: tuple[str, ...]
    broader: str | None
    narrower: tuple[str, ...]
    related: tuple[str, ...]
    scope_note: str


class NamedCode(Answer):
    """A code with its names by language."""

    code: str
    labels: dict[str, str]


class ModuleEntry(Answer):
    """A training module and the competences that it teaches."""

    id: str
    title: str
    provider: str
    competences: tuple[str, ...]


@router.get("/competences")
def list_competences(
    paging: PagingDep,
    q: Search = "",
    broader: Annotated[str | None, Query(max_length=200, description="Only what lies below this one.")] = None,
) -> Page[CompetenceEntry]:
    """The taxonomy of competences, by id."""
    below = None if broader is None else vocabulary.narrower(vocabulary.competence(broader))
    known = [each for each in vocabulary.competences().values() if below is None or each.id in below]
    items, following = _found(paging, known, q, lambda each: each.id, _names_of)
    return Page(items=tuple(map(_competence, items)), next=following)


@router.get("/competences/{id}")
def get_competence(id: Annotated[str, Path(max_length=200)]) -> CompetenceEntry:
    """One concept by its id or any of its names."""
    return _competence(vocabulary.competences()[vocabulary.competence(id)])


@router.get("/countries")
def list_countries(paging: PagingDep, q: Search = "") -> Page[NamedCode]:
    """Countries (ISO 3166-1 alpha-3), by code."""
    return _codes(paging, q, {code: each.label for code, each in vocabulary.countries().items()})


@router.get("/languages")
def list_languages(paging: PagingDep, q: Search = "") -> Page[NamedCode]:
    """Languages (ISO 639-3), by code."""
    return _codes(paging, q, {code: each.label for code, each in vocabulary.languages().items()})


@router.get("/modules")
def list_modules(paging: PagingDep, q: Search = "") -> Page[ModuleEntry]:
    """Training modules, by id."""
    known = vocabulary.modules().values()
    items, following = _found(paging, known, q, lambda each: each.id, lambda each: (each.id, each.title))
    entries = (
        ModuleEntry(id=each.id, title=each.title, provider=each.provider, competences=each.competences)
        for each in items
    )
    return Page(items=tuple(entries), next=following)


@router.get("/roles")
def list_roles() -> tuple[Role, ...]:
    """What a person does on a mission."""
    return tuple(Role)


def _codes(paging: PagingDep, q: str, labels: dict[str, Callable[[str], str]]) -> Page[NamedCode]:
    named = {code: {lang: label(lang) for lang in LANGS} for code, label in labels.items()}
    items, following = _found(paging, named, q, lambda code: code, lambda code: (code, *named[code].values()))
    return Page(items=tuple(NamedCode(code=code, labels=named[code]) for code in items), next=following)


def _found(
    paging: PagingDep, known: Iterable[T], q: str, id_of: Callable[[T], str], names: Callable[[T], Iterable[str]]
) -> tuple[tuple[T, ...], str | None]:
    """The part of a list of those whose code or names hold what is searched."""
    wanted = fold(q)
    rows = [each for each in known if not q or (wanted and any(wanted in fold(name) for name in names(each)))]
    return paging.cut(sorted(rows, key=lambda each: (id_of(each),)), lambda each: (id_of(each),))


def _names_of(one: Competence) -> Iterable[str]:
    return (one.id, *one.labels.values(), *one.alternatives)


def _competence(one: Competence) -> CompetenceEntry:
    known = vocabulary.competences().values()
    return CompetenceEntry(
        id=one.id,
        labels=dict(one.labels),
        synonyms=one.alternatives,
        broader=one.broader,
        narrower=tuple(each.id for each in known if each.broader == one.id),
        related=one.related,
        scope_note=one.scope_note,
    )

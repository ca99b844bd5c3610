"""The members as a list: narrowed down by a name in any script and by filters that can be taken away one by one."""

from collections.abc import Iterator
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from registry import vocabulary
from registry.domain import Role, Vetting
from registry.lifecycle import Freshness, Office
from service.auth.access import WhoDep, allow
from service.deps import PeopleDep, RosterDep, TodayDep
from service.http.paging import PagingDep
from service.pages.forms import filled
from service.pages.page import Page, PageDep
from service.pages.registering.words import FACETS
from service.people.listing import Facet, Filters, FiltersQuery, listed

router = APIRouter()
_FACETS_SHOWN = 8
_FILTERS = ("residence", "competence", "language", "role", "vetting", "freshness", "organisation")
_CODES = {"role": Role, "vetting": Vetting, "freshness": Freshness}


@router.get("/members", dependencies=[allow(Office.REGISTRAR)])
def members(
    page: PageDep,
    who: WhoDep,
    filters: FiltersQuery,
    people: PeopleDep,
    roster: RosterDep,
    paging: PagingDep,
    today: TodayDep,
) -> Response:
    """Everybody in the pool, as far as name and filters leave them."""
    found = listed(who, filters.model_copy(update={"sort": "name"}), people, roster, paging, today)
    facets = [
        (page.say(FACETS[kind]), _facet(page, kind, held)) for kind, held in found.facets.items() if kind in FACETS
    ]
    return page.render(
        "registering/members.html",
        found=found,
        form=filled({"q": filters.q}),
        chips=list(_chips(page, filters)),
        facets=[each for each in facets if each[1]],
        kept=[each for each in page.request.query_params.multi_items() if each[0] in _FILTERS],
        vetting=Vetting,
        freshness=Freshness,
    )


def _chips(page: Page, filters: Filters) -> Iterator[tuple[str, str]]:
    """(what is filtered by, the address without it)."""
    if filters.q:
        yield f"“{filters.q}”", page.without("q", page.request.query_params["q"])
    for name in _FILTERS:
        for value in getattr(filters, name):
            yield f"{page.say(FACETS[name])}: {_words(page, name, str(value))}", page.without(name, str(value))


def _facet(page: Page, kind: str, counted: tuple[Facet, ...]) -> list[tuple[str, str, int]]:
    """(value in words, the address narrowed down to it, how many) of the most frequent values not chosen yet."""
    chosen = [each for each in page.request.query_params.multi_items() if each[0] != "cursor"]
    return [
        (_words(page, kind, each.value), f"/members?{urlencode([*chosen, (kind, each.value)])}", each.count)
        for each in counted
        if (kind, each.value) not in chosen
    ][:_FACETS_SHOWN]


def _words(page: Page, kind: str, value: str) -> str:
    """A value of a filter in words; as it was typed where it is no code."""
    own = page.wording
    if kind in _CODES:
        return own.called(_CODES[kind](value))
    code, _, level = value.partition(":")
    if kind == "residence" and code in vocabulary.countries():
        return own.country(code)
    if kind == "competence" and code in vocabulary.competences():
        return own.competence(code)
    if kind == "language" and code in vocabulary.languages():
        return f"{own.language_title(code)} {level}".strip()
    return value

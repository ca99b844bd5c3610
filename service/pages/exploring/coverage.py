"""What the pool can serve: competences by language, countries of the region, and training that would help most."""

from collections import defaultdict
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching import Index
from matching.coverage import RULES, Coverage, advise, cover, published, seats_of
from registry import vocabulary
from registry.domain import Mission
from registry.store import Store
from service.api.asked import IN_TURN
from service.asking import AHEAD, LANGUAGES, policy_of, with_narrower
from service.deps import IndexDep, StoreDep, TodayDep
from service.pages import charts
from service.pages.charts import Picture, Tile, Told
from service.pages.charts.tiles import layout
from service.pages.exploring.asked import ANALYST, LEAST, KeptDep, PlaceDep, as_file, few
from service.pages.page import Page, PageDep

router = APIRouter()
# So many certifications are looked for, by the quick search with its bound.
_CERTIFICATIONS, _NO_SECONDS = 10, 0.0
Group = Annotated[str, Query(max_length=40)]


@router.get("/explore", dependencies=[*ANALYST, IN_TURN])
def coverage(
    page: PageDep, store: StoreDep, index: IndexDep, today: TodayDep, kept: KeptDep, place: PlaceDep, group: Group = ""
) -> Response:
    """What the pool can serve today."""
    answer = _answer(store, index, today, kept, place, group)
    thin = sum(each.people is None for each in answer.cells if each.country is None and each.language is not None)
    empty = sum(each.people == 0 for each in answer.cells if each.country is None and each.language is not None)
    return page.render(
        "exploring/coverage.html",
        heat=heat(page, answer),
        tiles=tiles(page, answer),
        group=group,
        groups=[(each, page.wording.competence(each)) for each in with_narrower([])],
        answer=answer,
        thin=thin,
        empty=empty,
        level=RULES.level,
        least=LEAST,
    )


@router.get("/explore/coverage/{name}.{kind}", dependencies=[*ANALYST, IN_TURN])
def coverage_file(
    page: PageDep,
    store: StoreDep,
    index: IndexDep,
    today: TodayDep,
    kept: KeptDep,
    place: PlaceDep,
    name: str,
    kind: str,
    group: Group = "",
) -> Response:
    """The heat map or the map of the region as a file."""
    answer = _answer(store, index, today, kept, place, group)
    return as_file(kind, {"heat": heat, "tiles": tiles}[name](page, answer) if name in ("heat", "tiles") else None)


@router.get("/explore/training", dependencies=[*ANALYST, IN_TURN])
def training(
    page: PageDep, store: StoreDep, index: IndexDep, today: TodayDep, kept: KeptDep, place: PlaceDep
) -> Response:
    """Which modules would help the missions on file most; for whom, an analyst is not told."""
    gains = kept.get(place, "training", lambda: _gains(store, index, today))
    rows = [(page.wording.module(id), page.wording.number(gain, 1)) for id, gain in gains]
    return page.render("exploring/training.html", rows=rows)


def heat(page: Page, answer: Coverage) -> Picture:
    """How many serve each competence in each language."""
    own = page.wording
    shown = {(each.competence, each.language): each.people for each in answer.cells if each.country is None}
    cells = {(competence, language): count for (competence, language), count in shown.items() if language is not None}
    rows = [(each.id, own.competence(each.id)) for each in answer.competences]
    columns = [(code, own.language_title(code)) for code in answer.languages]
    empty = sum(count == 0 for count in cells.values())
    summary = own.say_many(
        "Nobody serves %(count)s pair of competence and language.",
        "Nobody serves %(count)s pairs of competence and language.",
        empty,
    )
    told = Told("heat", page.say("Competences by language"), summary)
    return charts.heat(told, rows, columns, cells, page.say("Competence"), few())


def tiles(page: Page, answer: Coverage) -> Picture:
    """How many serve the first competence of the answer in each country of the region."""
    own, first = page.wording, answer.competences[0]
    cells = [
        each
        for each in answer.cells
        if each.competence == first.id and each.language is None and each.country is not None and each.people != 0
    ]
    values = {
        each.country: Tile(
            own.country(each.country), each.people or 1, few() if each.people is None else own.number(each.people)
        )
        for each in cells
        if each.country is not None
    }
    title = page.say("%(competence)s: who has worked where", competence=own.competence(first.id))
    summary = own.say_many(
        "In %(count)s country there is somebody.", "In %(count)s countries there is somebody.", len(values)
    )
    return charts.tiles(Told("tiles", title, summary), values, (page.say("Country"), page.say("People")), LEAST)


def _answer(store: Store, index: Index, today: TodayDep, kept: KeptDep, place: PlaceDep, group: str) -> Coverage:
    asked = [vocabulary.competence(group)] if group else []

    def make() -> Coverage:
        missions = list(store.missions())
        whole = cover(
            index,
            seats_of(missions, policy_of),
            today,
            today + AHEAD,
            with_narrower(asked),
            list(layout()),
            list(LANGUAGES),
            RULES,
        )
        return published(whole, LEAST)

    return kept.get(place, ("coverage", *asked), make)


def _gains(store: Store, index: Index, today: TodayDep) -> list[tuple[str, float]]:
    """(module, points that the missions gain by certifications in it), the most first."""
    missions: list[Mission] = list(store.missions())
    if not missions:
        return []
    found = advise(
        index, seats_of(missions, policy_of), cache(store.specialist), _CERTIFICATIONS, today, RULES, _NO_SECONDS
    )
    gains: dict[str, float] = defaultdict(float)
    for each in found.certifications:
        gains[each.module] += each.gain
    return sorted(gains.items(), key=lambda each: (-each[1], each[0]))

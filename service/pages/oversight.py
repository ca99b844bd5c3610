"""Oversight: how decisions are made as a whole, in figures and pictures, each with its table."""

from collections import Counter

from fastapi import APIRouter, Response

from registry.domain import Contest, ContestState
from registry.errors import NotFound
from registry.lifecycle import Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework.oversight import Oversight, oversight
from service.deps import StoreDep
from service.pages import charts
from service.pages.answers import as_csv, as_svg
from service.pages.casework.people import accounts
from service.pages.charts import Picture, Stage, Told
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter(dependencies=[allow(Office.PLANNER, Office.APPROVER, Office.ANALYST, Office.ADMINISTRATOR)])

CONTESTS = {
    ContestState.OPEN: N_("To be answered"),
    ContestState.UPHELD: N_("Upheld"),
    ContestState.REJECTED: N_("Not upheld"),
}


@router.get("/oversight")
def overview(page: PageDep, who: WhoDep, store: StoreDep) -> Response:
    """Share of first ranks, time to decide, reasons for other choices, objections."""
    found = oversight(store)
    return page.render("approvals/oversight.html", found=found, pictures=_pictures(page, store, who, found))


@router.get("/oversight/pictures/{name}.{kind}")
def oversight_picture(page: PageDep, name: str, kind: str, who: WhoDep, store: StoreDep) -> Response:
    """One picture as a file; NotFound for another name or kind."""
    found = {each.told.name: each for each in _pictures(page, store, who, oversight(store))}
    answer = {"svg": as_svg, "csv": as_csv}.get(kind)
    if name not in found or answer is None:
        raise NotFound("picture", name)
    return answer(found[name])


def _pictures(page: Page, store: Store, who: Who, found: Oversight) -> list[Picture]:
    return [_by_planner(page, store, who, found), _objections(page, store)]


def _by_planner(page: Page, store: Store, who: Who, found: Oversight) -> Picture:
    """How many decisions each planner made; an analyst identifies nobody."""
    shown = who.holds(Office.PLANNER, Office.APPROVER, Office.ADMINISTRATOR)
    called = accounts(page, store, found.by_planner) if shown else {}
    stages = [
        Stage(
            called.get(id) or page.say("Planner %(number)s", number=number),
            count,
            page.wording.percent(count / found.decisions),
        )
        for number, (id, count) in enumerate(found.by_planner.items(), start=1)
    ]
    summary = page.wording.say_many(
        "%(count)s decision is on record.", "%(count)s decisions are on record.", found.decisions
    )
    told = Told("planners", page.say("Decisions by planner"), summary)
    heads = (page.say("Planner"), page.say("Decisions"), page.say("Share"))
    return charts.funnel(told, stages, heads)


def _objections(page: Page, store: Store) -> Picture:
    counts = Counter(each.state for each in store.cases.find(Contest))
    all = counts.total() or 1
    summary = page.wording.say_many(
        "%(count)s objection waits for an answer.",
        "%(count)s objections wait for an answer.",
        counts[ContestState.OPEN],
    )
    told = Told("contests", page.say("Objections to decisions"), summary)
    stages = [
        Stage(page.say(name), counts[state], page.wording.percent(counts[state] / all))
        for state, name in CONTESTS.items()
    ]
    return charts.funnel(told, stages, (page.say("State"), page.say("Objections"), page.say("Share")))

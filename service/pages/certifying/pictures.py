"""What ends when, and who trained whom: pictures with their tables and files."""

from collections import Counter
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from registry.errors import NotFound
from registry.lifecycle import Office
from registry.roster import Roster
from registry.store import Store
from registry.vocabulary import modules
from service.auth.access import WhoDep, allow
from service.casework.upkeep import cascade
from service.deps import RosterDep, StoreDep, TodayDep
from service.pages import charts
from service.pages.answers import as_csv, as_svg
from service.pages.charts import Column, Kin, Picture, Told
from service.pages.naming import names
from service.pages.page import Page, PageDep
from service.people.certificates import Ending, ending

router = APIRouter()
_CERTIFIER = [allow(Office.CERTIFIER)]
_MONTHS, _SOON = 12, 3
_ON_A_PAGE = 150
Module = Annotated[str | None, Query(max_length=40)]


@router.get("/certifying/outlook", dependencies=_CERTIFIER)
def outlook(page: PageDep, who: WhoDep, roster: RosterDep, today: TodayDep) -> Response:
    """How many certificates end in each of the coming months, and whose end soonest."""
    found = ending(who, roster, today, _later(today, _MONTHS))
    own = page.wording
    rows = [
        (each.name, own.module(each.module), own.last_day(each.until))
        for each in found
        if _months(today, each.until) < _SOON
    ]
    return page.render("certifying/outlook.html", picture=_outlook(page, found, today), rows=rows)


@router.get("/certifying/outlook.{kind}", dependencies=_CERTIFIER)
def outlook_file(page: PageDep, who: WhoDep, roster: RosterDep, today: TodayDep, kind: str) -> Response:
    """The outlook as a file."""
    return as_file(kind, _outlook(page, ending(who, roster, today, _later(today, _MONTHS)), today))


@router.get("/certifying/lineage", dependencies=_CERTIFIER)
def lineage(page: PageDep, store: StoreDep, roster: RosterDep, module: Module = None) -> Response:
    """Who trained whom in a module; without one told, in the one with most sessions."""
    chosen = _module(store, module)
    return page.render(
        "certifying/lineage.html",
        picture=_lineage(page, store, roster, chosen, _ON_A_PAGE),
        chosen=chosen,
        modules=[(id, page.wording.module(id)) for id in modules()],
    )


@router.get("/certifying/lineage/{module}.{kind}", dependencies=_CERTIFIER)
def lineage_file(page: PageDep, store: StoreDep, roster: RosterDep, module: str, kind: str) -> Response:
    """The lineage of a module as a file."""
    return as_file(kind, _lineage(page, store, roster, _module(store, module)))


def as_file(kind: str, picture: Picture) -> Response:
    """A picture as ``svg``, its table as ``csv``; NotFound for another kind."""
    answer = {"svg": as_svg, "csv": as_csv}.get(kind)
    if answer is None:
        raise NotFound("picture", kind)
    return answer(picture)


def _months(today: date, day: date) -> int:
    return (day.year - today.year) * 12 + day.month - today.month


def _outlook(page: Page, found: list[Ending], today: date) -> Picture:
    own = page.wording
    counts = Counter(_months(today, each.until) for each in found)
    soon = sum(counts[month] for month in range(_SOON))
    summary = own.say_many(
        "%(count)s certificate ends this month or in the next two.",
        "%(count)s certificates end this month or in the next two.",
        soon,
    )
    shown = [
        Column(own.short_month(_later(today, month)), counts[month], "warn" if month < _SOON else "accent")
        for month in range(_MONTHS)
    ]
    told = Told("outlook", page.say("Certificates that end"), summary)
    return charts.columns(told, shown, (page.say("Month"), page.say("Certificates")))


def _later(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _module(store: Store, asked: str | None) -> str:
    """The module asked for, else the one with most trainings on record, else the first; NotFound."""
    if asked is not None:
        if asked not in modules():
            raise NotFound("module", asked)
        return asked
    counts = store.trainings()
    return min(modules(), key=lambda id: -counts.get(id, 0))


def _lineage(page: Page, store: Store, roster: Roster, module: str, most: int | None = None) -> Picture:
    """Trainers stand before those whom they trained, so the first ``most`` are whole lines from their heads."""
    name, own = names(roster), page.wording
    trained = cascade(store.trained_in(module))
    kin = [
        Kin(each.specialist, name(each.specialist), each.by, own.month(each.on) if each.on else "")
        for each in trained[:most]
    ]
    heads = sum(each.by is None for each in trained)
    summary = page.say(
        "%(trained)s people were trained, in lines that begin with %(heads)s.",
        trained=own.number(len(trained) - heads),
        heads=own.number(heads),
    )
    if len(kin) < len(trained):
        summary += " " + page.say("The first %(some)s are shown; the files have all.", some=own.number(len(kin)))
    told = Told("lineage", page.say("Who trained whom: %(module)s", module=own.module(module)), summary)
    return charts.lineage(told, kin, (page.say("Name"), page.say("Trained by"), page.say("When")))

"""The network without anybody in it: circles, brokers, and pictures in which people stand by pseudonym."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from matching.network import (
    EdgeKind,
    Neighbourhood,
    NodeKind,
    around_mission,
    around_specialist,
    brokers,
    colleagues,
    communities,
    graph,
)
from registry.domain.base import Id
from registry.roster import Roster
from service.api.asked import IN_TURN
from service.deps import AllFactsDep, FactsDep, PeopleDep, RosterDep, StoreDep, TodayDep
from service.facts import Facts
from service.pages import charts
from service.pages.charts import Column, Picture, Told
from service.pages.exploring.asked import ANALYST, LEAST, KeptDep, PlaceDep, as_file
from service.pages.exploring.neighbours import PICTURED, in_words, person_words
from service.pages.page import Page, PageDep
from service.people.live import LiveRoster
from service.people.sight import behind
from service.people.unnamed import unnamed
from service.rendering.layout import Layout, laid_out
from service.rendering.picture import picture as drawn

router = APIRouter()
_SHOWN = 20
# A picture has its styles inside, and loads nothing.
_PICTURE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
MissionId = Annotated[Id, Path()]
Pseudonym = Annotated[str, Path(max_length=64)]


@dataclass(frozen=True)
class Ties:
    """Who works with whom, told by sizes and pseudonyms: circles, the largest first; brokers with their part."""

    people: int
    circles: tuple[int, ...]
    brokers: tuple[tuple[str, float], ...]


@router.get("/explore/network", dependencies=[*ANALYST, IN_TURN])
def network(
    page: PageDep,
    store: StoreDep,
    facts: AllFactsDep,
    people: PeopleDep,
    roster: RosterDep,
    today: TodayDep,
    kept: KeptDep,
    place: PlaceDep,
    mission: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Circles of people who work together, who ties them, and a mission of one's choice."""
    ties = kept.get(place, "ties", lambda: _ties(facts(), people, roster, today))
    return page.render(
        "exploring/network.html",
        ties=ties,
        circles=_circles(page, ties),
        missions=store.mission_titles(),
        person=partial(person_words, page.wording),
        mission=mission,
        least=LEAST,
    )


@router.get("/explore/network/circles.{kind}", dependencies=[*ANALYST, IN_TURN])
def circles_file(
    page: PageDep,
    facts: AllFactsDep,
    people: PeopleDep,
    roster: RosterDep,
    today: TodayDep,
    kept: KeptDep,
    place: PlaceDep,
    kind: str,
) -> Response:
    """The circles as a file."""
    ties = kept.get(place, "ties", lambda: _ties(facts(), people, roster, today))
    return as_file(kind, _circles(page, ties))


def around_person(
    page: PageDep, facts: FactsDep, people: PeopleDep, roster: RosterDep, today: TodayDep, pseudonym: Pseudonym
) -> Neighbourhood:
    """What stands around somebody; NotFound unless they are counted in statistics."""
    assert page.who is not None, "the route is for analysts"
    id = behind(page.who, pseudonym, people, roster, today)
    found = around_specialist(id, facts.index, facts.snapshot, today, _SHOWN, facts.known.network)
    about = {"about": pseudonym, "title": person_words(page.wording, pseudonym)}
    bare = unnamed(found, _pseudonym(people, roster, today), page.say("Past mission"))
    return in_words(page.wording, bare).model_copy(update=about)


def around_asked(
    page: PageDep,
    store: StoreDep,
    facts: FactsDep,
    people: PeopleDep,
    roster: RosterDep,
    today: TodayDep,
    id: MissionId,
) -> Neighbourhood:
    """Whom past missions that are like one on file lead to; NotFound."""
    mission = store.mission(id)
    found = around_mission(mission, facts.index, facts.snapshot, 1, _SHOWN)
    bare = unnamed(found, _pseudonym(people, roster, today), page.say("Past mission"))
    return in_words(page.wording, bare).model_copy(update={"title": mission.title})


AroundPerson = Annotated[Neighbourhood, Depends(around_person)]
AroundAsked = Annotated[Neighbourhood, Depends(around_asked)]


@router.get("/explore/network/people/{pseudonym}", dependencies=[*ANALYST, IN_TURN])
def person(page: PageDep, found: AroundPerson, pseudonym: Pseudonym) -> Response:
    """What stands around somebody."""
    return _shown(page, found, found.title, f"/explore/network/people/{pseudonym}/picture")


@router.get("/explore/network/people/{pseudonym}/picture", dependencies=[*ANALYST, IN_TURN])
def person_picture(page: PageDep, found: AroundPerson) -> Response:
    """The same as a picture."""
    return _file(page, found, "person")


@router.get("/explore/network/missions/{id}", dependencies=[*ANALYST, IN_TURN])
def mission(page: PageDep, store: StoreDep, found: AroundAsked, id: MissionId) -> Response:
    """Whom past missions that are like one on file lead to."""
    return _shown(page, found, store.mission(id).title, f"/explore/network/missions/{id}/picture")


@router.get("/explore/network/missions/{id}/picture", dependencies=[*ANALYST, IN_TURN])
def mission_picture(page: PageDep, found: AroundAsked) -> Response:
    """The same as a picture."""
    return _file(page, found, "mission")


def _pseudonym(people: LiveRoster, roster: Roster, today: date) -> Callable[[str], str | None]:
    counted = roster.counted_in_statistics(today)
    return lambda id: people.pseudonym(id) if roster.has(counted, id) else None


def _ties(facts: Facts, people: LiveRoster, roster: Roster, today: date) -> Ties:
    """Only among those who are counted in statistics."""
    name = _pseudonym(people, roster, today)
    whole = graph(facts.snapshot, [EdgeKind.WORKED_WITH, EdgeKind.TRAINED_BY], names=False)
    known = {node: told for node in whole if (told := name(str(node).partition(":")[2])) is not None}
    among = whole.subgraph(known)
    return Ties(
        people=len(colleagues(among)),
        circles=tuple(len(each) for each in communities(among)),
        brokers=tuple((known[node], share) for node, share in brokers(among, top=_SHOWN)),
    )


def _circles(page: Page, ties: Ties) -> Picture:
    """The circles that are large enough to be told."""
    own = page.wording
    told = [size for size in ties.circles if size >= LEAST][:_SHOWN]
    summary = own.say_many(
        "%(count)s circle of at least %(least)s people who work with one another more than with others.",
        "%(count)s circles of at least %(least)s people who work with one another more than with others.",
        sum(size >= LEAST for size in ties.circles),
        least=own.number(LEAST),
    )
    shown = [Column(own.number(at), size) for at, size in enumerate(told, start=1)]
    return charts.columns(
        Told("circles", page.say("Circles"), summary), shown, (page.say("Circle"), page.say("People"))
    )


def _shown(page: Page, found: Neighbourhood, title: str, src: str) -> Response:
    people = ((each, each.id.partition(":")[2]) for each in found.nodes if each.kind == NodeKind.SPECIALIST)
    others = [
        (each.label, f"/explore/network/people/{pseudonym}", each.strength)
        for each, pseudonym in people
        if pseudonym != found.about
    ]
    told = Told("network", title, _reached(page, found))
    # The picture is in the language of the page, and its address says so: a browser keeps one for each.
    return page.render("exploring/around.html", told=told, src=f"{src}?lang={page.language}", others=others)


def _as_wide_as_a_page(found: Neighbourhood) -> Layout:
    """Four columns, as wide as a page has room for."""
    return laid_out(found, 236, 38)


def _reached(page: Page, found: Neighbourhood) -> str:
    people = sum(each.kind == NodeKind.SPECIALIST and not each.id.endswith(f":{found.about}") for each in found.nodes)
    return page.wording.say_many("%(count)s person stands there.", "%(count)s people stand there.", people)


def _file(page: Page, found: Neighbourhood, name: str) -> Response:
    headers = {**_PICTURE, "Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{name}.svg"'}
    said = drawn(found, lambda words: page.say(PICTURED[words]), _reached(page, found), _as_wide_as_a_page)
    return Response(said, media_type="image/svg+xml", headers=headers)

"""What routes are handed: the store, the current index, and the day."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Annotated

from fastapi import Depends, Request

from matching import Index
from registry.roster import Roster
from registry.store import Store
from service.auth.gate import GateDep
from service.facts import Facts
from service.http.etags import expected_version
from service.people.live import LiveRoster


def get_store(request: Request) -> Store:
    """The store that the application was made over; what a request writes under a key is noted as its effect."""
    store: Store = request.app.state.store
    claim = getattr(request.state, "claim", None)
    return store if claim is None else store.carrying_out(claim)


def get_index(request: Request) -> Index:
    """The index at the revision at which the request found the pool, or a newer one."""
    index: Index = request.app.state.live.index(get_position(request))
    return index


def get_position(request: Request) -> tuple[str, int]:
    """Epoch and revision at which the request found the pool; read once, so that all it is shown is as new."""
    found: tuple[str, int] | None = getattr(request.state, "position", None)
    if found is None:
        found = request.state.position = get_store(request).revision()
    return found


def get_all_facts(request: Request, position: "PositionDep") -> Callable[[], Facts]:
    """What gives the facts at the revision at which the request found the pool, or at a newer one."""
    return partial(request.app.state.facts.facts, position)


def get_facts(facts: "AllFactsDep") -> Facts:
    """The facts themselves: reading them takes seconds when they have changed."""
    return facts()


def get_people(request: Request) -> LiveRoster:
    """The people of the pool as a list."""
    people: LiveRoster = request.app.state.people
    return people


def get_roster(people: "PeopleDep", position: "PositionDep") -> Roster:
    """Everybody at the revision at which the request found the pool, or at a newer one."""
    return people.roster(position)


def get_now(gate: GateDep) -> datetime:
    """The moment, in UTC."""
    return gate.now()


def get_today(now: Annotated[datetime, Depends(get_now)]) -> date:
    """The day, in UTC."""
    return now.date()


StoreDep = Annotated[Store, Depends(get_store, scope="function")]
IndexDep = Annotated[Index, Depends(get_index, scope="function")]
NowDep = Annotated[datetime, Depends(get_now)]
TodayDep = Annotated[date, Depends(get_today)]
PositionDep = Annotated[tuple[str, int], Depends(get_position)]
PeopleDep = Annotated[LiveRoster, Depends(get_people)]
RosterDep = Annotated[Roster, Depends(get_roster)]
AllFactsDep = Annotated[Callable[[], Facts], Depends(get_all_facts)]
FactsDep = Annotated[Facts, Depends(get_facts)]
IfMatchDep = Annotated[int, Depends(expected_version)]

"""What routes that ask the matcher have in common: a mission by id or in the body, and turns for long searches."""

from collections.abc import Callable, Iterator
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from matching import Index, Policy, Shortlist
from matching.protected import Protected
from registry.domain import Mission
from registry.domain.base import Id
from registry.store import Store
from service.errors import Busy
from service.facts import Facts
from service.policies import known_policy

# So many searches at a time in one process; the others wait a little, then come again.
SEARCHES = 2
_PATIENCE_SECONDS = 10.0
LONGEST_SEARCH = 60.0

MissionOrId = Annotated[Mission | Id, Field(description="A mission/1, or the id of one on file.")]
PolicyName = Annotated[
    str | None, Field(max_length=80, description="A known policy; the one that the mission names when null.")
]
Top = Annotated[int, Field(ge=1, le=200, description="How many people per seat.")]
SeatNumber = Annotated[int | None, Field(ge=1, le=100, description="Only this seat, numbered from 1.")]
Seconds = Annotated[float, Field(gt=0, le=LONGEST_SEARCH, description="Seconds that the search may take.")]


class Asked(BaseModel):
    """A request to the matcher; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def mission_of(asked: Mission | str, store: Store) -> Mission:
    """The mission in the body, or the one on file; NotFound."""
    return asked if isinstance(asked, Mission) else store.mission(asked)


def policy_for(name: str | None, mission: Mission) -> Policy:
    """The policy asked for, or the one that the mission names; BadPolicy."""
    return known_policy(name or mission.policy)


def protected_of(facts: Callable[[], Facts], index: Index, needed: bool) -> tuple[Index, Protected | None]:
    """The index, with protected facts of the same revision where a rule asks for them."""
    if not needed:
        return index, None
    found = facts()
    return found.index, found.known.protected


def ready(answer: BaseModel) -> Response:
    """An answer that was checked when it was made: written at once, not checked again."""
    return Response(answer.model_dump_json(), media_type="application/json")


def ready_list(answers: tuple[Shortlist, ...]) -> Response:
    """The same for several."""
    return Response(f"[{','.join(each.model_dump_json() for each in answers)}]", media_type="application/json")


def turn(request: Request) -> Iterator[None]:
    """Wait for one's turn to search; Busy when it does not come."""
    searches: BoundedSemaphore = request.app.state.searches
    if not searches.acquire(timeout=_PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        searches.release()


IN_TURN = Depends(turn, scope="function")

"""Shortlists of a mission on file or in the body; why somebody is not on one; how firm its places are."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from matching import Shortlist, Weightings, WhyNot, recommend, why_not
from registry.domain.base import Id
from registry.lifecycle import Office
from service.api.asked import (
    IN_TURN,
    Asked,
    MissionOrId,
    PolicyName,
    SeatNumber,
    Top,
    mission_of,
    policy_for,
    ready,
    ready_list,
)
from service.auth.access import allow
from service.deps import IndexDep, StoreDep

router = APIRouter(tags=["shortlists"], dependencies=[allow(Office.PLANNER)])
_MOST_DRAWS = 2_000


class ShortlistsAsked(Asked):
    """Shortlists of all seats of a mission, or of one; ``beside``: teammates who are chosen already."""

    mission: MissionOrId
    seat: SeatNumber = None
    policy: PolicyName = None
    top: Top = 10
    beside: Annotated[tuple[Id, ...], Field(max_length=100)] = ()


class WhyNotAsked(Asked):
    """Somebody, and the list that they are not on."""

    mission: MissionOrId
    specialist: Id
    seat: Annotated[int, Field(ge=1, le=100)] = 1
    policy: PolicyName = None
    top: Top = 10


class StabilityAsked(Asked):
    """Shortlists, and how often each place holds when weights move."""

    mission: MissionOrId
    seat: SeatNumber = None
    policy: PolicyName = None
    top: Top = 10
    draws: Annotated[int, Field(ge=1, le=_MOST_DRAWS, description="How many weightings.")] = 500
    seed: Annotated[int, Field(ge=0, le=2**31, description="The same seed draws the same weightings.")] = 7


@router.post("/shortlists", response_model=list[Shortlist])
def create_shortlists(body: ShortlistsAsked, store: StoreDep, index: IndexDep) -> Response:
    """One ranked and explained shortlist per seat."""
    mission = mission_of(body.mission, store)
    policy = policy_for(body.policy, mission)
    return ready_list(recommend(mission, index, policy, body.top, body.seat, body.beside))


@router.post("/shortlists/why-not", response_model=WhyNot)
def explain_absence(body: WhyNotAsked, store: StoreDep, index: IndexDep) -> Response:
    """Why somebody is not on a shortlist, and the smallest change that would bring them in."""
    mission = mission_of(body.mission, store)
    policy = policy_for(body.policy, mission)
    return ready(why_not(mission, index, body.specialist, body.seat, policy, body.top))


@router.post("/stability", response_model=list[Shortlist], dependencies=[IN_TURN])
def measure_stability(body: StabilityAsked, store: StoreDep, index: IndexDep) -> Response:
    """Shortlists with the part of the weightings in which each person is first, and on the list."""
    mission = mission_of(body.mission, store)
    weightings = Weightings(draws=body.draws, seed=body.seed)
    policy = policy_for(body.policy, mission)
    return ready_list(recommend(mission, index, policy, body.top, body.seat, weightings=weightings))

"""Ranking the pool for a mission that need not be stored."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from matching import Shortlist, recommend
from registry.domain import Mission
from registry.lifecycle import Office
from service.api.asked import ready_list
from service.auth.access import allow
from service.deps import IndexDep
from service.policies import known_policy

router = APIRouter(prefix="/recommendations", tags=["recommendations"], dependencies=[allow(Office.PLANNER)])
Top = Annotated[int, Query(ge=1, le=200, description="How many people per seat.")]


@router.post("", response_model=list[Shortlist])
def create_shortlists(mission: Mission, index: IndexDep, top: Top = 10) -> Response:
    """One ranked and explained shortlist per seat of the mission in the body."""
    return ready_list(recommend(mission, index, known_policy(mission.policy), top))

"""The best team for all seats of a mission at once."""

from time import monotonic
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from matching.teams import Rules, Team, form
from matching.teams.answer import Objective
from registry.domain.base import Id
from registry.lifecycle import Office
from service.api.asked import (
    IN_TURN,
    Asked,
    MissionOrId,
    PolicyName,
    Seconds,
    mission_of,
    policy_for,
    protected_of,
    ready,
)
from service.auth.access import allow
from service.deps import AllFactsDep, IndexDep, StoreDep

router = APIRouter(prefix="/teams", tags=["teams"], dependencies=[allow(Office.PLANNER)])
People = Annotated[tuple[Id, ...], Field(max_length=1000)]


class TeamAsked(Asked):
    """A mission, the rules that its team keeps to, and who has a seat already (ids by seat, numbered from 1)."""

    mission: MissionOrId
    policy: PolicyName = None
    objective: Objective = "full"
    rules: Rules = Rules()
    fixed: Annotated[dict[Annotated[int, Field(ge=1, le=100)], People], Field(max_length=100)] = Field(
        default_factory=dict
    )
    alternates: Annotated[int, Field(ge=0, le=20, description="How many alternates per seat.")] = 3
    time_limit: Seconds = 10.0


@router.post("", response_model=Team, dependencies=[IN_TURN])
def form_team(body: TeamAsked, store: StoreDep, index: IndexDep, facts: AllFactsDep) -> Response:
    """The team with the most points, with the proof that no team has more."""
    mission = mission_of(body.mission, store)
    index, protected = protected_of(facts, index, body.rules.about_gender)
    team = form(
        mission,
        index,
        policy_for(body.policy, mission),
        body.rules,
        body.objective,
        body.time_limit,
        protected,
        body.fixed,
        alternates=body.alternates,
        clock=monotonic,
    )
    return ready(team)

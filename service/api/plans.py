"""Many missions at once: who goes where."""

from time import monotonic
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from matching.plan import DEFAULT_RULES, Objective, Offer, Plan, PlanRules, Priority, plan
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

router = APIRouter(prefix="/plans", tags=["plans"], dependencies=[allow(Office.PLANNER)])


class Accepted(Asked):
    """An offer that was accepted: it stands."""

    mission: Id
    seat: Annotated[int, Field(ge=1, le=100)]
    specialist: Id


class PlanAsked(Asked):
    """Missions, the rules of the plan, accepted offers and priorities (by mission)."""

    missions: Annotated[tuple[MissionOrId, ...], Field(min_length=1, max_length=200)]
    policy: PolicyName = None
    rules: PlanRules = DEFAULT_RULES
    objective: Objective = Objective.FULL
    fixed: Annotated[tuple[Accepted, ...], Field(max_length=1000)] = ()
    priorities: Annotated[dict[Id, Priority], Field(max_length=200)] = Field(default_factory=dict)
    fair: Annotated[bool, Field(description="Leave no mission below the highest floor for all.")] = False
    priced: Annotated[bool, Field(description="Work out what each rule costs.")] = False
    time_limit: Seconds = 10.0


@router.post("", response_model=Plan, dependencies=[IN_TURN])
def make_plan(body: PlanAsked, store: StoreDep, index: IndexDep, facts: AllFactsDep) -> Response:
    """The best plan, what stays unfilled and why, and the proof as far as the time allows."""
    missions = [mission_of(each, store) for each in body.missions]
    index, protected = protected_of(facts, index, bool(body.rules.balance))
    made = plan(
        missions,
        index,
        {each.id: policy_for(body.policy, each) for each in missions},
        rules=body.rules,
        objective=body.objective,
        time_limit=body.time_limit,
        fixed=[Offer(each.mission, each.seat, each.specialist) for each in body.fixed],
        protected=protected,
        priorities=body.priorities,
        fair=body.fair,
        priced=body.priced,
        clock=monotonic,
    )
    return ready(made)

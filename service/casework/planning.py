"""Planning many missions at once: what is asked, whose seats stand already, and the work that finds the plan."""

from typing import Annotated, Any

from pydantic import Field

from matching import Index
from matching.plan import Objective, Offer, Plan, PlanRules, plan
from matching.protected import Protected
from registry.domain import Candidacy, Fact, Mission, MissionCase, MissionState
from registry.domain.base import Id
from registry.store import Store
from service.casework.work import ENGAGED
from service.jobs import Task, Told
from service.policies import known_policy

KIND = "plan"
# Missions whose people are still looked for; those without a case were imported.
PLANNABLE = (
    MissionState.SUBMITTED,
    MissionState.APPROVED,
    MissionState.SOURCING,
    MissionState.SHORTLISTED,
    MissionState.OFFERED,
)


class PlanAsked(Fact):
    """What a plan is made of; ``seconds`` that the search may take."""

    missions: Annotated[tuple[Id, ...], Field(min_length=1, max_length=200)]
    rules: PlanRules
    objective: Objective = Objective.FULL
    fair: bool = False
    priced: bool = True
    seconds: Annotated[float, Field(gt=0, le=60)] = 30.0


def plannable(store: Store) -> list[Mission]:
    """The missions that can be planned, the one that begins first before the others."""
    cases = {each.id: each.state for each in store.cases.find(MissionCase)}
    found = [each for each in store.missions() if cases.get(each.id, MissionState.APPROVED) in PLANNABLE]
    return sorted(found, key=lambda each: (each.window.start, each.id))


def engaged(store: Store, missions: tuple[str, ...]) -> list[Offer]:
    """Whoever has accepted a seat of these missions: it stands."""
    found = store.cases.find(Candidacy, states=ENGAGED)
    return [Offer(each.mission, each.seat, each.specialist) for each in found if each.mission in missions]


def task(store: Store, index: Index, protected: Protected | None, asked: PlanAsked) -> Task:
    """The work: a plan/1 as JSON. NotFound, BadPlan, NoSuchSpecialist end it."""

    def work(told: Told) -> dict[str, Any]:
        missions = [_in_force(store, id) for id in asked.missions]
        made: Plan = plan(
            missions,
            index,
            {each.id: known_policy(each.policy) for each in missions},
            asked.rules,
            asked.objective,
            asked.seconds,
            engaged(store, asked.missions),
            protected,
            fair=asked.fair,
            priced=asked.priced,
            clock=told.clock,
            progress=told.progress,
        )
        found: dict[str, Any] = made.model_dump(mode="json", by_alias=True)
        return found

    return work


def _in_force(store: Store, id: str) -> Mission:
    """The version in force, else the text on file; NotFound."""
    for case in store.cases.find(MissionCase, mission=id):
        if case.versions:
            return case.versions[-1]
    return store.mission(id)

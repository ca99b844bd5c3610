"""Missions on file, and their shortlists."""

from fastapi import APIRouter

from matching import recommend
from matching.shortlist import Answer, Shortlist
from registry.domain import Mission
from registry.lifecycle import Office
from service.api.recommendations import Top
from service.auth.access import allow
from service.deps import IndexDep, StoreDep
from service.policies import known_policy

router = APIRouter(prefix="/missions", tags=["missions"], dependencies=[allow(Office.PLANNER)])


class MissionTitle(Answer):
    """A mission as a list shows it."""

    id: str
    title: str


@router.get("")
def list_missions(store: StoreDep) -> list[MissionTitle]:
    """All missions on file, by id."""
    return [MissionTitle(id=id, title=title) for id, title in store.mission_titles()]


@router.get("/{id}")
def get_mission(id: str, store: StoreDep) -> Mission:
    """One mission as it was handed in."""
    return store.mission(id)


@router.get("/{id}/shortlists")
def list_shortlists(id: str, store: StoreDep, index: IndexDep, top: Top = 10) -> list[Shortlist]:
    """One ranked and explained shortlist per seat of a mission on file."""
    mission = store.mission(id)
    return list(recommend(mission, index, known_policy(mission.policy), top))

"""Missions: asked for, written, taken from step to step, and their shortlists and decisions."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field

from matching import recommend
from matching.shortlist import Answer, Shortlist
from registry.domain import Candidacy, Decision, Mission, MissionCase, MissionState, Reason
from registry.domain.base import Line, Text
from registry.lifecycle import MACHINES, Office
from service.api.recommendations import Top
from service.auth.access import SIGNED_IN, WhoDep, allow
from service.casework import decisions, missions, seeing
from service.casework.decisions import Wanted
from service.deps import IfMatchDep, IndexDep, NowDep, StoreDep
from service.errors import NotPossible
from service.http.etags import show_version
from service.policies import known_policy

router = APIRouter(prefix="/missions", tags=["missions"])
_ASKING = (Office.REQUESTER, Office.PLANNER)


class MissionTitle(Answer):
    """A mission as a list shows it; without a case it was imported, and has no state."""

    id: str
    title: str
    state: MissionState | None


class Opened(Answer):
    """A mission to be asked for."""

    mission: Mission
    urgent: bool = Field(False, description="Offers then end after 48 hours, else after five working days.")


class MissionStep(Answer):
    """One step of a mission: its event, and what the step asks for."""

    event: Line
    reason: Reason | None = None
    comment: Text = ""
    text: Mission | None = Field(None, description="The whole new text; an amendment needs it.")
    report: Text | None = Field(None, description="What was handed in at the end; closing needs one.")


class LegalStep(Answer):
    """A step that can be taken from here by whoever asks, as far as their office goes."""

    event: str
    leads_to: str
    asks: tuple[str, ...]
    reasons: tuple[Reason, ...]
    comment: bool


class WantedBody(Answer):
    """Somebody for the list of a seat, and why; the first rank needs a reason too."""

    specialist: Line
    reason: Annotated[Text, Field(min_length=1)]


class DecisionBody(Answer):
    """Whom the list of a seat shall have; ``drawn``: when its ranking was first looked at."""

    choose: Annotated[tuple[WantedBody, ...], Field(min_length=1, max_length=200)]
    policy: Line | None = None
    drawn: AwareDatetime | None = None


@router.get("", dependencies=[SIGNED_IN])
def list_missions(store: StoreDep, who: WhoDep, state: MissionState | None = None) -> list[MissionTitle]:
    """The missions that you may see, by id."""
    cases = {each.id: each.state for each in seeing.cases(store, who)}
    everything = who.holds(Office.PLANNER, Office.APPROVER, Office.ANALYST)
    return [
        MissionTitle(id=id, title=title, state=cases.get(id))
        for id, title in store.mission_titles()
        if (id in cases or everything) and state in (None, cases.get(id))
    ]


@router.post("", status_code=201, dependencies=[allow(*_ASKING)])
def open_mission(body: Opened, store: StoreDep, who: WhoDep, now: NowDep) -> MissionCase:
    """Ask for a mission: a draft of yours, to be submitted when it is ready."""
    return missions.open_case(store, who, now, body.mission, body.urgent)


@router.get("/{id}", dependencies=[SIGNED_IN])
def get_mission(id: str, response: Response, store: StoreDep, who: WhoDep) -> Mission:
    """One mission as it was handed in; its ETag is the version of the text."""
    # The version first: one that is older than the text is refused as stale, a younger one would lose an edit.
    version = store.version("mission", id)
    found = seeing.mission(store, who, id)
    show_version(response, version)
    return found


@router.put("/{id}", dependencies=[allow(*_ASKING)])
def write_mission(
    id: str, body: Mission, response: Response, store: StoreDep, who: WhoDep, expected: IfMatchDep
) -> Mission:
    """Write a draft of yours; the If-Match that you send is the version that you changed."""
    if body.id != id:
        raise NotPossible(f"the mission at this address is {id}: its id cannot be changed")
    show_version(response, missions.write(store, who, body, expected))
    return body


@router.get("/{id}/case", dependencies=[SIGNED_IN])
def get_case(id: str, store: StoreDep, who: WhoDep) -> MissionCase:
    """How far a mission has come, and every step that led there."""
    return seeing.case(store, who, id)


@router.get("/{id}/steps", dependencies=[SIGNED_IN])
def list_steps(id: str, store: StoreDep, who: WhoDep) -> list[LegalStep]:
    """What you can do with a mission from here, and what each step asks."""
    state = seeing.case(store, who, id).state
    return [
        LegalStep(
            event=each.event,
            leads_to=each.target,
            asks=tuple(guard.sentence for guard in each.guards),
            reasons=each.reasons,
            comment=each.comment,
        )
        for each in MACHINES["mission"].steps(state)
        if not who.roles.isdisjoint(each.by)
    ]


@router.post("/{id}/steps", dependencies=[SIGNED_IN])
def take_step(id: str, body: MissionStep, store: StoreDep, who: WhoDep, now: NowDep) -> MissionCase:
    """Take a mission one step further; 409 says what would be legal instead."""
    seeing.case(store, who, id)
    return missions.advance(store, who, now, id, body.event, body.reason, body.comment, body.text, body.report)


@router.get("/{id}/shortlists", dependencies=[allow(Office.PLANNER)])
def list_shortlists(id: str, store: StoreDep, index: IndexDep, top: Top = 10) -> list[Shortlist]:
    """One ranked and explained shortlist per seat of a mission on file."""
    mission = store.mission(id)
    return list(recommend(mission, index, known_policy(mission.policy), top))


@router.get("/{id}/candidacies", dependencies=[SIGNED_IN])
def list_candidacies(id: str, store: StoreDep, who: WhoDep) -> list[Candidacy]:
    """Who takes part in a mission, as far as you may see it."""
    return seeing.candidacies(store, who, mission=id)


@router.get("/{id}/decisions", dependencies=[SIGNED_IN])
def list_decisions(id: str, store: StoreDep, who: WhoDep) -> list[Decision]:
    """The decisions on the seats of a mission, as far as you may see them."""
    return seeing.decisions(store, who, mission=id)


@router.post("/{id}/seats/{seat}/decision", status_code=201, dependencies=[allow(Office.PLANNER)])
def decide(
    id: str, seat: int, body: DecisionBody, store: StoreDep, index: IndexDep, who: WhoDep, now: NowDep
) -> Decision:
    """Put people on the list of a seat, each with a reason; the dossier keeps how the list came about."""
    wanted = [Wanted(each.specialist, each.reason) for each in body.choose]
    policy = known_policy(body.policy or store.mission(id).policy)
    return decisions.decide(store, index, who, now, id, seat, wanted, policy, body.drawn)

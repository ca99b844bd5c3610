"""Decisions: their dossiers, repeated from history, contested, and looked over as a whole."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from matching.shortlist import Answer, Shortlist
from registry.domain import Contest, Decision
from registry.domain.base import Text
from registry.lifecycle import Office
from service.auth.access import SIGNED_IN, WhoDep, allow
from service.casework import decisions, seeing
from service.casework.oversight import Oversight, oversight
from service.deps import NowDep, StoreDep

router = APIRouter(prefix="/decisions", tags=["decisions"])
_OVERSEEING = (Office.PLANNER, Office.APPROVER, Office.ANALYST, Office.ADMINISTRATOR)


class Objection(Answer):
    """What somebody objects to."""

    text: Annotated[Text, Field(min_length=1)]


class Verdict(Answer):
    """The answer to an objection."""

    upheld: bool
    answer: Annotated[Text, Field(min_length=1)]


class Replayed(Answer):
    """A decision worked out once more; see the reference for what ``same`` covers."""

    decision: str
    same: bool
    erased: int
    moved: tuple[str, ...]
    shortlist: Shortlist


class Sight(Answer):
    """Somebody looked at a decision."""

    actor: str
    at: str


@router.get("", dependencies=[SIGNED_IN])
def list_decisions(store: StoreDep, who: WhoDep, mission: str | None = None) -> list[Decision]:
    """The decisions that you may see; a specialist sees their own place alone."""
    return seeing.decisions(store, who, mission)


@router.get("/oversight", dependencies=[allow(*_OVERSEEING)])
def get_oversight(store: StoreDep) -> Oversight:
    """How decisions are made: how often the first rank is taken, how long it takes, why not."""
    return oversight(store)


@router.get("/contests", dependencies=[SIGNED_IN])
def list_contests(store: StoreDep, who: WhoDep) -> list[Contest]:
    """The objections that you may see."""
    return seeing.contests(store, who)


@router.post("/contests/{id}/answer", dependencies=[allow(Office.APPROVER, Office.PLANNER)])
def answer(id: str, body: Verdict, store: StoreDep, who: WhoDep, now: NowDep) -> Contest:
    """Answer an objection to somebody else's decision."""
    return decisions.answer_contest(store, who, now, id, body.upheld, body.answer)


@router.get("/{id}", dependencies=[SIGNED_IN])
def get_decision(id: str, store: StoreDep, who: WhoDep) -> Decision:
    """One decision; that you saw it is put on record."""
    return seeing.decision(store, who, id)


@router.get("/{id}/sights", dependencies=[allow(Office.PLANNER, Office.APPROVER, Office.ADMINISTRATOR)])
def list_sights(id: str, store: StoreDep) -> list[Sight]:
    """Who looked at a decision, and when."""
    store.cases.get(Decision, id)
    return [Sight(actor=each.actor, at=each.at) for each in store.record.sights("decision", id)]


@router.post("/{id}/replay", dependencies=[allow(Office.PLANNER, Office.APPROVER)])
def replay(id: str, store: StoreDep) -> Replayed:
    """Work a decision out once more from the pool as it was."""
    again = decisions.replay(store, id)
    return Replayed(
        decision=again.decision, same=again.same, erased=again.erased, moved=again.moved, shortlist=again.shortlist
    )


@router.post("/{id}/contests", status_code=201, dependencies=[allow(Office.SPECIALIST)])
def contest(id: str, body: Objection, store: StoreDep, who: WhoDep, now: NowDep) -> Contest:
    """Object to a decision that you were part of; another person than who decided answers."""
    return decisions.contest(store, who, now, id, body.text)

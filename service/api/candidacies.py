"""Candidacies: one person for one seat, selected, confirmed, made ready, or let go."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from matching.shortlist import Answer
from registry.domain import Candidacy, Readiness, Reason
from registry.domain.base import Line, Text
from registry.lifecycle import Office
from service.auth.access import SIGNED_IN, WhoDep, allow
from service.casework import candidacies, seeing
from service.deps import IndexDep, NowDep, StoreDep

router = APIRouter(prefix="/candidacies", tags=["candidacies"])


class CandidacyStep(Answer):
    """One step of a candidacy; ``vouch`` for what the pool does not say, when confirming."""

    event: Line
    reason: Reason | None = None
    comment: Text = ""
    vouch: Annotated[tuple[Literal["available", "without_conflict"], ...], Field(max_length=2)] = ()


class Selection(Answer):
    """That the requester wants somebody of the list; ``order``: whose turn it is to get an offer, from 1."""

    comment: Text = ""
    order: Annotated[int, Field(ge=1, le=1000)] | None = None


@router.get("", dependencies=[SIGNED_IN])
def list_candidacies(
    store: StoreDep, who: WhoDep, mission: str | None = None, specialist: str | None = None
) -> list[Candidacy]:
    """The candidacies that you may see."""
    return seeing.candidacies(store, who, mission, specialist)


@router.get("/{id}", dependencies=[SIGNED_IN])
def get_candidacy(id: str, store: StoreDep, who: WhoDep) -> Candidacy:
    """One candidacy."""
    return seeing.candidacy(store, who, id)


@router.post("/{id}/steps", dependencies=[SIGNED_IN])
def take_step(id: str, body: CandidacyStep, store: StoreDep, index: IndexDep, who: WhoDep, now: NowDep) -> Candidacy:
    """Take a candidacy one step further; 409 says what would be legal instead."""
    seeing.candidacy(store, who, id)
    return candidacies.advance(store, index, who, now, id, body.event, body.reason, body.comment, frozenset(body.vouch))


@router.post("/{id}/selection", dependencies=[allow(Office.REQUESTER)])
def select(id: str, body: Selection, store: StoreDep, who: WhoDep, now: NowDep) -> Candidacy:
    """Select somebody of the list of a mission of yours."""
    return candidacies.select(store, who, now, id, body.comment, body.order)


@router.put("/{id}/readiness", dependencies=[allow(Office.PLANNER, Office.FOCAL_POINT)])
def settle(id: str, body: Readiness, store: StoreDep, who: WhoDep, now: NowDep) -> Candidacy:
    """Write down what is settled: release, travel, induction; what is left out stays as it is."""
    return candidacies.settle(store, who, now, id, body)

"""The queue of entries that may be one person, and what a registrar decides about them."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from matching.shortlist import Answer
from registry.domain import Duplicate, DuplicateState, Specialist
from registry.domain.base import Id, Line
from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.casework import duplicates
from service.casework.duplicates import SideBySide
from service.deps import NowDep, StoreDep

router = APIRouter(prefix="/duplicates", tags=["duplicates"])
_REGISTRAR = [allow(Office.REGISTRAR)]
Purpose = Annotated[Line, Field(min_length=1, description="Why, as the revision feed keeps it.")]


class Merge(Answer):
    """Which of two entries stays, and why they are one."""

    kept: Id
    purpose: Purpose = "one person"


class ForReason(Answer):
    """Why two entries are set apart, or a merge is taken back."""

    purpose: Purpose


@router.get("", dependencies=_REGISTRAR)
def list_pairs(store: StoreDep, state: DuplicateState | None = DuplicateState.OPEN) -> list[Duplicate]:
    """The pairs of a state, the likeliest first, with what speaks for and against each."""
    return duplicates.queue(store, state)


@router.get("/{one}/{other}", dependencies=_REGISTRAR)
def compare(one: str, other: str, store: StoreDep, who: WhoDep) -> SideBySide:
    """Two entries side by side."""
    return duplicates.side_by_side(store, who, one, other)


@router.post("/{one}/{other}/merge", dependencies=_REGISTRAR)
def merge(one: str, other: str, body: Merge, store: StoreDep, who: WhoDep, now: NowDep) -> Specialist:
    """Make one entry of two, under the id that is kept; casework and documents go with it."""
    gone = other if body.kept == one else one
    return duplicates.merge(store, who, now, body.kept, gone, body.purpose)


@router.post("/{one}/{other}/distinct", status_code=204, dependencies=_REGISTRAR)
def set_apart(one: str, other: str, body: ForReason, store: StoreDep, who: WhoDep, now: NowDep) -> None:
    """Keep that two entries are two people; they are not proposed again."""
    duplicates.set_apart(store, who, now, one, other, body.purpose)


@router.post("/{one}/{other}/undo", status_code=204, dependencies=_REGISTRAR)
def undo(one: str, other: str, body: ForReason, store: StoreDep, who: WhoDep) -> None:
    """Take a merge back: both entries, and what named them, are as they were."""
    duplicates.undo(store, who, one, other, body.purpose)

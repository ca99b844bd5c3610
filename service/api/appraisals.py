"""Appraisals: what you are asked to judge after a mission, and your answer."""

from fastapi import APIRouter

from matching.shortlist import Answer
from registry.domain import AppraisalForm, Ratings
from registry.domain.base import Text
from service.auth.access import SIGNED_IN, WhoDep
from service.casework import appraisals, seeing
from service.deps import NowDep, StoreDep

router = APIRouter(prefix="/appraisals", tags=["appraisals"])


class Given(Answer):
    """An appraisal: marks of 1 to 5, whether one would work with the person again, and words."""

    ratings: Ratings
    would_use_again: bool | None = None
    text: Text = ""


@router.get("", dependencies=[SIGNED_IN])
def list_appraisals(store: StoreDep, who: WhoDep, mission: str | None = None) -> list[AppraisalForm]:
    """What you are asked to judge; of one mission also what you gave, and for its planner what everybody gave."""
    return appraisals.forms(store, who) if mission is None else seeing.appraisals(store, who, mission)


@router.post("/{id}", dependencies=[SIGNED_IN])
def give_appraisal(id: str, body: Given, store: StoreDep, who: WhoDep, now: NowDep) -> AppraisalForm:
    """Hand in an appraisal that you were asked for; once given it stays."""
    return appraisals.give(store, who, id, now, body.ratings, body.would_use_again, body.text)

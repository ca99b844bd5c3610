"""Offers: a seat held out to one specialist, and the answer."""

from fastapi import APIRouter

from matching.shortlist import Answer
from registry.domain import Offer, OfferState, Reason
from registry.domain.base import Text
from registry.lifecycle import Office
from service.auth.access import SIGNED_IN, WhoDep, allow
from service.casework import offers, seeing
from service.deps import NowDep, StoreDep

router = APIRouter(prefix="/offers", tags=["offers"])


class Refusal(Answer):
    """Why an offer is declined."""

    reason: Reason
    comment: Text = ""


@router.get("", dependencies=[allow(Office.PLANNER, Office.SPECIALIST)])
def list_offers(store: StoreDep, who: WhoDep, state: OfferState | None = None) -> list[Offer]:
    """The offers that you may see, in the order in which they were made."""
    return seeing.offers(store, who, None if state is None else [state])


@router.get("/{id}", dependencies=[SIGNED_IN])
def get_offer(id: str, store: StoreDep, who: WhoDep) -> Offer:
    """One offer."""
    return seeing.offer(store, who, id)


@router.post("/{id}/accept", dependencies=[allow(Office.SPECIALIST)])
def accept(id: str, store: StoreDep, who: WhoDep, now: NowDep) -> Offer:
    """Accept an offer made to you."""
    return offers.accept(store, who, id, now)


@router.post("/{id}/decline", dependencies=[allow(Office.SPECIALIST)])
def decline(id: str, body: Refusal, store: StoreDep, who: WhoDep, now: NowDep) -> Offer:
    """Decline an offer made to you, with a reason; the next alternate gets it."""
    return offers.decline(store, who, id, body.reason, now, body.comment)


@router.post("/{id}/reminder", dependencies=[allow(Office.PLANNER)])
def remind(id: str, store: StoreDep, who: WhoDep, now: NowDep) -> Offer:
    """Remind a specialist of an open offer now."""
    return offers.remind(store, who, id, now)

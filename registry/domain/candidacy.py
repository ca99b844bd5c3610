"""One person for one seat: the candidacy with its two decisions, and the offer with its end."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError

from registry.domain.base import Day, Fact, Id, Line, Text
from registry.domain.states import CandidacyState, OfferState, Reason


class Decided(Fact):
    """Who decided when, on which ground; the referral and the selection each have their own."""

    by: Annotated[Line, Field(min_length=1)]
    on: Day
    reason: Reason | None = None
    comment: Text | None = None


class Candidacy(Fact):
    """One specialist for one seat of one version of a mission."""

    id: Id
    mission: Id
    version: Annotated[int, Field(strict=True, ge=1)] = 1
    seat: Annotated[int, Field(strict=True, ge=1)]
    specialist: Id
    state: CandidacyState = CandidacyState.PROPOSED
    rank: Annotated[int, Field(strict=True, ge=1)] | None = None
    referral: Decided | None = None
    selection: Decided | None = None
    reason: Reason | None = None


class Offer(Fact):
    """A seat held out to one specialist until ``expires``; instants carry their zone."""

    id: Id
    candidacy: Id
    state: OfferState = OfferState.OPEN
    sent: AwareDatetime
    expires: AwareDatetime
    urgent: bool = False
    answered: AwareDatetime | None = None
    reason: Reason | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires <= self.sent:
            raise PydanticCustomError("order", "an offer ends after it was sent")
        return self

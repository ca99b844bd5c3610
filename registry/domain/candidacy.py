"""One person for one seat: the candidacy with its two decisions, and the offer with its end."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError

from registry.domain.base import Day, Fact, Id, Line, MissionPart, Text
from registry.domain.states import CandidacyState, OfferState, Reason


class Decided(Fact):
    """Who decided when, on which ground; the referral and the selection each have their own."""

    by: Annotated[Line, Field(min_length=1)]
    on: Day
    reason: Reason | None = None
    comment: Text | None = None


class Readiness(Fact):
    """What must be settled before somebody leaves; None is not known yet."""

    released: bool | None = None
    travel: bool | None = None
    inducted: bool | None = None


class Candidacy(MissionPart):
    """One specialist for one seat of one version of a mission.

    ``rank`` is the place in the ranking; ``order`` the place in which the requester wants offers to go out.
    """

    version: Annotated[int, Field(strict=True, ge=1)] = 1
    seat: Annotated[int, Field(strict=True, ge=1)]
    state: CandidacyState = CandidacyState.PROPOSED
    rank: Annotated[int, Field(strict=True, ge=1)] | None = None
    referral: Decided | None = None
    selection: Decided | None = None
    order: Annotated[int, Field(strict=True, ge=1)] | None = None
    reason: Reason | None = None
    ready: Readiness = Readiness()

    @property
    def standing(self) -> str:
        """The state in which it is."""
        return self.state.value


class Offer(MissionPart):
    """A seat held out to one specialist until ``expires``; instants carry their zone."""

    candidacy: Id
    seat: Annotated[int, Field(strict=True, ge=1)]
    state: OfferState = OfferState.OPEN
    sent: AwareDatetime
    expires: AwareDatetime
    urgent: bool = False
    reminded: AwareDatetime | None = None
    answered: AwareDatetime | None = None
    reason: Reason | None = None

    @property
    def standing(self) -> str:
        """The state in which it is."""
        return self.state.value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires <= self.sent:
            raise PydanticCustomError("order", "an offer ends after it was sent")
        return self

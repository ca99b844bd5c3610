"""The states of a candidacy (one person, one seat) and of an offer as data, and when an offer ends."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from registry.domain import CandidacyState, OfferState, Reason
from registry.lifecycle import guards
from registry.lifecycle.machine import Effect, Machine, Office, Transition, every

URGENT_HOURS = 48
NORMAL_WORKING_DAYS = 5
_SATURDAY = 5

S = CandidacyState

_PLANNER = (
    Reason.QUALIFICATION,
    Reason.LANGUAGE,
    Reason.AVAILABILITY,
    Reason.CERTIFICATE_LAPSED,
    Reason.CONFLICT_OF_INTEREST,
    Reason.ENOUGH_PROPOSED,
    Reason.ROLE_CHANGED,
    Reason.REQUEST_ENDED,
)
_REQUESTER = (
    Reason.QUALIFICATION,
    Reason.LANGUAGE,
    Reason.CONFLICT_OF_INTEREST,
    Reason.OTHER_CHOSEN,
    Reason.ROLE_CHANGED,
    Reason.REQUEST_ENDED,
)
_SPECIALIST = (
    Reason.AVAILABILITY,
    Reason.CONFLICT_OF_INTEREST,
    Reason.EMPLOYER_REFUSED,
    Reason.SECURITY_MEDICAL_VISA,
    Reason.PERSONAL,
)
_REVOKED = (
    Reason.AVAILABILITY,
    Reason.CERTIFICATE_LAPSED,
    Reason.CONFLICT_OF_INTEREST,
    Reason.EMPLOYER_REFUSED,
    Reason.SECURITY_MEDICAL_VISA,
    Reason.OTHER_CHOSEN,
    Reason.ROLE_CHANGED,
    Reason.REQUEST_ENDED,
)
_NO_SHOW = (Reason.NO_ANSWER, Reason.EMPLOYER_REFUSED, Reason.SECURITY_MEDICAL_VISA, Reason.PERSONAL)
_CURTAILED = (Reason.QUALIFICATION, Reason.SECURITY_MEDICAL_VISA, Reason.REQUEST_ENDED, Reason.PERSONAL)
_CHECKED_AGAIN = (guards.AVAILABLE, guards.CERTIFIED, guards.WITHOUT_CONFLICT)

CANDIDACY = Machine(
    "candidacy",
    CandidacyState,
    (S.PROPOSED,),
    (
        Transition(S.PROPOSED, S.CONSIDERED, "consider", (Office.PLANNER,), (guards.PROPOSABLE,)),
        Transition(
            S.CONSIDERED,
            S.SHORTLISTED,
            "shortlist",
            (Office.PLANNER,),
            (guards.PROPOSABLE,),
            effects=(Effect.RECORD_REFERRAL,),
        ),
        Transition(
            S.SHORTLISTED,
            S.OFFERED,
            "offer",
            (Office.PLANNER,),
            (guards.SELECTED, guards.PROPOSABLE),
            effects=(Effect.RECORD_SELECTION, Effect.MAKE_OFFERS, Effect.TELL_SPECIALIST),
        ),
        Transition(
            S.OFFERED,
            S.ACCEPTED,
            "accept",
            (Office.SPECIALIST,),
            (guards.THEMSELVES, guards.OFFER_OPEN),
            effects=(Effect.CLOSE_OFFER, Effect.TELL_PLANNER),
        ),
        Transition(
            S.ACCEPTED, S.CONFIRMED, "confirm", (Office.PLANNER,), _CHECKED_AGAIN, effects=(Effect.TELL_SPECIALIST,)
        ),
        Transition(
            S.CONFIRMED,
            S.DEPLOYED,
            "deploy",
            (Office.PLANNER,),
            (guards.RELEASED, guards.TRAVEL, guards.INDUCTED, guards.STARTED),
        ),
        Transition(
            S.DEPLOYED,
            S.COMPLETED,
            "complete",
            (Office.PLANNER,),
            effects=(Effect.ASK_APPRAISALS, Effect.WRITE_EXPERIENCE),
        ),
        *every(
            (S.PROPOSED, S.CONSIDERED, S.SHORTLISTED),
            S.NOT_PROPOSED_FURTHER,
            "drop",
            (Office.PLANNER,),
            (),
            _PLANNER,
            (Effect.RECORD_REFERRAL,),
        ),
        Transition(
            S.SHORTLISTED,
            S.NOT_SELECTED,
            "refuse",
            (Office.REQUESTER,),
            (guards.OWN_MISSION,),
            reasons=_REQUESTER,
            effects=(Effect.RECORD_SELECTION, Effect.TELL_PLANNER),
        ),
        Transition(
            S.OFFERED,
            S.DECLINED,
            "decline",
            (Office.SPECIALIST,),
            (guards.THEMSELVES, guards.OFFER_OPEN),
            reasons=_SPECIALIST,
            effects=(Effect.CLOSE_OFFER, Effect.TELL_PLANNER),
        ),
        Transition(
            S.OFFERED,
            S.EXPIRED,
            "expire",
            (Office.CALENDAR,),
            (guards.OFFER_OVER,),
            reasons=(Reason.NO_ANSWER,),
            effects=(Effect.CLOSE_OFFER, Effect.TELL_PLANNER, Effect.TELL_SPECIALIST),
        ),
        *every(
            (S.PROPOSED, S.CONSIDERED, S.SHORTLISTED, S.ACCEPTED, S.CONFIRMED),
            S.WITHDRAWN,
            "withdraw",
            (Office.SPECIALIST,),
            (guards.THEMSELVES,),
            _SPECIALIST,
            (Effect.TELL_PLANNER,),
        ),
        *every(
            (S.OFFERED, S.ACCEPTED, S.CONFIRMED),
            S.REVOKED,
            "revoke",
            (Office.PLANNER,),
            (),
            _REVOKED,
            (Effect.CLOSE_OFFER, Effect.TELL_SPECIALIST),
        ),
        Transition(
            S.CONFIRMED,
            S.NO_SHOW,
            "miss",
            (Office.PLANNER,),
            (guards.STARTED,),
            reasons=_NO_SHOW,
            effects=(Effect.TELL_SPECIALIST, Effect.TELL_REQUESTER),
        ),
        Transition(
            S.DEPLOYED,
            S.CURTAILED,
            "curtail",
            (Office.PLANNER,),
            reasons=_CURTAILED,
            effects=(Effect.TELL_SPECIALIST, Effect.TELL_REQUESTER, Effect.WRITE_EXPERIENCE),
        ),
    ),
)

OFFER = Machine(
    "offer",
    OfferState,
    (OfferState.OPEN,),
    (
        Transition(
            OfferState.OPEN,
            OfferState.ACCEPTED,
            "accept",
            (Office.SPECIALIST,),
            (guards.THEMSELVES, guards.OFFER_OPEN),
            effects=(Effect.TELL_PLANNER,),
        ),
        Transition(
            OfferState.OPEN,
            OfferState.DECLINED,
            "decline",
            (Office.SPECIALIST,),
            (guards.THEMSELVES, guards.OFFER_OPEN),
            reasons=_SPECIALIST,
            effects=(Effect.TELL_PLANNER,),
        ),
        Transition(
            OfferState.OPEN,
            OfferState.EXPIRED,
            "expire",
            (Office.CALENDAR,),
            (guards.OFFER_OVER,),
            reasons=(Reason.NO_ANSWER,),
            effects=(Effect.TELL_PLANNER, Effect.TELL_SPECIALIST),
        ),
        Transition(
            OfferState.OPEN,
            OfferState.REVOKED,
            "revoke",
            (Office.PLANNER,),
            reasons=_REVOKED,
            effects=(Effect.TELL_SPECIALIST,),
        ),
    ),
)


def offer_expiry(sent: datetime, urgent: bool, holidays: Collection[date] = ()) -> datetime:
    """When an offer ends: 48 hours after an urgent one, five working days after any other, at the same hour.

    Saturdays, Sundays and ``holidays`` do not count; ``sent`` carries its zone, whose days are meant.
    """
    if urgent:
        return sent + timedelta(hours=URGENT_HOURS)
    end, left = sent, NORMAL_WORKING_DAYS
    while left:
        end += timedelta(days=1)
        left -= end.weekday() < _SATURDAY and end.date() not in holidays
    return end

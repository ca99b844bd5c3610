"""The states of a mission as data."""

from registry.domain import MissionState, Reason
from registry.lifecycle import guards
from registry.lifecycle.machine import Effect, Machine, Office, Transition, every

S = MissionState

_REJECTED = (Reason.OUTSIDE_MANDATE, Reason.NO_FUNDS, Reason.ASKED_TWICE, Reason.INCOMPLETE)
_CANCELLED = (Reason.REQUEST_ENDED, Reason.NO_FUNDS, Reason.ASKED_TWICE)
_STOOD_DOWN = (Reason.REQUEST_ENDED, Reason.HOST_NOT_READY, Reason.SECURITY_MEDICAL_VISA, Reason.NO_FUNDS)
_UNFILLED = (Reason.NOBODY_ELIGIBLE, Reason.NOBODY_ACCEPTED)

_BEFORE_APPROVAL = (S.DRAFT, S.RETURNED)
_SEEKING = (S.SOURCING, S.SHORTLISTED, S.OFFERED)
_ENGAGED = (S.STAFFED, S.READY, S.IN_PROGRESS)
_TOLD = (Effect.END_CANDIDACIES, Effect.REVOKE_OFFERS, Effect.TELL_REQUESTER)

MISSION = Machine(
    "mission",
    MissionState,
    (S.DRAFT,),
    (
        Transition(
            S.DRAFT, S.SUBMITTED, "submit", (Office.REQUESTER,), (guards.OWN_MISSION,), effects=(Effect.TELL_PLANNER,)
        ),
        Transition(
            S.SUBMITTED, S.RETURNED, "return", (Office.APPROVER,), effects=(Effect.TELL_REQUESTER,), comment=True
        ),
        Transition(
            S.RETURNED,
            S.SUBMITTED,
            "resubmit",
            (Office.REQUESTER,),
            (guards.OWN_MISSION,),
            effects=(Effect.TELL_PLANNER,),
        ),
        Transition(
            S.SUBMITTED,
            S.REJECTED,
            "reject",
            (Office.APPROVER,),
            (guards.NEVER_THE_REQUESTER,),
            reasons=_REJECTED,
            effects=(Effect.TELL_REQUESTER,),
        ),
        Transition(
            S.SUBMITTED,
            S.APPROVED,
            "approve",
            (Office.APPROVER,),
            (guards.NEVER_THE_REQUESTER,),
            effects=(Effect.FREEZE_VERSION, Effect.TELL_REQUESTER),
        ),
        Transition(S.APPROVED, S.SOURCING, "source", (Office.PLANNER,)),
        Transition(
            S.SOURCING,
            S.SHORTLISTED,
            "lock",
            (Office.PLANNER,),
            (guards.LISTED, guards.LIST_CURRENT),
            effects=(Effect.LOCK_LIST, Effect.TELL_REQUESTER),
        ),
        Transition(
            S.SHORTLISTED,
            S.OFFERED,
            "offer",
            (Office.PLANNER,),
            (guards.LIST_CURRENT, guards.SELECTED),
            effects=(Effect.MAKE_OFFERS, Effect.TELL_SPECIALIST),
        ),
        Transition(
            S.OFFERED,
            S.STAFFED,
            "staff",
            (Office.PLANNER,),
            (guards.ACCEPTED, guards.AVAILABLE, guards.CERTIFIED, guards.WITHOUT_CONFLICT),
            effects=(Effect.TELL_REQUESTER, Effect.TELL_SPECIALIST),
        ),
        Transition(
            S.STAFFED, S.READY, "make_ready", (Office.PLANNER,), (guards.RELEASED, guards.TRAVEL, guards.INDUCTED)
        ),
        Transition(S.READY, S.IN_PROGRESS, "start", (Office.PLANNER,), (guards.STARTED,)),
        Transition(S.IN_PROGRESS, S.REPORTING, "end_work", (Office.PLANNER,), effects=(Effect.ASK_APPRAISALS,)),
        Transition(
            S.REPORTING,
            S.CLOSED,
            "close",
            (Office.PLANNER,),
            (guards.REPORTED,),
            effects=(Effect.WRITE_EXPERIENCE, Effect.TELL_REQUESTER),
        ),
        # An amendment asks the same hand as the approval; once people are engaged, seats are opened again instead.
        *(
            Transition(
                stays,
                stays,
                "amend",
                (Office.APPROVER,),
                (guards.NEVER_THE_REQUESTER,),
                effects=(Effect.NEW_VERSION,),
            )
            for stays in (S.APPROVED, S.SOURCING)
        ),
        *every(
            (S.SHORTLISTED, S.OFFERED),
            S.SOURCING,
            "amend",
            (Office.APPROVER,),
            (guards.NEVER_THE_REQUESTER,),
            effects=(Effect.NEW_VERSION, Effect.REVOKE_OFFERS, Effect.UNLOCK_LIST),
        ),
        *every(
            (S.SHORTLISTED, S.OFFERED, S.STAFFED, S.READY),
            S.SOURCING,
            "reopen",
            (Office.PLANNER,),
            effects=(Effect.UNLOCK_LIST, Effect.TELL_REQUESTER),
        ),
        *every(_BEFORE_APPROVAL, S.CANCELLED, "cancel", (Office.REQUESTER,), (guards.OWN_MISSION,), _CANCELLED),
        *every((S.SUBMITTED, S.APPROVED, *_SEEKING), S.CANCELLED, "cancel", (Office.APPROVER,), (), _CANCELLED, _TOLD),
        *every(_SEEKING, S.UNFILLED, "give_up", (Office.PLANNER,), (), _UNFILLED, _TOLD),
        *every(_ENGAGED, S.STOOD_DOWN, "stand_down", (Office.APPROVER,), (), _STOOD_DOWN, _TOLD),
    ),
)

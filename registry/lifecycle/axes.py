"""The four independent axes of membership as data: vetting, consent, referral, freshness."""

from registry.domain import ConsentState, Reason, ReferralState, Vetting
from registry.lifecycle import guards
from registry.lifecycle.machine import Effect, Machine, Office, Transition, every
from registry.lifecycle.membership import Freshness

V, C, R, F = Vetting, ConsentState, ReferralState, Freshness

_REFUSED = (Reason.QUALIFICATION, Reason.INCOMPLETE, Reason.FALSE_STATEMENT, Reason.CONFLICT_OF_INTEREST)
_SUSPENDED = (Reason.UNDER_INQUIRY, Reason.MISCONDUCT, Reason.CONFLICT_OF_INTEREST)
_REMOVED = (Reason.MISCONDUCT, Reason.FALSE_STATEMENT, Reason.PERSONAL)
_BLOCKED = (Reason.UNDER_INQUIRY, Reason.MISCONDUCT, Reason.CONFLICT_OF_INTEREST)
_OTHERS = (guards.NEVER_FOR_THEMSELVES,)

VETTING = Machine(
    "vetting",
    Vetting,
    (V.DRAFT,),
    (
        Transition(V.DRAFT, V.SUBMITTED, "apply", (Office.SPECIALIST,), (guards.THEMSELVES,)),
        Transition(V.DRAFT, V.SUBMITTED, "nominate", (Office.FOCAL_POINT,), _OTHERS, effects=(Effect.TELL_SPECIALIST,)),
        Transition(V.SUBMITTED, V.UNDER_REVIEW, "review", (Office.REGISTRAR,), _OTHERS),
        Transition(
            V.UNDER_REVIEW,
            V.RETURNED,
            "return",
            (Office.REGISTRAR,),
            _OTHERS,
            effects=(Effect.TELL_SPECIALIST,),
            comment=True,
        ),
        Transition(V.RETURNED, V.UNDER_REVIEW, "resubmit", (Office.SPECIALIST,), (guards.THEMSELVES,)),
        Transition(
            V.UNDER_REVIEW,
            V.ADMITTED,
            "admit",
            (Office.REGISTRAR,),
            _OTHERS,
            effects=(Effect.SHOW, Effect.TELL_SPECIALIST),
        ),
        Transition(
            V.UNDER_REVIEW, V.REFUSED, "refuse", (Office.REGISTRAR,), _OTHERS, _REFUSED, (Effect.TELL_SPECIALIST,)
        ),
        Transition(
            V.ADMITTED,
            V.SUSPENDED,
            "suspend",
            (Office.REGISTRAR,),
            _OTHERS,
            _SUSPENDED,
            (Effect.HIDE, Effect.TELL_SPECIALIST),
        ),
        Transition(
            V.SUSPENDED,
            V.ADMITTED,
            "reinstate",
            (Office.REGISTRAR,),
            _OTHERS,
            effects=(Effect.SHOW, Effect.TELL_SPECIALIST),
        ),
        *every(
            (V.ADMITTED, V.SUSPENDED),
            V.REMOVED,
            "remove",
            (Office.REGISTRAR,),
            _OTHERS,
            _REMOVED,
            (Effect.HIDE, Effect.TELL_SPECIALIST),
        ),
    ),
)

CONSENT = Machine(
    "consent",
    ConsentState,
    (C.NEVER_GIVEN,),
    (
        *every(
            (C.NEVER_GIVEN, C.WITHDRAWN, C.LAPSED),
            C.GIVEN,
            "give",
            (Office.SPECIALIST,),
            (guards.THEMSELVES, guards.TERMS_READ),
            effects=(Effect.RECORD_CONSENT, Effect.SHOW),
        ),
        Transition(
            C.GIVEN,
            C.WITHDRAWN,
            "withdraw",
            (Office.SPECIALIST,),
            (guards.THEMSELVES,),
            effects=(Effect.RECORD_CONSENT, Effect.HIDE),
        ),
        Transition(
            C.GIVEN,
            C.LAPSED,
            "lapse",
            (Office.CALENDAR,),
            (guards.CONSENT_OVER,),
            effects=(Effect.HIDE, Effect.TELL_SPECIALIST),
        ),
    ),
)

REFERRAL = Machine(
    "referral",
    ReferralState,
    (R.OPEN,),
    (
        Transition(R.OPEN, R.PAUSED, "pause", (Office.SPECIALIST,), (guards.THEMSELVES,), effects=(Effect.HIDE,)),
        Transition(R.PAUSED, R.OPEN, "resume", (Office.SPECIALIST,), (guards.THEMSELVES,), effects=(Effect.SHOW,)),
        Transition(R.PAUSED, R.OPEN, "end_pause", (Office.CALENDAR,), (guards.PAUSE_OVER,), effects=(Effect.SHOW,)),
        *every(
            (R.OPEN, R.PAUSED),
            R.BLOCKED,
            "block",
            (Office.REGISTRAR,),
            _OTHERS,
            _BLOCKED,
            (Effect.HIDE, Effect.TELL_SPECIALIST),
        ),
        Transition(
            R.BLOCKED, R.OPEN, "unblock", (Office.REGISTRAR,), _OTHERS, effects=(Effect.SHOW, Effect.TELL_SPECIALIST)
        ),
    ),
)

FRESHNESS = Machine(
    "freshness",
    Freshness,
    (F.UNKNOWN,),
    (
        *every(tuple(F), F.FRESH, "confirm", (Office.SPECIALIST,), (guards.THEMSELVES,), effects=(Effect.SHOW,)),
        Transition(F.FRESH, F.DUE, "fall_due", (Office.CALENDAR,), (guards.DUE,), effects=(Effect.ASK_CONFIRMATION,)),
        Transition(F.DUE, F.STALE, "go_stale", (Office.CALENDAR,), (guards.STALE,), effects=(Effect.ASK_CONFIRMATION,)),
        Transition(
            F.STALE,
            F.DORMANT,
            "go_dormant",
            (Office.CALENDAR,),
            (guards.DORMANT,),
            effects=(Effect.HIDE, Effect.TELL_SPECIALIST),
        ),
    ),
)

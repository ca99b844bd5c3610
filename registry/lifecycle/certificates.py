"""The states of a certificate as data, and where one stands on a day."""

from datetime import date

from registry.domain import Certificate, CertificateState, CertificateStatus, Reason
from registry.lifecycle import guards
from registry.lifecycle.machine import Effect, Machine, Office, Transition, every
from registry.lifecycle.validity import EXPIRING_WITHIN, HELD, expiry

S = CertificateState

_CERTIFIER = (Office.CERTIFIER,)
_OTHERS = (guards.NEVER_FOR_THEMSELVES,)
_ADVICE = (guards.NOT_OWN_TRAINEE,)
_SUSPENDED = (Reason.UNDER_INQUIRY, Reason.MISCONDUCT)
_REVOKED = (Reason.MISCONDUCT, Reason.FALSE_STATEMENT, Reason.QUALIFICATION)
_IN_FORCE = (S.ISSUED, S.EXPIRING)
# What came from outside counts as stated, and ends by its dates like any other.
_OUTSIDE = (S.CLAIMED, S.EVIDENCED, S.VERIFIED)

CERTIFICATE = Machine(
    "certificate",
    CertificateState,
    (S.APPLIED, S.CLAIMED),
    (
        Transition(S.APPLIED, S.IN_TRAINING, "enrol", _CERTIFIER, _OTHERS, effects=(Effect.TELL_SPECIALIST,)),
        Transition(S.IN_TRAINING, S.ASSESSED, "assess", _CERTIFIER, _OTHERS, advice=_ADVICE),
        Transition(
            S.ASSESSED,
            S.ISSUED,
            "issue",
            _CERTIFIER,
            (*_OTHERS, guards.PASSED),
            effects=(Effect.ENTER_CERTIFICATE, Effect.LOCK_ROW, Effect.TELL_SPECIALIST),
            advice=_ADVICE,
        ),
        *every(
            (S.ISSUED, *_OUTSIDE),
            S.EXPIRING,
            "near_end",
            (Office.CALENDAR,),
            (guards.ENDING,),
            effects=(Effect.TELL_SPECIALIST,),
        ),
        *every(
            (S.EXPIRING, S.SUSPENDED),
            S.EXPIRED,
            "expire",
            (Office.CALENDAR,),
            (guards.OVER,),
            effects=(Effect.LAPSE_CERTIFICATE, Effect.TELL_SPECIALIST),
        ),
        *(
            Transition(
                source,
                S.RENEWED,
                "renew",
                _CERTIFIER,
                (*_OTHERS, guards.KEPT_UP),
                effects=(Effect.LINK_CERTIFICATE, Effect.ENTER_CERTIFICATE, Effect.TELL_SPECIALIST),
                advice=_ADVICE,
            )
            for source in (S.EXPIRING, S.EXPIRED)
        ),
        *every(
            _IN_FORCE,
            S.SUSPENDED,
            "suspend",
            _CERTIFIER,
            _OTHERS,
            _SUSPENDED,
            (Effect.LAPSE_CERTIFICATE, Effect.TELL_SPECIALIST),
        ),
        Transition(
            S.SUSPENDED,
            S.ISSUED,
            "reinstate",
            _CERTIFIER,
            _OTHERS,
            effects=(Effect.ENTER_CERTIFICATE, Effect.TELL_SPECIALIST),
        ),
        *every(
            (*_IN_FORCE, S.SUSPENDED),
            S.REVOKED,
            "revoke",
            _CERTIFIER,
            _OTHERS,
            _REVOKED,
            (Effect.LAPSE_CERTIFICATE, Effect.TELL_SPECIALIST),
        ),
        Transition(S.CLAIMED, S.EVIDENCED, "document", (Office.SPECIALIST,), (guards.THEMSELVES, guards.DOCUMENTED)),
        *every(
            (S.CLAIMED, S.EVIDENCED),
            S.VERIFIED,
            "verify",
            (Office.REGISTRAR,),
            (*_OTHERS, guards.DOCUMENTED),
            effects=(Effect.LOCK_ROW, Effect.TELL_SPECIALIST),
        ),
    ),
)


_ENDING = HELD | {CertificateStatus.SUSPENDED}


def certificate_state(certificate: Certificate, on: date, renewed: bool = False) -> CertificateState:
    """Where a certificate stands on a day; ``renewed`` when a newer one is linked to it."""
    if renewed:
        return S.RENEWED
    if certificate.issued is not None and certificate.status in _ENDING:
        end = expiry(certificate.issued, certificate.expires)
        if on >= end:
            return S.EXPIRED
        if end - on <= EXPIRING_WITHIN and certificate.status in HELD:
            return S.EXPIRING
    return CertificateState(certificate.status)

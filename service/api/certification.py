"""Certificates on their way: applied for, moved by certifiers, and shown with their holder to who has the number."""

from fastapi import APIRouter

from matching.shortlist import Answer
from registry.domain import Assignment, CertificateCase, CertificateLevel, Reason
from registry.domain.base import Line, ModuleId, Text
from registry.lifecycle import Office
from service.auth.access import PUBLIC, SIGNED_IN, WhoDep, allow
from service.casework import certificates, sessions
from service.casework.certificates import Moved, Vouched
from service.casework.sessions import TrainingSession
from service.deps import NowDep, StoreDep, TodayDep

router = APIRouter(tags=["certificates"])


class CertificateWanted(Answer):
    """The module and level of a certificate that one applies for."""

    module: ModuleId
    level: CertificateLevel = CertificateLevel.PARTICIPANT


class CertificateStep(Answer):
    """One step of a certificate; an assessment says whether it was passed."""

    event: Line
    reason: Reason | None = None
    comment: Text = ""
    passed: bool | None = None


@router.get("/certificates/{number}/holder", dependencies=[PUBLIC])
def verify(number: str, store: StoreDep, on: TodayDep) -> Vouched:
    """What the number on a certificate vouches for today; needs no sign-in, and tells nothing else."""
    return certificates.vouched(store, number, on)


@router.get("/certificate-cases", dependencies=[SIGNED_IN])
def list_cases(
    store: StoreDep, who: WhoDep, specialist: str | None = None, module: str | None = None
) -> list[CertificateCase]:
    """The certificates that you may see, with every step of each."""
    return certificates.cases(store, who, specialist, module)


@router.post("/certificate-cases", status_code=201, dependencies=[allow(Office.SPECIALIST)])
def apply(body: CertificateWanted, store: StoreDep, who: WhoDep, now: NowDep) -> Moved:
    """Apply for a certificate."""
    return certificates.apply(store, who, now, body.module, body.level)


@router.get("/certificate-cases/{id}", dependencies=[SIGNED_IN])
def get_case(id: str, store: StoreDep, who: WhoDep) -> CertificateCase:
    """One certificate with every step."""
    return certificates.case(store, who, id)


@router.post("/certificate-cases/{id}/steps", dependencies=[SIGNED_IN])
def take_step(id: str, body: CertificateStep, store: StoreDep, who: WhoDep, now: NowDep) -> Moved:
    """Take a certificate one step further; 409 says what would be legal instead."""
    return certificates.advance(store, who, now, id, body.event, body.reason, body.comment, body.passed)


@router.get("/training-sessions", dependencies=[allow(Office.CERTIFIER)])
def list_sessions(store: StoreDep, module: str | None = None) -> list[Assignment]:
    """The training sessions on record, the newest first."""
    return sessions.sessions(store, module)


@router.post("/training-sessions", status_code=201, dependencies=[allow(Office.CERTIFIER)])
def record_session(body: TrainingSession, store: StoreDep, who: WhoDep, now: NowDep) -> Assignment:
    """Keep a training session: who trained whom in which module."""
    return sessions.record(store, who, now, body)


@router.get("/training-sessions/{id}", dependencies=[allow(Office.CERTIFIER)])
def get_session(id: str, store: StoreDep) -> Assignment:
    """One training session."""
    return sessions.session(store, id)

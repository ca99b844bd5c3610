"""Certificates: listed and shown to those who work with them, verified by anybody with a number in hand."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from registry import vocabulary
from registry.lifecycle import Office
from service.auth.access import PUBLIC, WhoDep, allow
from service.deps import RosterDep, TodayDep
from service.http.paging import Page, PagingDep
from service.people.certificates import Held, Verified, by_number, held, key, verified
from service.people.sight import WHOLE

router = APIRouter(prefix="/certificates", tags=["certificates"])
Number = Annotated[str, Path(min_length=1, max_length=300, description="The number on the certificate.")]
_READERS = allow(*WHOLE, Office.FOCAL_POINT)


@router.get("", dependencies=[_READERS])
def list_certificates(
    who: WhoDep,
    roster: RosterDep,
    paging: PagingDep,
    today: TodayDep,
    module: Annotated[str | None, Query(max_length=200, description="Only of this training module.")] = None,
) -> Page[Held]:
    """Certificates of the people whom the reader may see."""
    wanted = None if module is None else vocabulary.module(module)
    items, following = paging.cut(held(who, roster, wanted, today), key)
    return Page(items=items, next=following)


@router.get("/{number}", dependencies=[_READERS])
def get_certificate(number: Number, who: WhoDep, roster: RosterDep, today: TodayDep) -> Held:
    """One certificate by its number."""
    return by_number(who, roster, number, today)


@router.get("/{number}/verification", dependencies=[PUBLIC])
def verify_certificate(number: Number, roster: RosterDep, today: TodayDep) -> Verified:
    """Whether RTCM issued a certificate of this number, and what it is worth today."""
    return verified(roster, number, today)

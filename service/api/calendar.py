"""The secret address of one's own calendar: made, renewed, ended."""

from fastapi import APIRouter

from matching.shortlist import Answer
from registry.errors import NotFound
from service.auth.access import IN_PERSON, WhoDep
from service.auth.gate import GateDep
from service.auth.opaque import digest, new_secret

router = APIRouter(prefix="/me/calendar", tags=["me"], dependencies=[IN_PERSON])


class CalendarAddress(Answer):
    """Where a calendar program reads; it is shown once."""

    address: str


@router.post("", status_code=201)
def renew_calendar(who: WhoDep, gate: GateDep) -> CalendarAddress:
    """A new secret address of one's own calendar; the one before opens nothing any more."""
    secret = new_secret()
    gate.store.calendars.renew(who.account, digest(secret), gate.now())
    return CalendarAddress(address=f"{gate.address}/calendar/{secret}.ics")


@router.delete("", status_code=204)
def end_calendar(who: WhoDep, gate: GateDep) -> None:
    """End the address of one's own calendar."""
    if not gate.store.calendars.end(who.account):
        raise NotFound("calendar", who.account)

"""``/calendar/{secret}.ics``: a calendar that programs subscribe to; whoever has the address may read it."""

from fastapi import APIRouter, Response

from registry.errors import NotFound
from service.auth.access import PUBLIC
from service.auth.opaque import digest
from service.casework.calendar import entries
from service.deps import StoreDep
from service.mail.calendars import calendar_file

router = APIRouter(tags=["calendar"])


@router.get(
    "/calendar/{secret}.ics",
    dependencies=[PUBLIC],
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}},
)
def read_calendar(secret: str, store: StoreDep) -> Response:
    """A planner's missions or a specialist's own engagements, as whole days (iCalendar)."""
    owner = store.calendars.owner(digest(secret[:200]))
    if owner is None or not store.accounts.get(owner).active:
        raise NotFound("calendar", "of that address")
    account = store.accounts.get(owner)
    content = calendar_file(entries(store, account), "RTCM")
    headers = {"Cache-Control": "private, max-age=300", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)

"""Profiles to take away: marked with who took them, and on record person by person."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from registry.lifecycle import Office
from service.api.asked import IN_TURN
from service.auth.access import WhoDep, allow
from service.deps import NowDep, PeopleDep, RosterDep, StoreDep
from service.people.giving import give
from service.people.listing import Filters
from service.people.sight import WHOLE

router = APIRouter(prefix="/exports", tags=["exports"])
MEDIA_TYPE = "application/x-ndjson"


class ExportAsked(Filters):
    """The people of a list, and what they are taken for."""

    purpose: Annotated[str, Query(min_length=3, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


@router.post(
    "/specialists",
    dependencies=[allow(*WHOLE, Office.FOCAL_POINT, Office.ANALYST), IN_TURN],
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}},
)
def export_specialists(
    asked: Annotated[ExportAsked, Query()],
    who: WhoDep,
    store: StoreDep,
    people: PeopleDep,
    roster: RosterDep,
    now: NowDep,
) -> Response:
    """Profiles as JSON Lines (specialist/1), filtered as the list is; for an analyst by pseudonym."""
    text = give(store, who, asked, asked.purpose, people, roster, now)
    name = f"specialists-{now:%Y%m%d-%H%M%S}.jsonl"
    return Response(text, media_type=MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})

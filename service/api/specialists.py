"""The people of the pool: listed and shown as the reader may see them, changed by those who may."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Response

from registry.domain import Specialist
from registry.domain.base import Id
from registry.lifecycle import Office
from service.auth.access import SIGNED_IN, WhoDep, allow
from service.deps import IfMatchDep, PeopleDep, RosterDep, StoreDep, TodayDep
from service.http.etags import show_version
from service.http.paging import PagingDep
from service.people import changing
from service.people.listing import FiltersQuery, People, listed
from service.people.profile import Seen, seen
from service.people.sight import WHOLE

router = APIRouter(prefix="/specialists", tags=["specialists"])
PersonId = Annotated[str, Path(max_length=64, description="The id, or for an analyst the pseudonym, of somebody.")]


@router.get("", dependencies=[allow(*WHOLE, Office.FOCAL_POINT, Office.ANALYST)])
def list_specialists(
    who: WhoDep, filters: FiltersQuery, people: PeopleDep, roster: RosterDep, paging: PagingDep, today: TodayDep
) -> People:
    """The pool as far as the reader may see it: filtered, counted, and a page at a time."""
    return listed(who, filters, people, roster, paging, today)


@router.post("", status_code=201, dependencies=[allow(Office.REGISTRAR)])
def add_specialist(body: Specialist, who: WhoDep, store: StoreDep, response: Response) -> Specialist:
    """Add a profile."""
    changing.add(store, who, body)
    show_version(response, 1)
    response.headers["Location"] = f"/api/v1/specialists/{body.id}"
    return body


@router.get("/{id}", dependencies=[SIGNED_IN])
def get_specialist(
    id: PersonId,
    who: WhoDep,
    store: StoreDep,
    people: PeopleDep,
    roster: RosterDep,
    today: TodayDep,
    response: Response,
) -> Seen:
    """One profile as the reader may see it; whoever may not see it is answered as if it were not there."""
    version, shown = seen(store, who, id, people, roster, today)
    show_version(response, version)
    return shown


@router.put("/{id}", dependencies=[SIGNED_IN])
def replace_specialist(
    id: Annotated[Id, Path()], body: Specialist, version: IfMatchDep, who: WhoDep, store: StoreDep, response: Response
) -> Specialist:
    """Replace a profile: its owner, as far as it is theirs, or a registrar."""
    now, profile = changing.replace(store, who, id, body, version)
    show_version(response, now)
    return profile


@router.patch("/{id}", dependencies=[SIGNED_IN])
def change_specialist(
    id: Annotated[Id, Path()],
    body: Annotated[dict[str, Any], Body(media_type="application/merge-patch+json")],
    version: IfMatchDep,
    who: WhoDep,
    store: StoreDep,
    response: Response,
) -> Specialist:
    """Change some fields of a profile (JSON Merge Patch, RFC 7396): its owner, or a registrar."""
    now, profile = changing.amend(store, who, id, body, version)
    show_version(response, now)
    return profile

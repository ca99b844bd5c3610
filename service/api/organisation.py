"""The people of a focal point's own organisation."""

from fastapi import APIRouter

from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.casework import organisation
from service.casework.organisation import OwnPerson
from service.deps import NowDep, StoreDep

router = APIRouter(prefix="/organisation", tags=["organisation"])


@router.get("/people", dependencies=[allow(Office.FOCAL_POINT)])
def list_people(store: StoreDep, who: WhoDep, now: NowDep) -> list[OwnPerson]:
    """The people of your organisation, where they stand and where they are engaged."""
    return organisation.own_people(store, who, now)

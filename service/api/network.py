"""What stands around a mission or a person in the network, as JSON or as a picture."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from matching.network import Neighbourhood, around_mission, around_specialist
from registry.domain.base import Id
from registry.lifecycle import Office
from service.api.asked import IN_TURN, ready
from service.auth.access import allow
from service.deps import FactsDep, StoreDep, TodayDep
from service.rendering.picture import picture

router = APIRouter(
    prefix="/network",
    tags=["network"],
    dependencies=[allow(Office.PLANNER, Office.REGISTRAR, Office.ADMINISTRATOR), IN_TURN],
)
Top = Annotated[int, Query(ge=1, le=60, description="How many people at most.")]
# A picture has its styles inside, and loads nothing.
_PICTURE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
_AS_PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {"image/svg+xml": {}}}}


class NetworkFormat(StrEnum):
    """How a neighbourhood is written."""

    JSON = "json"
    SVG = "svg"


Format = Annotated[NetworkFormat, Query(description="As JSON or as a picture.")]


@router.get("/missions/{id}", response_model=Neighbourhood, responses=_AS_PICTURE)
def network_of_mission(
    id: Annotated[Id, Path()],
    store: StoreDep,
    facts: FactsDep,
    seat: Annotated[int, Query(ge=1, le=100)] = 1,
    top: Top = 20,
    format: Format = NetworkFormat.JSON,
) -> Response:
    """The past missions nearest to a seat of a mission on file, and whom they lead to."""
    return _written(around_mission(store.mission(id), facts.index, facts.snapshot, seat, top), format)


@router.get("/specialists/{id}", response_model=Neighbourhood, responses=_AS_PICTURE)
def network_of_specialist(
    id: Annotated[Id, Path()],
    store: StoreDep,
    facts: FactsDep,
    today: TodayDep,
    top: Top = 20,
    format: Format = NetworkFormat.JSON,
) -> Response:
    """What is on file of somebody, their past missions, and whom they met there."""
    store.version("specialist", id)
    found = around_specialist(id, facts.index, facts.snapshot, today, top, facts.known.network)
    return _written(found, format)


def _written(found: Neighbourhood, format: NetworkFormat) -> Response:
    if format is NetworkFormat.JSON:
        return ready(found)
    return Response(picture(found), media_type="image/svg+xml", headers=_PICTURE)

"""Whether the service answers, whether it is ready to work, and what it counts."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from matching.shortlist import Answer
from service.auth.access import PUBLIC
from service.deps import StoreDep
from service.http.metrics import CONTENT_TYPE, Metrics
from service.live import Live

router = APIRouter(tags=["health"])


class Healthy(Answer):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(Answer):
    """Where the pool stands, at which migration, and how far the live index has come."""

    status: Literal["ok"] = "ok"
    epoch: str
    revision: int
    migration: str
    index_revision: int


@router.get("/healthz", dependencies=[PUBLIC])
def healthy() -> Healthy:
    """The process answers."""
    return Healthy()


@router.get("/readyz", dependencies=[PUBLIC])
def ready(request: Request, store: StoreDep) -> Ready:
    """The pool can be read, is of this release, and the index follows it; 503 with the reason otherwise."""
    live: Live = request.app.state.live
    position = store.revision()
    index = live.index(position)
    return Ready(epoch=index.epoch, revision=position[1], migration=store.migration(), index_revision=index.revision)


@router.get(
    "/metrics", dependencies=[PUBLIC], response_class=Response, responses={200: {"content": {"text/plain": {}}}}
)
def metrics(request: Request) -> Response:
    """Requests, durations, revision of the index and failures of the database, in the text format of Prometheus."""
    counted: Metrics = request.app.state.metrics
    return Response(counted.written(), media_type=CONTENT_TYPE)

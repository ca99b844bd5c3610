"""The HTTP application: a live index over one store."""

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from matching.errors import MatchingError
from registry.errors import RegistryError
from registry.store import Store
from service.api import (
    accounts,
    appraisals,
    candidacies,
    decisions,
    me,
    missions,
    offers,
    recommendations,
    sign_in,
)
from service.auth.gate import Gate
from service.auth.same_origin import SameOrigin
from service.auth.sessions import Identify
from service.deps import StoreDep
from service.errors import ServiceError, crashed, failed, malformed, refused
from service.live import Live
from service.pages import joining as pages
from service.settings import Settings

_BODY_LIMIT = 2_000_000
_REFUSALS = (
    *((error, refused) for error in (RegistryError, MatchingError, ServiceError)),
    (RequestValidationError, malformed),
    (HTTPException, failed),
    (Exception, crashed),
)

_NOUNS = (
    sign_in,
    me,
    accounts,
    missions,
    candidacies,
    offers,
    appraisals,
    decisions,
    recommendations,
)

health = APIRouter(tags=["health"])


@health.get("/healthz")
def healthy() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/readyz")
def ready(store: StoreDep) -> dict[str, str | int]:
    """The pool can be read; where it stands."""
    epoch, revision = store.revision()
    return {"status": "ok", "epoch": epoch, "revision": revision}


def create_app(store: Store, gate: Gate | None = None, development: bool = False) -> FastAPI:
    """The application over one store; ``development`` shows pages that only engineers need.

    The documentation pages of the framework are off: they would load from outside.
    """
    app = FastAPI(title="RTCM expert pool", version="0.1.0", docs_url=None, redoc_url=None, max_body_size=_BODY_LIMIT)
    app.state.store, app.state.live = store, Live(store)
    app.state.gate = gate = gate or Gate(store)
    app.state.identify = Identify(gate)
    app.add_middleware(SameOrigin)
    app.include_router(health)
    for each in _NOUNS:
        app.include_router(each.router, prefix="/api/v1")
    pages.join(app, _REFUSALS, development)
    return app


def from_settings() -> FastAPI:
    """The application over the database of the settings."""
    settings = Settings()
    store = Store.open(settings.database_url)
    return create_app(store, Gate(store, settings.public_url.rstrip("/")), settings.development)

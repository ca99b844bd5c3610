"""The HTTP application: a live index over one store."""

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from matching.errors import MatchingError
from registry.errors import RegistryError
from registry.store import Store
from service.api import missions, recommendations
from service.auth.who import Who
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


def _nobody(request: Request) -> Who | None:
    """Before there are accounts nobody is signed in."""
    return None


def create_app(store: Store, development: bool = False) -> FastAPI:
    """The application over one store; ``development`` shows pages that only engineers need.

    The documentation pages of the framework are off: they would load from outside.
    """
    app = FastAPI(title="RTCM expert pool", version="0.1.0", docs_url=None, redoc_url=None, max_body_size=_BODY_LIMIT)
    app.state.store, app.state.live = store, Live(store)
    app.state.identify = _nobody
    app.include_router(health)
    for router in (missions.router, recommendations.router):
        app.include_router(router, prefix="/api/v1")
    pages.join(app, _REFUSALS, development)
    return app


def from_settings() -> FastAPI:
    """The application over the database of the settings."""
    settings = Settings()
    return create_app(Store.open(settings.database_url), settings.development)

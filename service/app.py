"""The HTTP application: a live index over one store."""

from pathlib import Path

from fastapi import FastAPI, Request

from registry.store import Store
from service.api import health, missions, recommendations
from service.auth.who import Who
from service.deps import utc_now
from service.http.metrics import Metrics
from service.http.stack import put_around
from service.live import Live
from service.settings import Settings

# Beginnings of paths that take files, and the most bytes of one.
UPLOADS: dict[str, int] = {}


def _nobody(request: Request) -> Who | None:
    """Before there are accounts nobody is signed in."""
    return None


def create_app(store: Store, index_file: Path | None = None) -> FastAPI:
    """The application over one store, its index kept in a file where one is given."""
    app = FastAPI(title="RTCM expert pool", version="0.1.0", docs_url=None, redoc_url=None)
    app.state.store, app.state.live = store, Live(store, index_file)
    app.state.metrics, app.state.clock = Metrics(app.state.live), utc_now
    app.state.identify = _nobody
    put_around(app, UPLOADS)
    app.include_router(health.router)
    for router in (missions.router, recommendations.router):
        app.include_router(router, prefix="/api/v1")
    return app


def from_settings() -> FastAPI:
    """The application over the database of the settings."""
    settings = Settings()
    return create_app(Store.open(settings.database_url), settings.index_file)

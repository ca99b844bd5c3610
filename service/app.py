"""The HTTP application: a live index over one store."""

from pathlib import Path

from fastapi import FastAPI

from registry.store import Store
from service.api import (
    accounts,
    appraisals,
    candidacies,
    decisions,
    health,
    me,
    missions,
    offers,
    provider,
    recommendations,
    sign_in,
)
from service.auth.by_mail import known_mailer
from service.auth.configured import known_provider
from service.auth.gate import Gate
from service.auth.sessions import Identify
from service.http.metrics import Metrics
from service.http.stack import put_around
from service.live import Live
from service.settings import Settings

_NOUNS = (
    sign_in,
    provider,
    me,
    accounts,
    missions,
    candidacies,
    offers,
    appraisals,
    decisions,
    recommendations,
)
# Beginnings of paths that take files, and the most bytes of one.
UPLOADS: dict[str, int] = {}


def create_app(store: Store, gate: Gate | None = None, index_file: Path | None = None) -> FastAPI:
    """The application over one store, its index kept in a file where one is given."""
    app = FastAPI(title="RTCM expert pool", version="0.1.0", docs_url=None, redoc_url=None)
    app.state.store, app.state.live = store, Live(store, index_file)
    app.state.metrics = Metrics(app.state.live)
    app.state.gate = gate = gate or Gate(store)
    app.state.identify = Identify(gate)
    put_around(app, UPLOADS)
    app.include_router(health.router)
    for each in _NOUNS:
        app.include_router(each.router, prefix="/api/v1")
    return app


def from_settings() -> FastAPI:
    """The application over the database of the settings."""
    settings = Settings()
    store = Store.open(settings.database_url)
    gate = Gate(store, settings.public_url, mailer=known_mailer(store, settings), provider=known_provider(settings))
    return create_app(store, gate, settings.index_file)

"""The HTTP application: a live index over one store."""

from pathlib import Path

from fastapi import FastAPI

from registry.store import Store
from service.api import (
    accounts,
    appraisals,
    candidacies,
    certificates,
    decisions,
    documents,
    duplicates,
    health,
    me,
    membership,
    missions,
    offers,
    organisation,
    profile,
    provider,
    recommendations,
    rights,
    sign_in,
)
from service.auth.configured import known_provider
from service.auth.gate import Gate, clock
from service.auth.sessions import Identify
from service.background import Background
from service.casework.documents import LARGEST
from service.http.metrics import Metrics
from service.http.stack import put_around
from service.live import Live
from service.mail import office
from service.mail.links import Signer
from service.mail.resets import ResetMailer
from service.pages.answer import routes as answers
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
    membership,
    profile,
    certificates,
    documents,
    rights,
    organisation,
    duplicates,
)
# Beginnings of paths that take files, and the most bytes of one.
UPLOADS: dict[str, int] = {"/api/v1/documents": LARGEST}


def create_app(
    store: Store,
    gate: Gate | None = None,
    index_file: Path | None = None,
    signer: Signer | None = None,
    background: Background | None = None,
) -> FastAPI:
    """The application over one store, its index kept in a file where one is given.

    ``signer`` reads the links of mails; ``background`` is what goes on beside it, nothing without.
    """
    app = FastAPI(title="RTCM expert pool", version="0.1.0", docs_url=None, redoc_url=None, lifespan=background)
    app.state.signer = signer
    app.state.store, app.state.live = store, Live(store, index_file)
    app.state.metrics = Metrics(app.state.live)
    app.state.gate = gate = gate or Gate(store)
    app.state.identify = Identify(gate)
    put_around(app, UPLOADS)
    app.include_router(health.router)
    for each in _NOUNS:
        app.include_router(each.router, prefix="/api/v1")
    app.include_router(answers.router)
    return app


def from_settings() -> FastAPI:
    """The application over the database of the settings."""
    settings = Settings()
    store = Store.open(settings.database_url)
    sender = office.sender_if_any(settings, store.outbox, clock)
    mailer = None if sender is None else ResetMailer(store, clock)
    gate = Gate(store, settings.public_url.rstrip("/"), mailer=mailer, provider=known_provider(settings))
    background = Background(store, sender, clock)
    return create_app(store, gate, settings.index_file, office.signer_if_any(settings), background)

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
from service.auth.gate import Gate, clock
from service.auth.same_origin import SameOrigin
from service.auth.sessions import Identify
from service.background import Background
from service.deps import StoreDep
from service.errors import ServiceError, failed, malformed, refused
from service.live import Live
from service.mail import office
from service.mail.links import Signer
from service.mail.resets import ResetMailer
from service.pages.answer import routes as answers
from service.settings import Settings

_BODY_LIMIT = 2_000_000

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


def create_app(
    store: Store, gate: Gate | None = None, signer: Signer | None = None, background: Background | None = None
) -> FastAPI:
    """The application over one store. Its own documentation pages are off: they would load from outside."""
    app = FastAPI(
        title="RTCM expert pool",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        max_body_size=_BODY_LIMIT,
        lifespan=background,
    )
    app.state.store, app.state.live = store, Live(store)
    app.state.signer = signer
    app.state.gate = gate = gate or Gate(store)
    app.state.identify = Identify(gate)
    app.add_middleware(SameOrigin)
    for error in (RegistryError, MatchingError, ServiceError):
        app.add_exception_handler(error, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, failed)
    app.include_router(health)
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
    gate = Gate(store, settings.public_url.rstrip("/"), mailer=mailer)
    return create_app(store, gate, office.signer_if_any(settings), Background(store, sender, clock))

"""The HTTP application: a live index over one store."""

import gc
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore

from fastapi import FastAPI

from registry.importing.terms import LARGEST_PDF
from registry.store import Store
from service.api import (
    accounts,
    appraisals,
    audit,
    calendar,
    candidacies,
    certificates,
    certification,
    coverage,
    decisions,
    documentation,
    documents,
    duplicates,
    exports,
    health,
    imports,
    me,
    membership,
    missions,
    network,
    offers,
    organisation,
    plans,
    profile,
    provider,
    recommendations,
    rights,
    shortlists,
    sign_in,
    specialists,
    teams,
    vocabularies,
    webhooks,
)
from service.api.asked import SEARCHES
from service.auth.configured import known_provider, known_vault
from service.auth.gate import Gate, clock
from service.auth.sessions import Identify
from service.background import Background
from service.casework.documents import LARGEST
from service.facts import LiveFacts
from service.http.described import describe
from service.http.metrics import Metrics
from service.http.stack import REFUSALS, put_around
from service.jobs import Jobs
from service.live import Live
from service.mail import office
from service.mail.links import Signer
from service.mail.resets import ResetMailer
from service.pages import calendar as calendar_feed
from service.pages import joining as pages
from service.pages.answer import routes as answers
from service.people.live import LiveRoster
from service.settings import Settings
from service.webhooks.delivering import Deliverer
from service.webhooks.targets import Poster

# Objects until a round of the garbage collector, and rounds until a wider one. A pool in memory is hundreds of
# thousands of objects that stay: full rounds, at the usual 700 and 10, took some hundred milliseconds of a request.
COLLECTED_AFTER = (50_000, 20, 50)

# One router per noun.
_NOUNS = (
    sign_in,
    provider,
    me,
    accounts,
    specialists,
    vocabularies,
    missions,
    candidacies,
    offers,
    appraisals,
    decisions,
    recommendations,
    shortlists,
    teams,
    plans,
    coverage,
    network,
    certificates,
    imports,
    exports,
    audit,
    calendar,
    webhooks,
    membership,
    profile,
    certification,
    documents,
    rights,
    organisation,
    duplicates,
)
# Beginnings of paths that take files, and the most bytes of one.
UPLOADS = {
    "/api/v1/imports/": imports.LARGEST_FILE,
    "/api/v1/documents": LARGEST,
    "/cabinet/documents": LARGEST + 100_000,
    "/missions/terms": LARGEST_PDF + 100_000,
}


def described(background: Background | None = None) -> FastAPI:
    """The application without a pool: its routes, and what describes them."""
    app = FastAPI(
        title="RTCM expert pool",
        version="0.1.0",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=background,
    )
    app.openapi = partial(describe, app)  # type: ignore[method-assign]  # as the framework says to extend it
    for page in (health, documentation):
        app.include_router(page.router)
    for each in _NOUNS:
        app.include_router(each.router, prefix="/api/v1")
    app.include_router(answers.router)
    app.include_router(calendar_feed.router)
    return app


def create_app(
    store: Store,
    gate: Gate | None = None,
    index_file: Path | None = None,
    signer: Signer | None = None,
    background: Background | None = None,
    development: bool = False,
) -> FastAPI:
    """The application over one store, its index kept in a file where one is given.

    ``signer`` reads the links of mails; ``background`` is what goes on beside it, nothing without;
    ``development`` shows pages that only engineers need.
    """
    app = described(background)
    app.state.signer = signer
    app.state.store, app.state.live = store, Live(store, index_file)
    app.state.people = LiveRoster(store)
    app.state.facts = LiveFacts(store, app.state.live)
    app.state.searches = BoundedSemaphore(SEARCHES)
    app.state.metrics = Metrics(app.state.live)
    app.state.gate = gate = gate or Gate(store)
    app.state.jobs = Jobs(store, gate.now, app.state.searches)
    app.state.identify = Identify(gate)
    put_around(app, UPLOADS)
    pages.join(app, REFUSALS, development)
    return app


def from_settings() -> FastAPI:
    """The application over the database of the settings, in a process of its own."""
    gc.set_threshold(*COLLECTED_AFTER)
    settings = Settings()
    store = Store.open(settings.database_url)
    sender = office.sender_if_any(settings, store.outbox, clock)
    mailer = None if sender is None else ResetMailer(store, clock)
    gate = Gate(
        store,
        settings.public_url.rstrip("/"),
        mailer=mailer,
        provider=known_provider(settings),
        second_factor_for=frozenset(settings.second_factor_for),
        vault=known_vault(settings),
    )
    background = Background(store, sender, Deliverer(store.webhooks, Poster(), clock), clock)
    app = create_app(store, gate, settings.index_file, office.signer_if_any(settings), background, settings.development)
    code = settings.set_up_code
    app.state.set_up_code = None if code is None else code.get_secret_value()
    return app

"""All pages joined to an application: routes, refusals, headers."""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI

from registry.vocabulary import LANGS
from service.errors import SignInNeeded
from service.http.problems import refused
from service.kept import Kept
from service.pages import (
    account,
    admission,
    amending,
    appraisals,
    approvals,
    assets,
    beginning,
    entering,
    home,
    offices,
    oversight,
    picking,
    plan,
    recovering,
    requests,
    staffing,
    team,
    verifying,
)
from service.pages.cabinet.routers import ROUTERS as CABINET
from service.pages.faults import Handler, kept, shown
from service.pages.headers import SafetyHeaders
from service.pages.planner import desk, giving, missions, shortlist, writing
from service.pages.styleguide import router as styleguide

# Every set of pages; one more is one more line.
ROUTERS: tuple[APIRouter, ...] = (
    assets.router,
    home.router,
    entering.router,
    recovering.router,
    beginning.router,
    picking.router,
    desk.router,
    writing.router,
    missions.router,
    shortlist.router,
    giving.router,
    account.router,
    admission.router,
    verifying.router,
    *CABINET,
    requests.router,
    approvals.router,
    amending.router,
    oversight.router,
    staffing.router,
    team.router,
    plan.router,
    appraisals.router,
    *offices.ROUTERS,
)


def join(app: FastAPI, refusals: Iterable[tuple[type[Exception], Handler]], development: bool = False) -> None:
    """Add the pages to an application, and show its ``refusals`` as pages to people.

    ``development`` adds the page that shows every component.
    """
    app.state.languages = LANGS
    offices.prepare(app)
    app.state.teams = Kept()
    for router in (*ROUTERS, *([styleguide] if development else [])):
        app.include_router(router, include_in_schema=False)
    for kind, handler in refusals:
        app.add_exception_handler(kind, shown(handler))
    app.add_exception_handler(SignInNeeded, kept(refused))
    app.add_middleware(SafetyHeaders, secure=app.state.gate.secure)

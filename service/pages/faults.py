"""Refusals as pages, for people; programs get them as problem+json."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from matching.errors import MatchingError
from registry.errors import RegistryError
from service.auth.access import asked_by
from service.auth.who import Who
from service.errors import STATUS, SecondFactorNeeded, ServiceError, SignInNeeded
from service.pages import choice
from service.pages.headers import HEADERS
from service.pages.page import Page
from service.pages.words import N_

Handler = Callable[[Request, Exception], Response]

OURS = (RegistryError, MatchingError, ServiceError)
SIGN_IN, ACCOUNT = "/sign-in", "/account"
RETRY_SECONDS = 5
# Status -> (heading, what somebody can do now).
TOLD = {
    401: (N_("Sign in first"), N_("This page is for people who are signed in.")),
    403: (N_("This is not yours to see"), N_("Your office may not do this. Ask whoever looks after accounts.")),
    404: (N_("This page does not exist"), N_("Check the address, or go back to where you came from.")),
    405: (N_("This cannot be done here"), N_("Go back and try again from the page itself.")),
    409: (
        N_("Somebody else was quicker"),
        N_("What you changed was changed meanwhile. Go back, look at it again, and repeat your change."),
    ),
    413: (N_("This is too large"), N_("Send a smaller file.")),
    422: (N_("This cannot be read"), N_("Something in the address or the form is not as expected.")),
    500: (
        N_("Something went wrong on our side"),
        N_("What you typed was not saved. Try again; if it happens again, tell whoever looks after the service."),
    ),
    503: (
        N_("The service is away for a moment"),
        N_("Nothing was lost that was saved before. Try again in a few seconds."),
    ),
}


def wants_page(request: Request) -> bool:
    """Whether a person looks: a browser asks for HTML, and never at the addresses for programs."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def shown(otherwise: Handler) -> Handler:
    """A handler that answers people with a page, and everybody else as ``otherwise`` does."""

    def handler(request: Request, fault: Exception) -> Response:
        if not wants_page(request):
            return otherwise(request, fault)
        if isinstance(fault, SignInNeeded) and request.method == "GET":
            return to_sign_in(request)
        if isinstance(fault, SecondFactorNeeded):
            return Response(status_code=303, headers={"Location": ACCOUNT})
        return fault_page(request, status_of(fault))

    return handler


def status_of(fault: Exception) -> int:
    """The status of a refusal; 500 for what was never meant to be one."""
    if isinstance(fault, HTTPException):
        return fault.status_code
    if isinstance(fault, RequestValidationError):
        return 422
    return STATUS.get(type(fault), 422) if isinstance(fault, OURS) else 500


def to_sign_in(request: Request) -> Response:
    """Off to the sign-in page, which leads back here."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Response(status_code=303, headers={"Location": f"{SIGN_IN}?next={quote(here, safe='')}"})


def fault_page(request: Request, status: int) -> Response:
    """The page of a status, in the look of all pages."""
    heading, advice = TOLD.get(status) or (HTTPStatus(status).phrase, TOLD[422][1])
    page = _page(request, status)
    answer = page.render("fault.html", status, number=status, heading=page.say(heading), advice=page.say(advice))
    # A fault of ours is answered outside of what adds them to all other answers.
    answer.headers.update(HEADERS)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _page(request: Request, status: int) -> Page:
    who = _who(request) if status < HTTPStatus.INTERNAL_SERVER_ERROR else None
    return Page(request, who, choice.chosen(request, who, request.app.state.languages))


def _who(request: Request) -> Who | None:
    """Who is signed in. Not asked after a fault of ours: the database may be what is broken."""
    return asked_by(request)

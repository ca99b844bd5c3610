"""Refusals as pages, for people; programs get them as problem+json."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from matching.errors import MatchingError
from registry.errors import RegistryError
from service.auth.access import asked_by
from service.auth.own_path import HOME, own_path
from service.auth.who import Who
from service.errors import STATUS, SecondFactorNeeded, ServiceError, SignInNeeded
from service.pages import choice
from service.pages.forms import Form, typed
from service.pages.headers import HEADERS
from service.pages.page import Page
from service.pages.words import N_

Handler = Callable[[Request, Exception], Response]

AsyncHandler = Callable[[Request, Exception], Awaitable[Response]]

# Fields whose values are never given back.
_SECRETS = frozenset({"password", "factor_password", "current", "code"})
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


def kept(otherwise: Handler) -> AsyncHandler:
    """A handler for people whose session ended: off to sign in, or a page that keeps what they sent until they did."""

    async def handler(request: Request, fault: Exception) -> Response:
        if not wants_page(request) or request.method != "POST":
            return await run_in_threadpool(shown(otherwise), request, fault)
        try:
            async with aclosing(typed(request)) as forms:
                form = await anext(forms)
        except HTTPException as broken:
            return await run_in_threadpool(fault_page, request, broken.status_code)
        return await run_in_threadpool(_signed_out, request, form)

    return handler


def _signed_out(request: Request, form: Form) -> Response:
    """What was sent, as a form that can be sent again; secrets are not given back, and files cannot be."""
    page = Page(request, None, choice.chosen(request, None, request.app.state.languages))
    fields = [(name, value) for name, values in form.typed.items() for value in values]
    answer = page.render(
        "signed_out.html",
        401,
        fields=fields,
        secret=not _SECRETS.isdisjoint(form.typed),
        files=list(form.files),
        next=_came_from(request),
    )
    answer.headers.update(HEADERS)
    return answer


def _came_from(request: Request) -> str:
    """The page of ours on which the form stood; the start where the browser does not tell."""
    told = urlsplit(request.headers.get("referer", ""))
    here = told.netloc == request.headers.get("host")
    return own_path(told.path + (f"?{told.query}" if told.query else "")) if here else HOME


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

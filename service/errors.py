"""How refusals reach the outside: one shape (problem+json, RFC 9457), one table of statuses."""

from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from matching.errors import NoSuchSeat, NoSuchSpecialist
from registry.errors import NotFound, StoreUnavailable


class ServiceError(Exception):
    """Base of what the service itself refuses; its text is fit to be shown."""


class SignInNeeded(ServiceError):
    """Nobody is signed in, or the session or token is no longer good."""

    def __init__(self) -> None:
        super().__init__("sign in first")


class Forbidden(ServiceError):
    """The office of whoever asks may not do this at all."""

    def __init__(self, why: str = "your office may not do this") -> None:
        super().__init__(why)


STATUS: dict[type[Exception], int] = {
    SignInNeeded: 401,
    Forbidden: 403,
    NotFound: 404,
    NoSuchSeat: 404,
    NoSuchSpecialist: 404,
    StoreUnavailable: 503,
}


def refused(request: Request, fault: Exception) -> JSONResponse:
    """The answer to a refusal of the registry or the matcher."""
    return _problem(STATUS.get(type(fault), 422), type(fault).__name__, str(fault))


def malformed(request: Request, fault: Exception) -> JSONResponse:
    """The answer to a request that is not of the form its route takes: every problem with its place."""
    assert isinstance(fault, RequestValidationError)
    problems = [
        {"field": ".".join(str(part) for part in each["loc"]), "expected": each["msg"]} for each in fault.errors()
    ]
    return _problem(422, "Malformed request", f"{len(problems)} problems", problems=problems)


def failed(request: Request, fault: Exception) -> JSONResponse:
    """The answer where the framework itself refuses: no such route, a body that is too large."""
    assert isinstance(fault, HTTPException)
    return _problem(fault.status_code, HTTPStatus(fault.status_code).phrase, str(fault.detail))


def _problem(status: int, title: str, detail: str, **more: object) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    headers = {"Retry-After": "5"} if status == 503 else {}
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")

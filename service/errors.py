"""How refusals reach the outside: one shape (problem+json, RFC 9457), one table of statuses."""

from datetime import timedelta
from http import HTTPStatus
from math import ceil

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from matching.errors import NoSuchSeat, NoSuchSpecialist
from registry.errors import EmailTaken, IllegalStep, LastAdministrator, NotFound, StaleVersion, StoreUnavailable


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


class WrongPassword(ServiceError):
    """No account of that address and password that may sign in; which of these, nobody is told."""

    def __init__(self) -> None:
        super().__init__("the e-mail address or the password is wrong")


class WrongCode(ServiceError):
    """A code of the second factor that is wrong, too old, or was used before."""

    def __init__(self) -> None:
        super().__init__("the code is wrong, or was used before; wait for the next one")


class DeadLink(ServiceError):
    """A link that was used, or has ended."""

    def __init__(self) -> None:
        super().__init__("this link was used before or has ended: ask for a new one")


class WeakPassword(ServiceError):
    """A new password that is too easy; says what is asked."""


class NotPossible(ServiceError):
    """Something cannot be done as things stand; says why."""


class TooManyAttempts(ServiceError):
    """Too many wrong tries; ``retry_after`` seconds are left to wait."""

    def __init__(self, left: timedelta) -> None:
        self.retry_after = max(1, ceil(left.total_seconds()))
        super().__init__(f"too many tries: try again in {self.retry_after} seconds")


STATUS: dict[type[Exception], int] = {
    SignInNeeded: 401,
    WrongPassword: 401,
    WrongCode: 401,
    Forbidden: 403,
    NotFound: 404,
    NoSuchSeat: 404,
    NoSuchSpecialist: 404,
    DeadLink: 410,
    NotPossible: 409,
    IllegalStep: 409,
    EmailTaken: 409,
    LastAdministrator: 409,
    StaleVersion: 412,
    TooManyAttempts: 429,
    StoreUnavailable: 503,
}


def refused(request: Request, fault: Exception) -> JSONResponse:
    """The answer to a refusal of the registry or the matcher."""
    wait = getattr(fault, "retry_after", None)
    return _problem(STATUS.get(type(fault), 422), type(fault).__name__, str(fault), wait)


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


def crashed(request: Request, fault: Exception) -> JSONResponse:
    """The answer to a fault of ours, which the log has; nothing of it reaches the outside."""
    return _problem(500, "Internal Server Error", "the service failed; what was asked was not done")


def _problem(status: int, title: str, detail: str, wait: int | None = None, **more: object) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    wait = 5 if status == 503 else wait
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")

"""How refusals reach the outside: one shape (problem+json, RFC 9457), one table of statuses."""

from fastapi import Request
from fastapi.responses import JSONResponse

from matching.errors import NoSuchSeat, NoSuchSpecialist
from registry.errors import NotFound, StoreUnavailable

STATUS: dict[type[Exception], int] = {
    NotFound: 404,
    NoSuchSeat: 404,
    NoSuchSpecialist: 404,
    StoreUnavailable: 503,
}


def refused(request: Request, fault: Exception) -> JSONResponse:
    """The answer to one refusal."""
    status = STATUS.get(type(fault), 422)
    problem = {"type": "about:blank", "title": type(fault).__name__, "status": status, "detail": str(fault)}
    retry = {"Retry-After": "5"} if status == 503 else {}
    return JSONResponse(problem, status, headers=retry, media_type="application/problem+json")

"""Refusals as problem+json (RFC 9457): stable types and titles, and no text that is not ours."""

import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from secrets import token_hex

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from registry.errors import BadInput, StoreUnavailable
from service.errors import status_of

MEDIA_TYPE = "application/problem+json"
TYPES = "urn:rtcm:problem:"
RETRY_SECONDS = {503: 5}
_LOG = logging.getLogger("rtcm.http")
_AWAY = "the database cannot be reached or written at the moment; nothing was changed"
_MOST = 50


def problem(
    status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: object
) -> JSONResponse:
    """One refusal; ``kind`` in words, such as ``stale version``, is its title and ends its type."""
    body = {
        "type": TYPES + kind.replace(" ", "-"),
        "title": kind.capitalize(),
        "status": status,
        "detail": detail,
        **more,
    }
    told = dict(headers or {})
    if status in RETRY_SECONDS:
        told.setdefault("Retry-After", str(RETRY_SECONDS[status]))
    return JSONResponse(body, status, headers=told, media_type=MEDIA_TYPE)


def refused(request: Request, fault: Exception) -> JSONResponse:
    """The answer to a refusal of the registry, the matcher or the service; the type is the name of the error."""
    status, kind = status_of(fault), _in_words(type(fault).__name__)
    headers = _headers(status, fault)
    if isinstance(fault, StoreUnavailable):
        # What a driver says may hold addresses; whoever runs the service finds it in the log.
        _LOG.error("request %s: %s", request_id(request), fault)
        request.app.state.metrics.database_failures.inc()
        return problem(status, kind, _AWAY)
    if isinstance(fault, BadInput):
        return problem(status, kind, _counted(fault.total), headers, problems=_told(fault))
    return problem(status, kind, str(fault), headers)


def malformed(request: Request, fault: Exception) -> JSONResponse:
    """The answer to a request that is not of the form its route takes: every problem with its place."""
    assert isinstance(fault, RequestValidationError)
    found = fault.errors()
    problems = [{"field": ".".join(str(part) for part in each["loc"]), "expected": each["msg"]} for each in found]
    return problem(422, "malformed request", _counted(len(problems)), problems=problems[:_MOST])


def failed(request: Request, fault: Exception) -> JSONResponse:
    """The answer where the framework itself refuses: no such route, no such method."""
    assert isinstance(fault, HTTPException)
    phrase = HTTPStatus(fault.status_code).phrase
    return problem(
        fault.status_code, phrase.lower(), HTTPStatus(fault.status_code).description or phrase, fault.headers
    )


def broken(request: Request, fault: Exception) -> JSONResponse:
    """The answer to what nobody foresaw: no word of it, but the number under which the log tells it."""
    id = request_id(request)
    _LOG.error("request %s failed", id, exc_info=fault)
    return problem(500, "unexpected", f"something went wrong here; the log tells it under {id}", {"X-Request-Id": id})


def request_id(request: Request) -> str:
    """The number of a request, a new one where nothing has numbered it."""
    found: str = request.scope.setdefault("state", {}).setdefault("request_id", token_hex(8))
    return found


def _headers(status: int, fault: Exception) -> dict[str, str]:
    """What a refusal says beside its body: how to be let in, and when to try again."""
    wait = getattr(fault, "retry_after", None)
    told = {} if wait is None else {"Retry-After": str(wait)}
    return {**told, "WWW-Authenticate": "Bearer"} if status == 401 else told


def _in_words(name: str) -> str:
    """``StaleVersion`` as ``stale version``."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def _counted(total: int) -> str:
    return "1 problem" if total == 1 else f"{total} problems"


def _told(fault: BadInput) -> list[dict[str, object]]:
    """Where each problem is; file and line where it was found in a file."""
    return [
        {"field": each.field, "expected": each.expected, "found": each.found, "file": each.file, "line": each.line}
        for each in fault.problems[:_MOST]
    ]

"""Requests that change something must come from our own pages, or from no browser at all.

A browser says where a request comes from in ``Sec-Fetch-Site``, an older one in ``Origin``; a page of another site can
set neither. With SameSite=Lax on the cookie this keeps other sites out.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.problems import problem

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_OURS = frozenset({"same-origin", "none"})


def from_elsewhere(method: str, headers: Headers) -> bool:
    """Whether a page of another site sent this to change something; one that carries a token chose to."""
    if method.upper() in _SAFE or "authorization" in headers:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OURS
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")


class SameOrigin:
    """Refuses what comes from elsewhere, before any route sees it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or pass the request on."""
        if scope["type"] == "http" and from_elsewhere(scope["method"], Headers(scope=scope)):
            refusal = problem(403, "forbidden", "this request comes from another site")
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

"""Revisions over HTTP: how new an answer is (``X-Revision``), and how new it must be (``X-Min-Revision``)."""

import anyio
from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from registry.errors import RegistryError, StoreUnavailable
from registry.store import Store
from service.errors import BadRequest, NotThatFar, ServiceError
from service.http.problems import refused

# A revision that somebody was told is there already; one that is about to come is worth a moment.
_PATIENCE_SECONDS = 1.0
_POLL_SECONDS = 0.05
_LATEST = 2**63 - 1


class Revisions:
    """Tells with every answer of the API at which revision, at least, it was read, or after which it was written.

    ``X-Min-Revision`` of a request waits a moment for the pool to come there, else it is answered 503. After a restore
    ``X-Epoch`` is another, and revisions of an earlier epoch mean nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        store: Store = scope["app"].state.store
        try:
            position = await _reached(store, _wanted(Headers(scope=scope)))
        except (ServiceError, RegistryError) as fault:
            await refused(Request(scope), fault)(scope, receive, send)
            return
        scope.setdefault("state", {})["position"] = position

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                # What was read is at least as new as the pool was before; what was written, as it is after.
                seen = position if scope["method"] in ("GET", "HEAD") else await _after(store, position)
                headers = MutableHeaders(scope=message)
                headers["X-Epoch"], headers["X-Revision"] = seen[0], str(seen[1])
            await send(message)

        await self._app(scope, receive, told)


def _wanted(headers: Headers) -> int:
    asked = headers.get("x-min-revision", "0").strip()
    if not (asked.isascii() and asked.isdigit() and len(asked) < 20 and int(asked) <= _LATEST):
        raise BadRequest("expected a whole number in X-Min-Revision")
    return int(asked)


async def _reached(store: Store, wanted: int) -> tuple[str, int]:
    """Epoch and revision once the pool has come to ``wanted``; NotThatFar when it takes longer than a moment."""
    limit = anyio.current_time() + _PATIENCE_SECONDS
    while True:
        position = await run_sync(store.revision)
        if position[1] >= wanted:
            return position
        if anyio.current_time() > limit:
            raise NotThatFar(wanted, position[1])
        await anyio.sleep(_POLL_SECONDS)


async def _after(store: Store, before: tuple[str, int]) -> tuple[str, int]:
    try:
        return await run_sync(store.revision)
    except StoreUnavailable:
        # The answer stands all the same; its writer is told what was known.
        return before

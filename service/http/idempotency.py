"""Idempotency-Key: a POST that is sent again is answered again, and carried out once."""

import logging
import re
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_hex

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from registry.errors import RegistryError, StoreUnavailable
from registry.store import Claim, Kept, Store
from service.auth.access import asked_by
from service.errors import BadRequest, KeyInUse, KeyReused, ServiceError
from service.http.problems import refused

_LOG = logging.getLogger("rtcm.http")
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
# Longer answers are not kept; sent again, such a request is told that it was carried out.
_LONGEST = 1_000_000
# What these answer holds tokens, codes or many profiles, which nobody keeps as they are.
_SECRET = ("/api/v1/me/", "/api/v1/accounts", "/api/v1/sign-in", "/api/v1/exports")
_HEADERS = ("content-type", "location", "etag", "link")
_GOES_ON = "the first request with this Idempotency-Key goes on; ask again in a moment"
_NOT_KEPT = (
    "the first request with this Idempotency-Key was carried out, but its answer was not kept; read what it made"
)


class Once:
    """Carries out a POST with an Idempotency-Key once per account and key, within 24 hours.

    The key with another request is refused. An answer of 2xx is kept and given again, with ``Idempotency-Replayed``;
    after a refusal without effect the key is free. The key of somebody who is not signed in means nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        key = Headers(scope=scope).get("idempotency-key") if scope["type"] == "http" else None
        if key is None or scope["method"] != "POST" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        store: Store = scope["app"].state.store
        try:
            claim = await run_sync(_claim, scope, key)
            kept = None if claim is None else await run_sync(store.requests.claim, claim, datetime.now(UTC))
            again = None if kept is None else _again(kept)
        except (ServiceError, RegistryError) as fault:
            again = refused(Request(scope), fault)
        if again is not None:
            await again(scope, receive, send)
        elif claim is None:
            await self._app(scope, receive, send)
        else:
            await self._carried_out(store, claim, scope, receive, send)

    async def _carried_out(self, store: Store, claim: Claim, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and keep the answer."""
        secret = scope["path"].startswith(_SECRET)
        scope["state"]["claim"] = claim
        answer: list[Message] = []

        async def held(message: Message) -> None:
            answer.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                # Kept before it is sent: whoever got an answer gets it again.
                await run_sync(_keep, store, claim, answer, secret)
                for each in answer:
                    await send(each)

        try:
            await self._app(scope, receive, held)
        finally:
            if not answer:
                await run_sync(store.requests.drop, claim)


def _claim(scope: Scope, key: str) -> Claim | None:
    """The attempt that a request is; None when nobody is signed in. BadRequest for a key of the wrong form."""
    if not _KEY.fullmatch(key):
        raise BadRequest("expected an Idempotency-Key of 1 to 255 printable characters without spaces")
    who = asked_by(Request(scope))
    if who is None:
        return None
    digest = sha256(f"{scope['path']}\n".encode() + scope["query_string"] + b"\n")
    digest.update(scope.get("state", {}).get("body", b""))
    return Claim(who.account, key, digest.hexdigest(), token_hex(16))


def _again(kept: Kept) -> Response:
    """The answer of an earlier attempt. KeyReused, KeyInUse."""
    if not kept.same:
        raise KeyReused
    if kept.status is None:
        raise KeyInUse(_NOT_KEPT) if kept.effect else KeyInUse(_GOES_ON, retry_after=1)
    return Response(kept.answer, kept.status, {**kept.headers, "Idempotency-Replayed": "true"})


def _keep(store: Store, claim: Claim, answer: list[Message], secret: bool) -> None:
    """Keep an answer, or that there was one; a request that was refused, and had no effect, is forgotten."""
    start, body = answer[0], b"".join(message.get("body", b"") for message in answer[1:])
    headers = Headers(raw=start["headers"])
    try:
        if start["status"] >= 300:
            store.requests.drop(claim)
        elif secret or len(body) > _LONGEST:
            store.requests.keep(claim, None, {}, b"")
        else:
            told = {name: headers[name] for name in _HEADERS if name in headers}
            store.requests.keep(claim, start["status"], told, body)
    except StoreUnavailable as fault:
        # What was done is marked as done; only its answer cannot be given twice.
        _LOG.warning("an answer was not kept: %s", fault)

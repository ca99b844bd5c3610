"""The body of a request, taken in whole: its size, its packing, its media type, and JSON without loopholes."""

import zlib
from collections.abc import Mapping
from math import isfinite
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from registry.importing.reading import Unreadable, json_value, text_of
from service.errors import BadRequest, ServiceError, TooLarge, UnsupportedMedia
from service.http.problems import refused

BODY_LIMIT = 2_000_000
DEEPEST = 64
_INT64 = 2**63


class Bodies:
    """Refuses a body that is too large, packed too densely, or not the JSON that it claims to be.

    ``uploads``: beginnings of paths that take files of other formats, with the most bytes that they may have. All other
    routes of ``/api/`` take JSON in UTF-8 alone.
    """

    def __init__(self, app: ASGIApp, uploads: Mapping[str, int]) -> None:
        self._app = app
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _refuse_address(scope)
            if not _has_body(Headers(scope=scope)):
                await self._app(scope, receive, send)
                return
            body = await self._taken(scope, receive)
        except ServiceError as fault:
            await refused(Request(scope), fault)(scope, receive, send)
        except ClientDisconnect:
            return
        else:
            _unpack(scope, body)
            await self._app(scope, _replayed(body, receive), send)

    async def _taken(self, scope: Scope, receive: Receive) -> bytes:
        headers, path = Headers(scope=scope), scope["path"]
        limit = next((most for start, most in self._uploads.items() if path.startswith(start)), None)
        raw = await _received(headers, receive, limit or BODY_LIMIT)
        body = _unpacked(raw, headers.get("content-encoding", "identity"), limit or BODY_LIMIT)
        if body and limit is None:
            _check(body, headers.get("content-type", ""), path)
        return body


def _refuse_address(scope: Scope) -> None:
    """NUL cannot be stored or looked up anywhere."""
    if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
        raise BadRequest("expected an address without NUL")


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _received(headers: Headers, receive: Receive, limit: int) -> bytes:
    """The bytes as they were sent; TooLarge as soon as that is known."""
    told = headers.get("content-length", "0")
    if told.isascii() and told.isdigit() and len(told) < 20 and int(told) > limit:
        raise TooLarge(limit)
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > limit:
            raise TooLarge(limit)
    return b"".join(parts)


def _unpacked(raw: bytes, encoding: str, limit: int) -> bytes:
    """The body without its packing, never more than ``limit`` bytes of it."""
    if encoding.strip().lower() in ("", "identity"):
        return raw
    if encoding.strip().lower() != "gzip":
        raise UnsupportedMedia("expected Content-Encoding gzip, or none")
    packed = zlib.decompressobj(wbits=31)
    try:
        body = packed.decompress(raw, limit + 1)
    except zlib.error:
        raise BadRequest("expected a gzip body; this one is damaged") from None
    if len(body) > limit:
        raise TooLarge(limit)
    if not packed.eof or packed.unused_data:
        raise BadRequest("expected one whole gzip body; this one is cut short, or more follows it")
    return body


def _check(body: bytes, content_type: str, path: str) -> None:
    """UnsupportedMedia where JSON is expected and something else is sent; BadRequest for JSON that is none."""
    media, _, parameters = content_type.lower().partition(";")
    if media.strip() == "application/json" or media.strip().endswith("+json"):
        charset = parameters.replace(" ", "").replace('"', "").removeprefix("charset=")
        if parameters and charset not in ("utf-8", "utf8"):
            raise UnsupportedMedia("expected application/json in UTF-8")
        strict_json(body)
    elif path.startswith("/api/"):
        raise UnsupportedMedia("expected Content-Type application/json")


def strict_json(body: bytes) -> Any:
    """A JSON value; BadRequest for what JSON leaves open.

    That is: a field twice, NaN and Infinity, half of a surrogate pair, whole numbers beyond 64 bits, or more than 64
    levels.
    """
    try:
        value = json_value(text_of(body))
    except Unreadable as fault:
        found = f" (found {fault.found})" if fault.found else ""
        raise BadRequest(f"{fault.expected}{found}") from None
    _refuse_extremes(value)
    return value


def _refuse_extremes(value: Any) -> None:
    """Level by level, so that no depth of a body becomes a depth of ours."""
    level = [value]
    for _ in range(DEEPEST + 1):
        for each in level:
            _refuse_number(each)
        inner = [part for each in level if isinstance(each, dict | list) for part in _parts(each)]
        if not inner:
            return
        level = inner
    raise BadRequest(f"expected at most {DEEPEST} levels of nesting")


def _parts(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _refuse_number(value: Any) -> None:
    if isinstance(value, int) and not -_INT64 <= value < _INT64:
        raise BadRequest("expected whole numbers of at most 64 bits")
    if isinstance(value, float) and not isfinite(value):
        raise BadRequest("expected finite numbers")


def _unpack(scope: Scope, body: bytes) -> None:
    """Make a request as if it had been sent without packing and in one piece; its body is kept beside it."""
    gone = (b"content-encoding", b"transfer-encoding", b"content-length")
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in gone]
    scope["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
    scope.setdefault("state", {})["body"] = body


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A way to receive a body that was taken in already; afterwards whatever comes."""
    left = [body]

    async def received() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return received

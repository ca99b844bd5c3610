"""ETags: which version an answer shows, which one a change is made to, and answers that need not be sent again."""

import re
from hashlib import blake2b
from typing import Annotated

from fastapi import Header
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import BadRequest, PreconditionNeeded

# The version of the row, then a hash of what this reader sees of it: fields depend on the office of the reader.
_OURS = re.compile(r'"v(\d{1,18})(?:-[0-9a-f]+)?"')
_KEPT_OF_304 = ("etag", "cache-control", "vary", "link", "expires", "content-location")


def show_version(response: Response, version: int) -> None:
    """Mark an answer as showing a row at a version; If-Match of a later change names it."""
    response.headers["ETag"] = f'"v{version}"'


def expected_version(
    if_match: Annotated[
        str | None, Header(max_length=200, description="The ETag of what the change is made to.")
    ] = None,
) -> int:
    """The version that a change is made to, from If-Match; PreconditionNeeded without one, BadRequest for several.

    An ETag that is none of ours gives version 0, which no row has, so that the change is refused as stale.
    """
    if if_match is None or if_match.strip() == "*":
        # Any version will do is just what loses somebody else's change.
        raise PreconditionNeeded
    if "," in if_match:
        raise BadRequest("expected one ETag in If-Match")
    ours = _OURS.fullmatch(if_match.strip())
    return int(ours.group(1)) if ours else 0


class Conditional:
    """Gives every whole answer to GET an ETag by its content, and answers 304 to whoever has it already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        known = _tags(Headers(scope=scope).get("if-none-match", ""))
        start: list[Message] = []

        async def weighed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                start.append(message)
                return
            if start:
                message = await _begun(start.pop(), message, known, send)
            await send(message)

        await self._app(scope, receive, weighed)


async def _begun(start: Message, body: Message, known: set[str], send: Send) -> Message:
    """Send the beginning of an answer, as 304 where its reader has it; the body that goes with it."""
    headers = MutableHeaders(scope=start)
    if body.get("more_body", False):
        await send(start)
        return body
    tag = _tag(headers.get("etag"), body.get("body", b""))
    headers["ETag"] = tag
    if not known & {tag, "*"}:
        await send(start)
        return body
    kept = [(name, value) for name, value in start["headers"] if name.decode().lower() in _KEPT_OF_304]
    await send({**start, "status": 304, "headers": kept})
    return {**body, "body": b""}


def _tag(shown: str | None, content: bytes) -> str:
    digest = blake2b(content, digest_size=12).hexdigest()
    version = _OURS.fullmatch(shown or "")
    return f'"v{version.group(1)}-{digest}"' if version else shown or f'"{digest}"'


def _tags(header: str) -> set[str]:
    """The ETags of If-None-Match, compared weakly as the standard says."""
    return {each.strip().removeprefix("W/") for each in header.split(",") if each.strip()}

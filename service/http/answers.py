"""The marks of every answer: its number, and headers that keep browsers and caches from guessing."""

from secrets import token_hex

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# An answer of the API is never a page: nothing in it may load or run, and nobody may keep it.
_API = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Marked:
    """Numbers every request (``X-Request-Id``) and adds the headers above where an answer has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Never taken from the request: the number leads into our log.
        id = scope.setdefault("state", {})["request_id"] = token_hex(8)
        added = {**_ALL, **(_API if scope["path"].startswith("/api/") else {}), "X-Request-Id": id}

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, marked)

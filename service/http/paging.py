"""Lists a page at a time: a limit, a cursor that nobody need understand, and a link to what comes next."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_right
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from matching.shortlist import Answer
from service.errors import BadRequest

T = TypeVar("T")
Key = tuple[str | int, ...]
_CHECK = 8


class Page(Answer, Generic[T]):
    """A part of a list; ``next`` is the address of the part that follows, null at the end."""

    items: tuple[T, ...]
    next: str | None = None


class Paging:
    """Which part of a list is asked for: at most ``limit`` items whose keys come after ``after``.

    A cursor holds the key of the last item and a check over route and filters: one that was changed, or that belongs
    to another list, is refused. It is no secret, for a key only says where to go on.
    """

    def __init__(self, request: Request, response: Response, limit: int, cursor: str | None) -> None:
        self.limit = limit
        self._path = request.url.path
        self._filters = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        self._response = response
        self.after: Key | None = None if cursor is None else self._read(cursor)

    def cut(self, rows: Sequence[T], key: Callable[[T], Key]) -> tuple[tuple[T, ...], str | None]:
        """The part of a whole list in the order of unique keys, and the address of the next."""
        start = 0 if self.after is None else bisect_right(rows, self.after, key=key)
        return self.part(rows[start : start + self.limit + 1], key)

    def part(self, rows: Sequence[T], key: Callable[[T], Key]) -> tuple[tuple[T, ...], str | None]:
        """The same where only what follows ``after`` was read, one item more than ``limit`` where there is more."""
        items = tuple(rows[: self.limit])
        if len(rows) <= self.limit:
            return items, None
        link = f"{self._path}?{urlencode([*self._filters, ('cursor', self._written(key(items[-1])))])}"
        self._response.headers["Link"] = f'<{link}>; rel="next"'
        return items, link

    def _written(self, key: Key) -> str:
        said = json.dumps(key, separators=(",", ":")).encode()
        return urlsafe_b64encode(self._check(said) + said).rstrip(b"=").decode()

    def _read(self, cursor: str) -> Key:
        try:
            raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        except ValueError:
            raw = b""
        said = raw[_CHECK:]
        if not said or raw[:_CHECK] != self._check(said):
            raise BadRequest("expected a cursor of this list with these filters; begin again without one")
        return tuple(json.loads(said))

    def _check(self, said: bytes) -> bytes:
        """Binds a key to its list; how many items are asked for may change on the way."""
        filters = sorted(each for each in self._filters if each[0] != "limit")
        return blake2b(json.dumps([self._path, filters, said.hex()]).encode(), digest_size=_CHECK).digest()


def paging(
    request: Request,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=200, description="How many items at most.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=2000, description="Where to go on, as the last answer gave it.")
    ] = None,
) -> Paging:
    """Which part of a list a request asks for. BadRequest for a cursor of another list."""
    return Paging(request, response, limit, cursor)


PagingDep = Annotated[Paging, Depends(paging)]

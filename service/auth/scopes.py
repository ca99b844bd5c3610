"""What a token may be used for: to read or to write, everything or one noun of the API."""

import re
from collections.abc import Iterable

from service.errors import NotPossible

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_SCOPE = re.compile(r"([a-z][a-z-]{0,40}:)?(read|write)")
_PREFIX = "/api/v1/"


def permits(scopes: Iterable[str], method: str, path: str) -> bool:
    """Whether a token of these scopes may send such a request; to write does not include to read."""
    verb = "read" if method.upper() in _SAFE else "write"
    noun = path.removeprefix(_PREFIX).split("/")[0] if path.startswith(_PREFIX) else ""
    return not {verb, f"{noun}:{verb}"}.isdisjoint(scopes)


def checked(scopes: Iterable[str]) -> tuple[str, ...]:
    """Scopes that a token may have, each once and in order: ``read``, ``missions:write``; NotPossible."""
    found = sorted(set(scopes))
    wrong = [scope for scope in found if not _SCOPE.fullmatch(scope)]
    if wrong or not found:
        raise NotPossible("expected scopes such as read, write, missions:read")
    return tuple(found)

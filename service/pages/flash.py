"""A message that is shown once, on the page after a redirect; kept in a cookie meanwhile."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass

from fastapi import Request, Response

COOKIE = "said"
KINDS = ("done", "note", "warning", "problem")
_LONGEST = 400
_KEPT_SECONDS = 120


@dataclass(frozen=True)
class Said:
    """One message: its kind (done, note, warning, problem) and its text, translated already."""

    kind: str
    text: str


def keep(response: Response, said: Said, secure: bool) -> None:
    """Have the browser bring the message along to the next page."""
    packed = json.dumps(asdict(Said(said.kind, said.text[:_LONGEST])))
    value = urlsafe_b64encode(packed.encode("utf-8")).decode("ascii")
    response.set_cookie(COOKIE, value, max_age=_KEPT_SECONDS, httponly=True, samesite="lax", secure=secure)


def brought(request: Request) -> Said | None:
    """The message that came along; None when there is none, or none that we wrote."""
    packed = request.cookies.get(COOKIE, "")
    try:
        found = json.loads(urlsafe_b64decode(packed.encode("ascii")).decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("kind") not in KINDS or not isinstance(found.get("text"), str):
        return None
    return Said(found["kind"], found["text"][:_LONGEST])


def forget(response: Response) -> None:
    """Shown once, gone."""
    response.delete_cookie(COOKIE)

"""Where somebody is sent after signing in: a path of our own, never elsewhere."""

import re
from urllib.parse import unquote

HOME = "/"
# A path, with a query and a fragment perhaps; no sign that a browser reads as a slash, or drops.
_OWN = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\xa0\ufeff]*")
_UNPACKED_AT_MOST = 5


def own_path(wanted: str | None) -> str:
    """``wanted`` when it is a path of this service, however often it is percent-encoded; the start page otherwise."""
    if wanted is None or len(wanted) > 2_000:
        return HOME
    text = wanted
    for _ in range(_UNPACKED_AT_MOST):
        if not _OWN.fullmatch(text):
            return HOME
        before, text = text, unquote(text, errors="replace")
        if text == before:
            return wanted
    return HOME

"""Names that stand in for ids in one export, and cannot be joined with those of another."""

import hashlib
import hmac
from collections.abc import Callable

from registry.sealing import new_key


def pseudonyms() -> Callable[[str], str]:
    """Gives the same name for the same id, by a key that is drawn now and kept nowhere."""
    key = new_key()
    return lambda id: f"p-{hmac.new(key, id.encode(), hashlib.sha256).hexdigest()[:16]}"

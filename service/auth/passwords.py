"""What a new password must be: long, and not what anybody would try first."""

import secrets
import unicodedata

from registry.accounts import same_address
from service.errors import WeakPassword

LEAST, MOST = 12, 128
# Fewest different signs: what is shorter than this is one key held down.
_DIFFERENT = 5
# No letter that is taken for another one; 20 of them are 98 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GENERATED = 20


def written(password: str) -> str:
    """A password as it is hashed: the same from every keyboard."""
    return unicodedata.normalize("NFKC", password)


def strong(password: str, email: str) -> str:
    """A password that may be set for an account, as it is hashed; WeakPassword says what is asked."""
    text, lowered = written(password), same_address(password)
    if not LEAST <= len(text) <= MOST:
        raise WeakPassword(f"expected a password of {LEAST} to {MOST} characters, a few words for example")
    if not all(sign.isprintable() for sign in text):
        raise WeakPassword("expected a password of characters that can be typed")
    own = same_address(email)
    if own in lowered or lowered in own:
        raise WeakPassword("expected a password that is not the e-mail address")
    if len(set(lowered)) < _DIFFERENT:
        raise WeakPassword(f"expected a password of at least {_DIFFERENT} different characters")
    return text


def generated() -> str:
    """A password by chance, easy to read out."""
    signs = [secrets.choice(_SIGNS) for _ in range(_GENERATED)]
    return "-".join("".join(signs[at : at + 5]) for at in range(0, _GENERATED, 5))

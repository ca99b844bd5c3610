"""Secrets that somebody else holds: drawn by chance, and kept here as a hash only."""

import hashlib
import secrets

_BYTES = 32


def new_secret() -> str:
    """A secret of 256 bits that fits into a cookie, an address and a header."""
    return secrets.token_urlsafe(_BYTES)


def new_account_id() -> str:
    """The id of a new account: by chance, for the record keeps it after the account is gone."""
    return f"acc-{secrets.token_hex(8)}"


def digest(secret: str) -> str:
    """What is kept of a secret; one of so many bits needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

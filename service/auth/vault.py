"""Secrets of second factors at rest: sealed under a key that the database does not hold."""

import logging
from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from registry.errors import DamagedSeal
from registry.sealing import seal, unseal

SHORTEST = 32
_SEALED = "sealed:"
_LOG = logging.getLogger("service.vault")


class Vault:
    """Closes and opens secrets with a key derived from ``secret``, of SHORTEST characters or more.

    Without one it keeps them as they are. What was kept so before there was a key is read all the same.
    """

    def __init__(self, secret: str | None = None) -> None:
        self._key = None if secret is None else _derived(secret)

    def closed(self, text: str) -> str:
        """A secret as the database keeps it."""
        return text if self._key is None else _SEALED + b64encode(seal(self._key, text.encode())).decode()

    def opened(self, kept: str | None) -> str | None:
        """The secret again; None where there is none, or where it was sealed under another key: the log tells."""
        if kept is None or not kept.startswith(_SEALED):
            return kept
        try:
            if self._key is not None:
                return unseal(self._key, b64decode(kept.removeprefix(_SEALED))).decode()
        except DamagedSeal:
            pass
        _LOG.error(
            "the secret of a second factor cannot be opened: RTCM_FACTOR_KEY_FILE is not what it was sealed with"
        )
        return None


def _derived(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"rtcm second factor").derive(secret.encode())

"""Links that carry their own proof: what somebody may do by them, of which thing, and until when.

A token is ``PAYLOAD.SIGNATURE``, both base64url without padding: the payload is JSON, the signature HMAC-SHA256
(RFC 2104) over it with a key that is derived from RTCM_SECRET_KEY for this use alone.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from service.errors import ServiceError

_LEAST_SECRET = 32
_LONGEST_TOKEN = 1_000
_USE = b"rtcm signed links 1"


class Purpose(StrEnum):
    """What a link is for."""

    OFFER = "offer"
    STILL_TRUE = "still_true"
    DAILY = "daily"


class BadLink(ServiceError):
    """A link that we did not make, or that was changed on its way."""

    def __init__(self) -> None:
        super().__init__("this link is not valid: copy the whole of it from the e-mail")


class LinkOver(ServiceError):
    """A link whose time has passed."""

    def __init__(self, link: "Link") -> None:
        self.link = link
        super().__init__("the time to answer by this link has passed")


class NoSecret(ServiceError):
    """Links cannot be signed without a secret that is long enough."""

    def __init__(self) -> None:
        super().__init__(
            f"RTCM_SECRET_KEY: expected a secret of {_LEAST_SECRET} characters or more, for links in mails are signed "
            "with it; make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )


@dataclass(frozen=True)
class Link:
    """What a token says: one answer to one thing, by one person, until a moment (whole seconds)."""

    purpose: Purpose
    id: str
    answer: str
    reader: str
    expires: datetime


class Signer:
    """Makes tokens and reads them back; NoSecret for a secret that is too short."""

    def __init__(self, secret: str) -> None:
        if len(secret) < _LEAST_SECRET:
            raise NoSecret
        self._key = hmac.new(secret.encode(), _USE, hashlib.sha256).digest()

    def token(self, link: Link) -> str:
        """The token of a link; the same link gives the same token."""
        said = [link.purpose, link.id, link.answer, link.reader, int(link.expires.timestamp())]
        payload = _packed(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode())
        return f"{payload}.{_packed(self._signature(payload))}"

    def read(self, token: str, now: datetime) -> Link:
        """What a token says. BadLink for one that we did not sign, LinkOver after its time."""
        payload, _, signature = token.partition(".")
        if len(token) > _LONGEST_TOKEN or not hmac.compare_digest(
            _packed(self._signature(payload)).encode(), signature.encode("utf-8", "replace")
        ):
            raise BadLink
        link = _link(json.loads(_unpacked(payload)))
        if now >= link.expires:
            raise LinkOver(link)
        return link

    def _signature(self, payload: str) -> bytes:
        return hmac.new(self._key, payload.encode("utf-8", "replace"), hashlib.sha256).digest()


def _link(said: list[Any]) -> Link:
    purpose, id, answer, reader, expires = said
    return Link(Purpose(purpose), id, answer, reader, datetime.fromtimestamp(expires, UTC))


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(packed: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except binascii.Error as fault:
        raise BadLink from fault

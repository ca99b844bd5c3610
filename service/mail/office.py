"""What mail needs of the settings, checked before anything is sent."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from registry.domain.message import Address
from registry.errors import BadInput, Problem
from service.mail.composing import Letterhead
from service.mail.links import NoSecret, Signer
from service.settings import Settings

_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~/-]*)?")


def signer(settings: Settings) -> Signer:
    """The signer of links; NoSecret without a secret, BadInput where its file cannot be read."""
    if settings.secret_key is not None:
        return Signer(settings.secret_key.get_secret_value())
    if settings.secret_key_file is None:
        raise NoSecret
    try:
        return Signer(settings.secret_key_file.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as fault:
        raise _wrong("secret_key_file", "expected a file that can be read") from fault


def letterhead(settings: Settings) -> Letterhead:
    """Who writes and where our pages are; BadInput, NoSecret."""
    try:
        sender = TypeAdapter(Address).validate_python(settings.mail_from)
    except ValidationError as fault:
        raise _wrong("mail_from", "expected the address that mails come from, such as pool@example.org") from fault
    if not _URL.fullmatch(settings.public_url) or settings.public_url.endswith("/"):
        raise _wrong("public_url", "expected an address that begins with http:// or https:// and ends without a slash")
    try:
        zone = ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise _wrong("time_zone", "expected a zone of the tz database, such as Asia/Baku") from fault
    return Letterhead(sender, settings.public_url, zone, signer(settings))


def smtp_host(settings: Settings) -> str:
    """The mail server; BadInput without one."""
    if not settings.smtp_host:
        raise _wrong("smtp_host", "expected the name of the mail server")
    return settings.smtp_host


def _wrong(name: str, expected: str) -> BadInput:
    return BadInput([Problem(f"RTCM_{name.upper()}", None, "", "", expected)])

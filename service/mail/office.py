"""What mail needs of the settings, checked before anything is sent."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from registry.domain.message import Address
from registry.errors import BadInput, Problem
from registry.store import Outbox
from service.mail.composing import Composer, Letterhead
from service.mail.links import NoSecret, Signer
from service.mail.sending import Clock, Sender, Server
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


def signer_if_any(settings: Settings) -> Signer | None:
    """The signer of links, None where no secret is set: then no link of ours is out there either."""
    if settings.secret_key is None and settings.secret_key_file is None:
        return None
    return signer(settings)


def sender_if_any(settings: Settings, outbox: Outbox, clock: Clock) -> Sender | None:
    """Whoever sends mails, None where no mail server is set; BadInput, NoSecret where one is and the rest is wrong."""
    return None if settings.smtp_host is None else sender(settings, outbox, clock)


def sender(settings: Settings, outbox: Outbox, clock: Clock) -> Sender:
    """Whoever sends mails; BadInput, NoSecret where a setting is missing or wrong."""
    head = letterhead(settings)
    password = settings.smtp_password
    server = Server(
        host=smtp_host(settings),
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=None if password is None else password.get_secret_value(),
        starttls=settings.smtp_starttls,
    )
    return Sender(outbox, Composer(head), server, head.sender, clock)


def letterhead(settings: Settings) -> Letterhead:
    """Who writes and where our pages are; BadInput, NoSecret."""
    try:
        sender = TypeAdapter(Address).validate_python(settings.mail_from)
    except ValidationError as fault:
        raise _wrong("mail_from", "expected the address that mails come from, such as pool@example.org") from fault
    url = settings.public_url.rstrip("/")
    if not _URL.fullmatch(url):
        raise _wrong("public_url", "expected an address that begins with http:// or https://")
    try:
        zone = ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise _wrong("time_zone", "expected a zone of the tz database, such as Asia/Baku") from fault
    return Letterhead(sender, url, zone, signer(settings))


def smtp_host(settings: Settings) -> str:
    """The mail server; BadInput without one."""
    if not settings.smtp_host:
        raise _wrong("smtp_host", "expected the name of the mail server")
    return settings.smtp_host


def _wrong(name: str, expected: str) -> BadInput:
    return BadInput([Problem(f"RTCM_{name.upper()}", None, "", "", expected)])

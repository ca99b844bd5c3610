"""Emptying the outbox: one round takes what is due, hands it to the mail server, and writes down what became of it.

Around the moment of handing over stand two small transactions. A crash before the first loses nothing and doubles
nothing; one after the second neither. Between them nobody can know whether the server took the mail: it goes out once
more under the same Message-ID, and after that is left to a person (docs/decisions/0023).
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)
from jinja2 import TemplateError

from registry.domain import Mail
from registry.errors import StoreUnavailable
from registry.store import Lease, Outbox
from service.mail.composing import Composer

_LOG = logging.getLogger("rtcm.mail")
Clock = Callable[[], datetime]

MOST_AT_ONCE = 50
_LEASE = timedelta(minutes=15)
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=4)
# RFC 5321, 4.5.4.1: whoever sends should go on trying for four to five days.
_GIVE_UP_AFTER = timedelta(days=5)
# Replies from here on will not change by asking again (RFC 5321, 4.2.1).
_PERMANENT = 500


@dataclass(frozen=True)
class Server:
    """The mail server: ``timeout`` is how long each answer may take, in seconds."""

    host: str
    port: int
    user: str | None = None
    password: str | None = None
    starttls: bool = True
    timeout: float = 60.0


@dataclass
class Round:
    """What became of the mails of one round."""

    sent: int = 0
    again: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.again} to be tried again, {self.failed} failed"


class Unsure(Exception):
    """The server was given a mail and did not say whether it took it."""


class Sender:
    """Sends what is due; several of them, in several processes, never send the same mail at the same time."""

    def __init__(self, outbox: Outbox, composer: Composer, server: Server, sender: str, clock: Clock) -> None:
        self._outbox = outbox
        self._composer = composer
        self._server = server
        self._from = sender
        self._clock = clock

    async def send_round(self, most: int = MOST_AT_ONCE) -> Round:
        """Send up to ``most`` mails that are due; StoreUnavailable."""
        lease = Lease(secrets.token_hex(16), self._clock() + _LEASE)
        taken = await asyncio.to_thread(self._outbox.take, self._clock(), lease, most)
        told = Round()
        if not taken:
            return told
        client = self._client()
        try:
            await client.connect()
            if self._server.user:
                await client.login(self._server.user, self._server.password or "")
        except (SMTPException, OSError) as fault:
            _LOG.warning("the mail server cannot be used: %s", _said(fault))
            await self._all_later(taken, lease, fault, told)
            client.close()
            return told
        for at, mail in enumerate(taken):
            if not client.is_connected or self._clock() + timedelta(seconds=4 * self._server.timeout) > lease.ends:
                await asyncio.to_thread(self._outbox.put_back, taken[at:], lease, self._clock())
                told.again += len(taken) - at
                break
            await self._send(client, mail, lease, told)
        await _parted(client)
        return told

    def _client(self) -> SMTP:
        return SMTP(
            hostname=self._server.host,
            port=self._server.port,
            timeout=self._server.timeout,
            start_tls=self._server.starttls,
        )

    async def _send(self, client: SMTP, mail: Mail, lease: Lease, told: Round) -> None:
        """One mail, and what became of it written down."""
        try:
            message = await asyncio.to_thread(self._composed, mail)
            if not await self._handed(client, mail, message, lease):
                return
        except Unsure as fault:
            due = self._clock() + _wait(mail)
            await asyncio.to_thread(self._outbox.unsure, mail, lease, self._clock(), due, str(fault))
            told.again += 1
        except SMTPResponseException as fault:
            await self._refused(mail, lease, fault, told)
            await _made_ready(client)
        except (SMTPException, OSError) as fault:
            await self._later(mail, lease, fault, told)
        except (ValueError, TemplateError) as fault:
            # A payload of another release, or one that somebody edited: the others must go out all the same.
            await self._gave_up(mail, lease, f"cannot be written: {fault}", told)
        else:
            await asyncio.to_thread(self._outbox.sent, mail, lease, self._clock())
            told.sent += 1

    def _composed(self, mail: Mail) -> EmailMessage:
        return self._composer.compose(mail, self._outbox.folded(mail))

    async def _handed(self, client: SMTP, mail: Mail, message: EmailMessage, lease: Lease) -> bool:
        """Hand a mail over; False when the lease is somebody else's by now."""
        await client.mail(self._from)
        await client.rcpt(mail.message.reader.address)
        if not await asyncio.to_thread(self._outbox.hand_over, mail, lease):
            await _made_ready(client)
            return False
        try:
            await client.data(bytes(message))
        except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as fault:
            raise Unsure(f"the server did not say whether it took the mail: {_said(fault)}") from fault
        return True

    async def _refused(self, mail: Mail, lease: Lease, fault: SMTPResponseException, told: Round) -> None:
        if fault.code >= _PERMANENT:
            await self._gave_up(mail, lease, _said(fault), told)
        else:
            await self._later(mail, lease, fault, told)

    async def _later(self, mail: Mail, lease: Lease, fault: Exception, told: Round) -> None:
        """Another attempt after a while that doubles each time, until it has been tried for days."""
        now = self._clock()
        if now - mail.message.queued > _GIVE_UP_AFTER:
            await self._gave_up(mail, lease, f"tried for {_GIVE_UP_AFTER.days} days: {_said(fault)}", told)
            return
        await asyncio.to_thread(self._outbox.put_back, [mail], lease, now + _wait(mail), _said(fault))
        told.again += 1

    async def _all_later(self, mails: list[Mail], lease: Lease, fault: Exception, told: Round) -> None:
        for mail in mails:
            await self._later(mail, lease, fault, told)

    async def _gave_up(self, mail: Mail, lease: Lease, error: str, told: Round) -> None:
        _LOG.warning("mail %d (%s) is left to a person: %s", mail.number, mail.message.kind, error)
        await asyncio.to_thread(self._outbox.failed, mail, lease, self._clock(), error)
        told.failed += 1

    async def run(self, pause: float, stop: asyncio.Event) -> None:
        """Round after round until told to stop, with a pause (seconds) when there was nothing more to send."""
        while not stop.is_set():
            try:
                told = await self.send_round()
            except StoreUnavailable as fault:
                _LOG.warning("the outbox cannot be read: %s", fault)
                told = Round()
            if told.sent + told.again + told.failed:
                _LOG.info("mail: %s", told)
            if told.sent < MOST_AT_ONCE:
                try:
                    await asyncio.wait_for(stop.wait(), pause)
                except TimeoutError:
                    continue


def _wait(mail: Mail) -> timedelta:
    """How long until the next attempt: a minute, and twice as long each time, four hours at most."""
    return min(_FIRST_WAIT * (1 << min(max(mail.attempts - 1, 0), 10)), _LONGEST_WAIT)


async def _made_ready(client: SMTP) -> None:
    """Forget a mail that was begun; a server that cannot is left."""
    try:
        await client.rset()
    except (SMTPException, OSError):
        client.close()


async def _parted(client: SMTP) -> None:
    """Say goodbye; whether it is heard makes no difference any more."""
    try:
        if client.is_connected:
            await client.quit()
    except (SMTPException, OSError):
        client.close()


def _said(fault: Exception) -> str:
    """What went wrong in one line, as the outbox keeps it."""
    words = f"{fault.code} {fault.message}" if isinstance(fault, SMTPResponseException) else str(fault)
    return " ".join((words or type(fault).__name__).split())[:300]

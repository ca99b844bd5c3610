"""A real SMTP server that remembers what it took, and can be slow, busy, away or unwilling."""

import email
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from service.mail.sending import Server


class Postbox:
    """What a server took; what it does with an address is told by the part before the ``@``."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.busy_until = 0

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, to: str, options: Any) -> str:  # noqa: N802
        if to.startswith("nobody"):
            return "550 5.1.1 no such mailbox"
        if to.startswith("busy") and self.busy_until:
            self.busy_until -= 1
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        to = envelope.rcpt_tos[0]
        if to.startswith("unwanted"):
            return "554 5.7.1 not wanted"
        self.raw.append(envelope.original_content or b"")
        self.taken.append(email.message_from_bytes(self.raw[-1], policy=SMTP))
        if to.startswith("silent"):
            server.transport.abort()  # took it, and is gone before it says so
        return "250 taken"

    def ids(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(message["Message-ID"]) for message in self.taken)


@contextmanager
def running(postbox: Postbox) -> Iterator[Server]:
    """A server on a free port of this machine."""
    controller = Controller(postbox, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        yield Server("127.0.0.1", controller.port, starttls=False, timeout=5.0)
    finally:
        controller.stop()


def _free_port() -> int:
    """The controller asks for a number, and cannot be told to take any."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port

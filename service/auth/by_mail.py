"""Links for a new password go out as mails: queued here, written and sent by the sender of the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from registry.accounts import Account
from registry.domain import Message, Reader
from registry.store import Store, outbox
from service.auth.gate import clock
from service.auth.opaque import digest
from service.mail.letters import ResetLetter
from service.settings import Settings


def reset_message(account: Account, path: str, ends: datetime, now: datetime) -> Message:
    """The mail that brings an account the path of our pages by which it gets a new password."""
    reader = Reader(noun="account", id=account.id, name=account.name, address=account.email, language=account.language)
    return ResetLetter(path=path, expires=ends).to(reader, f"reset {digest(path)[:32]}", now, not_after=ends)


@dataclass(frozen=True)
class ByMail:
    """Queues the mail of each link; what it tells is emptied once it was sent."""

    store: Store
    now: Callable[[], datetime] = clock

    def __call__(self, account: Account, path: str, ends: datetime) -> None:
        """Queue one mail."""
        with self.store.writing(account.id, "reset by mail") as writing:
            outbox.put(writing, reset_message(account, path, ends, self.now()))


def known_mailer(store: Store, settings: Settings) -> ByMail | None:
    """What brings links to people; None where no mail is sent from here."""
    return ByMail(store) if settings.mail_from and settings.smtp_host else None

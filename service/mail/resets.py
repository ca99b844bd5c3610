"""Links for a new password, put into the outbox for whoever asked."""

from collections.abc import Callable
from datetime import datetime

from registry.accounts import Account
from registry.domain import Reader
from registry.store import Store, outbox
from service.auth.opaque import digest
from service.mail.letters import ResetLetter


class ResetMailer:
    """What brings a link to somebody by mail; the link is kept until the mail has gone out, and not longer."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def __call__(self, account: Account, link: str, ends: datetime) -> None:
        """Queue the link by which an account gets a new password; too late it is not sent at all."""
        reader = Reader(
            noun="account", id=account.id, name=account.name, address=account.email, language=account.language
        )
        letter = ResetLetter(link=link, expires=ends)
        with self._store.writing(account.id, "reset by mail") as writing:
            outbox.put(writing, letter.to(reader, f"reset:{digest(link)}", self._now(), not_after=ends))

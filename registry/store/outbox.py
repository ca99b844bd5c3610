"""The outbox: mails that exist exactly when the change does that they tell of, and who is sending them.

``put`` and ``drop`` are for the write transaction of the change; ``Outbox`` is for whoever sends.
"""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, update

from registry.domain import Mail, MailState, Message
from registry.errors import NotFound
from registry.store import engine as connections
from registry.store import mail_rows, queueing
from registry.store.mail_rows import ROWS
from registry.store.queueing import Lease, instant
from registry.store.writing import Writing


def put(writing: Writing, message: Message) -> bool:
    """Queue a mail: it is there when this transaction commits, and else never was.

    False when a mail of the same key was queued before, whatever became of it.
    """
    return mail_rows.add(writing.connection, message)


def drop(writing: Writing, keys: Iterable[str], why: str, now: datetime) -> int:
    """Drop those mails of these keys that have not gone out yet; how many."""
    waiting = (ROWS.c.key.in_(list(keys)), ROWS.c.state == MailState.WAITING)
    gone = {"state": MailState.DROPPED, "ended": instant(now), "error": why, "payload": "{}"}
    return writing.connection.execute(update(ROWS).where(*waiting).values(gone)).rowcount


class Outbox:
    """The queue of mails as a sender sees it; sending is no change of the pool and makes no revision."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, now: datetime, lease: Lease, most: int) -> list[Mail]:
        """Take up to ``most`` mails that are due, for as long as the lease lasts: nobody else gets them."""
        with self._writing() as connection:
            queueing.free_expired(connection, ROWS, now)
            mail_rows.drop_late(connection, now)
            mail_rows.fold(connection, now)
            return [
                mail_rows.mail(row)
                for row in queueing.take(connection, ROWS, now, lease, most, ROWS.c.daily.is_(False))
            ]

    def hand_over(self, mail: Mail, lease: Lease) -> bool:
        """Write down that the server is about to be given a mail; False when the lease is somebody else's by now."""
        with self._writing() as connection:
            return queueing.hand_over(connection, ROWS, mail.number, lease)

    def sent(self, mail: Mail, lease: Lease, now: datetime) -> None:
        """Write down that the server took a mail; what it said is not kept."""
        with self._writing() as connection:
            if queueing.end(connection, ROWS, mail.number, lease, MailState.SENT, now, None):
                mail_rows.empty(connection, mail.number)

    def failed(self, mail: Mail, lease: Lease, now: datetime, error: str) -> None:
        """Leave a mail to a person: nobody sends it again by themselves."""
        with self._writing() as connection:
            queueing.end(connection, ROWS, mail.number, lease, MailState.FAILED, now, error)

    def put_back(self, mails: Collection[Mail], lease: Lease, due: datetime, error: str | None = None) -> None:
        """Let mails wait for another attempt at ``due``."""
        with self._writing() as connection:
            queueing.put_back(connection, ROWS, [mail.number for mail in mails], lease, due, error)

    def unsure(self, mail: Mail, lease: Lease, now: datetime, due: datetime, error: str) -> None:
        """The server was given a mail and did not say whether it took it: once more at ``due``, then a person."""
        with self._writing() as connection:
            if mail.repeats >= queueing.MOST_REPEATS:
                queueing.end(connection, ROWS, mail.number, lease, MailState.FAILED, now, error)
                return
            queueing.count_repeat(connection, ROWS, mail.number)
            queueing.put_back(connection, ROWS, [mail.number], lease, due, error)

    def folded(self, mail: Mail) -> list[Mail]:
        """The mails that a digest holds."""
        with connections.reading(self._engine) as connection:
            return mail_rows.folded(connection, mail.number)

    def mails(self, states: Collection[MailState] = (), most: int = 1_000) -> list[Mail]:
        """Mails of some states, of all when none is named; the newest first."""
        wanted = select(ROWS).where(ROWS.c.state.in_(list(states))) if states else select(ROWS)
        with connections.reading(self._engine) as connection:
            found = connection.execute(wanted.order_by(ROWS.c.number.desc()).limit(most))
            return [mail_rows.mail(row) for row in found]

    def counts(self) -> dict[MailState, int]:
        """How many mails there are of each state."""
        with connections.reading(self._engine) as connection:
            counted = connection.execute(select(ROWS.c.state, func.count()).group_by(ROWS.c.state))
            found = {str(state): int(count) for state, count in counted}
        return {state: found.get(state, 0) for state in MailState}

    def retry(self, number: int, now: datetime) -> None:
        """Let a failed mail wait once more; NotFound when none of that number has failed."""
        with self._writing() as connection:
            if not queueing.revive(connection, ROWS, number, now):
                raise NotFound("failed mail", str(number))

    def choose(self, noun: str, id: str, daily: bool) -> None:
        """Keep whether a reader wants mails that can wait folded into one a day."""
        with self._writing() as connection:
            mail_rows.choose(connection, noun, id, daily)

    def wants_daily(self, noun: str, id: str) -> bool:
        """Whether a reader wants mails that can wait folded into one a day."""
        with connections.reading(self._engine) as connection:
            return mail_rows.wants_daily(connection, noun, id)

    def _writing(self) -> AbstractContextManager[Connection]:
        return connections.writing(self._engine)

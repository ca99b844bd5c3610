"""Where accounts are signed in, and links to reset a password: found by the hash of a secret that others hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy import Row as SqlRow

from registry.accounts import Account, Session
from registry.store import account_rows as rows
from registry.store import engine as connections
from registry.tables import table
from registry.tables_accounts import ResetRow, SessionRow

_ROWS = table(SessionRow)
_RESETS = table(ResetRow)
_SHOWN = 16
_AGENT = 200


@dataclass(frozen=True)
class SignedIn:
    """A session with its account; ``pending`` while the second factor is still to come."""

    account: Account
    session: Session
    pending: bool


class Sessions:
    """Sessions of one pool; none of this is a fact, so none of it is a revision."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, digest: str, account: str, agent: str, now: datetime, ends: datetime, pending: bool) -> None:
        """Sign an account in under the hash of a secret, until ``ends`` at the latest."""
        at = rows.moment(now)
        own = {"digest": digest, "account": account, "pending": pending, "agent": _printable(agent)}
        with connections.writing(self._engine) as connection:
            rows.prune(connection, now)
            connection.execute(insert(_ROWS).values(own | {"began": at, "seen": at, "ends": rows.moment(ends)}))

    def find(self, digest: str, now: datetime, idle: timedelta) -> SignedIn | None:
        """Who is signed in under a hash; None when it ended, was not used for ``idle``, or the account is disabled."""
        with connections.reading(self._engine) as connection:
            row = connection.execute(select(_ROWS).where(_ROWS.c.digest == digest, *_in_force(now, idle))).first()
            found = None if row is None else rows.find(connection, rows.ROWS.c.id == row.account)
            if row is None or found is None or not found.account.active:
                return None
            return SignedIn(rows.linked(connection, found.account), _session(row), row.pending)

    def touch(self, digest: str, now: datetime) -> None:
        """The session was used just now."""
        with connections.writing(self._engine) as connection:
            connection.execute(update(_ROWS).where(_ROWS.c.digest == digest).values(seen=rows.moment(now)))

    def of(self, account: str, now: datetime, idle: timedelta) -> list[Session]:
        """Where an account is signed in, the newest first."""
        where = (_ROWS.c.account == account, _ROWS.c.pending.is_(False), *_in_force(now, idle))
        with connections.reading(self._engine) as connection:
            found = connection.execute(select(_ROWS).where(*where).order_by(_ROWS.c.began.desc(), _ROWS.c.digest))
            return [_session(row) for row in found]

    def end(self, digest: str) -> None:
        """Sign out; a session that is not there has ended already."""
        with connections.writing(self._engine) as connection:
            connection.execute(delete(_ROWS).where(_ROWS.c.digest == digest))

    def end_one(self, account: str, id: str) -> bool:
        """End one of an account's own sessions by the id that is shown; whether there was one."""
        with connections.writing(self._engine) as connection:
            where = (_ROWS.c.account == account, _ROWS.c.digest.startswith(id, autoescape=True))
            return len(id) == _SHOWN and bool(connection.execute(delete(_ROWS).where(*where)).rowcount)

    def end_all(self, account: str, keep: str | None = None) -> None:
        """Sign an account out everywhere, but for the session whose hash is ``keep``."""
        with connections.writing(self._engine) as connection:
            rows.end_sessions(connection, account, keep)

    def add_reset(self, digest: str, account: str, ends: datetime) -> None:
        """Keep the hash of a link by which an account gets a new password; earlier links of it end."""
        with connections.writing(self._engine) as connection:
            connection.execute(delete(_RESETS).where(_RESETS.c.account == account))
            values = {"digest": digest, "account": account, "ends": rows.moment(ends)}
            connection.execute(insert(_RESETS).values(values))

    def reset_of(self, digest: str, now: datetime) -> Account | None:
        """Whose link this is; None when it is used, or has ended."""
        wanted = select(_RESETS.c.account).where(_RESETS.c.digest == digest, _RESETS.c.ends > rows.moment(now))
        with connections.reading(self._engine) as connection:
            id = connection.scalar(wanted)
            found = None if id is None else rows.find(connection, rows.ROWS.c.id == id)
            return found.account if found is not None and found.account.active else None


def _in_force(now: datetime, idle: timedelta) -> tuple[Any, ...]:
    return _ROWS.c.ends > rows.moment(now), _ROWS.c.seen > rows.moment(now - idle)


def _session(row: SqlRow[Any]) -> Session:
    own = row._mapping
    told = {name: own[name] for name in ("account", "agent", "began", "seen", "ends")}
    return Session.model_validate({"id": own["digest"][:_SHOWN], **told})


def _printable(agent: str) -> str:
    """What a browser says of itself, as far as it can be shown."""
    return "".join(sign for sign in agent if sign.isprintable())[:_AGENT]

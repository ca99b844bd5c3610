"""Wrong tries in a row, counted across all workers."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from registry.accounts import Attempts
from registry.store import account_rows as rows
from registry.store import engine as connections
from registry.tables import table
from registry.tables_accounts import AttemptRow

_ROWS = table(AttemptRow)
Wait = Callable[[Attempts | None, datetime], timedelta]


class AttemptCounts:
    """How often somebody tried in vain; keys are kinds with what they are of: ``("address", "192.0.2.1")``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, kind: str, of: str, now: datetime, since: datetime, wait: Wait) -> timedelta:
        """Count a try as wrong until it proves right, unless it has to wait: how long, zero when it need not.

        Asked and counted in one transaction, so that many tries at once gain nothing. Tries whose last was before
        ``since`` are forgotten.
        """
        key = rows.attempt_key(kind, of)
        with connections.writing(self._engine) as connection:
            connection.execute(delete(_ROWS).where(_ROWS.c.last < rows.moment(since)))
            before = _found(connection, key)
            left = wait(before, now)
            if left <= timedelta(0):
                connection.execute(delete(_ROWS).where(_ROWS.c.key == key))
                failures = 1 if before is None else before.failures + 1
                connection.execute(insert(_ROWS).values(key=key, failures=failures, last=rows.moment(now)))
            return max(left, timedelta(0))

    def forgive(self, kind: str, of: str) -> None:
        """One try was right: it is not counted, those before it are."""
        key = rows.attempt_key(kind, of)
        with connections.writing(self._engine) as connection:
            where = (_ROWS.c.key == key, _ROWS.c.failures > 0)
            connection.execute(update(_ROWS).where(*where).values(failures=_ROWS.c.failures - 1))

    def forget(self, kind: str, of: str) -> None:
        """The right one was given: wrong tries no longer count."""
        with connections.writing(self._engine) as connection:
            connection.execute(delete(_ROWS).where(_ROWS.c.key == rows.attempt_key(kind, of)))


def _found(connection: Connection, key: str) -> Attempts | None:
    row = connection.execute(select(_ROWS.c.failures, _ROWS.c.last).where(_ROWS.c.key == key)).first()
    return None if row is None else Attempts.model_validate(dict(row._mapping))

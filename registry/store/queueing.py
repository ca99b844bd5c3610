"""What the queues of mails and webhook deliveries share: rows under a lease, and what becomes of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update
from sqlalchemy import Row as SqlRow

from registry.domain import MailState

# How often something may go out again after it is not known whether it went out: see docs/decisions/0023.
MOST_REPEATS = 1
_UNSURE = "it may have gone out more than once already: the sender stopped between handing over and the answer"


@dataclass(frozen=True)
class Lease:
    """Who has taken rows, and until when nobody else may."""

    token: str
    ends: datetime


def instant(at: datetime) -> str:
    """A moment as the queues keep it: UTC, of one width, so that text sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def moment(kept: str) -> datetime:
    """A kept moment as a value."""
    return datetime.fromisoformat(kept)


def moment_if_any(kept: str | None) -> datetime | None:
    """A moment that need not be there."""
    return None if kept is None else moment(kept)


def free_expired(connection: Connection, rows: Table, now: datetime) -> None:
    """Give back what a sender left behind.

    What was only taken goes out as if nothing had happened. What was being handed over may or may not have arrived:
    it goes out once more under the same id, and after that is left to a person.
    """
    over = rows.c.lease_ends < instant(now)
    free = {"state": MailState.WAITING, "lease": None, "lease_ends": None}
    handed = (rows.c.state == MailState.HANDED, over)
    ended = {"state": MailState.FAILED, "ended": instant(now), "error": _UNSURE, "lease": None, "lease_ends": None}
    connection.execute(update(rows).where(rows.c.state == MailState.TAKEN, over).values(free))
    connection.execute(update(rows).where(*handed, rows.c.repeats >= MOST_REPEATS).values(ended))
    connection.execute(update(rows).where(*handed).values(**free, repeats=rows.c.repeats + 1))


def take(connection: Connection, rows: Table, now: datetime, lease: Lease, most: int, *where: Any) -> list[SqlRow[Any]]:
    """Take rows that are due, the longest due first."""
    wanted = select(rows.c.number).where(rows.c.state == MailState.WAITING, rows.c.due <= instant(now), *where)
    numbers = connection.scalars(wanted.order_by(rows.c.due, rows.c.number).limit(most)).all()
    taken = {"state": MailState.TAKEN, "lease": lease.token, "lease_ends": instant(lease.ends)}
    chosen = rows.c.number.in_(numbers)
    connection.execute(update(rows).where(chosen).values(**taken, attempts=rows.c.attempts + 1))
    return list(connection.execute(select(rows).where(chosen).order_by(rows.c.due, rows.c.number)))


def hand_over(connection: Connection, rows: Table, number: int, lease: Lease) -> bool:
    """Write down that a row is about to go out; False when the lease has gone to somebody else."""
    held = (rows.c.number == number, rows.c.lease == lease.token, rows.c.state == MailState.TAKEN)
    kept = {"state": MailState.HANDED, "lease_ends": instant(lease.ends)}
    return connection.execute(update(rows).where(*held).values(kept)).rowcount == 1


def end(
    connection: Connection, rows: Table, number: int, lease: Lease, state: MailState, now: datetime, error: str | None
) -> bool:
    """Write down that a row is done with; False when the lease has gone to somebody else."""
    values = {"state": state, "ended": instant(now), "error": error, "lease": None, "lease_ends": None}
    return _of(connection, rows, [number], lease, values)


def put_back(
    connection: Connection, rows: Table, numbers: Iterable[int], lease: Lease, due: datetime, error: str | None
) -> None:
    """Let rows wait until another attempt."""
    values = {"state": MailState.WAITING, "due": instant(due), "error": error, "lease": None, "lease_ends": None}
    _of(connection, rows, numbers, lease, values)


def count_repeat(connection: Connection, rows: Table, number: int) -> None:
    """Write down that a row will go out although it may have gone out already."""
    connection.execute(update(rows).where(rows.c.number == number).values(repeats=rows.c.repeats + 1))


def revive(connection: Connection, rows: Table, number: int, now: datetime) -> bool:
    """Let a failed row wait once more, because a person said so; False when it has not failed."""
    failed = (rows.c.number == number, rows.c.state == MailState.FAILED)
    values = {"state": MailState.WAITING, "due": instant(now), "queued": instant(now), "ended": None, "attempts": 0}
    return connection.execute(update(rows).where(*failed).values(**values, repeats=0)).rowcount == 1


def _of(
    connection: Connection, rows: Table, numbers: Iterable[int], lease: Lease, values: dict[str, str | None]
) -> bool:
    held = (rows.c.number.in_(list(numbers)), rows.c.lease == lease.token)
    return connection.execute(update(rows).where(*held).values(values)).rowcount > 0

"""The audit chain in the database: entries are added at its end inside a write transaction, and read in order."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import Connection, insert, select, update

from registry.audit import Entry, Head, link
from registry.history import Value, named, packed
from registry.store import people
from registry.tables import FeedRow, table
from registry.tables_record import AuditRow

_READ_AT_ONCE = 5_000
_READ_BACK_AT_ONCE = 100
_FIELDS = ("seq", "rev", "ord", "kind", "subject", "version", "op", "actor", "purpose", "at", "payload", "hash")


@dataclass
class Chain:
    """The end of the chain while a transaction adds to it; ``revision`` is the one that the transaction becomes."""

    connection: Connection
    revision: int
    head: Head

    @classmethod
    def begin(cls, connection: Connection, adds_revision: bool = True) -> Self:
        """Take the end of the chain: until the commit nobody else may add to it, nor take the next revision."""
        feed = table(FeedRow)
        found = connection.execute(select(feed.c.rev, feed.c.entries, feed.c.head).with_for_update()).one()
        return cls(connection, found.rev + adds_revision, Head(found.entries, found.head))

    def append(self, changes: Sequence[Mapping[str, Any]], values: Mapping[str, Value]) -> None:
        """Add an entry per change of the feed; ``values`` holds by id what each fact became."""
        ids = {id for change in changes for id in _people_of(change)}
        known = people.ensured(self.connection, ids.union(*(named(value) for value in values.values())))
        rows = []
        for change in changes:
            value = values.get(change["id"])
            subject = " ".join(known[id].subject for id in _people_of(change)) or change["id"]
            entry = Entry(
                seq=self.head.entries + 1,
                rev=self.revision,
                **{name: change[name] for name in ("ord", "kind", "version", "op", "actor", "purpose", "at")},
                subject=subject,
                payload=None if value is None else packed(value, known),
            )
            self.head = Head(entry.seq, link(self.head.hash, entry))
            rows.append(_row(replace(entry, hash=self.head.hash)))
        if rows:
            self.connection.execute(insert(table(AuditRow)), rows)

    def close(self) -> None:
        """Write down where the chain ends now."""
        self.connection.execute(update(table(FeedRow)).values(entries=self.head.entries, head=self.head.hash))


def _people_of(change: Mapping[str, Any]) -> list[str]:
    """Whom a change is about; the chain knows them by their subjects alone."""
    return change["id"].split() if change["kind"] in ("specialist", "duplicate") else []


def now() -> str:
    """The moment as entries and changes tell it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def head(connection: Connection) -> Head:
    """Where the pool says that its chain ends."""
    feed = table(FeedRow)
    return Head(*connection.execute(select(feed.c.entries, feed.c.head)).one())


def entries(connection: Connection, *where: Any) -> Iterator[Entry]:
    """The entries for which all of ``where`` holds, in their order and in bounded memory."""
    yield from _read(connection, table(AuditRow).c.seq, _READ_AT_ONCE, *where)


def backwards(connection: Connection, *where: Any) -> Generator[Entry]:
    """The same from the last one back: whoever stops early has not read the others."""
    yield from _read(connection, table(AuditRow).c.seq.desc(), _READ_BACK_AT_ONCE, *where)


def _read(connection: Connection, order: Any, at_once: int, *where: Any) -> Iterator[Entry]:
    rows = table(AuditRow)
    wanted = select(*(rows.c[name] for name in _FIELDS)).where(*where).order_by(order)
    with connection.execute(wanted, execution_options={"yield_per": at_once}) as found:
        yield from (Entry(*row) for row in found)


def _row(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _FIELDS}

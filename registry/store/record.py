"""The record: what was changed, by whom, why, and what it was before; the pool as it was; is the chain whole."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Engine, func, select, update
from sqlmodel import SQLModel

from registry.audit import Entry, Fault, Head, faults
from registry.errors import DamagedSeal, NoSuchRevision, NotFound
from registry.history import FACTS, MODELS, Pool, Unpacking, Value, former, subjects
from registry.snapshot import Snapshot
from registry.store import chain, people, reading, tombstones
from registry.store import engine as connections
from registry.tables import AssignmentRow, ChangeRow, FeedRow, MissionRow, SpecialistRow, table
from registry.tables_record import AuditRow, PersonRow

# What an entry may say of a fact; any other entry changes none.
_OF_FACTS = ("begin", "add", "update", "remove", "erase")
# So many entries are opened together.
_TOLD_AT_ONCE = 200
_NOUNS: Mapping[str, type[SQLModel]] = {"specialist": SpecialistRow, "mission": MissionRow, "assignment": AssignmentRow}
_READ: Mapping[str, Callable[[Connection, list[int]], Sequence[Value]]] = {
    "specialist": reading.specialists,
    "mission": reading.missions,
    "assignment": reading.assignments,
}


@dataclass(frozen=True)
class Event:
    """One entry with what the fact was before and what it became; None where it was not there."""

    entry: Entry
    id: str | None  # None when it belongs to somebody who was erased
    before: Value | None
    after: Value | None


class Record:
    """The record of one pool; every answer is of one revision."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def head(self) -> Head:
        """Where the chain ends."""
        with connections.reading(self._engine) as connection:
            return chain.head(connection)

    def as_of(self, revision: int) -> Pool:
        """The pool as it was; NoSuchRevision. Whoever was erased since is not in it."""
        with connections.reading(self._engine) as connection:
            return as_of(connection, revision)

    def events(self, specialist: str | None = None, since: int = 0) -> Iterator[Event]:
        """What happened after revision ``since``, in order; to one specialist, or to all. NotFound."""
        rows = table(AuditRow)
        with connections.reading(self._engine) as connection:
            where = [rows.c.rev > since, *self._about(connection, specialist)]
            found = chain.entries(connection, *where)
            while some := list(islice(found, _TOLD_AT_ONCE)):
                yield from _events(connection, some)

    def latest(
        self, holds: Callable[[Entry], bool], before: int, most: int, within: int, specialist: str | None = None
    ) -> tuple[list[Event], int]:
        """The last ``most`` entries below a number that something holds for, the newest first, and where to look on.

        Of all entries only the ``within`` last below it are looked at, of one specialist all; 0 when no more are
        left. NotFound.
        """
        rows = table(AuditRow)
        with connections.reading(self._engine) as connection:
            end = min(before, chain.head(connection).entries + 1)
            start = 0 if specialist is not None else max(0, end - within)
            where = [rows.c.seq < end, rows.c.seq >= start, *self._about(connection, specialist)]
            with closing(chain.backwards(connection, *where)) as entries:
                found = list(islice(filter(holds, entries), most))
            told = _events(connection, found)
        return told, found[-1].seq if len(found) == most else max(start, 0)

    def _about(self, connection: Connection, specialist: str | None) -> list[ColumnElement[bool]]:
        """What holds of the entries of one specialist, nothing where none is named; NotFound."""
        if specialist is None:
            return []
        found = people.known(connection, [specialist]).get(specialist)
        if found is None:
            raise NotFound("specialist", specialist)
        rows = table(AuditRow)
        return [rows.c.kind == "specialist", rows.c.subject == found.subject]

    def faults(self, kept: Head | None = None, facts: bool = False) -> Iterator[Fault]:
        """Everything wrong with the chain; with ``facts`` also whether the pool is what the chain says."""
        with connections.reading(self._engine) as connection:
            yield from all_faults(connection, kept)
            if facts:
                yield from _facts_differ(connection)

    def touched(self) -> dict[str, date]:
        """The day on which each specialist's facts last changed, by id."""
        rows, persons = table(AuditRow), table(PersonRow)
        wanted = (
            select(persons.c.id, func.max(rows.c.at))
            .join(persons, persons.c.subject == rows.c.subject)
            .where(rows.c.kind == "specialist", rows.c.op.in_(_OF_FACTS))
            .group_by(persons.c.id)
        )
        with connections.reading(self._engine) as connection:
            return {id: datetime.fromisoformat(at).date() for id, at in connection.execute(wanted)}

    def note_access(self, actor: str, purpose: str, specialist: str, op: str) -> None:
        """Put on record that somebody saw what is known of a person. No fact changes, so no revision. NotFound."""
        self.note_accesses(actor, purpose, [specialist], op)

    def note_accesses(self, actor: str, purpose: str, specialists: Sequence[str], op: str) -> None:
        """The same for several people in one transaction; NotFound names one who is unknown."""
        with connections.writing(self._engine) as connection:
            known = people.known(connection, specialists)
            for unknown in (id for id in specialists if id not in known):
                raise NotFound("specialist", unknown)
            _seen(connection, actor, purpose, "specialist", specialists, op)

    def note_sight(self, actor: str, purpose: str, kind: str, id: str) -> None:
        """Put on record that somebody saw a document of casework. No fact changes, so no revision."""
        with connections.writing(self._engine) as connection:
            _seen(connection, actor, purpose, kind, [id], "see")

    def sights(self, kind: str, id: str) -> list[Entry]:
        """Who saw a document of casework, and when."""
        rows = table(AuditRow)
        with connections.reading(self._engine) as connection:
            return list(chain.entries(connection, rows.c.kind == kind, rows.c.subject == id, rows.c.op == "see"))


def _seen(connection: Connection, actor: str, purpose: str, kind: str, ids: Sequence[str], op: str) -> None:
    end = chain.Chain.begin(connection, adds_revision=False)
    what = {"kind": kind, "version": 0, "op": op, "actor": actor, "purpose": purpose, "at": chain.now()}
    end.append([{**what, "id": id, "ord": ord} for ord, id in enumerate(ids)], {})
    end.close()


def as_of(connection: Connection, revision: int) -> Pool:
    """The pool as it was at a revision; see Record.as_of."""
    feed, rows = table(FeedRow), table(AuditRow)
    epoch, now, first = connection.execute(select(feed.c.epoch, feed.c.rev, feed.c.history_from)).one()
    if first is None or not first <= revision <= now:
        raise NoSuchRevision(revision, first or 0, now)
    known = Unpacking(people.everybody(connection))
    newest = (
        select(func.max(rows.c.seq))
        .where(rows.c.rev <= revision, rows.c.op.in_(_OF_FACTS), rows.c.kind.in_(FACTS))
        .group_by(rows.c.kind, rows.c.subject)
    )
    found: dict[str, list[Value]] = {kind: [] for kind in FACTS}
    for entry in chain.entries(connection, rows.c.seq.in_(newest)):
        value = None if entry.payload is None else known.value(entry.kind, entry.subject, entry.payload)
        if value is not None:
            found[entry.kind].append(value)
    found["specialist"] += [former(subject) for subject in known.faceless]
    by_id = {kind: tuple(sorted(values, key=lambda value: value.id)) for kind, values in found.items()}
    return Pool(epoch, revision, by_id["specialist"], by_id["mission"], by_id["assignment"])  # type: ignore[arg-type]


def begin_history(connection: Connection) -> None:
    """Start the chain of a pool that is older than chains: one entry for each fact as it is now."""
    feed = table(FeedRow)
    rev = connection.execute(select(feed.c.rev)).scalar_one()
    end = chain.Chain.begin(connection, adds_revision=False)
    who = {"op": "begin", "actor": "rtcm", "purpose": "history begins", "at": chain.now()}
    count = 0
    for kind, row in _NOUNS.items():
        for keys in reading.in_order(connection, row):
            values = _READ[kind](connection, keys)
            versions = _versions(connection, row, keys)
            changes = [
                {**who, "kind": kind, "id": value.id, "version": versions[value.id], "ord": at}
                for at, value in enumerate(values, start=count)
            ]
            end.append(changes, {value.id: value for value in values})
            count += len(values)
    end.close()
    connection.execute(update(feed).values(history_from=rev))


def _versions(connection: Connection, row: type[SQLModel], keys: list[int]) -> dict[str, int]:
    rows = table(row)
    wanted = select(rows.c.id, rows.c.version).where(rows.c.key.in_(keys))
    return {row.id: row.version for row in connection.execute(wanted)}


def all_faults(connection: Connection, kept: Head | None = None) -> Iterator[Fault]:
    """Everything wrong with the chain: its links, its ends, its seals, and changes that it does not hold."""
    opened = Unpacking(people.everybody(connection))
    erased = tombstones.subjects(connection)
    seals: list[Fault] = []

    def watched() -> Iterator[Entry]:
        for entry in chain.entries(connection):
            seals.extend(_seal_faults(entry, opened, erased))
            yield entry

    yield from faults(watched(), chain.head(connection), kept)
    yield from seals
    yield from _unrecorded(connection)


def _seal_faults(entry: Entry, opened: Unpacking, erased: set[str]) -> Iterator[Fault]:
    if entry.payload is None or entry.kind not in MODELS:
        return
    gone = entry.kind == "specialist" and entry.subject not in opened.people
    if gone and entry.subject not in erased:
        yield Fault(entry.seq, f"the key of {entry.subject} is gone, although nobody erased them")
    elif not gone:
        try:
            opened.value(entry.kind, entry.subject, entry.payload)
        except (DamagedSeal, ValueError, KeyError, TypeError, zlib.error):
            yield Fault(entry.seq, f"what it holds of {entry.kind} {entry.subject} cannot be opened")


def _unrecorded(connection: Connection) -> Iterator[Fault]:
    """Changes of the feed without an entry: somebody wrote past the store."""
    changes, rows = table(ChangeRow), table(AuditRow)
    first = connection.execute(select(table(FeedRow).c.history_from)).scalar_one() or 0
    held = select(rows.c.seq).where(rows.c.rev == changes.c.rev, rows.c.ord == changes.c.ord).exists()
    wanted = select(changes.c.rev, changes.c.kind, changes.c.id).where(changes.c.rev > first, ~held)
    for rev, kind, id in connection.execute(wanted.order_by(changes.c.rev)):
        yield Fault(None, f"revision {rev} changed {kind} {id} without an entry in the chain")


def _facts_differ(connection: Connection) -> Iterator[Fault]:
    now = as_of(connection, connection.execute(select(table(FeedRow).c.rev)).scalar_one())
    stored = [each for keys in reading.in_order(connection, MissionRow) for each in reading.missions(connection, keys)]
    facts = Snapshot(now.epoch, now.revision, reading.columns(connection))
    if now.snapshot().content_hash() != facts.content_hash() or list(now.missions) != stored:
        yield Fault(None, "the facts of the pool are not those that the chain tells")


def _events(connection: Connection, entries: Sequence[Entry]) -> list[Event]:
    """Some entries opened, each with what the fact was before."""
    before = _before(connection, entries)
    named = [subjects(each.kind, each.subject, held) for each in entries for held in (each.payload, before[each.seq])]
    known = Unpacking(people.behind(connection, set().union(*named)))
    return [_event(each, before[each.seq], known) for each in entries]


def _event(entry: Entry, before: bytes | None, known: Unpacking) -> Event:
    person = known.people.get(entry.subject)
    id = entry.subject if entry.kind != "specialist" else person.id if person else None
    was, became = (
        None if held is None else known.value(entry.kind, entry.subject, held) for held in (before, entry.payload)
    )
    return Event(entry, id, was, became)


def _before(connection: Connection, entries: Sequence[Entry]) -> dict[int, bytes | None]:
    """What the chain held of the fact of each entry before it, by the number of the entry."""
    rows = table(AuditRow)
    last, older = rows.alias(), rows.alias()
    same = (older.c.kind == rows.c.kind, older.c.subject == rows.c.subject, older.c.seq < rows.c.seq)
    newest = select(func.max(older.c.seq)).where(*same, older.c.op.in_(_OF_FACTS)).correlate(rows).scalar_subquery()
    wanted = select(rows.c.seq, last.c.payload).select_from(rows.outerjoin(last, last.c.seq == newest))
    found = connection.execute(wanted.where(rows.c.seq.in_([each.seq for each in entries])))
    return {row.seq: row.payload for row in found}

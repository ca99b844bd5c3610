"""The store: the only holder of a session; what it writes commits at the edge, as one revision."""

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

from rapidfuzz import process
from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

from registry.changes import Changes, Delta
from registry.domain import Assignment, Duplicate, DuplicateState, Mission, Specialist
from registry.duplicates import compare
from registry.errors import NotFound
from registry.history import Pool
from registry.sealing import digest
from registry.snapshot import Snapshot
from registry.store import backup, duplicate_rows, erasing, reading, requests, restoring, tombstones
from registry.store import engine as connections
from registry.store.accounts import Accounts
from registry.store.backup import Manifest
from registry.store.calendars import Calendars
from registry.store.casework import Casework
from registry.store.documents import Documents
from registry.store.jobs import Jobs
from registry.store.opening import Opened, closed_on_failure
from registry.store.outbox import Outbox
from registry.store.queueing import Lease
from registry.store.reading import Trained
from registry.store.record import Event, Record
from registry.store.requests import Claim, Kept, Requests
from registry.store.view import View
from registry.store.webhooks import Webhooks
from registry.store.writing import Outcome, Writing
from registry.tables import AssignmentRow, FeedRow, MissionRow, SpecialistRow, table

__all__ = [
    "Accounts",
    "Casework",
    "Claim",
    "Documents",
    "Event",
    "Jobs",
    "Kept",
    "Lease",
    "Outbox",
    "Outcome",
    "Record",
    "Requests",
    "Store",
    "Trained",
    "View",
    "Writing",
]

_NOUNS: dict[str, type[SQLModel]] = {
    "specialist": SpecialistRow,
    "mission": MissionRow,
    "assignment": AssignmentRow,
}
T = TypeVar("T")


class Store(Opened):
    """A pool in one database, SQLite or PostgreSQL."""

    @property
    def record(self) -> Record:
        """What was changed, by whom and why, and whether the chain that says so is whole."""
        return Record(self._engine)

    @property
    def requests(self) -> Requests:
        """Requests that may be sent twice."""
        return Requests(self._engine)

    def carrying_out(self, claim: Claim) -> Self:
        """The same pool, in which every transaction that writes notes that it is the effect of a request.

        A transaction fails with RequestTaken, and leaves no trace, when another attempt has taken over.
        """
        bound = copy.copy(self)
        bound._engine = self._engine.execution_options(before_commit=partial(requests.mark, claim=claim))
        return bound

    @property
    def cases(self) -> Casework:
        """What missions gather on their way from request to appraisal."""
        return Casework(self._engine)

    @property
    def documents(self) -> Documents:
        """What people handed in to back their claims."""
        return Documents(self._engine)

    @property
    def jobs(self) -> Jobs:
        """Long work, and what came of it."""
        return Jobs(self._engine)

    @property
    def accounts(self) -> Accounts:
        """Who may sign in, where they are signed in, and their tokens."""
        return Accounts(self._engine)

    @property
    def calendars(self) -> Calendars:
        """Whose calendar a secret address opens."""
        return Calendars(self._engine)

    @property
    def webhooks(self) -> Webhooks:
        """Who outside is told when states change."""
        return Webhooks(self._engine)

    @property
    def outbox(self) -> Outbox:
        """The mails that wait, and what became of the others."""
        return Outbox(self._engine)

    def as_of(self, revision: int) -> Pool:
        """The pool as it was at a revision; NoSuchRevision. Whoever was erased since is not in it."""
        return self.record.as_of(revision)

    def erase(self, id: str, actor: str, purpose: str = "erasure") -> None:
        """Erase a person from tables, feed, history and files; NotFound. Repeated, it clears what is left on disk."""
        with connections.writing(self._engine) as connection:
            if not tombstones.has(connection, id):
                erasing.erase(Writing(connection, actor, purpose), id)
        erasing.scrub(self._engine)

    def backup(self, file: Path) -> Manifest:
        """Write every table at one revision to a checked file, while others write; what it says of itself."""
        return backup.backup(self._engine, file)

    @classmethod
    def restore(cls, url: str, file: Path, actor: str, erased: Iterable[str] = ()) -> list[str]:
        """Put a backup in the place of the pool, all or nothing; the ids of those who were erased again.

        DamagedBackup, NewerDatabase. ``erased`` are subjects of erased people that the pool itself does not know.
        """
        opened = backup.open_backup(file)
        with closed_on_failure(cls(url)) as store, connections.translated():
            again = restoring.restore(store._engine, opened, erased, actor)
            store.close()
            return again

    def pseudonyms(self, ids: Iterable[str]) -> dict[str, str]:
        """A name for each id that tells nobody who it is, the same as long as the pool lives."""
        with connections.reading(self._engine) as connection:
            salt = connection.scalar(select(table(FeedRow).c.salt)) or ""
        return {id: f"p-{digest(salt, f'pseudonym {id}')[:16]}" for id in ids}

    def tombstones(self) -> set[str]:
        """The subjects of everybody who was erased, to keep beside the backups."""
        with connections.reading(self._engine) as connection:
            return tombstones.subjects(connection)

    def revision(self) -> tuple[str, int]:
        """Epoch and revision at this moment."""
        with self.view() as view:
            return view.position

    @contextmanager
    def writing(self, actor: str, purpose: str) -> Iterator[Writing]:
        """One transaction, one revision: commits at a normal end, leaves no trace at an exception."""
        with connections.writing(self._engine) as connection:
            writing = Writing(connection, actor, purpose)
            yield writing
            writing.stamp()

    def specialist(self, id: str) -> Specialist:
        """One specialist; NotFound with the nearest ids."""
        return self._one("specialist", id, reading.specialists)

    def mission(self, id: str) -> Mission:
        """One mission; NotFound with the nearest ids."""
        return self._one("mission", id, reading.missions)

    def missions_of(self, ids: Iterable[str]) -> dict[str, Mission]:
        """Some missions by id, in one look; NotFound."""
        wanted, rows = sorted(set(ids)), table(MissionRow)
        with connections.reading(self._engine) as connection:
            found = connection.execute(select(rows.c.id, rows.c.key).where(rows.c.id.in_(wanted)))
            keys = {each.id: each.key for each in found}
            for unknown in (id for id in wanted if id not in keys):
                raise NotFound("mission", unknown)
            return {each.id: each for each in reading.missions(connection, list(keys.values()))}

    def assignment(self, id: str) -> Assignment:
        """One assignment; NotFound with the nearest ids."""
        return self._one("assignment", id, reading.assignments)

    def assignments_of(self, specialist: str) -> list[Assignment]:
        """The assignments that name a specialist, by id."""
        with connections.reading(self._engine) as connection:
            return reading.assignments_naming(connection, specialist)

    def assignments_under(self, prefix: str) -> list[Assignment]:
        """The assignments whose ids begin so, by id."""
        with connections.reading(self._engine) as connection:
            return reading.assignments_where(connection, table(AssignmentRow).c.id.startswith(prefix, autoescape=True))

    def trained_in(self, module: str) -> list[Trained]:
        """Who led and who was trained in each training of a module, the earliest first."""
        with connections.reading(self._engine) as connection:
            return reading.trained_in(connection, module)

    def trainings(self) -> dict[str, int]:
        """Module -> how many assignments in which somebody was trained."""
        with connections.reading(self._engine) as connection:
            return reading.trainings(connection)

    def specialists(self) -> Iterator[Specialist]:
        """All specialists by id, of one revision, in bounded memory."""
        return self._all(SpecialistRow, reading.specialists)

    def missions(self) -> Iterator[Mission]:
        """All missions by id, of one revision."""
        return self._all(MissionRow, reading.missions)

    def assignments(self) -> Iterator[Assignment]:
        """All assignments by id, of one revision."""
        return self._all(AssignmentRow, reading.assignments)

    def duplicates(self, state: DuplicateState | None = None) -> list[Duplicate]:
        """The queue of entries that may be one person, the likeliest first; all, or those of one state."""
        with connections.reading(self._engine) as connection:
            return duplicate_rows.duplicates(connection, state)

    def compared(self, one: str, other: str) -> Duplicate:
        """A pair as the queue has it, else compared now; CannotDecide, NotFound."""
        with connections.reading(self._engine) as connection:
            duplicate_rows.expect_two(connection, one, other)
            row = duplicate_rows.row_of(connection, duplicate_rows.in_order(one, other), DuplicateState.OPEN)
        return duplicate_rows.duplicate(row) if row is not None else compare(self.snapshot(), one, other)

    def set_apart(self) -> set[tuple[str, str]]:
        """Pairs (smaller id first) of whom somebody said that they are two people."""
        with connections.reading(self._engine) as connection:
            return duplicate_rows.apart(connection)

    def mission_titles(self) -> list[tuple[str, str]]:
        """(id, title) of every mission, by id."""
        rows = table(MissionRow)
        with connections.reading(self._engine) as connection:
            return sorted((id, title) for id, title in connection.execute(select(rows.c.id, rows.c.title)))

    def count(self, noun: str) -> int:
        """How many specialists, missions or assignments there are."""
        with connections.reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(table(_NOUNS[noun]))) or 0

    def version(self, noun: str, id: str) -> int:
        """The version of one row; NotFound."""
        rows = table(_NOUNS[noun])
        with connections.reading(self._engine) as connection:
            found: int | None = connection.scalar(select(rows.c.version).where(rows.c.id == id))
        if found is None:
            raise NotFound(noun, id)
        return found

    @contextmanager
    def view(self) -> Iterator[View]:
        """A look at the pool in which everything is of one revision."""
        with connections.reading(self._engine) as connection:
            yield View(connection)

    def snapshot(self) -> Snapshot:
        """All facts at one revision, as columns."""
        with self.view() as view:
            return view.snapshot()

    def changes_since(self, rev: int) -> Changes:
        """What changed after a revision, read together with the revision it leads to; see View."""
        with self.view() as view:
            return view.changes_since(rev)

    def delta(self, epoch: str, since: int) -> Delta:
        """What a reader at a revision of an epoch has missed, in one look; see View."""
        with self.view() as view:
            return view.delta(epoch, since)

    def _one(self, noun: str, id: str, read: Callable[[Connection, list[int]], list[T]]) -> T:
        rows = table(_NOUNS[noun])
        with connections.reading(self._engine) as connection:
            key = connection.scalar(select(rows.c.key).where(rows.c.id == id))
            if key is None:
                known = connection.scalars(select(rows.c.id).limit(10_000)).all()
                near = process.extract(id[:100], known, limit=3, score_cutoff=60)
                raise NotFound(noun, id, [name for name, _, _ in near])
            return read(connection, [key])[0]

    def _all(self, row: type[SQLModel], read: Callable[[Connection, list[int]], list[T]]) -> Iterator[T]:
        with connections.reading(self._engine) as connection:
            for keys in reading.in_order(connection, row):
                yield from read(connection, keys)

"""One write transaction: what is put, updated and removed in it becomes one revision."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pyarrow as pa
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlmodel import SQLModel

from registry.columns import SCHEMAS, Row, rows_of_assignment, rows_of_specialist
from registry.domain import Assignment, Mission, Specialist
from registry.errors import NotFound, StaleVersion, UnknownSpecialists
from registry.history import Value, former, replaced
from registry.sealing import new_subject
from registry.store import account_rows, casework, document_rows, duplicate_rows, mail_rows, reading, tombstones
from registry.store.chain import Chain, now
from registry.tables import ROWS, AssignmentRow, ChangeRow, FeedRow, MissionRow, SpecialistRow, table

_ASKED_AT_ONCE = 500

_NOUNS: dict[str, type[SQLModel]] = {"specialist": SpecialistRow, "mission": MissionRow, "assignment": AssignmentRow}
T = TypeVar("T", Specialist, Mission, Assignment)


@dataclass(frozen=True)
class Outcome:
    """How many records were new, changed, or as they were."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.added + other.added, self.updated + other.updated, self.unchanged + other.unchanged)


@dataclass
class Writing:
    """What happens between begin and commit; ``revision`` is known after the commit, None if nothing changed."""

    connection: Connection
    actor: str
    purpose: str
    revision: int | None = None
    _changed: int = field(default=0, init=False)
    _pending: list[dict[str, Any]] = field(default_factory=list, init=False)
    _chain: Chain | None = field(default=None, init=False)

    def put_specialists(self, batch: Sequence[Specialist]) -> Outcome:
        """Insert or replace profiles; what is unchanged is left alone, and so is a restriction.

        ErasedPerson when one stands under the id of somebody who was erased.
        """
        tombstones.refuse(self.connection, [each.id for each in batch])
        known = self._known(SpecialistRow, batch)
        stored = {each.id: each for each in reading.specialists(self.connection, [key for key, _ in known.values()])}
        kept = [_still_restricted(each, stored.get(each.id)) for each in batch]
        return self._put(SpecialistRow, "specialist", kept, known, stored)

    def put_missions(self, batch: Sequence[Mission]) -> Outcome:
        """Insert or replace missions."""
        known = self._known(MissionRow, batch)
        stored = reading.missions(self.connection, [key for key, _ in known.values()])
        return self._put(MissionRow, "mission", batch, known, {each.id: each for each in stored})

    def put_assignments(self, batch: Sequence[Assignment]) -> Outcome:
        """Insert or replace assignments; UnknownSpecialists when they name somebody who is not in the pool."""
        known = self._known(AssignmentRow, batch)
        stored = reading.assignments(self.connection, [key for key, _ in known.values()])
        return self._put(AssignmentRow, "assignment", batch, known, {each.id: each for each in stored})

    def update_specialist(self, specialist: Specialist, expected_version: int) -> int:
        """Replace one profile that is still at ``expected_version``; the new version. StaleVersion, NotFound."""
        return self._update(SpecialistRow, "specialist", specialist, expected_version)

    def update_mission(self, mission: Mission, expected_version: int) -> int:
        """Replace one mission that is still at ``expected_version``; the new version. StaleVersion, NotFound."""
        return self._update(MissionRow, "mission", mission, expected_version)

    def remove_specialist(self, id: str, op: str = "remove") -> None:
        """Remove a specialist with everything that hangs on them, also from queues; NotFound.

        Where they served or were trained, a former member without a face takes their place.
        """
        self._replace_in_assignments(id)
        self._remove(SpecialistRow, "specialist", id, op)
        duplicate_rows.forget(self.connection, id)
        document_rows.forget(self.connection, id)
        mail_rows.forget(self.connection, "specialist", id)
        self.remove_accounts_of(id, op)

    def remove_accounts_of(self, specialist: str, op: str = "remove") -> None:
        """Remove the accounts that are somebody's own, with their sessions and tokens."""
        gone = account_rows.remove_of(self.connection, specialist)
        for account, _ in gone:
            mail_rows.forget(self.connection, "account", account)
        self._note("account", op, gone)

    def drop_specialist(self, id: str) -> None:
        """Remove an entry whose facts another one has taken over; NotFound."""
        self._remove(SpecialistRow, "specialist", id)

    def remove_mission(self, id: str) -> None:
        """Remove a mission; NotFound."""
        self._remove(MissionRow, "mission", id)

    def stored_assignments(self, ids: Sequence[str]) -> list[Assignment]:
        """Those of these assignments that are stored, as this transaction sees them."""
        return reading.assignments(self.connection, self._stored(AssignmentRow, ids))

    def stored_missions(self, ids: Sequence[str]) -> list[Mission]:
        """Those of these missions that are stored, as this transaction sees them."""
        return reading.missions(self.connection, self._stored(MissionRow, ids))

    @property
    def cases(self) -> casework.Writing:
        """What missions gather on their way, as this transaction sees it and writes it."""
        return casework.Writing(self.connection, self._note)

    def note(self, kind: str, op: str, moved: Iterable[tuple[str, int]]) -> None:
        """Put on record what happened to (id, version) of something that is no fact; a revision all the same."""
        self._note(kind, op, moved)

    def _stored(self, row: type[SQLModel], ids: Sequence[str]) -> list[int]:
        rows = table(row)
        return sorted(self.connection.scalars(select(rows.c.key).where(rows.c.id.in_(ids))))

    def _known(self, row: type[SQLModel], batch: Sequence[T]) -> dict[str, tuple[int, int]]:
        """Id -> (key, version) of those already stored."""
        rows = table(row)
        ids = [each.id for each in batch]
        found = self.connection.execute(select(rows.c.id, rows.c.key, rows.c.version).where(rows.c.id.in_(ids)))
        return {id: (key, version) for id, key, version in found}

    def _put(
        self,
        row: type[SQLModel],
        noun: str,
        batch: Sequence[T],
        known: Mapping[str, tuple[int, int]],
        stored: Mapping[str, T],
    ) -> Outcome:
        new = [each for each in batch if each.id not in known]
        moved = [each for each in batch if each.id in known and stored[each.id] != each]
        for each in moved:
            self._replace(row, each, *known[each.id])
        self._insert(row, new)
        became: dict[str, Value] = {each.id: each for each in new}
        became.update({each.id: each for each in moved})
        self._note(noun, "add", [(each.id, 1) for each in new], became)
        self._note(noun, "update", [(each.id, known[each.id][1] + 1) for each in moved], became)
        return Outcome(len(new), len(moved), len(batch) - len(new) - len(moved))

    def _insert(self, row: type[SQLModel], new: Sequence[T]) -> None:
        if not new:
            return
        # Writers queue, so the highest key plus one is nobody else's.
        first = (self.connection.scalar(select(func.max(table(row).c.key))) or 0) + 1
        rows: dict[str, list[dict[str, Any]]] = {}
        for key, each in enumerate(new, start=first):
            for noun, values in self._rows(each, key):
                rows.setdefault(noun, []).append(values)
        for noun, values_of_all in rows.items():
            target = MissionRow if noun == "missions" else ROWS[noun]
            self.connection.execute(insert(table(target)), values_of_all)

    def _replace(self, row: type[SQLModel], each: T, key: int, version: int) -> None:
        head, *children = self._rows(each, key)
        values = {**head[1], "version": version + 1}
        self.connection.execute(update(table(row)).where(table(row).c.key == key).values(values))
        self._clear(row, key)
        for noun, child in children:
            self.connection.execute(insert(table(ROWS[noun])), child)

    def _clear(self, row: type[SQLModel], key: int) -> None:
        """Remove the rows that hang on one owner."""
        for noun, schema in SCHEMAS.items():
            owner = schema.names[0]
            if row is not MissionRow and table(row).name == owner:
                child = table(ROWS[noun])
                self.connection.execute(delete(child).where(child.c[f"{owner}_key"] == key))

    def _rows(self, each: Specialist | Mission | Assignment, key: int) -> list[tuple[str, dict[str, Any]]]:
        if isinstance(each, Mission):
            return [("missions", _mission_row(each, key))]
        if isinstance(each, Specialist):
            return _numbered(rows_of_specialist(each, key), key)
        return _numbered(rows_of_assignment(each, key, self._keys_of(each)), key)

    def version(self, noun: str, id: str) -> int:
        """The version of one row as this transaction sees it; NotFound."""
        rows = table(_NOUNS[noun])
        found: int | None = self.connection.scalar(select(rows.c.version).where(rows.c.id == id))
        if found is None:
            raise NotFound(noun, id)
        return found

    def known_specialists(self, ids: set[str]) -> set[str]:
        """Those of these ids that are in the pool, as this transaction sees it."""
        return set(self._keys(ids))

    def stored_specialists(self, ids: set[str]) -> list[Specialist]:
        """Those of these people who are in the pool, as this transaction sees them."""
        return reading.specialists(self.connection, list(self._keys(ids).values()))

    def _keys_of(self, assignment: Assignment) -> dict[str, int]:
        """The keys of everybody an assignment names."""
        keys = self._keys(assignment.people)
        if assignment.people - keys.keys():
            raise UnknownSpecialists(assignment.id, sorted(assignment.people - keys.keys()))
        return keys

    def _keys(self, ids: set[str]) -> dict[str, int]:
        rows, wanted, found = table(SpecialistRow), sorted(ids), {}
        for at in range(0, len(wanted), _ASKED_AT_ONCE):
            some = select(rows.c.id, rows.c.key).where(rows.c.id.in_(wanted[at : at + _ASKED_AT_ONCE]))
            found.update({each.id: each.key for each in self.connection.execute(some)})
        return found

    def _update(self, row: type[SQLModel], noun: str, each: Specialist | Mission, expected: int) -> int:
        rows = table(row)
        found = self.connection.execute(
            select(rows.c.key, rows.c.version).where(rows.c.id == each.id).with_for_update()
        ).first()
        if found is None:
            raise NotFound(noun, each.id)
        if found.version != expected:
            raise StaleVersion(noun, each.id, expected, found.version)
        self._replace(row, each, found.key, expected)  # type: ignore[type-var]  # one of T's own
        self._note(noun, "update", [(each.id, expected + 1)], {each.id: each})
        return expected + 1

    def _remove(self, row: type[SQLModel], noun: str, id: str, op: str = "remove") -> None:
        rows = table(row)
        found = self.connection.execute(select(rows.c.key, rows.c.version).where(rows.c.id == id)).first()
        if found is None:
            raise NotFound(noun, id)
        self.connection.execute(delete(rows).where(rows.c.key == found.key))
        self._note(noun, op, [(id, found.version + 1)])

    def _replace_in_assignments(self, id: str) -> None:
        """Put a former member in the place of a specialist, so that what others did still stands."""
        named = reading.assignments_naming(self.connection, id)
        if named:
            stand_in = former(new_subject())
            self.put_specialists([stand_in])
            self.put_assignments([replaced(each, id, stand_in.id) for each in named])

    def _note(
        self, kind: str, op: str, moved: Iterable[tuple[str, int]], became: Mapping[str, Value] | None = None
    ) -> None:
        """Put on record what moved; ``became`` holds by id what each fact is now, for the chain."""
        who = {"kind": kind, "op": op, "actor": self.actor, "purpose": self.purpose, "at": now()}
        changes: list[dict[str, Any]] = []
        for id, version in moved:
            changes.append({**who, "id": id, "version": version, "ord": self._changed})
            self._changed += 1
        if changes:
            self._chain = self._chain or Chain.begin(self.connection)
            self._chain.append(changes, {change["id"]: became[change["id"]] for change in changes} if became else {})
            self._pending += changes

    def stamp(self) -> None:
        """Write what changed under the next revision; the last thing before the commit."""
        if self._chain is None:
            return
        self._chain.close()
        if self.connection.dialect.name == "postgresql":
            # A constraint trigger stamps these rows; asking it now tells the number before the commit.
            self.connection.execute(insert(table(ChangeRow)), self._pending)
            self.connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
            self.revision = self.connection.scalar(select(table(FeedRow).c.rev))
            return
        feed = table(FeedRow)
        self.revision = self.connection.scalar(update(feed).values(rev=feed.c.rev + 1).returning(feed.c.rev))
        stamped = [{**change, "rev": self.revision} for change in self._pending]
        self.connection.execute(insert(table(ChangeRow)), stamped)


def _still_restricted(each: Specialist, stored: Specialist | None) -> Specialist:
    """A file that knows nothing of a restriction does not lift it; only an update of this one person does."""
    lifted = stored is not None and stored.restricted and not each.restricted
    return each.model_copy(update={"restricted": True}) if lifted else each


# Per noun the columns that its rows fill, and which of them are lists.
_COLUMNS = {
    noun: [f"{name}_key" if name in ("specialist", "assignment") else name for name in schema.names]
    for noun, schema in SCHEMAS.items()
}
_LISTS = {noun: [field.name for field in schema if pa.types.is_list(field.type)] for noun, schema in SCHEMAS.items()}


def _numbered(rows: Iterable[tuple[str, Row]], key: int) -> list[tuple[str, dict[str, Any]]]:
    """Rows as the tables hold them: under their owner's key, numbered, lists as JSON."""
    counts: dict[str, int] = {}
    found = []
    for noun, row in rows:
        values: dict[str, Any] = dict(zip(_COLUMNS[noun], row, strict=True))
        for name in _LISTS[noun]:
            values[name] = json.dumps(values[name], ensure_ascii=False) if values[name] else "[]"
        if "id" in values:
            values["key"], values["version"] = key, 1
        else:
            counts[noun] = values["ord"] = counts.get(noun, -1) + 1
        found.append((noun, values))
    return found


def _mission_row(mission: Mission, key: int) -> dict[str, Any]:
    return {
        "key": key,
        "version": 1,
        "id": mission.id,
        "title": mission.title,
        "start": mission.window.start,
        "end": mission.window.end,
        "document": mission.model_dump_json(exclude_defaults=True),
    }

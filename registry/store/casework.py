"""Casework in the database: reading it, and writing it inside a write transaction."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from registry.casework import KINDS, Place, found_by, instant, kind_of, places_of, put_back
from registry.domain import Case, PersonalCase
from registry.errors import CannotDecide, NotFound, StaleVersion
from registry.history import Value, swapped
from registry.store import engine as connections
from registry.store import webhook_rows
from registry.tables import table
from registry.tables_casework import CaseRow

_ROWS = table(CaseRow)
C = TypeVar("C", bound=Case)
Note = Callable[[str, str, Iterable[tuple[str, int]], Mapping[str, Value] | None], None]


class Moved(NamedTuple):
    """A document in which one id took the place of another, and where."""

    kind: str
    id: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Reading:
    """Casework as one transaction sees it."""

    connection: Connection

    def get(self, model: type[C], id: str) -> C:
        """One document; NotFound."""
        return self.versioned(model, id)[0]

    def versioned(self, model: type[C], id: str) -> tuple[C, int]:
        """One document with its version; NotFound."""
        wanted = select(_ROWS.c.document, _ROWS.c.version).where(*_is(model, id))
        found = self.connection.execute(wanted).first()
        if found is None:
            raise NotFound(kind_of(model), id)
        return model.model_validate_json(found.document), found.version

    def find(
        self,
        model: type[C],
        *,
        mission: str | None = None,
        seat: int | None = None,
        specialist: str | None = None,
        account: str | None = None,
        reference: str | None = None,
        states: Sequence[str] | None = None,
        due_by: datetime | None = None,
        newest: int | None = None,
    ) -> list[C]:
        """The documents of one kind for which everything that is told holds, in the order in which they were made.

        ``newest``: only so many, those that were made last.
        """
        where: list[Any] = [_ROWS.c.kind == kind_of(model)]
        named = {"mission": mission, "seat": seat, "specialist": specialist, "account": account, "reference": reference}
        where += [_ROWS.c[name] == value for name, value in named.items() if value is not None]
        if states is not None:
            where.append(_ROWS.c.state.in_([str(state) for state in states]))
        if due_by is not None:
            where.append(_ROWS.c.due <= instant(due_by))
        wanted = select(_ROWS.c.document).where(*where).order_by(_ROWS.c.number.desc(), _ROWS.c.id.desc()).limit(newest)
        return [model.model_validate_json(document) for document in self.connection.scalars(wanted)][::-1]

    def counts(self, model: type[C]) -> dict[str, int]:
        """How many documents of one kind stand in each state."""
        wanted = select(_ROWS.c.state, func.count()).where(_ROWS.c.kind == kind_of(model)).group_by(_ROWS.c.state)
        return {row[0]: row[1] for row in self.connection.execute(wanted)}


@dataclass(frozen=True)
class Writing(Reading):
    """Casework inside a write transaction: every change is a revision, and stands in the chain as it became."""

    note: Note

    def next_id(self, model: type[Case]) -> str:
        """A new id: the first letter of the kind and a running number. Writers queue, so it is nobody else's."""
        return f"{kind_of(model)[0]}{self._next_number(model)}"

    def add(self, value: Case) -> None:
        """Keep a new document."""
        kind, number = kind_of(type(value)), self._next_number(type(value))
        row = {"kind": kind, "id": value.id, "number": number, "version": 1, **_columns(value)}
        self.connection.execute(insert(_ROWS), row)
        self.note(kind, "add", [(value.id, 1)], {value.id: value})
        webhook_rows.publish(self.connection, kind, value, 1)

    def put(self, value: Case, expected: int | None = None) -> int:
        """Replace a document, one that is still at version ``expected`` where told; NotFound, StaleVersion."""
        kind, (before, version) = kind_of(type(value)), self.versioned(type(value), value.id)
        if expected is not None and version != expected:
            raise StaleVersion(kind, value.id, expected, version)
        changed = {"version": version + 1, **_columns(value)}
        self.connection.execute(update(_ROWS).where(*_is(type(value), value.id)).values(changed))
        self.note(kind, "update", [(value.id, version + 1)], {value.id: value})
        if before.standing != value.standing:
            webhook_rows.publish(self.connection, kind, value, version + 1)
        return version + 1

    def forget(self, specialist: str, stand_in: str) -> None:
        """Remove what is about one person alone; elsewhere somebody without a face takes their place."""
        self._remove_personal(specialist)
        for value, renamed in self._naming(specialist, stand_in):
            if renamed != value:
                self.put(renamed)

    def repoint(self, specialist: str, other: str) -> list[Moved]:
        """Put another specialist's id in the place of one, everywhere; what stood where, for ``give_back``."""
        moved = []
        for value, renamed in self._naming(specialist, other):
            if renamed != value:
                self.put(renamed)
                places = tuple(places_of(value.model_dump(mode="json", exclude_defaults=True), specialist))
                moved.append(Moved(kind_of(type(value)), value.id, places))
        return moved

    def give_back(self, moved: Sequence[Moved], other: str, specialist: str) -> None:
        """Put a specialist's id back where ``repoint`` replaced it; CannotDecide where something else stands now.

        What a document has gathered since stays.
        """
        for each in moved:
            document = self.get(KINDS[each.kind], each.id).model_dump(mode="json", exclude_defaults=True)
            try:
                put_back(document, each.places, other, specialist)
            except LookupError as fault:
                raise CannotDecide(
                    f"changed since the merge: {each.kind} {each.id}; undoing it would lose that"
                ) from fault
            self.put(KINDS[each.kind].model_validate(document))

    def _next_number(self, model: type[Case]) -> int:
        newest = select(func.max(_ROWS.c.number)).where(_ROWS.c.kind == kind_of(model))
        return (self.connection.scalar(newest) or 0) + 1

    def _remove_personal(self, specialist: str) -> None:
        mine = _ROWS.c.specialist == specialist
        for kind in (kind for kind, model in KINDS.items() if issubclass(model, PersonalCase)):
            found = self.connection.execute(
                select(_ROWS.c.id, _ROWS.c.version).where(_ROWS.c.kind == kind, mine).order_by(_ROWS.c.number)
            )
            gone = [(id, version + 1) for id, version in found]
            self.connection.execute(delete(_ROWS).where(_ROWS.c.kind == kind, mine))
            self.note(kind, "erase", gone, None)

    def _naming(self, specialist: str, other: str) -> list[tuple[Case, Case]]:
        """Every document that names a specialist, as it is and with another id in that place."""
        wanted = select(_ROWS.c.kind, _ROWS.c.document).where(_ROWS.c.document.contains(specialist, autoescape=True))
        pairs = []
        for kind, document in self.connection.execute(wanted).all():
            value = KINDS[kind].model_validate_json(document)
            renamed = swapped(json.loads(document), lambda text: other if text == specialist else text)
            pairs.append((value, KINDS[kind].model_validate(renamed)))
        return pairs


class Casework:
    """Casework of one pool; every answer is of one revision."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, model: type[C], id: str) -> C:
        """One document; NotFound."""
        return self.versioned(model, id)[0]

    def versioned(self, model: type[C], id: str) -> tuple[C, int]:
        """One document with its version; NotFound."""
        with connections.reading(self._engine) as connection:
            return Reading(connection).versioned(model, id)

    def find(self, model: type[C], **where: Any) -> list[C]:
        """Documents of one kind; see Reading.find for what can be told."""
        with connections.reading(self._engine) as connection:
            return Reading(connection).find(model, **where)

    def counts(self, model: type[C]) -> dict[str, int]:
        """How many documents of one kind stand in each state."""
        with connections.reading(self._engine) as connection:
            return Reading(connection).counts(model)


def _is(model: type[Case], id: str) -> tuple[Any, Any]:
    return _ROWS.c.kind == kind_of(model), _ROWS.c.id == id


def _columns(value: Case) -> dict[str, Any]:
    return {**found_by(value), "document": value.model_dump_json(exclude_defaults=True)}

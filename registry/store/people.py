"""Whom the chain knows by which subject, with the key of each."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, insert, select

from registry.history import Person
from registry.sealing import new_key, new_subject
from registry.tables import table
from registry.tables_record import PersonRow

_ASKED_AT_ONCE = 500


def known(connection: Connection, ids: Iterable[str]) -> dict[str, Person]:
    """Those of these ids that have a subject, by id."""
    return {each.id: each for each in _found(connection, "id", ids)}


def ensured(connection: Connection, ids: set[str]) -> Mapping[str, Person]:
    """Everybody of these ids, by id; whoever is named for the first time gets a subject and a key."""
    found = known(connection, ids)
    new = [Person(id, new_subject(), new_key()) for id in sorted(ids - found.keys())]
    if new:
        connection.execute(insert(table(PersonRow)), [each._asdict() for each in new])
    return {**found, **{each.id: each for each in new}}


def behind(connection: Connection, subjects: Iterable[str]) -> dict[str, Person]:
    """Those of these subjects that have a key, by subject."""
    return {each.subject: each for each in _found(connection, "subject", subjects)}


def _found(connection: Connection, column: str, values: Iterable[str]) -> Iterator[Person]:
    rows, wanted = table(PersonRow), sorted(set(values))
    for at in range(0, len(wanted), _ASKED_AT_ONCE):
        some = select(rows).where(rows.c[column].in_(wanted[at : at + _ASKED_AT_ONCE]))
        for each in connection.execute(some):
            yield Person(each.id, each.subject, each.key)


def everybody(connection: Connection) -> dict[str, Person]:
    """All who have a key, by subject."""
    rows = table(PersonRow)
    wanted = select(rows.c.id, rows.c.subject, rows.c.key)
    return {subject: Person(id, subject, key) for id, subject, key in connection.execute(wanted)}

"""Rows of stored documents: read by whoever holds a connection, moved by a merge, removed with their person."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, or_, select, update

from registry.domain import Document
from registry.sealing import unseal
from registry.store import people
from registry.tables import table
from registry.tables_documents import DocumentRow

ROWS = table(DocumentRow)


def of(connection: Connection, specialist: str) -> list[Document]:
    """What is told of the documents of one person, the oldest first."""
    rows = connection.execute(select(ROWS).where(ROWS.c.specialist == specialist)).all()
    keys = people.known(connection, {row.sealed_for for row in rows})
    told = [
        Document.model_validate_json(unseal(keys[row.sealed_for].key, row.told)).model_copy(
            update={"specialist": specialist}
        )
        for row in rows
    ]
    return sorted(told, key=lambda each: (each.at, each.id))


def held(connection: Connection, specialist: str) -> int:
    """How many documents there are of one person."""
    return connection.scalar(select(func.count()).where(ROWS.c.specialist == specialist)) or 0


def repoint(connection: Connection, specialist: str, other: str) -> list[str]:
    """Give the documents of one entry to another; their ids."""
    mine = ROWS.c.specialist == specialist
    ids = sorted(connection.scalars(select(ROWS.c.id).where(mine)))
    connection.execute(update(ROWS).where(mine).values(specialist=other))
    return ids


def give_back(connection: Connection, ids: Iterable[str], specialist: str) -> None:
    """Give documents back to the entry from which a merge took them."""
    connection.execute(update(ROWS).where(ROWS.c.id.in_(list(ids))).values(specialist=specialist))


def forget(connection: Connection, specialist: str) -> None:
    """Remove the documents of one person, and those that only their key opens."""
    connection.execute(delete(ROWS).where(or_(ROWS.c.specialist == specialist, ROWS.c.sealed_for == specialist)))

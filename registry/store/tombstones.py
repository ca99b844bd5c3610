"""Who was erased: nobody comes back under the same id, and a restored backup erases them again."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from registry.errors import ErasedPerson
from registry.sealing import digest
from registry.tables import FeedRow, table
from registry.tables_record import PersonRow, TombstoneRow


def add(connection: Connection, id: str, subject: str, rev: int) -> None:
    """Remember that somebody was erased, by a hash of the id."""
    values = {"subject": subject, "digest": digest(_salt(connection), id), "rev": rev}
    connection.execute(insert(table(TombstoneRow)).values(values))


def has(connection: Connection, id: str) -> bool:
    """Whether somebody of this id was erased."""
    rows = table(TombstoneRow)
    known = select(func.count()).where(rows.c.digest == digest(_salt(connection), id))
    return bool(connection.scalar(known))


def refuse(connection: Connection, ids: Sequence[str]) -> None:
    """ErasedPerson when one of these ids is that of somebody who was erased."""
    rows = table(TombstoneRow)
    if not connection.scalar(select(func.count()).select_from(rows)):
        return
    salt = _salt(connection)
    by_digest = {digest(salt, id): id for id in ids}
    found = connection.scalar(select(rows.c.digest).where(rows.c.digest.in_(by_digest)).limit(1))
    if found is not None:
        raise ErasedPerson(by_digest[found])


def subjects(connection: Connection) -> set[str]:
    """The subjects of everybody who was erased."""
    return set(connection.scalars(select(table(TombstoneRow).c.subject)))


def returned(connection: Connection, erased: set[str]) -> list[str]:
    """The ids of those who were erased elsewhere or later, and are here."""
    people = table(PersonRow)
    return sorted(id for id, subject in connection.execute(select(people.c.id, people.c.subject)) if subject in erased)


def _salt(connection: Connection) -> str:
    salt: str = connection.execute(select(table(FeedRow).c.salt)).scalar_one()
    return salt

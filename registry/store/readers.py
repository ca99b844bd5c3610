"""Which account can be told something, inside a write transaction."""

import json

from sqlalchemy import select

from registry.accounts import Account
from registry.domain import Assignment
from registry.lifecycle import Office
from registry.store import account_rows, reading
from registry.store.account_rows import ROWS
from registry.store.writing import Writing


def account(writing: Writing, id: str | None) -> Account | None:
    """One account that is in use, None where there is none."""
    found = account_rows.find(writing.connection, ROWS.c.id == id, ROWS.c.active.is_(True))
    return None if found is None else found.account


def account_of(writing: Writing, specialist: str) -> Account | None:
    """The account that is a specialist's own, None where they have none in use."""
    found = account_rows.find(writing.connection, ROWS.c.specialist == specialist, ROWS.c.active.is_(True))
    return None if found is None else found.account


def assignments_of(writing: Writing, specialist: str) -> list[Assignment]:
    """The past work that names a specialist, by id."""
    return reading.assignments_naming(writing.connection, specialist)


def holders(writing: Writing, office: Office) -> list[Account]:
    """Every account in use that holds an office, by id."""
    wanted = select(ROWS).where(ROWS.c.active.is_(True), ROWS.c.roles.contains(json.dumps(office))).order_by(ROWS.c.id)
    return [account_rows.account(row) for row in writing.connection.execute(wanted)]

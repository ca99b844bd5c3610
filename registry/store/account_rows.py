"""Accounts as rows: reading one, and removing all that hangs on them; each within a transaction of somebody else."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select
from sqlalchemy import Row as SqlRow

from registry.accounts import Account
from registry.store import duplicate_rows
from registry.tables import SpecialistRow, table
from registry.tables_accounts import AccountRow, AttemptRow, ResetRow, SessionRow, TokenRow

ROWS = table(AccountRow)
_TOLD = ("id", "email", "name", "specialist", "organisation", "language", "active", "second_factor", "version")


@dataclass(frozen=True)
class Credentials:
    """What an account is held against when somebody signs in; never shown to anybody."""

    account: Account
    password: str | None
    totp: str | None
    totp_step: int


def moment(at: datetime) -> str:
    """An instant as the rows keep it: UTC, to the millisecond, always of one length."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def account(row: SqlRow[Any]) -> Account:
    """One row as a value."""
    own = row._mapping
    return Account.model_validate({name: own[name] for name in _TOLD} | {"roles": json.loads(own["roles"])})


def values(each: Account) -> dict[str, Any]:
    """What an account writes into its row; the second factor and the version are not its to set."""
    told = each.model_dump(mode="json", exclude={"second_factor", "version", "roles"})
    return told | {"roles": json.dumps(each.roles)}


def find(connection: Connection, *where: ColumnElement[bool]) -> Credentials | None:
    """The account for which all of ``where`` holds, None where there is none."""
    row = connection.execute(select(ROWS).where(*where)).first()
    return None if row is None else Credentials(account(row), row.password, row.totp, row.totp_step)


def linked(connection: Connection, each: Account) -> Account:
    """An account whose profile was merged into another one speaks for that one; for nobody when it is gone."""
    if each.specialist is None:
        return each
    return each.model_copy(update={"specialist": _today(connection, each.specialist)})


def _today(connection: Connection, id: str) -> str | None:
    people = table(SpecialistRow)
    seen: set[str] = set()
    while connection.scalar(select(people.c.key).where(people.c.id == id)) is None:
        merge = duplicate_rows.row_into(connection, id)
        if merge is None or merge.kept in seen:
            return None
        seen.add(id)
        id = merge.kept
    return id


def attempt_key(kind: str, of: str) -> str:
    """Under which key wrong tries are counted: a hash, so that the table names nobody."""
    return hashlib.sha256(f"{kind} {of}".encode()).hexdigest()


def remove_of(connection: Connection, specialist: str) -> Sequence[tuple[str, int]]:
    """Remove the accounts of a specialist with all that hangs on them; (id, next version) of each."""
    found = connection.execute(select(ROWS.c.id, ROWS.c.version, ROWS.c.email).where(ROWS.c.specialist == specialist))
    rows, tries = found.all(), table(AttemptRow)
    for row in rows:
        connection.execute(delete(ROWS).where(ROWS.c.id == row.id))
        connection.execute(delete(tries).where(tries.c.key == attempt_key("account", row.email)))
    return [(row.id, row.version + 1) for row in rows]


def end_sessions(connection: Connection, id: str, keep: str | None = None) -> None:
    """Sign an account out everywhere, but for the session whose digest is ``keep``; links to reset it end too."""
    sessions, resets = table(SessionRow), table(ResetRow)
    connection.execute(delete(sessions).where(sessions.c.account == id, sessions.c.digest != (keep or "")))
    connection.execute(delete(resets).where(resets.c.account == id))


def end_tokens(connection: Connection, id: str) -> None:
    """End every token of an account."""
    connection.execute(delete(table(TokenRow)).where(table(TokenRow).c.account == id))


def end_everything(connection: Connection) -> None:
    """Sign everybody out, and end every token and link: what was ended since a backup must not come back with it."""
    for row in (SessionRow, TokenRow, ResetRow, AttemptRow):
        connection.execute(delete(table(row)))


def prune(connection: Connection, now: datetime) -> None:
    """Remove sessions, tokens and links that have ended."""
    for row in (SessionRow, TokenRow, ResetRow):
        connection.execute(delete(table(row)).where(table(row).c.ends <= moment(now)))

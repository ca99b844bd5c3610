"""Tokens by which programs act for an account: found by the hash of a secret that is shown once."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy import Row as SqlRow

from registry.accounts import Account, Token
from registry.store import account_rows as rows
from registry.store import engine as connections
from registry.store.writing import Writing
from registry.tables import table
from registry.tables_accounts import TokenRow

_ROWS = table(TokenRow)
_SHOWN = 16


class Tokens:
    """Tokens of one pool; that one was made or ended is on record."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, digest: str, token: Token, actor: str, purpose: str) -> Token:
        """Keep the hash of a new token; the token under the id by which it is shown."""
        own = {"digest": digest, "account": token.account, "name": token.name, "scopes": json.dumps(token.scopes)}
        with connections.writing(self._engine) as connection:
            writing = Writing(connection, actor, purpose)
            instants = {"made": rows.moment(token.made), "ends": rows.moment(token.ends)}
            connection.execute(insert(_ROWS).values(own | instants))
            writing.note("account", "token", [(token.account, _version(writing, token.account))])
            writing.stamp()
        return token.model_copy(update={"id": digest[:_SHOWN]})

    def find(self, digest: str, now: datetime) -> tuple[Account, Token] | None:
        """Whose token this is; None when it ended, or the account is disabled."""
        with connections.reading(self._engine) as connection:
            where = (_ROWS.c.digest == digest, _ROWS.c.ends > rows.moment(now))
            row = connection.execute(select(_ROWS).where(*where)).first()
            found = None if row is None else rows.find(connection, rows.ROWS.c.id == row.account)
            if row is None or found is None or not found.account.active:
                return None
            return rows.linked(connection, found.account), _token(row)

    def touch(self, digest: str, now: datetime) -> None:
        """The token was used just now."""
        with connections.writing(self._engine) as connection:
            connection.execute(update(_ROWS).where(_ROWS.c.digest == digest).values(seen=rows.moment(now)))

    def of(self, account: str, now: datetime) -> list[Token]:
        """The tokens of an account, the newest first."""
        where = (_ROWS.c.account == account, _ROWS.c.ends > rows.moment(now))
        with connections.reading(self._engine) as connection:
            found = connection.execute(select(_ROWS).where(*where).order_by(_ROWS.c.made.desc(), _ROWS.c.digest))
            return [_token(row) for row in found]

    def end(self, account: str, id: str, actor: str, purpose: str) -> bool:
        """End one of an account's own tokens by the id that is shown; whether there was one."""
        with connections.writing(self._engine) as connection:
            where = (_ROWS.c.account == account, _ROWS.c.digest.startswith(id, autoescape=True))
            if len(id) != _SHOWN or not connection.execute(delete(_ROWS).where(*where)).rowcount:
                return False
            writing = Writing(connection, actor, purpose)
            writing.note("account", "token_ended", [(account, _version(writing, account))])
            writing.stamp()
            return True


def _version(writing: Writing, account: str) -> int:
    """The version of the account, which a token does not change."""
    wanted = select(rows.ROWS.c.version).where(rows.ROWS.c.id == account)
    found: int = writing.connection.execute(wanted).scalar_one()
    return found


def _token(row: SqlRow[Any]) -> Token:
    own = row._mapping
    told = {name: own[name] for name in ("account", "name", "made", "ends", "seen")}
    return Token.model_validate({"id": own["digest"][:_SHOWN], "scopes": json.loads(own["scopes"]), **told})

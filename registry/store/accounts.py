"""The accounts of a pool: added, changed and found; every change on record with its actor and purpose."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from registry.accounts import Account, same_address
from registry.errors import EmailTaken, LastAdministrator, NotFound, StaleVersion
from registry.lifecycle import Office
from registry.store import account_rows as rows
from registry.store import engine as connections
from registry.store.account_rows import ROWS, Credentials
from registry.store.attempts import AttemptCounts
from registry.store.sessions import Sessions
from registry.store.tokens import Tokens
from registry.store.writing import Writing
from registry.tables import table
from registry.tables_accounts import ResetRow


class Accounts:
    """The accounts of one pool, where they are signed in, their tokens, and what was tried."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.sessions = Sessions(engine)
        self.tokens = Tokens(engine)
        self.attempts = AttemptCounts(engine)

    def none(self) -> bool:
        """Whether nobody has an account yet."""
        with connections.reading(self._engine) as connection:
            return connection.scalar(select(ROWS.c.id).limit(1)) is None

    def all(self) -> list[Account]:
        """Every account, by e-mail address."""
        with connections.reading(self._engine) as connection:
            return [rows.account(row) for row in connection.execute(select(ROWS).order_by(ROWS.c.email))]

    def get(self, id: str) -> Account:
        """One account; NotFound."""
        return self.credentials(id).account

    def credentials(self, id: str) -> Credentials:
        """One account with what it is held against; NotFound."""
        with connections.reading(self._engine) as connection:
            return _one(connection, id)

    def by_email(self, email: str) -> Credentials | None:
        """The account of an address, None where there is none."""
        with connections.reading(self._engine) as connection:
            return rows.find(connection, ROWS.c.email == same_address(email))

    def by_identity(self, issuer: str, identity: str) -> Credentials | None:
        """The account of somebody whom another provider knows, None where there is none."""
        with connections.reading(self._engine) as connection:
            return rows.find(connection, ROWS.c.issuer == issuer, ROWS.c.identity == identity)

    def add(self, account: Account, password: str | None, actor: str, purpose: str) -> Account:
        """Add an account with the hash of its password, None for one that gets a link; EmailTaken, NotFound."""
        with self._writing(actor, purpose) as writing:
            _insert(writing, account, password)
        return account.model_copy(update={"version": 1, "second_factor": False})

    def add_first(self, account: Account, password: str, actor: str, purpose: str) -> bool:
        """Add an account only where there is none yet; False, and nothing added, when somebody was quicker."""
        with self._writing(actor, purpose) as writing:
            first = writing.connection.scalar(select(ROWS.c.id).limit(1)) is None
            if first:
                _insert(writing, account, password)
        return first

    def update(self, account: Account, actor: str, purpose: str) -> Account:
        """Replace an account that is still at its ``version``; one that is disabled is signed out, its tokens end.

        NotFound, StaleVersion, EmailTaken, LastAdministrator.
        """
        with self._writing(actor, purpose) as writing:
            before = _one(writing.connection, account.id).account
            if before.version != account.version:
                raise StaleVersion("account", account.id, account.version, before.version)
            after = account.model_copy(update={"second_factor": before.second_factor})
            if after == before:
                return before
            _expect_free(writing, account)
            _expect_administrator_left(writing, before, account)
            self._change(writing, account.id, _what(before, account), rows.values(account))
            if not account.active:
                rows.end_sessions(writing.connection, account.id)
                rows.end_tokens(writing.connection, account.id)
        return after.model_copy(update={"version": before.version + 1})

    def set_password(
        self, id: str, password: str | None, actor: str, purpose: str, keep: str | None = None, tokens: bool = False
    ) -> None:
        """Give an account the hash of a new password, None for none, and sign it out everywhere but for ``keep``.

        With ``tokens`` these end too. NotFound.
        """
        with self._writing(actor, purpose) as writing:
            self._change(writing, id, "password", {"password": password})
            rows.end_sessions(writing.connection, id, keep)
            if tokens:
                rows.end_tokens(writing.connection, id)

    def reset(self, digest: str, password: str, now: datetime, purpose: str) -> Account | None:
        """Use up a link: a new password, every session and token ended. None when the link is used, or has ended."""
        resets = table(ResetRow)
        with connections.writing(self._engine) as connection:
            wanted = select(resets.c.account).where(resets.c.digest == digest, resets.c.ends > rows.moment(now))
            id = connection.scalar(wanted)
            if id is None or not _one(connection, id).account.active:
                return None
            writing = Writing(connection, id, purpose)
            self._change(writing, id, "password", {"password": password})
            rows.end_sessions(connection, id)
            rows.end_tokens(connection, id)
            writing.stamp()
            return _one(connection, id).account

    def propose_factor(self, id: str, secret: str) -> None:
        """Keep the secret of a second factor that is not in force until it is confirmed; NotFound."""
        with connections.writing(self._engine) as connection:
            changed = {"totp": secret, "totp_step": 0}
            where = (ROWS.c.id == id, ROWS.c.second_factor.is_(False))
            if not connection.execute(update(ROWS).where(*where).values(changed)).rowcount:
                raise NotFound("account without a second factor", id)

    def confirm_factor(self, id: str, step: int, recovery: Sequence[str], actor: str, purpose: str) -> None:
        """Put the proposed second factor in force, with the hashes of codes for the day the device is lost."""
        with self._writing(actor, purpose) as writing:
            changed = {"second_factor": True, "totp_step": step, "recovery": json.dumps(list(recovery))}
            self._change(writing, id, "second_factor", changed)

    def drop_factor(self, id: str, actor: str, purpose: str) -> None:
        """Take the second factor away, also one that was not confirmed; nothing where there is none. NotFound."""
        with self._writing(actor, purpose) as writing:
            if _one(writing.connection, id).totp is None:
                return
            changed = {"second_factor": False, "totp": None, "totp_step": 0, "recovery": "[]"}
            self._change(writing, id, "second_factor_dropped", changed)

    def take_step(self, id: str, step: int) -> bool:
        """Use up a step of time of the second factor; False when it, or a later one, was used before."""
        with connections.writing(self._engine) as connection:
            where = (ROWS.c.id == id, ROWS.c.totp_step < step)
            return bool(connection.execute(update(ROWS).where(*where).values(totp_step=step)).rowcount)

    def take_recovery(self, id: str, digest: str) -> bool:
        """Use up a recovery code, on record; False when there is none of that hash."""
        with connections.writing(self._engine) as connection:
            left = json.loads(connection.scalar(select(ROWS.c.recovery).where(ROWS.c.id == id)) or "[]")
            if digest not in left:
                return False
            writing = Writing(connection, id, "sign in")
            self._change(writing, id, "recovery", {"recovery": json.dumps([each for each in left if each != digest])})
            writing.stamp()
            return True

    def link(self, id: str, issuer: str, identity: str, actor: str, purpose: str) -> bool:
        """Let somebody whom another provider knows sign in to an account; False when it is somebody else's already."""
        free = (ROWS.c.id == id, ROWS.c.issuer.is_(None))
        with self._writing(actor, purpose) as writing:
            if writing.connection.scalar(select(ROWS.c.id).where(*free)) is None:
                return False
            self._change(writing, id, "link", {"issuer": issuer, "identity": identity})
        return True

    @contextmanager
    def _writing(self, actor: str, purpose: str) -> Iterator[Writing]:
        with connections.writing(self._engine) as connection:
            writing = Writing(connection, actor, purpose)
            yield writing
            writing.stamp()

    def _change(self, writing: Writing, id: str, op: str, changed: dict[str, Any]) -> None:
        """Write some columns of one account and put it on record; NotFound."""
        version = _one(writing.connection, id).account.version + 1
        writing.connection.execute(update(ROWS).where(ROWS.c.id == id).values(changed | {"version": version}))
        writing.note("account", op, [(id, version)])


def give_profile(writing: Writing, account: str, specialist: str) -> None:
    """Make a profile the own one of an account, with the office of specialist, inside a transaction; NotFound."""
    before = _one(writing.connection, account).account
    roles = json.dumps([*before.roles, *({Office.SPECIALIST} - {*before.roles})])
    changed = {"specialist": specialist, "roles": roles, "version": before.version + 1}
    writing.connection.execute(update(ROWS).where(ROWS.c.id == account).values(changed))
    writing.note("account", "roles", [(account, before.version + 1)])


def _one(connection: Connection, id: str) -> Credentials:
    found = rows.find(connection, ROWS.c.id == id)
    if found is None:
        raise NotFound("account", id)
    return found


def _insert(writing: Writing, account: Account, password: str | None) -> None:
    _expect_free(writing, account)
    own = rows.values(account) | {"version": 1, "second_factor": False, "totp_step": 0, "recovery": "[]"}
    writing.connection.execute(insert(ROWS).values(own | {"password": password}))
    writing.note("account", "add", [(account.id, 1)])


def _what(before: Account, after: Account) -> str:
    """What a change of an account is called on record; the weightiest."""
    if before.active != after.active:
        return "enable" if after.active else "disable"
    return "roles" if before.roles != after.roles else "update"


def _expect_free(writing: Writing, account: Account) -> None:
    """The address is nobody else's, and the profile is there: EmailTaken, NotFound."""
    taken = select(ROWS.c.id).where(ROWS.c.email == account.email, ROWS.c.id != account.id)
    if writing.connection.scalar(taken) is not None:
        raise EmailTaken(account.email)
    if account.specialist is not None and not writing.known_specialists({account.specialist}):
        raise NotFound("specialist", account.specialist)


def _expect_administrator_left(writing: Writing, before: Account, after: Account) -> None:
    """Somebody must be left who can let others in: LastAdministrator."""
    if not _administers(before) or _administers(after):
        return
    found = writing.connection.execute(select(ROWS).where(ROWS.c.id != after.id, ROWS.c.active.is_(True)))
    if not any(_administers(rows.account(row)) for row in found):
        raise LastAdministrator(after.email)


def _administers(account: Account) -> bool:
    return account.active and Office.ADMINISTRATOR in account.roles

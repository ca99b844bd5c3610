"""SQLModel rows of accounts: who may sign in, where they are signed in, and what was tried; used by the store only.

Secrets that somebody else holds (of a session, a token, a link) are here as SHA-256 only. Instants are text in UTC,
all of one length, so that they compare as they stand.
"""

from typing import ClassVar

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from registry import tables

assert tables.ROWS, "the naming of constraints is set there, before the first table"


class AccountRow(SQLModel, table=True):
    """One account; ``roles`` and ``recovery`` (hashes of codes) are JSON lists.

    ``totp`` is the secret of the second factor, sealed where the service has a key for it, in force once
    ``second_factor`` is true; ``totp_step`` the newest step of time whose code was taken, so that none is taken twice.
    """

    __tablename__: ClassVar[str] = "account"
    __table_args__ = (UniqueConstraint("issuer", "identity", name="uq_account_issuer"),)

    id: str = Field(primary_key=True, max_length=64)
    version: int = 1
    email: str = Field(unique=True, max_length=254)
    name: str
    roles: str
    specialist: str | None = Field(default=None, max_length=64, index=True)
    organisation: str | None = None
    language: str
    active: bool = True
    password: str | None = None
    second_factor: bool = False
    totp: str | None = None
    totp_step: int = Field(default=0, sa_type=BigInteger)
    recovery: str = Field(default="[]", sa_type=Text)
    issuer: str | None = None
    identity: str | None = None


class SessionRow(SQLModel, table=True):
    """Somewhere an account is signed in; ``pending`` while its second factor is still to come."""

    __tablename__: ClassVar[str] = "session"

    digest: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="account.id", ondelete="CASCADE", index=True, max_length=64)
    pending: bool
    agent: str
    began: str
    seen: str
    ends: str


class TokenRow(SQLModel, table=True):
    """A token of an account; ``scopes`` is a JSON list."""

    __tablename__: ClassVar[str] = "token"

    digest: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="account.id", ondelete="CASCADE", index=True, max_length=64)
    name: str
    scopes: str
    made: str
    ends: str
    seen: str | None = None


class ResetRow(SQLModel, table=True):
    """A link by which an account gets a new password, once."""

    __tablename__: ClassVar[str] = "reset"

    digest: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="account.id", ondelete="CASCADE", index=True, max_length=64)
    ends: str


class AttemptRow(SQLModel, table=True):
    """Wrong tries in a row; ``key`` is a hash of what was tried for or from."""

    __tablename__: ClassVar[str] = "attempt"

    key: str = Field(primary_key=True, max_length=64)
    failures: int
    last: str = Field(index=True)

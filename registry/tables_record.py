"""SQLModel rows of the record: the audit chain, the key of each person, who was erased; imported by the store only."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlalchemy import Column as SqlColumn
from sqlmodel import Field, SQLModel

from registry import tables

assert tables.ROWS, "the naming of constraints is set there, before the first table"


class AuditRow(SQLModel, table=True):
    """One entry of the chain, written once and never changed; ``subject`` stands for a specialist's id."""

    __tablename__: ClassVar[str] = "audit"
    __table_args__ = (Index("ix_audit_kind", "kind", "subject", "seq"), Index("ix_audit_rev", "rev", "ord"))

    seq: int = Field(sa_column=SqlColumn(BigInteger(), primary_key=True, autoincrement=False))
    rev: int = Field(sa_type=BigInteger)
    ord: int
    kind: str
    subject: str
    version: int
    op: str
    actor: str
    purpose: str
    at: str
    payload: bytes | None = Field(default=None, sa_type=LargeBinary)
    hash: str = Field(max_length=64)


class PersonRow(SQLModel, table=True):
    """Who hides behind a subject of the chain, and the key that opens what the chain holds of them."""

    __tablename__: ClassVar[str] = "person"

    id: str = Field(primary_key=True, max_length=64)
    subject: str = Field(unique=True, max_length=32)
    key: bytes = Field(sa_type=LargeBinary)


class TombstoneRow(SQLModel, table=True):
    """Somebody who was erased; ``digest`` is a salted hash of the id, so that it cannot be read back."""

    __tablename__: ClassVar[str] = "tombstone"

    subject: str = Field(primary_key=True, max_length=32)
    digest: str = Field(max_length=64, index=True)
    rev: int = Field(sa_type=BigInteger)

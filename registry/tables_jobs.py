"""SQLModel rows of long work; imported by the store only."""

from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from registry import tables

assert tables.ROWS, "the naming of constraints is set there, before the first table"


class JobRow(SQLModel, table=True):
    """One piece of long work; ``asked`` and ``answer`` are JSON, instants are text in UTC, all of one length."""

    __tablename__: ClassVar[str] = "job"

    id: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=20, index=True)
    account: str = Field(max_length=64)
    state: str = Field(max_length=20)
    done: int
    total: int
    began: str = Field(max_length=40)
    seen: str = Field(max_length=40)
    asked: str = Field(sa_type=Text)
    answer: str | None = Field(default=None, sa_type=Text)
    problem: str = Field(sa_type=Text)

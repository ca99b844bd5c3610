"""SQLModel rows of casework: one table for every kind of document; imported by the store only."""

from typing import ClassVar

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from registry import tables

assert tables.ROWS, "the naming of constraints is set there, before the first table"


class CaseRow(SQLModel, table=True):
    """One document of casework as JSON; the other columns are what it is found by.

    ``due`` is an instant, ``reference`` a number under which somebody outside may know it.
    """

    __tablename__: ClassVar[str] = "casework"
    __table_args__ = (
        Index("ix_casework_mission", "kind", "mission", "seat"),
        Index("ix_casework_specialist", "kind", "specialist"),
        Index("ix_casework_state", "kind", "state", "due"),
    )

    kind: str = Field(primary_key=True, max_length=16)
    id: str = Field(primary_key=True, max_length=64)
    number: int
    version: int = 1
    state: str
    mission: str = Field(max_length=64)
    seat: int | None = None
    specialist: str | None = Field(default=None, max_length=64)
    account: str | None = None
    due: str | None = None
    reference: str | None = Field(default=None, max_length=64, index=True)
    document: str = Field(sa_type=Text)

"""SQLModel rows of stored documents, each sealed under the key of its person; imported by the store only."""

from typing import ClassVar

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from registry import tables

assert tables.ROWS, "the naming of constraints is set there, before the first table"


class DocumentRow(SQLModel, table=True):
    """A document with what is told of it, both sealed; ``sealed_for`` is whose key opens them.

    After a merge that is another entry than ``specialist``, to whom it belongs.
    """

    __tablename__: ClassVar[str] = "document"

    id: str = Field(primary_key=True, max_length=64)
    specialist: str = Field(max_length=64, index=True)
    sealed_for: str = Field(max_length=64)
    told: bytes = Field(sa_type=LargeBinary)
    content: bytes = Field(sa_type=LargeBinary)

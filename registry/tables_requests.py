"""SQLModel rows of requests that may be sent twice; imported by the store only."""

from typing import ClassVar

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field, SQLModel

from registry import tables

assert tables.ROWS, "the naming of constraints is set there, before the first table"


class RequestRow(SQLModel, table=True):
    """One request under its Idempotency-Key: who began it and when, whether it had its effect, what was answered.

    ``digest`` tells the request from others under the same key, ``claim`` who carries it out; ``headers`` is JSON.
    """

    __tablename__: ClassVar[str] = "kept_request"

    account: str = Field(primary_key=True, max_length=64)
    key: str = Field(primary_key=True, max_length=255)
    digest: str = Field(max_length=64)
    claim: str = Field(max_length=64)
    begun: str = Field(index=True)
    effect: bool = False
    status: int | None = None
    headers: str | None = Field(default=None, sa_type=Text)
    answer: bytes | None = Field(default=None, sa_type=LargeBinary)

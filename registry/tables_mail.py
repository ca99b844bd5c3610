"""SQLModel rows of what is sent: mails, webhooks, secret calendar addresses; imported by the store only."""

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Boolean, Index, Integer, Text
from sqlmodel import Field, SQLModel

from registry import tables

assert tables.ROWS, "the naming of constraints is set there, before the first table"

# SQLite counts up by itself only where the key is an Integer.
_NUMBER: Any = BigInteger().with_variant(Integer, "sqlite")


class QueuedRow(SQLModel):
    """What every queue has: where a row stands, when it is next due, and who has it under a lease until when.

    Instants are UTC text of one width, so that their order is the order of time on every database.
    """

    state: str
    attempts: int = 0
    repeats: int = 0
    due: str
    lease: str | None = None
    lease_ends: str | None = None
    queued: str
    ended: str | None = None
    error: str | None = Field(default=None, sa_type=Text)


class MailRow(QueuedRow, table=True):
    """One mail; ``payload`` is JSON and emptied once it is sent, ``folded_into`` the number of its digest."""

    __tablename__: ClassVar[str] = "mail"
    __table_args__ = (
        Index("ix_mail_due", "state", "due"),
        Index("ix_mail_reader", "reader_noun", "reader"),
        Index("ix_mail_about", "about"),
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    key: str = Field(unique=True, max_length=200)
    message_id: str = Field(unique=True, max_length=120)
    kind: str
    reader_noun: str
    reader: str = Field(max_length=64)
    name: str
    address: str = Field(max_length=254)
    language: str = Field(max_length=3)
    payload: str = Field(sa_type=Text)
    not_before: str | None = None
    not_after: str | None = None
    about: str | None = Field(default=None, max_length=64)
    daily: bool = Field(default=False, sa_type=Boolean)
    folded_into: int | None = Field(default=None, sa_type=BigInteger)


class MailChoiceRow(SQLModel, table=True):
    """Whether a reader wants mails that can wait one by one, or folded into one a day."""

    __tablename__: ClassVar[str] = "mail_choice"

    reader_noun: str = Field(primary_key=True)
    reader: str = Field(primary_key=True, max_length=64)
    daily: bool = Field(sa_type=Boolean)


class WebhookRow(SQLModel, table=True):
    """Somebody else's address that is told of events; ``events`` is a JSON list, ``failures`` those in a row."""

    __tablename__: ClassVar[str] = "webhook"

    id: str = Field(primary_key=True, max_length=64)
    url: str = Field(sa_type=Text)
    secret: str
    events: str = Field(sa_type=Text)
    active: bool = Field(sa_type=Boolean)
    failures: int = 0
    made_by: str
    made: str


class DeliveryRow(QueuedRow, table=True):
    """One event for one webhook; ``payload`` is the body as it is signed and sent."""

    __tablename__: ClassVar[str] = "webhook_delivery"
    __table_args__ = (Index("ix_webhook_delivery_due", "state", "due"),)

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    key: str = Field(unique=True, max_length=300)
    webhook: str = Field(foreign_key="webhook.id", ondelete="CASCADE", index=True, max_length=64)
    message_id: str = Field(unique=True, max_length=120)
    event: str
    payload: str = Field(sa_type=Text)


class CalendarRow(SQLModel, table=True):
    """The secret address of one calendar; only a hash of the secret is kept, so that a backup gives none away."""

    __tablename__: ClassVar[str] = "calendar_address"

    owner_noun: str = Field(primary_key=True)
    owner: str = Field(primary_key=True, max_length=64)
    digest: str = Field(unique=True, max_length=64)
    made: str

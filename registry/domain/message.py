"""A mail before it is written: to whom, of what kind, and what its words are about."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from registry.domain.base import Fact, Id, Line

# What RFC 5321 calls Mailbox, without quoted parts, address literals and letters beyond ASCII: nothing of it can end
# a line of a header, and every server takes it.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
Address = Annotated[str, StringConstraints(max_length=254, pattern=rf"^{_LOCAL}@{_DOMAIN}$")]
Language = Literal["en", "az", "ru", "tr"]


class MailKind(StrEnum):
    """What a mail is for; each has its own words."""

    OFFER = "offer"
    REMINDER = "reminder"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOT_SELECTED = "not_selected"
    CONFIRMED = "confirmed"
    MISSION = "mission"
    ANSWER = "answer"
    RESET = "reset"
    STILL_TRUE = "still_true"
    CERTIFICATE = "certificate"
    MEMBERSHIP = "membership"
    CERTIFICATION = "certification"
    DIGEST = "digest"

    @property
    def urgent(self) -> bool:
        """Whether it never waits for a daily digest: somebody's time to answer runs, or they stand at the door."""
        return self in _URGENT


_URGENT = frozenset(
    {
        MailKind.OFFER,
        MailKind.REMINDER,
        MailKind.EXPIRED,
        MailKind.WITHDRAWN,
        MailKind.CONFIRMED,
        MailKind.RESET,
        MailKind.DIGEST,
    }
)


class MailState(StrEnum):
    """How far a mail has come."""

    WAITING = "waiting"
    TAKEN = "taken"
    HANDED = "handed"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    FOLDED = "folded"


class Reader(Fact):
    """Who a mail is for: an account, or a specialist, with an address and the language that they read."""

    noun: Literal["account", "specialist"]
    id: Id
    name: Line
    address: Address
    language: Language = "en"


class Message(Fact):
    """A mail to be queued.

    ``key`` makes it one mail however often it is queued; ``payload`` is what the words of its kind need, as JSON;
    ``about`` is a specialist whom the payload names; after ``not_after`` it would only mislead and is dropped.
    """

    key: Annotated[Line, Field(min_length=1, max_length=200)]
    kind: MailKind
    reader: Reader
    payload: dict[str, Any]
    queued: AwareDatetime
    not_before: AwareDatetime | None = None
    not_after: AwareDatetime | None = None
    about: Id | None = None


class Mail(Fact):
    """A mail in the outbox; ``message_id`` is the same each time it is sent, ``number`` its place in the queue."""

    number: int
    message: Message
    message_id: str
    state: MailState
    attempts: int
    repeats: int
    due: AwareDatetime
    ended: AwareDatetime | None = None
    error: str | None = None

"""An address outside that is told when states change, and one such telling."""

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from registry.domain.base import Fact, Id, Line
from registry.domain.message import MailState

# ``mission.approved``, ``offer.*``, ``*``: what changed, and into which state.
Event = Annotated[str, StringConstraints(pattern=r"^(\*|(mission|candidacy|offer)\.(\*|[a-z_]{1,40}))$")]
Url = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^https?://[^\s\x00-\x20\x7f]+$")]


class Webhook(Fact):
    """A subscription; ``failures`` are those in a row, and many of them end it."""

    id: Id
    url: Url
    events: Annotated[tuple[Event, ...], Field(min_length=1, max_length=50)]
    active: bool = True
    failures: int = 0
    made_by: Line
    made: AwareDatetime


class Delivery(Fact):
    """One event on its way to one webhook; ``body`` is what is signed and sent, each time the same."""

    number: int
    webhook: Webhook
    secret: str
    message_id: str
    event: str
    body: str
    state: MailState
    attempts: int
    queued: AwareDatetime
    error: str | None = None

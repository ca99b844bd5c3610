"""The rows of webhooks: what changed is queued for everybody who wants to know, in the transaction of the change."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy import Row as SqlRow

from registry.domain import Case, MailState
from registry.domain.webhook import Webhook
from registry.store.chain import now
from registry.tables import FeedRow, table
from registry.tables_mail import DeliveryRow, WebhookRow

HOOKS = table(WebhookRow)
ROWS = table(DeliveryRow)
# Kind of casework -> what its events are called; of the others nobody outside is told.
_NOUNS = {"case": "mission", "candidacy": "candidacy", "offer": "offer"}


def webhook(row: SqlRow[Any]) -> Webhook:
    """One row as a domain value, without its secret."""
    return Webhook(
        id=row.id,
        url=row.url,
        events=tuple(json.loads(row.events)),
        active=row.active,
        failures=row.failures,
        made_by=row.made_by,
        made=datetime.fromisoformat(row.made),
    )


def publish(connection: Connection, kind: str, value: Case, version: int) -> None:
    """Queue that something has come to a state, for every webhook that wants it: ids and states, nothing of people."""
    noun = _NOUNS.get(kind)
    if noun is None:
        return
    event = f"{noun}.{value.standing}"
    for row in connection.execute(select(HOOKS).where(HOOKS.c.active)).all():
        if wants(webhook(row).events, event):
            connection.execute(insert(ROWS), _delivery(connection, row.id, event, value, version))


def wants(events: tuple[str, ...], event: str) -> bool:
    """Whether a subscription covers an event."""
    noun = event.partition(".")[0]
    return bool({"*", f"{noun}.*", event}.intersection(events))


def _delivery(connection: Connection, hook: str, event: str, value: Case, version: int) -> dict[str, Any]:
    at, noun = now(), event.partition(".")[0]
    key = f"{hook}:{noun}:{value.id}:{version}"
    about = {"id": value.id, "mission": getattr(value, "mission", value.id), "state": value.standing}
    body = {"type": event, "timestamp": at, "data": {**about, "version": version}}
    salt = connection.scalar(select(table(FeedRow).c.salt))
    return {
        "key": key,
        "webhook": hook,
        "message_id": f"msg_{hashlib.sha256(f'{salt} webhook {key}'.encode()).hexdigest()[:40]}",
        "event": event,
        "payload": json.dumps(body, separators=(",", ":")),
        "state": MailState.WAITING,
        "attempts": 0,
        "repeats": 0,
        "queued": at,
        "due": at,
    }

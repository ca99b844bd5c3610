"""Webhooks: subscriptions, and their deliveries as whoever delivers sees them."""

import json
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from registry.domain import MailState
from registry.domain.webhook import Delivery, Webhook
from registry.errors import NotFound
from registry.store import engine as connections
from registry.store import queueing
from registry.store.queueing import Lease, instant
from registry.store.webhook_rows import HOOKS, ROWS, webhook

# So many failures in a row, and nobody is there any more.
MOST_FAILURES = 20


class Webhooks:
    """Subscriptions and deliveries; delivering is no change of the pool and makes no revision."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[Webhook]:
        """Every subscription, by id."""
        with connections.reading(self._engine) as connection:
            return [webhook(row) for row in connection.execute(select(HOOKS).order_by(HOOKS.c.id))]

    def add(self, hook: Webhook, secret: str) -> None:
        """Keep a new subscription with the secret that its deliveries are signed with."""
        values = {**hook.model_dump(exclude={"events", "made"}), "secret": secret, "made": instant(hook.made)}
        with self._writing() as connection:
            connection.execute(insert(HOOKS), {**values, "events": json.dumps(hook.events)})

    def remove(self, id: str) -> None:
        """Remove a subscription with what waits for it; NotFound."""
        with self._writing() as connection:
            if not connection.execute(delete(HOOKS).where(HOOKS.c.id == id)).rowcount:
                raise NotFound("webhook", id)

    def revive(self, id: str) -> None:
        """Let a subscription that ended go on with what happens from now on; NotFound."""
        with self._writing() as connection:
            again = update(HOOKS).where(HOOKS.c.id == id).values(active=True, failures=0)
            if not connection.execute(again).rowcount:
                raise NotFound("webhook", id)

    def take(self, now: datetime, lease: Lease, most: int) -> list[Delivery]:
        """Take up to ``most`` deliveries that are due; those of ended subscriptions are dropped."""
        with self._writing() as connection:
            # A delivery that may have arrived goes out again: its id tells the receiver that it is the same one.
            queueing.free_expired(connection, ROWS, now)
            _drop_ended(connection, now)
            taken = queueing.take(connection, ROWS, now, lease, most)
            hooks = {row.id: row for row in connection.execute(select(HOOKS))}
            return [
                Delivery(
                    number=row.number,
                    webhook=webhook(hooks[row.webhook]),
                    secret=hooks[row.webhook].secret,
                    message_id=row.message_id,
                    event=row.event,
                    body=row.payload,
                    state=MailState(row.state),
                    attempts=row.attempts,
                    queued=datetime.fromisoformat(row.queued),
                    error=row.error,
                )
                for row in taken
            ]

    def delivered(self, delivery: Delivery, lease: Lease, now: datetime) -> None:
        """Write down that somebody took a delivery."""
        with self._writing() as connection:
            queueing.end(connection, ROWS, delivery.number, lease, MailState.SENT, now, None)
            connection.execute(update(HOOKS).where(HOOKS.c.id == delivery.webhook.id).values(failures=0))

    def missed(
        self, delivery: Delivery, lease: Lease, now: datetime, due: datetime | None, error: str, gone: bool = False
    ) -> None:
        """Write down that nobody took it: another attempt at ``due``, none without; ``gone`` ends the subscription."""
        with self._writing() as connection:
            if due is None:
                queueing.end(connection, ROWS, delivery.number, lease, MailState.FAILED, now, error)
            else:
                queueing.put_back(connection, ROWS, [delivery.number], lease, due, error)
            own = HOOKS.c.id == delivery.webhook.id
            connection.execute(update(HOOKS).where(own).values(failures=HOOKS.c.failures + 1))
            over = HOOKS.c.failures >= (0 if gone else MOST_FAILURES)
            connection.execute(update(HOOKS).where(own, over).values(active=False))

    def states(self) -> dict[str, MailState]:
        """Where each delivery stands, by its id."""
        with connections.reading(self._engine) as connection:
            found = connection.execute(select(ROWS.c.message_id, ROWS.c.state).order_by(ROWS.c.number))
            return {id: MailState(state) for id, state in found}

    def _writing(self) -> AbstractContextManager[Connection]:
        return connections.writing(self._engine)


def _drop_ended(connection: Connection, now: datetime) -> None:
    ended = select(HOOKS.c.id).where(HOOKS.c.active.is_(False))
    waiting = (ROWS.c.state == MailState.WAITING, ROWS.c.webhook.in_(ended))
    gone = {"state": MailState.DROPPED, "ended": instant(now), "error": "the webhook has ended"}
    connection.execute(update(ROWS).where(*waiting).values(gone))

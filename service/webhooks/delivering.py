"""Delivering what waits for webhooks: signed as Standard Webhooks says, tried again, ended when nobody is there.

Unlike a mail, a delivery that may have arrived is simply sent again: its id says that it is the same one.
"""

import http.client
import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from standardwebhooks.webhooks import Webhook as Signature

from registry.domain.webhook import Delivery, Event, Url, Webhook
from registry.store import Lease
from registry.store.webhooks import Webhooks
from service.webhooks.targets import BadTarget, Poster

_LOG = logging.getLogger("rtcm.webhooks")
_LEASE = timedelta(minutes=15)
_FIRST_WAIT, _LONGEST_WAIT, _GIVE_UP_AFTER = timedelta(minutes=1), timedelta(hours=4), timedelta(days=3)
_GONE = 410


def new_webhook(url: Url, events: tuple[Event, ...], by: str, now: datetime) -> tuple[Webhook, str]:
    """A subscription and its secret, drawn by chance; BadTarget."""
    Poster().checked(url)
    hook = Webhook(id=f"wh-{secrets.token_hex(8)}", url=url, events=events, made_by=by, made=now)
    return hook, f"whsec_{secrets.token_urlsafe(32).replace('-', 'A').replace('_', 'B')}"


class Deliverer:
    """Delivers what is due."""

    def __init__(self, webhooks: Webhooks, poster: Poster, clock: Callable[[], datetime]) -> None:
        self._webhooks = webhooks
        self._poster = poster
        self._clock = clock

    def deliver_round(self, most: int = 20) -> int:
        """Deliver up to ``most`` events that are due; how many were taken. StoreUnavailable."""
        lease = Lease(secrets.token_hex(16), self._clock() + _LEASE)
        return sum(self._deliver(each, lease) for each in self._webhooks.take(self._clock(), lease, most))

    def _deliver(self, delivery: Delivery, lease: Lease) -> bool:
        try:
            status = self._poster.post(delivery.webhook.url, delivery.body.encode(), self._headers(delivery))
        except BadTarget as fault:
            self._webhooks.missed(delivery, lease, self._clock(), None, str(fault))
            return False
        except (OSError, http.client.HTTPException) as fault:
            return self._missed(delivery, lease, f"nobody answers ({type(fault).__name__})")
        if 200 <= status < 300:
            self._webhooks.delivered(delivery, lease, self._clock())
            return True
        return self._missed(delivery, lease, f"status {status}", gone=status == _GONE)

    def _headers(self, delivery: Delivery) -> dict[str, str]:
        """The headers of Standard Webhooks; the signature is of this attempt's time."""
        at = self._clock().astimezone(UTC)
        signature = Signature(delivery.secret).sign(delivery.message_id, at, delivery.body)
        return {
            "Content-Type": "application/json",
            "User-Agent": "rtcm-expert-pool",
            "webhook-id": delivery.message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": signature,
        }

    def _missed(self, delivery: Delivery, lease: Lease, error: str, gone: bool = False) -> bool:
        now = self._clock()
        over = gone or now - delivery.queued > _GIVE_UP_AFTER
        wait = min(_FIRST_WAIT * (1 << min(delivery.attempts - 1, 10)), _LONGEST_WAIT)
        self._webhooks.missed(delivery, lease, now, None if over else now + wait, error, gone)
        _LOG.warning("webhook %s: %s", delivery.webhook.id, error)
        return False

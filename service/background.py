"""What goes on by itself while the service runs: offers end, reminders are written, mails and webhooks go out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime

from registry.errors import IllegalStep, NotFound, StoreUnavailable
from registry.store import Store
from service.casework import offers, reminders
from service.mail.sending import Sender
from service.webhooks.delivering import Deliverer

_LOG = logging.getLogger("rtcm.background")
# Between two looks, in seconds.
_PAUSE = 15.0


class Background:
    """The lifespan of an application: begins with it, and has ended when it has.

    Several workers may each run one: every step is a transaction that looks again whether it is still due.
    """

    def __init__(
        self,
        store: Store,
        sender: Sender | None,
        deliverer: Deliverer,
        now: Callable[[], datetime],
        pause: float = _PAUSE,
    ) -> None:
        self._store = store
        self._sender = sender
        self._deliverer = deliverer
        self._now = now
        self._pause = pause

    def __call__(self, app: object) -> AbstractAsyncContextManager[None]:
        """Run beside an application."""
        return self._running()

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        stop = asyncio.Event()
        loops: list[Awaitable[None]] = [asyncio.create_task(self._deadlines(stop))]
        if self._sender is not None:
            loops.append(asyncio.create_task(self._sender.run(self._pause, stop)))
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*loops)

    async def _deadlines(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.keep_deadlines)
            except (StoreUnavailable, IllegalStep, NotFound) as fault:
                _LOG.warning("deadlines could not be kept: %s", fault)
            try:
                await asyncio.wait_for(stop.wait(), self._pause)
            except TimeoutError:
                continue

    def keep_deadlines(self) -> None:
        """Remind of offers and profiles, end offers whose time is over, and tell webhooks."""
        now = self._now()
        offers.remind_due(self._store, now)
        offers.expire_due(self._store, now)
        reminders.remind_members(self._store, now)
        self._deliverer.deliver_round()

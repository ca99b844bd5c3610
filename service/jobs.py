"""Long work that goes on beside requests: started once, told step by step, stopped when somebody says so."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from threading import BoundedSemaphore, Lock, Thread
from time import monotonic
from typing import Any

from matching.errors import MatchingError
from registry.errors import RegistryError
from registry.jobs import Job
from registry.store import Store

_LOG = logging.getLogger("rtcm.jobs")
# Between two looks whether work is to stop, in seconds; each is a write.
_PAUSE = 0.5


class Stopped(Exception):
    """Somebody cancelled the work."""


class Told:
    """What work tells of itself on its way; Stopped from any of it once it was cancelled."""

    def __init__(self, store: Store, id: str, now: Callable[[], datetime]) -> None:
        self._store, self._id, self._now = store, id, now
        self._next, self._done, self._total = 0.0, 0, 1

    def progress(self, done: int, total: int) -> None:
        """So many steps of so many are done; one more is counted, the search after them."""
        self._done, self._total = done, total + 1
        self.clock()

    def clock(self) -> float:
        """Seconds since any moment; a search asks for them between two calls of its solver."""
        at = monotonic()
        if at >= self._next:
            self._next = at + _PAUSE
            if not self._store.jobs.report(self._id, self._done, self._total, self._now()):
                raise Stopped
        return at


Task = Callable[[Told], dict[str, Any]]


class Jobs:
    """The long work that this process carries out; its rows are seen by every other."""

    def __init__(self, store: Store, now: Callable[[], datetime], turns: BoundedSemaphore) -> None:
        self._store, self._now, self._turns = store, now, turns
        self._lock = Lock()
        self._threads: list[Thread] = []

    def start(self, kind: str, account: str, asked: dict[str, Any], task: Task) -> Job:
        """Begin work in the background; its row, to be followed."""
        now = self._now()
        job = Job(id=secrets.token_urlsafe(9), kind=kind, account=account, began=now, seen=now, asked=asked)
        self._store.jobs.add(job)
        thread = Thread(target=self._work, args=(job.id, task), name=f"job-{job.id}", daemon=True)
        with self._lock:
            self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()
        return job

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until what was started has ended."""
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            thread.join(seconds)

    def _work(self, id: str, task: Task) -> None:
        told = Told(self._store, id, self._now)
        try:
            with self._turns:
                self._store.jobs.finish(id, task(told), self._now())
        except Stopped:
            _LOG.info("job %s was cancelled", id)
        except (MatchingError, RegistryError) as fault:
            _LOG.warning("job %s failed: %s", id, fault)
            self._store.jobs.fail(id, str(fault).replace("\n", " ")[:500], self._now())

"""The check of the whole record, which takes a while: begun by a button, followed, and told when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from threading import Lock, Thread

from registry.errors import RegistryError
from registry.store import Store

# The first faults tell what happened; a broken chain has one for each entry after it.
_MOST = 20


@dataclass(frozen=True)
class Checked:
    """What a check has found: ``faults`` is empty where the record is whole; ``failed``: it could not be read."""

    begun: datetime
    ended: datetime | None = None
    head: str = ""
    faults: tuple[str, ...] = ()
    failed: bool = False


class ChainCheck:
    """One check at a time in this process; whoever asks again while one runs follows that one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: Checked | None = None

    @property
    def last(self) -> Checked | None:
        """The check that runs, or else the last one; None before the first."""
        return self._last

    def begin(self, store: Store, now: Callable[[], datetime]) -> None:
        """Begin a check, unless one runs."""
        with self._lock:
            if self._last is not None and self._last.ended is None:
                return
            begun = self._last = Checked(now())
        Thread(target=self._run, args=(store, now, begun), daemon=True).start()

    def _run(self, store: Store, now: Callable[[], datetime], begun: Checked) -> None:
        try:
            faults = tuple(str(each) for each in islice(store.record.faults(), _MOST))
            self._last = Checked(begun.begun, now(), str(store.record.head()), faults)
        except RegistryError as fault:
            self._last = Checked(begun.begun, now(), "", (str(fault),), failed=True)

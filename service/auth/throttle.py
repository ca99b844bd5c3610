"""How long somebody who tried in vain has to wait; the clock is an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.accounts import Attempts
from registry.store import Store
from service.errors import TooManyAttempts

# Wrong tries are forgotten when the last is this long ago.
FORGOTTEN = timedelta(days=1)
_FIRST, _LONGEST = timedelta(seconds=15), timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """So many wrong tries are free; after each further one the wait doubles, up to a quarter of an hour."""

    kind: str
    free: int

    def wait(self, before: Attempts | None, now: datetime) -> timedelta:
        """How long is left to wait, not above zero when there is nothing to wait for."""
        if before is None or before.failures < self.free:
            return timedelta(0)
        doubled: timedelta = _FIRST * 2 ** min(before.failures - self.free, 10)
        return before.last + min(doubled, _LONGEST) - now


ACCOUNT = Limit("account", 5)  # by the address that was typed, whether there is an account or not
ADDRESS = Limit("address", 30)  # by where it came from: an office may share one
FACTOR = Limit("factor", 5)
RESET = Limit("reset", 3)
JOIN = Limit("join", 5)  # accounts made by their own word; nobody makes many


def begin(store: Store, now: datetime, *tries: tuple[Limit, str]) -> None:
    """Count a try under each limit, as wrong until it proves right; TooManyAttempts."""
    for limit, of in tries:
        left = store.accounts.attempts.begin(limit.kind, of, now, now - FORGOTTEN, limit.wait)
        if left > timedelta(0):
            raise TooManyAttempts(left)

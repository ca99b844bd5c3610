"""How long the search for a team may go on."""

from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]  # seconds since any moment


def standing_still() -> float:
    """The clock of a caller who has none: the solver alone keeps the limit then."""
    return 0.0


@dataclass(frozen=True)
class Limit:
    """A number of seconds, counted from when it was made."""

    seconds: float
    clock: Clock
    start: float

    @classmethod
    def of(cls, seconds: float, clock: Clock) -> "Limit":
        """So many seconds from now."""
        return cls(seconds, clock, clock())

    @property
    def left(self) -> float:
        """Seconds that are left, never below 0."""
        return max(0.0, self.seconds - (self.clock() - self.start))

"""How long a search may go on: a limit that every call of a solver is given what is left of."""

from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]  # seconds since any moment


def standing_still() -> float:
    """The clock of a caller who has none: each call of the solver then has the whole limit."""
    return 0.0


@dataclass(frozen=True)
class Limit:
    """Seconds in all, and the clock that says how many are left."""

    seconds: float
    clock: Clock
    start: float

    @classmethod
    def of(cls, seconds: float, clock: Clock) -> "Limit":
        """A limit that begins now."""
        return cls(seconds, clock, clock())

    @property
    def left(self) -> float:
        """Seconds that are left, 0 when none are."""
        return max(0.0, self.seconds - (self.clock() - self.start))

"""Answers to come: how likely somebody says yes, and when, from what people did with offers so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma

# Where nothing is known: half of those asked say yes, at any time within a week. Counts as this many answers each.
ASSUMED_ANSWERS = 2.0
ASSUMED_DAYS = 7.0
# How alike people may be: how many answers of one's own weigh as much as what is known of everybody.
_ALIKE = tuple(2.0**power for power in range(-1, 9))


@dataclass(frozen=True)
class History:
    """What somebody did with offers so far; ``waiting`` are the days since an offer that is still open, if any."""

    specialist: str
    accepts: int = 0
    declines: int = 0
    silent: int = 0
    waiting: float | None = None

    @property
    def asked(self) -> int:
        """How many offers have ended, one way or another."""
        return self.accepts + self.declines + self.silent


@dataclass(frozen=True)
class Pool:
    """What is known of all: everybody's history, and the days that each answer took (yes or no)."""

    histories: tuple[History, ...] = ()
    answer_days: tuple[float, ...] = ()


NOTHING_KNOWN = Pool()


@dataclass(frozen=True)
class Prior:
    """What is thought of somebody who was never asked: a beta distribution over their chance to say yes."""

    yes: float
    other: float

    def chance(self, history: History) -> float:
        """The chance that somebody says yes when asked, their own history shrunk to the pool's."""
        return (self.yes + history.accepts) / (self.yes + self.other + history.asked)

    def answers(self, history: History) -> float:
        """The chance that somebody answers at all, yes or no, shrunk to one half by the same strength."""
        strength = self.yes + self.other
        answered = history.accepts + history.declines
        return max(self.chance(history), (strength / 2 + answered) / (strength + history.asked))


def prior_of(histories: Sequence[History]) -> Prior:
    """The prior of a pool: its mean, half before anything is known, and the likeliest strength of ten.

    A larger strength (people are alike) wins a tie, as it does where nobody was asked twice.
    """
    asked = sum(each.asked for each in histories)
    mean = (sum(each.accepts for each in histories) + ASSUMED_ANSWERS / 2) / (asked + ASSUMED_ANSWERS)
    if not asked:
        return Prior(ASSUMED_ANSWERS * mean, ASSUMED_ANSWERS * (1 - mean))
    strength = max(_ALIKE, key=lambda each: (round(_likelihood(histories, mean, each), 9), each))
    return Prior(strength * mean, strength * (1 - mean))


def _likelihood(histories: Sequence[History], mean: float, strength: float) -> float:
    """The logarithm of how likely these histories are under a beta-binomial; what does not depend on it left out."""
    yes, other = strength * mean, strength * (1 - mean)
    none = _log_beta(yes, other)
    return sum(_log_beta(yes + each.accepts, other + each.asked - each.accepts) - none for each in histories)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def answered_by(days: float, answer_days: Sequence[float]) -> float:
    """Which part of all answers has come within so many days; the assumed ones spread evenly over a week."""
    if days <= 0:
        return 0.0
    own = sum(each <= days for each in answer_days)
    return (own + ASSUMED_ANSWERS * min(days / ASSUMED_DAYS, 1.0)) / (len(answer_days) + ASSUMED_ANSWERS)


def chance_of_at_least(wanted: int, chances: Sequence[float]) -> float:
    """The chance that at least ``wanted`` of independent events happen (Poisson-binomial), exact up to rounding."""
    return added(nobody_asked(wanted), chances)[-1]


def nobody_asked(wanted: int) -> list[float]:
    """How likely 0, 1, ... ``wanted`` or more yeses are before anybody is asked; the last place takes all above."""
    return [1.0, *[0.0] * wanted] if wanted else [1.0]


def added(counts: list[float], chances: Sequence[float]) -> list[float]:
    """The same after some more people."""
    for chance in chances:
        last = len(counts) - 1
        if last == 0:
            break
        grown = [counts[at] * (1 - chance) + (counts[at - 1] * chance if at else 0.0) for at in range(last)]
        counts = [*grown, counts[last] + counts[last - 1] * chance]
    return counts

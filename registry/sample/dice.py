"""Repeatable chance: one seeded stream, tables of shares, and no arithmetic that differs between machines.

Only ``random.Random.random`` is drawn from, and only sums, products and comparisons are made of it:
logarithms differ in the last bit from one C library to the next, and sets in their order from run to run.
"""

import random
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Table(Generic[T]):
    """Values and the running total of their shares; both of one length, the last total is 1."""

    __slots__ = ("steps", "values")

    def __init__(self, shares: Iterable[tuple[T, float]]) -> None:
        given = [(value, share) for value, share in shares if share > 0]
        self.values: tuple[T, ...] = tuple(value for value, _ in given)
        # Not sum(): it rounds differently since Python 3.12.
        reached = list(accumulate(share for _, share in given))
        self.steps: tuple[float, ...] = (*(step / reached[-1] for step in reached[:-1]), 1.0)

    def at(self, share: float) -> T:
        """The value whose part of the table holds a share, 0 to below 1."""
        return self.values[bisect(self.steps, share)]

    def spread(self, count: int, offset: float) -> list[T]:
        """``count`` values at even distances: as close to the shares as whole numbers can be."""
        return [self.at((number + offset) / count) for number in range(count)]


class Dice:
    """One stream of chance; the same seed gives the same stream on every machine and Python."""

    __slots__ = ("roll",)

    def __init__(self, seed: str) -> None:
        self.roll: Callable[[], float] = random.Random(seed).random

    def chance(self, share: float) -> bool:
        """True in ``share`` of the cases."""
        return self.roll() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.roll() * (high - low + 1))

    def about(self, mean: float) -> int:
        """``mean`` rounded down or up so that it is right on average."""
        return int(mean + self.roll())

    def pick(self, values: Sequence[T]) -> T:
        """One of some values, all alike."""
        return values[int(self.roll() * len(values))]

    def draw(self, table: Table[T]) -> T:
        """One value of a table, by its share."""
        return table.values[bisect(table.steps, self.roll())]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in another order."""
        order = sorted((self.roll(), place) for place in range(len(values)))
        return [values[place] for _, place in order]

    def several(self, table: Table[T], count: int) -> list[T]:
        """Up to ``count`` different values of a table; the order tells which came first."""
        drawn: list[T] = []
        for _ in range(3 * count):
            if len(drawn) >= count:
                return drawn
            value = table.values[bisect(table.steps, self.roll())]
            if value not in drawn:
                drawn.append(value)
        # Rare values are left over now: the most frequent of them close the gap.
        rest = [value for value in table.values if value not in drawn]
        return drawn + rest[: count - len(drawn)]

    def bell(self) -> float:
        """A share around one half: the mean of three rolls."""
        return (self.roll() + self.roll() + self.roll()) / 3

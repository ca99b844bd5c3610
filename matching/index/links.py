"""Pairs of numbers grouped by their first member, as sparse arrays."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.arrays import Shares

Rows = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]

# Below so many pairs, loading compiled code takes longer than all that it saves.
_MANY = 50_000


@cache
def installed() -> bool:
    """Whether there is anything to compile with."""
    return find_spec("numba") is not None


@cache
def passes() -> Any:
    """The compiled passes; they are loaded when they are first asked for."""
    return import_module("matching.index.passes")


@dataclass(frozen=True)
class Links:
    """Pairs grouped by their first member: the partners of ``i`` stand from ``starts[i]`` to ``starts[i + 1]``."""

    starts: Places
    partners: Rows

    @classmethod
    def of(cls, first: npt.NDArray[Any], second: npt.NDArray[Any], n: int) -> "Links":
        """Group pairs given in any order, each once."""
        # Sorted, and each kept once: numpy.unique goes by a hash, which takes ten times as long for a million pairs.
        pairs = np.sort(first.astype(np.int64) << 32 | second.astype(np.int64))
        pairs = pairs[np.diff(pairs, prepend=-1) != 0]
        starts = np.concatenate(([0], np.cumsum(np.bincount(pairs >> 32, minlength=n))))
        return cls(starts, (pairs & 0xFFFFFFFF).astype(np.int32))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __iter__(self) -> Iterator[tuple[int, int]]:
        firsts = np.repeat(np.arange(len(self)), self.counts)
        return zip(firsts.tolist(), self.partners.tolist(), strict=True)

    @property
    def counts(self) -> Places:
        """(n,): how many partners each has."""
        return np.diff(self.starts)

    def of_one(self, one: int) -> list[int]:
        """The partners of one."""
        found: list[int] = self.partners[self.starts[one] : self.starts[one + 1]].tolist()
        return found

    def of_each(self, some: npt.NDArray[Any]) -> tuple[Rows, Places]:
        """(every partner of some, the place among ``some`` that it belongs to): nothing else is touched."""
        begins = self.starts[some]
        counts = self.starts[some + 1] - begins
        owners = np.repeat(np.arange(len(some)), counts)
        places = np.arange(len(owners)) + np.repeat(begins - (np.cumsum(counts) - counts), counts)
        return self.partners[places], owners

    @property
    def _compiled(self) -> bool:
        return len(self.partners) >= _MANY and installed()

    def spread(self, into: Shares, values: Shares, factor: float, least: float) -> None:
        """Raise what stands in ``into`` for each partner to the highest ``factor * value`` that is not below ``least``.

        Partners of what lies below are not touched.
        """
        if self._compiled:
            passes().raise_partners(into, values, factor, least, self.starts, self.partners)
            return
        passed_on = factor * values
        some = np.flatnonzero(passed_on >= least)
        partners, owners = self.of_each(some)
        np.maximum.at(into, partners, passed_on[some][owners])

    def add(self, into: Shares, counts: Shares) -> None:
        """Add what each counts to what stands in ``into`` for its partners; what counts nothing costs nothing."""
        if self._compiled:
            passes().add_to_partners(into, counts, self.starts, self.partners)
            return
        for one in np.flatnonzero(counts).tolist():
            into[self.partners[self.starts[one] : self.starts[one + 1]]] += counts[one]

    def turned(self, n: int) -> "Links":
        """The same pairs grouped by their second member, of whom there are ``n``."""
        first = np.repeat(np.arange(len(self)), self.counts)
        return Links.of(self.partners, first, n)

"""The names of a pool by number: sounds, words, readings and names, each once, however many people share it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from registry.duplicates.names import MOST_READINGS, MOST_WORDS, Reading, keys
from registry.duplicates.pairing import Hits, Rows
from registry.duplicates.spelling import MOST_WAYS, Word

T = TypeVar("T")


@dataclass(frozen=True)
class Wording:
    """Unknown or absent is -1; numbers are given in the order of rows."""

    names: list[tuple[Reading, ...]]
    of: Rows  # (n,): the name of each row
    read: Rows  # (n_names, MOST_READINGS): its readings
    lengths: Rows  # (n_readings,): how many words each has
    spelled: Rows  # (n_readings, MOST_WORDS): its words
    words: list[Word]
    ways: Rows  # (n_words, MOST_WAYS): the sounds of each
    sounds: list[str]

    @classmethod
    def of_rows(cls, readings: Sequence[tuple[Reading, ...]]) -> "Wording":
        """The wording of everybody's readings."""
        names, of = _numbered(readings)
        distinct, read = _table(names, MOST_READINGS)
        words, spelled = _table(distinct, MOST_WORDS)
        sounds, ways = _table([word.ways for word in words], MOST_WAYS)
        lengths = np.array([len(each) for each in distinct], np.int64)
        return cls(names, of, read, lengths, spelled, words, ways, sounds)

    @cached_property
    def plain(self) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        """(n_words,): the plain spelling of each."""
        return np.array([word.plain for word in self.words], object)

    @cached_property
    def shows_vowels(self) -> Hits:
        """(n_words,): whether the spelling shows the vowels."""
        return np.array([word.vowels for word in self.words], bool)

    @cached_property
    def most_ways(self) -> int:
        """In how many ways a word sounds at most."""
        return int((self.ways >= 0).sum(axis=1).max(initial=1))

    def keys(self) -> tuple[Rows, Rows, list[str]]:
        """(row, key) of every key of every name, and what the keys are."""
        found, per_name = _table_of_lists([sorted(keys(of)) for of in self.names])
        return *_spread(self.of, per_name), found

    def sounding(self) -> tuple[Rows, Rows]:
        """(row, sound) of every sound of every name."""
        numbers = [sorted(set(self.ways[self._words_of(name)].ravel().tolist()) - {-1}) for name in self.read]
        return _spread(self.of, numbers)

    def _words_of(self, readings: Rows) -> Rows:
        words = self.spelled[readings[readings >= 0]].ravel()
        return words[words >= 0]


def _numbered(things: Iterable[T]) -> tuple[list[T], Rows]:
    """Each different thing once, and the number of each in its place."""
    numbers: dict[T, int] = {}
    found = [numbers.setdefault(each, len(numbers)) for each in things]
    return list(numbers), np.array(found, np.int64)


def _table_of_lists(lists: Sequence[Sequence[T]]) -> tuple[list[T], list[list[int]]]:
    numbers: dict[T, int] = {}
    found = [[numbers.setdefault(each, len(numbers)) for each in some] for some in lists]
    return list(numbers), found


def _table(lists: Sequence[Sequence[T]], width: int) -> tuple[list[T], Rows]:
    """The different things in lists, and the lists as rows of numbers, filled up with -1."""
    things, numbers = _table_of_lists(lists)
    table = np.full((len(lists), width), -1, np.int64)
    for at, some in enumerate(numbers):
        table[at, : len(some)] = some
    return things, table


def _spread(of: Rows, per_name: Sequence[Sequence[int]]) -> tuple[Rows, Rows]:
    """(row, thing) for everything that the name of each row has."""
    counts = np.array([len(each) for each in per_name], np.int64)
    flat = np.array([thing for each in per_name for thing in each], np.int64)
    starts = np.cumsum(counts) - counts
    rows = np.repeat(np.arange(len(of)), counts[of])
    before = np.cumsum(counts[of]) - counts[of]
    return rows, flat[np.arange(len(rows)) - before[rows] + starts[of][rows]]

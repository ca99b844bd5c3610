"""Signs: what speaks for two entries being one person, or against it: bits that add up, and words for a person.

A bit doubles the odds. What agrees counts the more, the rarer it is in this pool; what contradicts counts against. The
numbers are ours, docs/decisions/0015.
"""

from abc import ABC, abstractmethod
from itertools import product
from math import log2

import numpy as np

from registry.duplicates.entries import Entries
from registry.duplicates.pairing import Bits, Hits, Rows, sharing

_GENDERS_DIFFER = -6.0
_NATIONALITY, _NATIONALITIES_DIFFER = 1.0, -4.0
_MOST_FOR_ORGANISATION, _ORGANISATIONS_DIFFER = 7.0, -1.5
_YEARS_ALIKE, _YEARS_DIFFER, _YEARS_FAR = 1.0, -1.0, -3.0
_SKILLS_ALIKE, _SKILLS_DIFFER, _FEW_SKILLS = 3.0, -2.0, 3
_NATIVE = 1.0
_TOGETHER = -10.0
_TWO_PLACES = -3.0
# A pool of fewer people tells nothing of how rare a name is.
FEWEST = 200
# What more people than this share says nothing of any two of them.
_MOST_SHARING = 60


class Sign(ABC):
    """One kind of clue, over the entries of one pool. Bits have the shape of the pairs; 0 says nothing."""

    most = 0.0  # bits that it can give at best, for those by which nobody is found

    @abstractmethod
    def bits(self, first: Rows, second: Rows) -> Bits:
        """(n_pairs,): bits of each pair of rows."""

    @abstractmethod
    def says(self, one: int, other: int) -> str:
        """What it says of one pair to which it gives bits."""


class SameNativeName(Sign):
    """The same name in its own script, letter by letter."""

    most = _NATIVE

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._codes, _ = entries.codes("native_name")

    def bits(self, first: Rows, second: Rows) -> Bits:
        return _where(_same(self._codes, first, second), _NATIVE)

    def says(self, one: int, other: int) -> str:
        return f"same native name: {self._entries.natives[one]}"


class Genders(Sign):
    """Two genders on file speak against."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._codes, _ = entries.codes("gender")

    def bits(self, first: Rows, second: Rows) -> Bits:
        return _where(_differ(self._codes, first, second), _GENDERS_DIFFER)

    def says(self, one: int, other: int) -> str:
        mine, theirs = (self._entries.told("gender", row) for row in (one, other))
        return f"contradiction: gender {mine} / {theirs}"


class Nationalities(Sign):
    """A nationality in common, or none although both are on file."""

    most = _NATIONALITY

    def __init__(self, entries: Entries) -> None:
        self._codes = entries.nationalities

    def bits(self, first: Rows, second: Rows) -> Bits:
        mine, theirs = self._codes[first], self._codes[second]
        known = (mine[:, 0] >= 0) & (theirs[:, 0] >= 0)
        shared = ((mine[:, :, None] == theirs[:, None, :]) & (mine[:, :, None] >= 0)).any(axis=(1, 2))
        return np.where(shared, _NATIONALITY, _where(known, _NATIONALITIES_DIFFER))

    def says(self, one: int, other: int) -> str:
        shared = set(self._codes[one].tolist()) & set(self._codes[other].tolist()) - {-1}
        return "same nationality" if shared else "contradiction: no nationality in common"


class Organisations(Sign):
    """The same employer counts by how few work there."""

    most = _MOST_FOR_ORGANISATION

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._codes, different = entries.codes("organisation")
        counts = np.bincount(self._codes[self._codes >= 0], minlength=different + 1)
        share = np.maximum(counts, 1) / max(len(entries), FEWEST)
        self.worth = np.minimum(-np.log2(share), _MOST_FOR_ORGANISATION)

    def bits(self, first: Rows, second: Rows) -> Bits:
        same = _same(self._codes, first, second)
        differ = _where(_differ(self._codes, first, second), _ORGANISATIONS_DIFFER)
        return np.where(same, self.worth[self._codes[first]], differ)

    def says(self, one: int, other: int) -> str:
        mine, theirs = (self._entries.told("organisation", row) for row in (one, other))
        if self._codes[one] == self._codes[other]:
            return f"same organisation: {mine}"
        return f"different organisations: {mine} / {theirs}"


class Years(Sign):
    """Years of experience, that can be told differently but not by ten."""

    most = _YEARS_ALIKE

    def __init__(self, entries: Entries) -> None:
        self._years = entries.numbers("experience_years")

    def bits(self, first: Rows, second: Rows) -> Bits:
        apart = np.abs(self._years[first] - self._years[second])
        return np.select([apart <= 2, apart > 10, apart > 5], [_YEARS_ALIKE, _YEARS_FAR, _YEARS_DIFFER], 0.0)

    def says(self, one: int, other: int) -> str:
        return f"years of experience: {self._years[one]:g} / {self._years[other]:g}"


class Shared(Sign):
    """Something of their own in both: a certificate number, a past mission, a publication; by how few have it."""

    def __init__(self, entries: Entries, noun: str, columns: tuple[str, ...], word: str, most: float) -> None:
        rows, things, self._things = entries.things(noun, columns)
        self._n, self._word = len(entries), word
        first, second, shared = sharing(rows, things, _MOST_SHARING)
        counts = np.maximum(np.bincount(things, minlength=len(self._things)), 2) if len(things) else np.zeros(0)
        bits = (
            np.minimum(log2(max(self._n, FEWEST)) - np.log2(counts[shared]) + 1, most) if len(shared) else np.zeros(0)
        )
        # Of several things that two share the rarest counts.
        order = np.lexsort((-bits, first * self._n + second))
        pairs = (first * self._n + second)[order]
        fresh = np.r_[True, pairs[1:] != pairs[:-1]] if len(pairs) else np.zeros(0, bool)
        self._pairs, self._bits, self._thing = pairs[fresh], bits[order][fresh], shared[order][fresh]

    @property
    def pairs(self) -> tuple[Rows, Rows]:
        """Every pair that shares one."""
        return self._pairs // self._n, self._pairs % self._n

    def bits(self, first: Rows, second: Rows) -> Bits:
        at, found = _found(self._pairs, first * self._n + second)
        return np.where(found, self._bits[at], 0.0) if len(self._pairs) else np.zeros(len(first))

    def says(self, one: int, other: int) -> str:
        at, _ = _found(self._pairs, np.array([one * self._n + other]))
        return f"{self._word}: {self._things[self._thing[at[0]]]}"


class SideBySide(Sign):
    """Both on one assignment: nobody is there twice."""

    def __init__(self, entries: Entries) -> None:
        self._n = len(entries)
        first, second, _ = sharing(*entries.together(), most=1000)
        self._pairs = np.unique(first * self._n + second)

    def bits(self, first: Rows, second: Rows) -> Bits:
        return _where(_found(self._pairs, first * self._n + second)[1], _TOGETHER)

    def says(self, one: int, other: int) -> str:
        return "contradiction: both took part in one assignment"


class TwoPlaces(Sign):
    """Past work in two countries at one time."""

    def __init__(self, entries: Entries) -> None:
        self._stays = entries.stays

    def bits(self, first: Rows, second: Rows) -> Bits:
        pairs = zip(first.tolist(), second.tolist(), strict=True)
        return _where(np.array([self._at_once(one, other) is not None for one, other in pairs], bool), _TWO_PLACES)

    def says(self, one: int, other: int) -> str:
        return f"contradiction: at one time in {self._at_once(one, other)}"

    def _at_once(self, one: int, other: int) -> str | None:
        for (start, end, here), (begin, until, there) in product(self._stays[one], self._stays[other]):
            if here != there and start <= until and begin <= end:
                return f"{here} and {there} ({max(start, begin)})"
        return None


class Competences(Sign):
    """Competences claimed in both, by how many of all they are."""

    most = _SKILLS_ALIKE

    def __init__(self, entries: Entries) -> None:
        self._skills = entries.skills

    def bits(self, first: Rows, second: Rows) -> Bits:
        pairs = zip(first.tolist(), second.tolist(), strict=True)
        return np.array([self._worth(self._skills[one], self._skills[other]) for one, other in pairs], np.float64)

    def says(self, one: int, other: int) -> str:
        mine, theirs = self._skills[one], self._skills[other]
        return f"competences in common: {len(mine & theirs)} of {min(len(mine), len(theirs))}"

    def _worth(self, mine: set[str], theirs: set[str]) -> float:
        if min(len(mine), len(theirs)) < _FEW_SKILLS:
            return 0.0
        shared = len(mine & theirs) / min(len(mine), len(theirs))
        return _SKILLS_ALIKE if shared >= 0.6 else _SKILLS_DIFFER if shared < 0.2 else 0.0


def _found(pairs: Rows, wanted: Rows) -> tuple[Rows, Hits]:
    """Where in sorted pairs each of the wanted would stand, and whether it is there."""
    at = np.minimum(np.searchsorted(pairs, wanted), max(len(pairs) - 1, 0))
    return at, pairs[at] == wanted if len(pairs) else np.zeros(len(wanted), bool)


def _same(codes: Rows, first: Rows, second: Rows) -> Hits:
    same: Hits = (codes[first] == codes[second]) & (codes[first] >= 0)
    return same


def _differ(codes: Rows, first: Rows, second: Rows) -> Hits:
    differ: Hits = (codes[first] != codes[second]) & (codes[first] >= 0) & (codes[second] >= 0)
    return differ


def _where(hit: Hits, bits: float) -> Bits:
    return np.where(hit, bits, 0.0)

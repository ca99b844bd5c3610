"""The sign of names: whether two are one, by how rare their sounds are in this pool."""

from collections.abc import Callable
from itertools import product

import numpy as np

from registry.duplicates.agreeing import Agreements, agreements
from registry.duplicates.entries import Entries
from registry.duplicates.names import Grade
from registry.duplicates.pairing import Bits, Hits, Rows
from registry.duplicates.signs import FEWEST, Sign

# Names of one culture go together: two of them are shared more often than their shares multiplied.
_LIFT = 8.0
_MOST_FOR_NAMES, _NEAR, _APART = 26.0, -5.0, -9.0
_ONE_OF_SEVERAL = 3.0
_AT_ONCE = 100_000
Told = Callable[[int, int], None]


class NamesAgree(Sign):
    """Whether two names are one."""

    most = _MOST_FOR_NAMES

    def __init__(self, entries: Entries) -> None:
        self._entries, self._wording = entries, entries.wording
        n = max(len(entries), FEWEST)
        self._rarest = 1 / (n * n)
        _, sounds, named = entries.sounds
        # One more for no sound at all, which is shared by nobody.
        self._sounds = np.append(_shares(sounds, len(named), n), 0.0)
        self._keys, self._joint = self._shares_of_keys(n)

    def bits(self, first: Rows, second: Rows, told: Told | None = None) -> Bits:
        pairs, back = np.unique(self._pairs(first, second), return_inverse=True)
        found = np.empty(len(pairs))
        for at in range(0, len(pairs), _AT_ONCE):
            found[at : at + _AT_ONCE] = self._best(pairs[at : at + _AT_ONCE])[0]
            if told:
                told(min(at + _AT_ONCE, len(pairs)), len(pairs))
        return found[back]

    def by_key(self, keys: list[str]) -> Bits:
        """(n_keys,): bits of a pair that has this key in common, when nothing speaks against it."""
        number = {sound: at for at, sound in enumerate(self._wording.sounds)}
        parts = [[number[sound] for sound in each.split(" ")] for each in keys]
        one, other = (np.array([each[at] for each in parts], np.int64) for at in (0, -1))
        several = np.array([len(each) > 1 for each in parts], bool)
        both = np.minimum(_LIFT * self._sounds[one] * self._sounds[other], self._together(one, other))
        return self._as_bits(np.where(several, both, self._sounds[one]))

    def says(self, one: int, other: int) -> str:
        mine, theirs = self._entries.names[one], self._entries.names[other]
        if mine.casefold() == theirs.casefold():
            return f"same name: {mine}"
        told = f"{mine} / {theirs}"
        grades = self._best(self._pairs(np.array([one]), np.array([other])))[1][0].tolist()
        if Grade.APART in grades:
            return f"names agree in part: {told}" if any(each > 0 for each in grades) else f"names differ: {told}"
        if Grade.NEAR in grades:
            return f"names differ by a letter or two: {told}"
        return f"same name, spelled or ordered otherwise: {told}"

    def _pairs(self, first: Rows, second: Rows) -> Rows:
        """Pairs of names by number: two people of one name are one pair with any third."""
        one, other = self._wording.of[first], self._wording.of[second]
        return np.minimum(one, other) * len(self._wording.names) + np.maximum(one, other)

    def _best(self, pairs: Rows) -> tuple[Bits, Rows]:
        """(n_pairs,) bits and (n_pairs, MOST_WORDS) grades of the best agreement of any two readings."""
        n = len(self._wording.names)
        found = agreements(self._wording, pairs // n, pairs % n)
        bits = self._worth(found)
        grades = found.grades
        rank = grades.clip(0).sum(axis=1) * 8 - (grades == Grade.APART).sum(axis=1)
        order = np.lexsort((bits, rank, found.pair))
        last = np.append(found.pair[order][1:] != found.pair[order][:-1], True) if len(order) else order.astype(bool)
        best = order[last]
        # A name without words agrees with nothing.
        of_all, graded = np.full(len(pairs), _APART), np.full((len(pairs), grades.shape[1]), -1, np.int64)
        of_all[found.pair[best]], graded[found.pair[best]] = bits[best], grades[best]
        return of_all, graded

    def _worth(self, found: Agreements) -> Bits:
        """(n,): bits of each agreement: the rarer the sounds of what agrees, the more."""
        agreeing = found.grades > Grade.APART
        how_many = agreeing.sum(axis=1)
        bits = self._as_bits(self._share(found, agreeing, how_many))
        apart, near = ((found.grades == grade).sum(axis=1) for grade in (Grade.APART, Grade.NEAR))
        alone = (how_many == 1) & (apart > 0)
        whole = np.where(alone, np.minimum(bits, _ONE_OF_SEVERAL) + _APART, bits + _NEAR * near + _APART * apart)
        return np.where(how_many == 0, _APART, whole)

    def _share(self, found: Agreements, agreeing: Hits, how_many: Rows) -> Bits:
        """How much of the pool has what agrees."""
        each = [self._sounds[sounds].max(axis=1, initial=0.0) for sounds in found.sounds]
        shares = np.sort(np.where(agreeing, np.stack(each, axis=1), np.inf), axis=1)
        share = np.where(how_many > 0, shares[:, 0], 1.0)
        several = np.flatnonzero(how_many > 1)
        places = np.argsort(~agreeing[several], axis=1, kind="stable")
        sounds = np.stack(found.sounds, axis=1)[several]
        one, other = (sounds[np.arange(len(several)), places[:, at]] for at in (0, 1))
        share[several] = np.minimum(_LIFT * shares[several, 0] * shares[several, 1], self._any_together(one, other))
        return share

    def _any_together(self, one: Rows, other: Rows) -> Bits:
        """(n,): how much of the pool has a sound of the one word with a sound of the other, at most; 1 when unseen."""
        best = np.zeros(len(one))
        for mine, theirs in product(one.T, other.T):
            there = np.flatnonzero((mine >= 0) & (theirs >= 0))
            if len(there):
                best[there] = np.maximum(best[there], self._together(mine[there], theirs[there], unseen=0.0))
        return np.where(best > 0, best, 1.0)

    def _together(self, one: Rows, other: Rows, unseen: float = 1.0) -> Bits:
        """How much of the pool has two sounds."""
        wanted = np.minimum(one, other) * len(self._wording.sounds) + np.maximum(one, other)
        at = np.minimum(np.searchsorted(self._keys, wanted), max(len(self._keys) - 1, 0))
        return (
            np.where(self._keys[at] == wanted, self._joint[at], unseen) if len(self._keys) else np.full(len(at), unseen)
        )

    def _shares_of_keys(self, n: int) -> tuple[Rows, Bits]:
        """The keys of two sounds as numbers, in order, and how much of the pool has each."""
        _, keys, named = self._entries.keys
        number = {sound: at for at, sound in enumerate(self._wording.sounds)}
        parts = [[number[sound] for sound in each.split(" ")] for each in named]
        several = np.array([len(each) > 1 for each in parts], bool)
        codes = np.array([min(each) * len(number) + max(each) for each in parts], np.int64)[several]
        order = np.argsort(codes)
        # One that is nobody's stands in front, so that there always is one.
        return np.append(-1, codes[order]), np.append(0.0, _shares(keys, len(named), n)[several][order])

    def _as_bits(self, share: Bits) -> Bits:
        bits: Bits = np.minimum(-np.log2(np.maximum(share, self._rarest)), _MOST_FOR_NAMES)
        return bits


def _shares(things: Rows, different: int, n: int) -> Bits:
    """How much of the pool has each thing beside the two who are compared; somebody unseen counts a little."""
    share: Bits = np.maximum(np.bincount(things, minlength=different) - 1.5, 0.5) / n
    return share

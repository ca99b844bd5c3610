"""Finding pairs of entries that may be one person, and saying of two entries what speaks for it."""

from collections.abc import Collection
from math import exp2, log2

import numpy as np

from registry.domain import Clue, Duplicate
from registry.duplicates import signs
from registry.duplicates.entries import Entries
from registry.duplicates.pairing import Bits, Rows, sharing
from registry.snapshot import Snapshot

# One entry in ten is somebody's second (our assumption): of two entries taken at random nearly none are one person.
_SECOND_ENTRIES = 0.1
# A key that more people share than this is too common to look at every pair; an organisation helps there.
_MOST_PER_KEY = 1500
_MOST_PER_DESK = 60


class Comparison:
    """All signs over the entries of one pool."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.entries = entries = Entries.of(snapshot)
        self._names = signs.NamesAgree(entries)
        self._certificates = signs.Shared(entries, "certificates", ("number",), "same certificate number", 14.0)
        self._missions = signs.Shared(entries, "service", ("title", "start"), "same past mission", 9.0)
        self._works = signs.Shared(entries, "publications", ("title", "year"), "same publication", 6.0)
        self._cheap: tuple[signs.Sign, ...] = (
            signs.SameNativeName(entries),
            self._certificates,
            self._missions,
            self._works,
            signs.Organisations(entries),
            signs.Nationalities(entries),
            signs.Years(entries),
            signs.Genders(entries),
            signs.SideBySide(entries),
        )
        self._late: tuple[signs.Sign, ...] = (signs.Competences(entries), signs.TwoPlaces(entries))
        self._prior = log2(_SECOND_ENTRIES / max(len(entries), 2))

    def find(self, least: float, apart: Collection[tuple[str, str]]) -> list[Duplicate]:
        """Every pair of a score of at least ``least`` per cent, best first, that is not among those set apart."""
        first, second, hopes = self._met()
        enough = log2(least / (100 - least)) - self._prior
        early = _sum(self._cheap, first, second)
        worth_it = hopes + early + sum(sign.most for sign in self._late) >= enough
        first, second, early = first[worth_it], second[worth_it], early[worth_it]
        bits = early + self._names.bits(first, second)
        worth_it = bits + sum(sign.most for sign in self._late) >= enough
        first, second, bits = first[worth_it], second[worth_it], bits[worth_it]
        bits = bits + _sum(self._late, first, second)
        hit = np.flatnonzero(bits >= enough)
        found = [self.pair(int(first[at]), int(second[at])) for at in hit.tolist()]
        kept = [each for each in found if (each.first, each.second) not in apart]
        return sorted(kept, key=lambda each: (-each.score, each.first, each.second))

    def pair(self, one: int, other: int) -> Duplicate:
        """What all signs say of two rows, the weightiest first."""
        first, second = np.array([one]), np.array([other])
        told = [(float(sign.bits(first, second)[0]), sign) for sign in (self._names, *self._cheap, *self._late)]
        spoken = sorted(((bits, sign) for bits, sign in told if bits), key=lambda each: -abs(each[0]))
        return Duplicate(
            first=self.entries.ids[one],
            second=self.entries.ids[other],
            score=_score(self._prior + sum(bits for bits, _ in told)),
            clues=tuple(Clue(says=sign.says(one, other), bits=round(bits, 1)) for bits, sign in spoken),
        )

    def _met(self) -> tuple[Rows, Rows, Bits]:
        """Pairs that meet by a key of their names, by a word at one organisation or by something of their own.

        With the bits that their names can give at best.
        """
        entries = self.entries
        rows, keys, named = entries.keys
        first, second, shared = sharing(rows, keys, _MOST_PER_KEY)
        hopes = self._names.by_key(named)[shared] if len(shared) else np.zeros(0)
        others = [self._at_one_desk(), self._certificates.pairs, self._missions.pairs]
        more = np.full(sum(len(each[0]) for each in others), self._names.most)
        first = np.concatenate([first, *(each[0] for each in others)])
        second = np.concatenate([second, *(each[1] for each in others)])
        return _once(first, second, np.concatenate([hopes, more]), len(entries))

    def _at_one_desk(self) -> tuple[Rows, Rows]:
        """Pairs of one organisation that share one word of their names: the other may be misspelled or new."""
        rows, sounds, named = self.entries.sounds
        desks, _ = self.entries.codes("organisation")
        known = desks[rows] >= 0
        _, things = np.unique(desks[rows][known] * len(named) + sounds[known], return_inverse=True)
        first, second, _ = sharing(rows[known], things.astype(np.int64), _MOST_PER_DESK)
        return first, second


def find(snapshot: Snapshot, least: float = 50.0, apart: Collection[tuple[str, str]] = ()) -> list[Duplicate]:
    """Pairs of entries that are one person with at least ``least`` per cent, best first.

    ``apart`` are pairs (smaller id first) of whom it is known that they are two.
    """
    return Comparison(snapshot).find(least, set(apart)) if len(snapshot) > 1 else []


def compare(snapshot: Snapshot, one: str, other: str) -> Duplicate:
    """What speaks for two entries being one person; both must be there, and differ."""
    comparison = Comparison(snapshot)
    row = {id: row for row, id in enumerate(comparison.entries.ids)}
    return comparison.pair(*sorted((row[one], row[other])))


def _once(first: Rows, second: Rows, hopes: Bits, n: int) -> tuple[Rows, Rows, Bits]:
    """Each pair once, with its best hope."""
    pairs = first * n + second
    order = np.lexsort((-hopes, pairs))
    pairs = pairs[order]
    fresh = np.ones(len(pairs), bool)
    fresh[1:] = pairs[1:] != pairs[:-1]
    return pairs[fresh] // n, pairs[fresh] % n, hopes[order][fresh]


def _sum(of: tuple[signs.Sign, ...], first: Rows, second: Rows) -> Bits:
    return np.sum([sign.bits(first, second) for sign in of], axis=0) if len(first) else np.zeros(0)


def _score(bits: float) -> float:
    """Bits as per cent, to one decimal."""
    odds = exp2(min(max(bits, -60.0), 60.0))
    return round(100 * odds / (1 + odds), 1)

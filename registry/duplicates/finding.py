"""Finding pairs of entries that may be one person, and saying of two entries what speaks for it."""

from collections.abc import Collection
from math import exp2, log2

import numpy as np

from registry.domain import Clue, Duplicate
from registry.duplicates import signs
from registry.duplicates.entries import Entries
from registry.duplicates.name_sign import NamesAgree, Told
from registry.duplicates.pairing import Bits, Rows, sharing
from registry.snapshot import Snapshot

# One entry in ten is somebody's second (our assumption): of two entries taken at random nearly none are one person.
_SECOND_ENTRIES = 0.1
# A slip of the pen is looked for among people of one employer who share a word that no more than this share there.
_MOST_PER_DESK = 400


class Comparison:
    """All signs over the entries of one pool."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.entries = entries = Entries.of(snapshot)
        self._names = NamesAgree(entries)
        self._desks = signs.Organisations(entries)
        self._own = (
            signs.Shared(entries, "certificates", ("number",), "same certificate number", 14.0),
            signs.Shared(entries, "service", ("title", "start"), "same past mission", 9.0),
            signs.Shared(entries, "publications", ("title", "year"), "same publication", 6.0),
        )
        self._cheap: tuple[signs.Sign, ...] = (
            signs.SameNativeName(entries),
            *self._own,
            self._desks,
            signs.Nationalities(entries),
            signs.Years(entries),
            signs.Genders(entries),
            signs.SideBySide(entries),
        )
        self._late: tuple[signs.Sign, ...] = (signs.Competences(entries), signs.TwoPlaces(entries))
        self._later = sum(sign.most for sign in self._late)
        self._prior = log2(_SECOND_ENTRIES / max(len(entries), 2))

    def find(self, least: float, apart: Collection[tuple[str, str]], told: Told | None = None) -> list[Duplicate]:
        """Every pair of a score of at least ``least`` per cent, best first, that is not among those set apart."""
        enough = log2(least / (100 - least)) - self._prior
        first, second, hopes = self._met(enough)
        early = _sum(self._cheap, first, second)
        worth_it = hopes + early + self._later >= enough
        first, second, early = first[worth_it], second[worth_it], early[worth_it]
        bits = early + self._names.bits(first, second, told)
        worth_it = bits + self._later >= enough
        first, second, bits = first[worth_it], second[worth_it], bits[worth_it]
        hit = bits + _sum(self._late, first, second) >= enough
        found = self._told(first[hit], second[hit])
        kept = [each for each in found if (each.first, each.second) not in apart]
        return sorted(kept, key=lambda each: (-each.score, each.first, each.second))

    def pair(self, one: int, other: int) -> Duplicate:
        """What all signs say of two rows, the weightiest first."""
        (found,) = self._told(np.array([one]), np.array([other]))
        return found

    def _told(self, first: Rows, second: Rows) -> list[Duplicate]:
        """What all signs say of pairs of rows."""
        asked = (self._names, *self._cheap, *self._late)
        bits = np.array([sign.bits(first, second) for sign in asked]).reshape(len(asked), len(first)).T
        return [self._pair(*each) for each in zip(first.tolist(), second.tolist(), bits.tolist(), strict=True)]

    def _pair(self, one: int, other: int, bits: list[float]) -> Duplicate:
        told = zip(bits, (self._names, *self._cheap, *self._late), strict=True)
        spoken = sorted(((bits, sign) for bits, sign in told if bits), key=lambda each: -abs(each[0]))
        return Duplicate(
            first=self.entries.ids[one],
            second=self.entries.ids[other],
            score=_score(self._prior + sum(bits)),
            clues=tuple(Clue(says=sign.says(one, other), bits=round(bits, 1)) for bits, sign in spoken),
        )

    def _met(self, enough: float) -> tuple[Rows, Rows, Bits]:
        """Pairs that meet by a key of their names, by a word at one organisation or by something of their own.

        With the bits that their names can give at best.
        """
        named = self._by_name(enough)
        others = [self._at_one_desk(), *(sign.pairs for sign in self._own)]
        more = np.full(sum(len(each[0]) for each in others), self._names.most)
        first, second = (np.concatenate([named[at], *(each[at] for each in others)]) for at in (0, 1))
        return _once(first, second, np.concatenate([named[2], more]), len(self.entries))

    def _by_name(self, enough: float) -> tuple[Rows, Rows, Bits]:
        """Pairs that share a key, and the bits of it, where these and all that may come to them can be enough.

        A key that is too common for that is looked at within each organisation, as far as the same employer makes it
        enough. What else two have in common brings them together by itself.
        """
        rows, keys, named = self.entries.keys
        hopes = self._names.by_key(named)
        rest = self._later + sum(sign.most for sign in self._cheap if sign is not self._desks)
        alone = hopes[keys] + rest >= enough
        desks, many = self.entries.codes("organisation")
        at_desk = ~alone & (desks[rows] >= 0)
        at_desk &= hopes[keys] + self._desks.worth[desks[rows]] + rest >= enough
        wide = sharing(rows[alone], keys[alone])
        close = sharing(rows[at_desk], keys[at_desk] * many + desks[rows[at_desk]])
        first, second = (np.concatenate([wide[at], close[at]]) for at in (0, 1))
        return first, second, hopes[np.concatenate([wide[2], close[2] // max(many, 1)])]

    def _at_one_desk(self) -> tuple[Rows, Rows]:
        """Pairs of one organisation that share one word of their names: the other may be misspelled or new."""
        rows, sounds, named = self.entries.sounds
        desks, _ = self.entries.codes("organisation")
        known = desks[rows] >= 0
        first, second, _ = sharing(rows[known], desks[rows[known]] * len(named) + sounds[known], _MOST_PER_DESK)
        return first, second


def find(
    snapshot: Snapshot, least: float = 50.0, apart: Collection[tuple[str, str]] = (), told: Told | None = None
) -> list[Duplicate]:
    """Pairs of entries that are one person with at least ``least`` per cent, best first.

    ``apart`` are pairs (smaller id first) of whom it is known that they are two; ``told`` hears how many pairs of names
    of all have been compared.
    """
    return Comparison(snapshot).find(least, set(apart), told) if len(snapshot) > 1 else []


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

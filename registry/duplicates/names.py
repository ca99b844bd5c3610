"""Whether two names are one: readings of a name, the keys they are found by, and how far two of them agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import combinations, product

from registry.duplicates.spelling import Word, alike, words

Reading = tuple[Word, ...]

# Two words that sound alike are one name from here on (Karim and Akram are not); two that do not, are nearly one from
# there on (a slip of the pen).
ONE_NAME, NEARLY = 0.65, 0.84
_MOST_WORDS = 4


class Grade(IntEnum):
    """How far two words of names agree."""

    APART = 0
    NEAR = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two readings agree, word by word of the shorter one; the sounds that each word has in common."""

    grades: tuple[Grade, ...]
    sounds: tuple[tuple[str, ...], ...]

    @property
    def worth(self) -> tuple[int, int]:
        """What makes one agreement better than another."""
        return sum(self.grades), -self.grades.count(Grade.APART)


@lru_cache(maxsize=200_000)
def readings(full: str, native: str | None) -> tuple[Reading, ...]:
    """A name in Latin letters and in its own, each as words; alike readings once."""
    found = (words(each)[:_MOST_WORDS] for each in (full, native or ""))
    return tuple(dict.fromkeys(each for each in found if each))


def keys(of: Sequence[Reading]) -> set[str]:
    """What two entries must share to be held against each other: two words by sound, in any order."""
    return {key for reading in of for key in _keys(reading)}


def key(one: str, other: str) -> str:
    """The key of two sounds."""
    return f"{one} {other}" if one <= other else f"{other} {one}"


def _keys(reading: Reading) -> Iterator[str]:
    if len(reading) == 1:
        yield from reading[0].ways
    for one, other in combinations(reading, 2):
        yield from (key(a, b) for a, b in product(one.ways, other.ways))


@lru_cache(maxsize=500_000)
def agreement(mine: tuple[Reading, ...], theirs: tuple[Reading, ...]) -> Agreement:
    """The best agreement of any reading of one name with any of the other."""
    found = (_agreement(*sorted((one, other), key=len)) for one, other in product(mine, theirs))
    return max(found, key=lambda each: each.worth, default=Agreement((), ()))


def _agreement(shorter: Reading, longer: Reading) -> Agreement:
    """Each word of the shorter with the best of the longer that is left."""
    left = list(longer)
    grades, sounds = [], []
    for mine in shorter:
        best = max(left, key=lambda each: (_grade(mine, each), alike(mine, each)))
        grade = _grade(mine, best)
        if grade is not Grade.APART:
            left.remove(best)
        grades.append(grade)
        sounds.append(tuple(way for way in mine.ways if way in best.ways) or mine.ways)
    return Agreement(tuple(grades), tuple(sounds))


def _grade(one: Word, other: Word) -> Grade:
    likeness = alike(one, other)
    if any(way in other.ways for way in one.ways):
        return Grade.SAME if likeness >= ONE_NAME else Grade.APART
    return Grade.NEAR if likeness >= NEARLY else Grade.APART

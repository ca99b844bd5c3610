"""What a name is held against others by: its readings, the keys it is found by, and the grades of agreement."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import combinations, product

from registry.duplicates.spelling import Word, words

Reading = tuple[Word, ...]

# Two words that sound alike are one name from here on (Karim and Akram are not); two that do not, are nearly one from
# there on (a slip of the pen).
ONE_NAME, NEARLY = 0.65, 0.84
MOST_WORDS, MOST_READINGS = 4, 2


class Grade(IntEnum):
    """How far two words of names agree."""

    APART = 0
    NEAR = 1
    SAME = 2


@lru_cache(maxsize=200_000)
def readings(full: str, native: str | None) -> tuple[Reading, ...]:
    """A name in Latin letters and in its own, each as words; alike readings once."""
    found = (words(each)[:MOST_WORDS] for each in (full, native or ""))
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

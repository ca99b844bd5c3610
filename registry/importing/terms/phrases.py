"""Phrases in four languages and where they stand in a text, inflected forms included."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from registry.importing.terms.text import Passage, Word, words_in
from registry.vocabulary import LANGS, fold
from registry.vocabulary.lookup import listed, read_rows

V = TypeVar("V")

# Words that say nothing of their own: a label is found with or without them.
_WITHOUT_MEANING = "of and in for to the at on with a an və üçün üzrə ilə и в на для по с о об ve için ile da de"
_EMPTY = frozenset(map(fold, _WITHOUT_MEANING.split()))
# How much of a word may be missing at its end, by the length of the word in the phrase. English words end in s alone.
_CUT = {5: 1, 6: 2, 7: 2}
# In Azerbaijani and Turkish a word keeps its end before what is added, but for these letters.
_GIVES_WAY = "aeiouykq"
_LONGEST_CUT, _LONGEST_ENDING, _SHORTEST_STEM = 3, 6, 5


@dataclass(frozen=True)
class Found(Generic[V]):
    """A phrase in a passage: what it stands for, from where to where, and whether every word was as listed."""

    value: V
    start: int
    end: int
    exact: bool

    @property
    def length(self) -> int:
        """How many characters it covers."""
        return self.end - self.start


class Phrases(Generic[V]):
    """Phrases of some languages with what they stand for."""

    def __init__(self, phrases: Iterable[tuple[str, str, V]], skip_empty: bool = False) -> None:
        self._skip = _EMPTY if skip_empty else frozenset()
        self._by_start: dict[tuple[str, str], list[tuple[tuple[str, ...], V]]] = defaultdict(list)
        for lang, phrase, value in phrases:
            words = tuple(word for word, _, _ in words_in(phrase) if word not in self._skip)
            if words:
                self._by_start[lang, words[0][:2]].append((words, value))

    def find(self, passage: Passage, langs: Sequence[str] = ()) -> list[Found[V]]:
        """Every phrase of the passage's language (or of ``langs``), the longest where some overlap, in order."""
        key = (self, tuple(langs))
        if key not in passage.found:
            found = [
                each
                for at in range(len(passage.words))
                for lang in langs or (passage.lang,)
                for each in self._at(passage.words, at, lang)
            ]
            passage.found[key] = apart(found)
        return passage.found[key]

    def _at(self, words: Sequence[Word], at: int, lang: str) -> Iterator[Found[V]]:
        for phrase, value in self._by_start.get((lang, words[at].folded[:2]), ()):
            last = at
            exact = True
            for place, wanted in enumerate(phrase):
                if place:
                    last = self._next(words, last + 1)
                if last >= len(words) or not same_word(wanted, words[last].folded, lang):
                    break
                exact = exact and wanted == words[last].folded
            else:
                yield Found(value, words[at].start, words[last].end, exact)

    def _next(self, words: Sequence[Word], at: int) -> int:
        while at < len(words) and words[at].folded in self._skip:
            at += 1
        return at


def same_word(listed_as: str, found: str, lang: str) -> bool:
    """Whether a word of a text is a form of a listed one; both folded."""
    if listed_as == found:
        return True
    if lang == "en":
        return found in (f"{listed_as}s", f"{listed_as}es") or listed_as in (f"{found}s", f"{found}es")
    if len(listed_as) < _SHORTEST_STEM:
        return len(listed_as) == 4 and found.startswith(listed_as) and len(found) <= 7
    cut = _CUT.get(len(listed_as), _LONGEST_CUT)
    if lang != "ru" and listed_as[-1] not in _GIVES_WAY:
        cut = 0
    stem = listed_as[: len(listed_as) - cut]
    return found.startswith(stem) and len(found) - len(stem) <= _LONGEST_ENDING + cut


def apart(found: Iterable[Found[V]]) -> list[Found[V]]:
    """Those that do not overlap: longer ones first, then exact ones, then as listed."""
    kept: list[Found[V]] = []
    listed_first = sorted(found, key=lambda each: (-each.length, not each.exact, each.start))
    covered = bytearray(max((each.end for each in listed_first), default=0))
    for each in listed_first:
        if not any(covered[each.start : each.end]):
            covered[each.start : each.end] = bytes([1]) * each.length
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


@cache
def _rows() -> Mapping[str, list[tuple[str, str, str]]]:
    """Kind of phrase -> (language, phrase, value)."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in read_rows("terms_phrases.csv"):
        for lang in LANGS:
            found[row["kind"]] += [(lang, phrase, row["value"]) for phrase in listed(row[lang])]
    return found


@cache
def kinds(*names: str) -> Phrases[str]:
    """The phrases of several kinds, each standing for its kind; where two overlap, the longer one says more."""
    return Phrases((lang, phrase, name) for name in names for lang, phrase, _ in _rows()[name])


@cache
def phrases(kind: str) -> Phrases[str]:
    """The phrases of one kind of terms_phrases.csv, with their values."""
    return Phrases(_rows()[kind])

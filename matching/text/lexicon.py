"""The words of a body of texts: their stems, how much each says, and texts as vectors."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
from scipy import sparse

from matching.arrays import Column, Shares

_WORD = re.compile(r"\w\w+")
# Frozen: tuning them further only fits the texts they were tuned on, see docs/decisions/0026.
_COMMON = 0.30  # a word of more texts than this part says nothing
_SATURATION = 2.0  # k1 of BM25
_BY_LENGTH = 0.75  # b of BM25

Stems = list[str]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, single letters left out."""
    return _WORD.findall(text.lower())


def stemmed(texts: Iterable[str]) -> Iterator[Stems]:
    """The stems of each text: English, Snowball; words of other languages stay as they mostly are."""
    # Loaded when the first text is read, and one for each reader, since it keeps words and is not safe to share.
    stemmer = import_module("Stemmer").Stemmer("english")
    return (stemmer.stemWords(words_of(text)) for text in texts)


@dataclass(frozen=True)
class Lexicon:
    """What the stems of some texts say.

    ``stems``: those that do not stand in more than 30 % of the texts, in order. ``says`` (n_stems,): how much each
    says. ``common``: those left out.
    """

    stems: tuple[str, ...]
    says: Shares
    common: frozenset[str]
    texts: int
    mean_length: float  # in stems that are not common

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Lexicon":
        """The lexicon of some texts; an empty one without a word."""
        read = list(stemmed(texts))
        seen = Counter(stem for stems in read for stem in set(stems))
        most = _COMMON * len(read)
        kept = tuple(sorted(stem for stem, count in seen.items() if count <= most))
        common = frozenset(seen) - frozenset(kept)
        length = sum(stem not in common for stems in read for stem in stems)
        counts = np.array([seen[stem] for stem in kept], np.float64)
        return cls(kept, _says(counts, len(read)), common, len(read), max(length / max(len(read), 1), 1.0))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each stem."""
        return {stem: at for at, stem in enumerate(self.stems)}

    def knows(self, text: str) -> float:
        """Which part of the words of a text are known, common ones among them; 1 for a text without a word."""
        (stems,) = stemmed([text])
        known = [stem in self.places or stem in self.common for stem in stems]
        return sum(known) / len(known) if known else 1.0

    def vectors(self, texts: Sequence[str]) -> Any:
        """(n_texts, n_stems): sparse rows of length 1, or less; the product of two is the cosine of their texts.

        BM25 weights ``says x tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length))``. A stem that the lexicon does
        not know is as rare as can be: it matches nothing and makes the rest of its text count less.

        Source: Robertson and Zaragoza (2009), The Probabilistic Relevance Framework: BM25 and Beyond; the weights as a
        vector of length 1: ours, docs/decisions/0026.
        """
        read = list(stemmed(texts))
        counts = self._counts(read)
        unknown = [
            Counter(each for each in stems if each not in self.places and each not in self.common) for stems in read
        ]
        lengths = np.asarray(counts.sum(axis=1)).reshape(-1) + np.array([each.total() for each in unknown], np.float64)
        slack = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * lengths / self.mean_length)
        rows = np.repeat(np.arange(len(read)), np.diff(counts.indptr))
        counts.data = self.says[counts.indices] * _damped(counts.data, slack[rows])
        squares = np.bincount(rows, weights=counts.data**2, minlength=len(read)) + self._beyond(unknown, slack)
        counts.data = counts.data / np.sqrt(squares)[rows]
        return counts

    def _counts(self, read: Sequence[Stems]) -> Any:
        """(n_texts, n_stems): how often each stem stands in each text."""
        if not self.stems:
            return sparse.csr_matrix((len(read), 0))
        counting = import_module("sklearn.feature_extraction.text").CountVectorizer
        counts = counting(analyzer=list, vocabulary=self.places, dtype=np.float64).transform(read)
        counts.sort_indices()
        return counts

    def _beyond(self, unknown: Sequence[Counter[str]], slack: Shares) -> Shares:
        """(n_texts,): the squares of what unknown stems weigh."""
        rarest = _says(np.zeros(1), self.texts)[0]
        times = [np.fromiter(each.values(), np.float64) for each in unknown]
        return np.array([((rarest * _damped(each, room)) ** 2).sum() for each, room in zip(times, slack, strict=True)])


def _says(counts: Shares, texts: int) -> Shares:
    """How much stems say that stand in so many of the texts."""
    found: Shares = np.log1p((texts - counts + 0.5) / (counts + 0.5))
    return found


def _damped(times: Column, slack: Column) -> Shares:
    """How much it counts that a stem stands in a text so many times."""
    found: Shares = times * (_SATURATION + 1) / (times + slack)
    return found

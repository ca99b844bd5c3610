"""What a policy must beat: chance, the most experienced, the most used, and two searches for words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np

from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.text import mission_text
from matching.index import Index
from matching.index.read import record_text
from registry.vocabulary import competences

_K1, _B = 1.2, 0.75  # the usual ones of text search engines


@dataclass(frozen=True)
class Words:
    """Everybody's competences, past missions on record and publications in words, to be searched."""

    index: Index

    @cached_property
    def _counting(self) -> Any:
        return import_module("sklearn.feature_extraction.text").CountVectorizer(dtype=np.float64, stop_words=None)

    @cached_property
    def _counts(self) -> Any:
        """(n_rows, n_words): how often each word stands in what is on file of somebody."""
        texts = [_profile(self.index, row) for row in range(self.index.rows)]
        # Nobody may have a word on file; the taxonomy has some, and matches nobody.
        self._counting.fit([*texts, *(each.label() for each in competences().values())])
        return self._counting.transform(texts)

    def bm25(self, text: str) -> Shares:
        """(n_rows,): the sum of BM25 over the words of a text. Source: Robertson and Zaragoza (2009)."""
        counts = self._counts
        wanted = self._counting.transform([text]).indices
        lengths = np.asarray(counts.sum(axis=1)).reshape(-1)
        slack = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0))
        found = counts[:, wanted].toarray()
        seen = (found > 0).sum(axis=0)
        says = np.log1p((len(lengths) - seen + 0.5) / (seen + 0.5))
        scores: Shares = (says * found * (_K1 + 1) / (found + slack[:, None])).sum(axis=1)
        return scores

    def tfidf(self, text: str) -> Shares:
        """(n_rows,): the cosine of TF-IDF vectors, as scikit-learn makes them unless told otherwise."""
        counts = self._counts
        weighing = import_module("sklearn.feature_extraction.text").TfidfTransformer().fit(counts)
        wanted = weighing.transform(self._counting.transform([text]))
        return np.asarray((weighing.transform(counts) @ wanted.T).toarray(), np.float64).reshape(-1)


def _profile(index: Index, row: int) -> str:
    """The competences, past missions and publications of somebody, in words."""
    claims = index.skills
    held = [competences()[claims.names[term]].label() for term, _ in claims.of_rows([row])[0]]
    served = [record_text(index.past, each) for each in index.past.served.of_one(row)]
    return "\n".join([*held, *served, *(index.works[at] for at in index.works_of(row))])


def _experienced(ask: Ask, index: Index, words: Words, chance: np.random.Generator) -> Shares:
    years: Shares = index.standing["years"][index.people["standing"]].astype(np.float64)
    return years


def _used(ask: Ask, index: Index, words: Words, chance: np.random.Generator) -> Shares:
    return index.past.served.counts.astype(np.float64)


Rival = Callable[[Ask, Index, Words, np.random.Generator], Shares]

RIVALS: Mapping[str, Rival] = {
    "random": lambda ask, index, words, chance: chance.random(index.rows),
    "most experienced": _experienced,
    "most used": _used,
    "keywords (BM25)": lambda ask, index, words, chance: words.bm25(mission_text(ask)),
    "keywords (TF-IDF)": lambda ask, index, words, chance: words.tfidf(mission_text(ask)),
}

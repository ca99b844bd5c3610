"""Ways of telling how near what somebody wrote is to a paper: the product's own, and the plainest for comparison."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.arrays import Shares
from matching.evaluation.gold import Method
from matching.text.fusing import fused
from matching.text.gathering import folded, unfolded
from matching.text.lexicon import Lexicon
from registry.gold import Profile

Vectors = npt.NDArray[np.float32]  # (n_texts, n_dimensions), rows of length 1


def by_words(texts: Mapping[str, str]) -> Method:
    """The words of criterion text: cosines of BM25 weights, added up as it does."""
    vectors = Lexicon.of(list(texts.values())).vectors(list(texts.values()))
    return _added_up(texts, lambda some, others: (vectors[some] @ vectors[others].T).toarray())


def by_meaning(texts: Mapping[str, str], vectors: Vectors) -> Method:
    """The meanings that an encoder gives, in the order of the texts, added up in the same way."""
    return _added_up(texts, lambda some, others: np.asarray(vectors[some] @ vectors[others].T, np.float64))


def by_plain_words(texts: Mapping[str, str]) -> Method:
    """TF-IDF as scikit-learn makes it unless told otherwise, and the nearest document: what is easily had."""
    vectors = import_module("sklearn.feature_extraction.text").TfidfVectorizer().fit_transform(texts.values())
    place = _places(texts)

    def method(profile: Profile, reviewers: Sequence[str], papers: Sequence[str]) -> Shares:
        asked = vectors[[place[paper] for paper in papers]]
        own = (vectors[[place[each] for each in profile[reviewer]]] for reviewer in reviewers)
        return np.array([(asked @ each.T).toarray().max(axis=1) for each in own])

    return method


def together(*methods: Method) -> Method:
    """Several methods fused by reciprocal ranks: for each reviewer the ranks of all papers."""

    def method(profile: Profile, reviewers: Sequence[str], papers: Sequence[str]) -> Shares:
        found = [each(profile, reviewers, papers) for each in methods]
        return np.array([fused(rows) for rows in zip(*found, strict=True)])

    return method


def _added_up(texts: Mapping[str, str], cosines: Callable[[list[int], list[int]], Any]) -> Method:
    place = _places(texts)

    def method(profile: Profile, reviewers: Sequence[str], papers: Sequence[str]) -> Shares:
        written = sorted({paper for reviewer in reviewers for paper in profile[reviewer]})
        near = cosines([place[paper] for paper in papers], [place[paper] for paper in written])
        return folded(_wrote(profile, reviewers, written) @ unfolded(np.clip(near, 0.0, 1.0)).T)

    return method


def _places(texts: Mapping[str, str]) -> dict[str, int]:
    return {id: at for at, id in enumerate(texts)}


def _wrote(profile: Profile, reviewers: Sequence[str], written: Sequence[str]) -> Any:
    """(n_reviewers, n_written): a sparse 1 where a reviewer wrote a paper."""
    place = {paper: at for at, paper in enumerate(written)}
    pairs = [
        (row, place[paper]) for row, reviewer in enumerate(reviewers) for paper in dict.fromkeys(profile[reviewer])
    ]
    rows, columns = np.array(pairs).T
    return sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(reviewers), len(written)))

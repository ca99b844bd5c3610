"""Text against text, held against what researchers say of their own expertise.

Source: Stelmakh, Wieting, Neubig and Shah (2023), A Gold Standard Dataset for the Reviewer Assignment Problem.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from matching.arrays import Shares
from matching.errors import NothingToEvaluate
from matching.evaluation.measures import resampled
from matching.shortlist import Answer
from registry.gold import GoldStandard, Profile

# (profile, reviewers, papers) -> (n_reviewers, n_papers) similarities.
Method = Callable[[Profile, Sequence[str], Sequence[str]], Shares]

# Expertise is rated from 1 to 5. An easy pair has a paper rated at least 4 and one rated at most 2; both papers of a
# hard one are rated at least 4.
_HIGH, _LOW = 4.0, 2.0


class GoldAnswer(Answer):
    """One method: the loss with its 95 % interval, and the parts of easy and hard pairs that stand in the right order.

    ``easy`` and ``hard`` are null where no pair is.
    """

    method: str
    loss: float
    loss_interval: tuple[float, float]
    easy: float | None
    hard: float | None
    seconds: float


@dataclass(frozen=True)
class Sums:
    """What the pairs of one reviewer add up to: misordered and whole distance; right and all, easy and hard pairs."""

    wrong: float
    whole: float
    easy: tuple[float, int]
    hard: tuple[float, int]


@dataclass(frozen=True)
class Measured:
    """Loss with its 95 % interval, and easy and hard accuracy: means over the draws of profiles."""

    loss: float
    interval: tuple[float, float]
    easy: float | None
    hard: float | None


def measured(gold: GoldStandard, method: Method, draws: int = 1000, seed: int = 7) -> Measured:
    """Hold the similarities of a method against the ratings.

    The loss is, over all pairs of papers that one reviewer rated, the distance of the two ratings of those pairs that
    the similarities put in the wrong order, half of it where they are equal, as a share of all distances: 0 for a
    perfect order, 0.5 for a constant. Easy and hard accuracy count pairs, half where the similarities are equal. The
    interval is that of the loss over ``draws`` resamplings of the reviewers, each averaged over all profiles.
    NothingToEvaluate where nobody rated two papers differently.
    """
    rated = _by_reviewer(gold.ratings)
    if all(len(set(papers.values())) < 2 for papers in rated.values()):
        raise NothingToEvaluate("no reviewer rated two papers differently: there is no order to hold anything against")
    papers = sorted({paper for _, paper, _ in gold.ratings})
    sums = [_of_draw(rated, papers, method(profile, list(rated), papers)) for profile in gold.profiles]
    wrong, whole = (np.array([[getattr(each, name) for each in run] for run in sums]) for name in ("wrong", "whole"))
    drawn = resampled(len(rated), draws, seed)
    weights = whole[:, drawn].sum(axis=2)
    again = np.divide(wrong[:, drawn].sum(axis=2), weights, out=np.full(weights.shape, np.nan), where=weights > 0)
    low, high = np.nanpercentile(again.mean(axis=0), (2.5, 97.5)).tolist()
    loss = float((wrong.sum(axis=1) / whole.sum(axis=1)).mean())
    return Measured(loss, (low, high), _accuracy(sums, "easy"), _accuracy(sums, "hard"))


def _by_reviewer(ratings: Sequence[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    rated: dict[str, dict[str, float]] = defaultdict(dict)
    for reviewer, paper, expertise in ratings:
        rated[reviewer][paper] = expertise
    return dict(sorted(rated.items()))


def _of_draw(rated: Mapping[str, Mapping[str, float]], papers: Sequence[str], found: Shares) -> list[Sums]:
    """Per reviewer the sums, by the similarities of one draw."""
    rows = (dict(zip(papers, row, strict=True)) for row in found.tolist())
    return [_of_reviewer(given, similar) for given, similar in zip(rated.values(), rows, strict=True)]


def _of_reviewer(papers: Mapping[str, float], found: Mapping[str, float]) -> Sums:
    pairs = list(_pairs(papers, found))
    easy = [right for better, worse, right in pairs if better >= _HIGH and worse <= _LOW]
    hard = [right for better, worse, right in pairs if worse >= _HIGH]
    return Sums(
        wrong=sum((better - worse) * (1 - right) for better, worse, right in pairs),
        whole=sum(better - worse for better, worse, _ in pairs),
        easy=(sum(easy), len(easy)),
        hard=(sum(hard), len(hard)),
    )


def _pairs(papers: Mapping[str, float], found: Mapping[str, float]) -> Iterator[tuple[float, float, float]]:
    """(higher rating, lower rating, 1 in the right order, 0.5 equal, 0 wrong) of pairs with different ratings."""
    for one, other in combinations(sorted(papers), 2):
        if papers[one] != papers[other]:
            better, worse = sorted((one, other), key=lambda paper: -papers[paper])
            yield papers[better], papers[worse], float(np.heaviside(found[better] - found[worse], 0.5))


def _accuracy(sums: Sequence[Sequence[Sums]], kind: str) -> float | None:
    parts = [[getattr(each, kind) for each in run] for run in sums]
    pairs = sum(count for _, count in parts[0])
    if not pairs:
        return None
    return float(np.mean([sum(right for right, _ in run) / pairs for run in parts]))

"""How the values of one specialist make the score of a seat: the same for every pool and on all dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.arrays import Shares
from matching.criteria.base import OfClaims, OfGrade, Part, Priced
from matching.policy import Policy

NOUNS = ("skills", "languages", "countries", "certificates")
LANES = 8  # wishes that are priced in one go
# Parts of the score in which it is counted what a row can reach: with all rounding up, a sixteenth at most, 16 bits do.
WHOLE = 60_000
_CLAIMS = len(NOUNS)
_GROUPS = {noun: group for group, noun in enumerate(NOUNS)}
OF_GRADE, _OF_ROW = _CLAIMS, _CLAIMS + 1

# A wish: its weight, the weights of its parts, the group of each. A criterion: its weight in the policy, its wishes.
Wish = tuple[float, tuple[float, ...], tuple[int, ...]]
Criterion = tuple[float, tuple[Wish, ...]]


@dataclass(frozen=True)
class Weighing:
    """The values of a row side by side: those of each noun, of grades, and those worked out per specialist.

    - groups: which of the parts of all wishes stand in each of these groups, in their order;
    - begins: where the values of each group begin, and one more at the end; a noun has a multiple of LANES;
    - bound: how much of the score each value makes at most;
    - order: the nouns asked about, those that make most of the score first;
    - plan: where the value of each part stands, and how parts make wishes, wishes criteria, criteria the score.
    """

    groups: tuple[tuple[int, ...], ...]
    begins: npt.NDArray[np.int64]
    bound: Shares
    order: npt.NDArray[np.int64]
    plan: tuple[Any, ...]

    def bound_of(self, group: int) -> Shares:
        """What the values of one group make at most."""
        return self.bound[self.begins[group] : self.begins[group + 1]]


def weighing(asked: Mapping[str, Sequence[Priced]], policy: Policy) -> Weighing:
    """How the wishes of each criterion that does not abstain are weighed."""
    weights = policy.weights
    return _weighing(
        tuple(
            (
                float(weights[name]),
                tuple([(wish.weight, wish.parts_weights, tuple(map(_group, wish.parts))) for wish in priced]),
            )
            for name, priced in asked.items()
        )
    )


def _group(part: Part) -> int:
    if isinstance(part, OfClaims):
        return _GROUPS[part.noun]
    return OF_GRADE if isinstance(part, OfGrade) else _OF_ROW


@lru_cache(maxsize=1024)
def _weighing(criteria: tuple[Criterion, ...]) -> Weighing:
    group_of = [group for _, wishes in criteria for _, _, groups in wishes for group in groups]
    groups = tuple(
        tuple(part for part, each in enumerate(group_of) if each == group) for group in range(len(NOUNS) + 2)
    )
    widths = [_lanes(len(each)) if group < _CLAIMS else len(each) for group, each in enumerate(groups)]
    begins = [0, *accumulate(widths)]
    place = {part: begin + at for begin, each in zip(begins, groups, strict=False) for at, part in enumerate(each)}
    at = [place[part] for part in range(len(group_of))]
    bound = np.zeros(begins[-1])
    bound[at] = _bounds(criteria)
    return Weighing(groups, np.array(begins, np.int64), bound, _order(groups, begins, bound), _plan(criteria, at))


def _lanes(wishes: int) -> int:
    return -(-wishes // LANES) * LANES


def _order(groups: Sequence[Sequence[int]], begins: Sequence[int], bound: Shares) -> npt.NDArray[np.int64]:
    makes = [-bound[begins[noun] : begins[noun + 1]].sum() for noun in range(_CLAIMS)]
    return np.array(sorted((noun for noun in range(_CLAIMS) if groups[noun]), key=makes.__getitem__), np.int64)


def _plan(criteria: Sequence[Criterion], at: list[int]) -> tuple[Any, ...]:
    """Where the value of each part stands, and how parts make wishes, wishes criteria, criteria the score."""
    every = [wish for _, wishes in criteria for wish in wishes]
    return (
        np.array(at, np.int64),
        np.array([weight for _, parts, _ in every for weight in parts]),
        np.array([0, *accumulate(len(parts) for _, parts, _ in every)], np.int64),
        np.array([weight for weight, _, _ in every]),
        np.array([sum(parts) for _, parts, _ in every], np.float64),
        np.array([0, *accumulate(len(wishes) for _, wishes in criteria)], np.int64),
        np.array([sum(weight for weight, _, _ in wishes) for _, wishes in criteria], np.float64),
        np.array([weight for weight, _ in criteria], np.float64),
    )


def _bounds(criteria: Sequence[Criterion]) -> list[float]:
    """How much of the score each part can make."""
    whole = sum(weight for weight, _ in criteria)
    return [
        (weight / whole) * (of_wish / sum(each for each, _, _ in wishes)) * (of_part / sum(parts))
        for weight, wishes in criteria
        for of_wish, parts, _ in wishes
        for of_part in parts
    ]

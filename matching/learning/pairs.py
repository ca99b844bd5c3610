"""Choices as pairs: a chosen person against another, by the difference of their shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
import numpy.typing as npt

from matching.arrays import Shares
from matching.index import Index
from matching.learning.choices import Choice
from matching.learning.past import before, quarter, serving
from matching.learning.rules import LearningRules
from matching.meets import meets
from matching.policy import Policy
from registry.snapshot import Snapshot

# Less than this is no difference but rounding.
_NOTHING = 1e-12
_Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """Pairs of one chosen person and one other, choice by choice.

    ``differences`` (n, n_criteria): shares of the chosen less those of the other. ``choice`` (n,): of which choice;
    ``worth`` (n,): what the pair counts, which adds up to the worth of its choice. ``mission`` (n_choices,): whose
    seat it was, as a number.
    """

    differences: Shares
    choice: npt.NDArray[np.int64]
    worth: Shares
    mission: npt.NDArray[np.int64]

    def of_missions(self, wanted: npt.NDArray[np.bool_]) -> "Pairs":
        """The pairs of some missions, (n_missions,)."""
        kept = wanted[self.mission[self.choice]]
        return Pairs(self.differences[kept], self.choice[kept], self.worth[kept], self.mission)

    def telling(self) -> list[int]:
        """(n_criteria,): in how many choices each criterion tells the chosen from an other."""
        apart = np.abs(self.differences) > _NOTHING
        return [len(np.unique(self.choice[apart[:, at]])) for at in range(apart.shape[1])]


def pairs_of(choices: Sequence[Choice], snapshot: Snapshot, policy: Policy, rules: LearningRules) -> Pairs:
    """The pairs of choices in their order, each by the pool as of the quarter in which it was made.

    Choices without a chosen person in the pool, or without an other, give none.
    """
    chance = np.random.Generator(np.random.PCG64(rules.seed))
    differences, counts, worth, missions = [], [], [], []
    for day, group in groupby(sorted(choices, key=lambda each: each.order), key=lambda each: quarter(each.on)):
        index = _index(snapshot, day)
        for choice in group:
            chosen, others = _both(choice, index, snapshot, rules, chance)
            if len(chosen) and len(others):
                shares = _shares(choice, index, policy)
                apart = shares[chosen][:, None, :] - shares[others][None, :, :]
                differences.append(apart.reshape(-1, shares.shape[1]))
                counts.append(len(chosen) * len(others))
                worth.append(choice.worth)
                missions.append(choice.ask.mission.id)
    sizes = np.array(counts, np.int64)
    each = np.array(worth) / np.maximum(sizes, 1)
    numbers = np.unique(np.array(missions, str), return_inverse=True)[1].astype(np.int64)
    whole = np.concatenate(differences) if differences else np.zeros((0, len(policy.criteria)))
    return Pairs(whole, np.repeat(np.arange(len(sizes)), sizes), np.repeat(each, sizes), numbers)


def _index(snapshot: Snapshot, day: date) -> Index:
    return Index.build(before(snapshot, day))


def _both(
    choice: Choice, index: Index, snapshot: Snapshot, rules: LearningRules, chance: np.random.Generator
) -> tuple[_Rows, _Rows]:
    """The rows of the chosen, and of the others that they are held against."""
    chosen = _rows(choice.chosen, index)
    if choice.others is not None:
        others = np.setdiff1d(_rows(choice.others, index), chosen)
    else:
        others = _could(choice, index, snapshot)
    if len(others) > rules.others:
        others = np.sort(chance.choice(others, rules.others, replace=False))
    return chosen, others


def _could(choice: Choice, index: Index, snapshot: Snapshot) -> _Rows:
    """Whoever is admitted, meets the must-haves and served nowhere else on these days; nobody of the same team."""
    able = index.membership.admitted.copy()
    for must in choice.ask.seat.must:
        able &= meets(must, choice.ask, index)
    able[serving(snapshot, choice.ask.window.start, choice.ask.window.end)] = False
    able[_rows(tuple(choice.team), index)] = False
    return np.flatnonzero(able)


def _rows(ids: Sequence[str], index: Index) -> _Rows:
    return np.array(sorted(row for id in ids if (row := index.ids.row(id)) is not None), np.int64)


def _shares(choice: Choice, index: Index, policy: Policy) -> Shares:
    """(n_rows, n_criteria): where a criterion abstains for somebody, the mean of the others by the policy's weights.

    That is what sharing out its weight comes to. A criterion that abstains for everybody says nothing: 0 for all.
    """
    scores: Mapping[str, Shares] = {each.name: each.score(choice.ask, index) for each in policy.criteria}
    shares = np.stack(list(scores.values()), axis=1)
    weights = np.array([policy.weights[name] for name in scores])
    known = ~np.isnan(shares)
    used = known @ weights
    mean = np.divide(np.nan_to_num(shares) @ weights, used, out=np.zeros(len(shares)), where=used > 0)
    silent = ~known.any(axis=0)
    found: Shares = np.where(known, shares, mean[:, None])
    found[:, silent] = 0.0
    return found

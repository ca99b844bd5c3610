"""How good learned weights are on missions that they were not learned from, and how steady."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.arrays import Shares
from matching.learning.answer import Gain
from matching.learning.fitting import fitted
from matching.learning.pairs import Pairs
from matching.learning.rules import LearningRules

# Scores that differ by less are a tie.
_TIE = 1e-9


@dataclass(frozen=True)
class Trial:
    """The gain, and the weights of every fold (n_folds, n_criteria)."""

    gain: Gain
    weights: Shares


def tried(pairs: Pairs, around: Shares, rules: LearningRules) -> Trial:
    """Learn from all folds but one and order the pairs of that one, each fold in turn; whole missions go to a fold.

    Each mission counts the same. The interval draws missions anew; that the folds share most of what they learn from
    is left out of account, as usual.
    """
    chance = np.random.Generator(np.random.PCG64(rules.seed))
    n = int(pairs.mission.max()) + 1
    fold = chance.permutation(np.arange(n) % rules.folds)
    weights = np.stack([fitted(pairs.of_missions(fold != each), around, rules.strength) for each in range(rules.folds)])
    now = _right(pairs, np.tile(around, (n, 1)))
    learned = _right(pairs, weights[fold])
    apart = learned - now
    drawn = apart[chance.integers(0, n, (rules.draws, n))].mean(axis=1)
    low, high = np.quantile(drawn, [0.5 - rules.confidence / 2, 0.5 + rules.confidence / 2])
    means = (now.mean(), learned.mean(), apart.mean(), low, high)
    names = ("now", "learned", "gain", "low", "high")
    return Trial(Gain(**{name: round(float(mean), 4) for name, mean in zip(names, means, strict=True)}), weights)


def _right(pairs: Pairs, weights: Shares) -> Shares:
    """(n_missions,): the part of each mission's pairs that its weights order rightly; a tie counts one half."""
    of: npt.NDArray[np.int64] = pairs.mission[pairs.choice]
    margins = (pairs.differences * weights[of]).sum(axis=1)
    right = np.where(np.abs(margins) < _TIE, 0.5, margins > 0)
    # Each choice counts as one, however many pairs it gives.
    size = np.bincount(pairs.choice)[pairs.choice]
    n = len(weights)
    found: Shares = np.bincount(of, right / size, n) / np.bincount(of, 1 / size, n)
    return found

"""The answer: what past choices say about the weights of a policy (format learned/1)."""

from typing import Literal

from pydantic import Field

from matching.learning.rules import LearningRules
from matching.shortlist import Answer, PolicyUsed


class LearnedWeight(Answer):
    """One criterion: its part of 100 now and as learned, the least and most over the folds.

    ``telling``: in how many choices the criterion told the chosen from the others at all; without any the weight only
    follows the others.
    """

    criterion: str
    now: float
    learned: float
    low: float
    high: float
    telling: int


class Gain(Answer):
    """Of all pairs of a chosen person and another, the part that is ordered rightly, on missions not learned from.

    ``gain`` from ``low`` to ``high``: by how much the learned weights order more of them rightly than those of now.
    """

    now: float
    learned: float
    gain: float
    low: float
    high: float


class Move(Answer):
    """One seat of a mission: who would come onto the list, and who would leave it."""

    mission: str
    seat: int
    enter: tuple[str, ...]
    leave: tuple[str, ...]


class Learned(Answer):
    """A proposal. ``verdict``: gain, where the whole interval lies above 0, else no gain shown."""

    schema_: Literal["learned/1"] = Field("learned/1", alias="schema")
    policy: PolicyUsed
    rules: LearningRules
    missions: int
    choices: int
    pairs: int
    appraised: int
    weights: tuple[LearnedWeight, ...]
    gain: Gain
    verdict: Literal["gain", "no gain shown"]
    moves: tuple[Move, ...]

"""The answer: how well rankings find those who were chosen (format evaluation/1)."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from matching.evaluation.measures import Estimate
from matching.shortlist import Answer, PolicyUsed


class Kind(StrEnum):
    """What stands behind a ranking."""

    POLICY = "policy"
    WITHOUT = "without"  # the policy without one criterion
    RIVAL = "rival"


class Ranked(Answer):
    """One way of ranking, over all seats.

    ``ndcg`` and ``recall`` at k, ``mrr`` over the whole ranking. ``against``: nDCG less that of the policy, mission by
    mission; null for the policy itself. ``seen``: which part of those who could be proposed is ever among the first k.
    ``gini``: how unequally people are seen, 0 all alike to 1.
    """

    name: str
    kind: Kind
    ndcg: Estimate
    mrr: Estimate
    recall: Estimate
    against: Estimate | None
    seen: float
    gini: float


class Band(Answer):
    """Those of the chosen whose points lie close together: the range of points, and the mean mark by others."""

    people: int
    lowest: float
    highest: float
    points: float
    mark: float


class Calibration(Answer):
    """Whether higher points went with better appraisals: Spearman's correlation over those appraised afterwards.

    Null where there are too few, or all marks are alike. Bands of equal size, none with fewer than ``least``.
    """

    appraised: int
    correlation: Estimate | None
    bands: tuple[Band, ...]
    least: int


class LeftOut(Answer):
    """Past missions that cannot be asked again, by reason."""

    reason: str
    missions: int


class EvaluatedPool(Answer):
    """The facts that were asked."""

    epoch: str
    revision: int
    specialists: int


class Evaluation(Answer):
    """Rankings held against past decisions, each made of what was on record on the evening before the mission."""

    schema_: Literal["evaluation/1"] = Field("evaluation/1", alias="schema")
    pool: EvaluatedPool
    policy: PolicyUsed
    k: int
    missions: int
    seats: int
    first: date
    last: date
    resamples: int
    seed: int
    ranked: tuple[Ranked, ...]
    calibration: Calibration
    left_out: tuple[LeftOut, ...]

"""The rules of a plan: every number behind them, versioned, in one place."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float, Field(ge=0, le=10_000)]
Factor = Annotated[float, Field(gt=0, le=100)]


class Objective(StrEnum):
    """What a plan makes as large as can be."""

    FULL = "full"
    POINTS = "points"


class Priority(StrEnum):
    """How much a mission counts beside the others."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class PlanRules(BaseModel):
    """What a plan weighs besides the points of those who sit (format plan-rules/1).

    A place that is taken is worth ``priority * (points + filled) + rotation``, where rotation counts for people who
    have never served on a mission on record. From the sum over all places ``imbalance`` is taken off for every person
    who is short of ``balance``. Each number is part of the answer.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
    )

    schema_: Literal["plan-rules/1"] = Field("plan-rules/1", alias="schema")
    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")] = "rtcm-plan"
    version: Annotated[int, Field(strict=True, ge=1)] = 1
    filled: Points = Field(
        100.0, description="points that a place counts for being taken, as many as a perfect score; ours"
    )
    most_missions: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = Field(
        3, description="missions of the plan that one person takes at most; no limit when null; ours"
    )
    rotation: Points = Field(
        5.0, description="points added for a place taken by somebody who never served on a mission on record; ours"
    )
    balance: Annotated[float, Field(ge=0, le=0.5)] = Field(
        0.0, description="share of women, and of men, among those placed whose gender is known; 0 is off; ours"
    )
    imbalance: Points = Field(
        20.0, description="points taken off for every person short of that share, while it is on; ours"
    )
    high: Factor = Field(2.0, description="what a place on a mission of high priority counts; ours")
    normal: Factor = Field(1.0, description="what a place on a mission of normal priority counts; the unit")
    low: Factor = Field(0.5, description="what a place on a mission of low priority counts; ours")

    def factor(self, priority: Priority) -> float:
        """What a place on a mission of this priority counts."""
        return {Priority.HIGH: self.high, Priority.NORMAL: self.normal, Priority.LOW: self.low}[priority]


DEFAULT_RULES = PlanRules()
# What --objective points heeds: points alone.
NO_RULES = PlanRules(name="points", filled=0, most_missions=None, rotation=0, high=1, low=1)

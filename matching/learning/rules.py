"""The numbers of learning: how weights are held, how the gain is tried, and when there is too little to learn from."""

from pydantic import BaseModel, ConfigDict, Field


class LearningRules(BaseModel):
    """What a proposal rests on; each field tells its source."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    least_missions: int = Field(20, ge=5, le=100_000, description="missions with a choice, or nothing is learned; ours")
    least_people: int = Field(5, ge=2, le=100_000, description="different people chosen, or nothing is learned; ours")
    others: int = Field(50, ge=1, le=10_000, description="people not chosen that one choice is held against; ours")
    strength: float = Field(
        0.1, gt=0, le=1000, description="how firmly weights are held to the policy, see the formula; ours"
    )
    folds: int = Field(5, ge=2, le=50, description="parts of the missions that the gain is tried on in turn; usual")
    draws: int = Field(1000, ge=100, le=100_000, description="missions drawn anew for the interval of the gain; usual")
    confidence: float = Field(0.95, gt=0, lt=1, description="of that interval; usual")
    seed: int = Field(7, ge=0, description="the same seed draws the same others, folds and intervals")
    top: int = Field(10, ge=1, le=1000, description="places of a list in which people are seen to move; ours")


RULES = LearningRules()

"""The numbers of the report on fairness."""

from pydantic import BaseModel, ConfigDict, Field


class FairnessRules(BaseModel):
    """From where on a difference is pointed at, and what is too small to be shown; each field tells its source."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    top: int = Field(10, ge=1, le=10_000, description="people per seat that make a shortlist; ours")
    line: float = Field(
        0.8, gt=0, le=1, description="least impact ratio: the four-fifths line of the Uniform Guidelines (1978)"
    )
    least: int = Field(5, ge=1, le=1000, description="smaller groups are suppressed; usual in official statistics")
    confidence: float = Field(0.95, gt=0, lt=1, description="of the interval around an impact ratio; usual")
    busiest: float = Field(0.1, gt=0, le=1, description="part of the people that rotation calls the most used; ours")


RULES = FairnessRules()

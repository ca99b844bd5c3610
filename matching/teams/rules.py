"""The rules that a planner may switch on; none is on by itself."""

import math
from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matching import words
from registry.vocabulary import fees

Fraction = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1, le=1000)]


class Rules(BaseModel):
    """What a team must keep to beside the must-haves of its seats; a rule that is left out is off.

    Unknown gender counts for neither side, unknown years of experience are not enough, and an organisation or a
    nationality that is not on file is held against nobody, nor is one that stands for working on one's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    women: Fraction | None = Field(None, description="least share of women in the team, rounded up to whole people")
    men: Fraction | None = Field(None, description="least share of men in the team, rounded up to whole people")
    per_organisation: Count | None = Field(None, description="at most so many of one organisation")
    per_nationality: Count | None = Field(
        None, description="at most so many of one nationality; who has two counts for both"
    )
    lead_years: Annotated[float, Field(gt=0, le=80, allow_inf_nan=False)] | None = Field(
        None, description="years of experience of every team lead; without such a seat, of one member at least"
    )
    newcomers: Count | None = Field(
        None, description="at least so many who never served on a mission on record, and one who did"
    )
    budget: Annotated[int, Field(ge=0, le=10**12)] | None = Field(
        None, description="most that the fees of all may come to, in EUR, without travel and subsistence"
    )

    def switched_on(self) -> Iterator[tuple[str, float]]:
        """The rules in force, in their order, with their values."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if value is not None:
                yield name, value

    @property
    def about_gender(self) -> bool:
        """Whether a rule asks for a protected fact."""
        return self.women is not None or self.men is not None


def heads(share: float, members: int) -> int:
    """How many people a share of a team is, rounded up."""
    # A share such as 0.4 lies a little above the fraction that was meant.
    return math.ceil(share * members - 1e-9)


def meaning(rule: str, value: float, members: int) -> str:
    """A rule as a planner would say it."""
    official, other = (fees()[key].amount for key in ("official", "other"))
    return {
        "women": f"at least {heads(value, members)} of {members} are women",
        "men": f"at least {heads(value, members)} of {members} are men",
        "per_organisation": f"at most {value:g} of one organisation",
        "per_nationality": f"at most {value:g} of one nationality",
        "lead_years": f"the lead has {words.number(value)} years of experience or more",
        "newcomers": f"at least {value:g} who never served on a mission on record, and one who did",
        "budget": f"fees of at most {value:,.0f} EUR ({official} a working day for officials, {other} for others)",
    }[rule]

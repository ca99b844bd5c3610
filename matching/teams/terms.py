"""The numbers behind what a team earns beyond the points of its seats."""

import hashlib
import json
from typing import Annotated

from pydantic import Field

from matching.criteria.base import Factors

Points = Annotated[float, Field(ge=0, le=100)]


class Terms(Factors):
    """How much a team's own qualities count, in points per member (objective ``full``).

    A seat gives up to 100 points, so a team of n that covers every competence together earns ``coverage`` x n on top.
    A team of one earns nothing beyond its seat: there is nobody to complement.
    """

    version: int = Field(1, description="raised whenever a number changes; ours", ge=1)
    coverage: Points = Field(10.0, description="the wished competences, each by its best holder in the team; ours")
    languages: Points = Field(5.0, description="the wished languages, each by its best speaker in the team; ours")
    together: Points = Field(3.0, description="having served on a past mission with every other member; ours")
    same_organisation: Points = Field(2.0, description="lost with each member beyond the first of one employer; ours")

    @property
    def hash(self) -> str:
        """SHA-256 over every number that moves a team."""
        moves = self.model_dump(exclude={"version"})
        return hashlib.sha256(json.dumps(moves, sort_keys=True).encode()).hexdigest()


TERMS = Terms()

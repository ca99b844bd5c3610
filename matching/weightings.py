"""Weights drawn around those of a policy, by a seed."""

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from matching.policy import Policy

Weights = npt.NDArray[np.float64]  # (n_draws, n_criteria), each row adds up to 1


class Weightings(BaseModel):
    """How weights are drawn: a Dirichlet distribution around the policy's own weights.

    Each weight keeps its mean w (as a part of 1) and varies by the standard deviation sqrt(w (1 - w) / (c + 1)), where
    c is ``concentration``; with 0 all weightings of the criteria in use are equally likely, whatever the policy.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    draws: int = Field(1000, ge=1, le=100_000, description="how many weightings; ours")
    seed: int = Field(7, ge=0, description="the same seed draws the same weightings")
    concentration: float = Field(
        20.0, ge=0, le=100_000, description="how close to the policy: 20 lets a weight of 40 vary by 11; ours"
    )


def drawn(policy: Policy, weightings: Weightings) -> Weights:
    """(n_draws, n_criteria): weightings of the criteria in use, in their order."""
    weights = np.array([policy.weights[criterion.name] for criterion in policy.criteria], float)
    close = weightings.concentration
    alpha = weights / weights.sum() * close if close else np.ones(len(weights))
    chance = np.random.Generator(np.random.PCG64(weightings.seed))
    found: Weights = chance.dirichlet(alpha, weightings.draws)
    return found

"""Why people stand where they stand: contributions in words."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria import Criterion, Reason
from matching.index import Index
from matching.policy import Points, Policy
from matching.shortlist import Contribution, EvidenceShown

ABSTAINS = Reason("nothing to go on: its weight is shared out")


def explained(
    ask: Ask, index: Index, policy: Policy, shares: Mapping[str, Shares], points: Points, rows: npt.NDArray[np.int64]
) -> list[tuple[Contribution, ...]]:
    """Per specialist what each criterion in use adds; the points add up to the score in ``points`` (hundredths)."""
    reasons = {criterion.name: _reasons(ask, index, criterion, shares, rows) for criterion in policy.criteria}
    return [
        _contributions(
            policy,
            {name: float(share[row]) for name, share in shares.items()},
            {name: told[place] for name, told in reasons.items()},
            int(points[row]),
        )
        for place, row in enumerate(rows.tolist())
    ]


def _reasons(
    ask: Ask, index: Index, criterion: Criterion[Any], shares: Mapping[str, Shares], rows: npt.NDArray[np.int64]
) -> list[Reason]:
    """One reason per specialist, for those it does not abstain on."""
    speaks = ~np.isnan(shares[criterion.name][rows])
    told = iter(criterion.reasons(ask, index, rows[speaks])) if speaks.any() else iter(())
    return [next(told) if spoken else ABSTAINS for spoken in speaks.tolist()]


def _contributions(
    policy: Policy, shares: Mapping[str, float], reasons: Mapping[str, Reason], score: int
) -> tuple[Contribution, ...]:
    """One specialist's parts."""
    return tuple(
        Contribution(
            criterion=name,
            share=None if math.isnan(shares[name]) else round(shares[name], 6),
            weight=round(weight, 4),
            points=points / 100,
            reason=reasons[name].sentence,
            evidence=tuple(EvidenceShown(claim=each.claim, status=each.status) for each in reasons[name].evidence),
        )
        for name, (weight, points) in policy.split(shares, score).items()
    )

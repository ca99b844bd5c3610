"""Why people stand where they stand: contributions in words."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria import Criterion, Reason
from matching.index import Index
from matching.policy import Policy
from matching.shortlist import Contribution

ABSTAINS = Reason("nothing to go on: its weight is shared out")


def explained(
    ask: Ask, index: Index, policy: Policy, rows: Sequence[int], shares: Mapping[str, Shares], points: Sequence[int]
) -> list[tuple[Contribution, ...]]:
    """Per row what each criterion in use adds; the points add up to the score in ``points`` (hundredths).

    ``shares``: per criterion those of the rows.
    """
    names = [criterion.name for criterion in policy.criteria]
    listed = [shares[name].tolist() for name in names]
    told = [_reasons(ask, index, criterion, rows, shares[criterion.name].tolist()) for criterion in policy.criteria]
    return [
        _contributions(policy, dict(zip(names, mine, strict=True)), reasons, score)
        for mine, reasons, score in zip(zip(*listed, strict=True), zip(*told, strict=True), points, strict=True)
    ]


def _reasons(
    ask: Ask, index: Index, criterion: Criterion[Any], rows: Sequence[int], shares: list[float]
) -> list[Reason]:
    """One reason per row, for those it does not abstain on."""
    speaks = [row for row, share in zip(rows, shares, strict=True) if not math.isnan(share)]
    told = iter(criterion.reasons(ask, index, speaks) if speaks else ())
    return [ABSTAINS if math.isnan(share) else next(told) for share in shares]


def _contributions(
    policy: Policy, shares: Mapping[str, float], reasons: Sequence[Reason], score: int
) -> tuple[Contribution, ...]:
    """One specialist's parts."""
    parts = policy.split(shares, score)
    return tuple(
        Contribution(
            criterion=name,
            share=None if math.isnan(share) else round(share, 6),
            weight=round(weight, 4),
            points=points / 100,
            reason=reason.sentence,
            evidence=reason.evidence,
        )
        for (name, share), (weight, points), reason in zip(shares.items(), parts.values(), reasons, strict=True)
    )

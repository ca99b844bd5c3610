"""Why people stand where they stand: contributions in words."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

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
    weights, parts = policy.splits(shares, np.array(points, np.int64))
    names = list(shares)
    known = [share.tolist() for share in shares.values()]
    told = [_reasons(ask, index, criterion, rows, each) for criterion, each in zip(policy.criteria, known, strict=True)]
    by_row = zip(zip(*known, strict=True), weights, parts, zip(*told, strict=True), strict=True)
    return [tuple(map(_contribution, names, *of_row)) for of_row in by_row]


def _reasons(
    ask: Ask, index: Index, criterion: Criterion[Any], rows: Sequence[int], shares: list[float]
) -> list[Reason]:
    """One reason per row, for those it does not abstain on."""
    speaks = [row for row, share in zip(rows, shares, strict=True) if share == share]
    told = iter(criterion.reasons(ask, index, speaks) if speaks else ())
    return [next(told) if share == share else ABSTAINS for share in shares]


def _contribution(name: str, share: float, weight: float, points: int, reason: Reason) -> Contribution:
    known = None if math.isnan(share) else round(share, 6)
    return Contribution(name, known, round(weight, 4), points / 100, reason.sentence, reason.evidence)

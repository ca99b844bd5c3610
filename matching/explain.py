"""Why people stand where they stand: contributions in words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np

from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria import Criterion, Reason
from matching.index import Index
from matching.policy import Policy
from matching.shortlist import Contribution, contribution

ABSTAINS = Reason("nothing to go on: its weight is shared out")


def explained(
    ask: Ask, index: Index, policy: Policy, rows: Sequence[int], shares: Mapping[str, Shares], points: Sequence[int]
) -> list[tuple[Contribution, ...]]:
    """Per row what each criterion in use adds; the points add up to the score in ``points`` (hundredths).

    ``shares``: per criterion those of the rows.
    """
    if not rows:
        return []
    weights, parts = policy.splits(shares, np.array(points, np.int64))
    known = [share.tolist() for share in shares.values()]
    told = [_reasons(ask, index, criterion, rows, each) for criterion, each in zip(policy.criteria, known, strict=True)]
    columns = zip(shares, known, zip(*weights, strict=True), zip(*parts, strict=True), told, strict=True)
    return list(zip(*(_contributions(*column) for column in columns), strict=True))


def _reasons(
    ask: Ask, index: Index, criterion: Criterion[Any], rows: Sequence[int], shares: list[float]
) -> list[Reason]:
    """One reason per row, for those it does not abstain on."""
    speaks = [row for row, share in zip(rows, shares, strict=True) if share == share]
    if len(speaks) == len(rows):
        return criterion.reasons(ask, index, rows) if speaks else []
    told = iter(criterion.reasons(ask, index, speaks) if speaks else ())
    return [next(told) if share == share else ABSTAINS for share in shares]


def _contributions(
    name: str, shares: list[float], weights: Sequence[float], points: Sequence[int], reasons: list[Reason]
) -> Iterator[Contribution]:
    """What one criterion adds, row by row."""
    return map(
        contribution,
        repeat(name),
        [_rounded(share, 6) if share == share else None for share in shares],
        [_rounded(weight, 4) for weight in weights],
        [part / 100 for part in points],
        [reason.sentence for reason in reasons],
        [reason.evidence for reason in reasons],
    )


@lru_cache(maxsize=4096)
def _rounded(value: float, digits: int) -> float:
    # Shares and weights are much the same from person to person, and to round one takes longer than to remember it.
    return round(value, digits)

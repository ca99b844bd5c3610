"""Why people stand where they stand: contributions in words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from math import isnan
from typing import Any

import numpy as np

from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria import Criterion, Reason
from matching.index import Index
from matching.policy import Policy
from matching.shortlist import Contribution, contribution

# What a contribution rests on: the shares of somebody, as bytes, and the reasons for them.
Page = tuple[tuple[bytes, tuple[Reason, ...]], tuple[Contribution, ...]]
_MOST_PAGES = 10_000

ABSTAINS = Reason("nothing to go on: its weight is shared out")


def explained(
    ask: Ask, index: Index, policy: Policy, rows: Sequence[int], shares: Mapping[str, Shares], points: Sequence[int]
) -> list[tuple[Contribution, ...]]:
    """Per row what each criterion in use adds; the points add up to the score in ``points`` (hundredths).

    ``shares``: per criterion those of the rows.
    """
    if not rows:
        return []
    table = np.stack(list(shares.values()), axis=1)
    by_criterion = zip(policy.criteria, table.T.tolist(), strict=True)
    reasons = list(zip(*(_reasons(ask, index, each, rows, known) for each, known in by_criterion), strict=True))
    rests_on = list(zip(map(bytes, table), reasons, strict=True))
    # Whoever has the same shares for the same reasons as the last time is told the same.
    pages: dict[int, Page] = index.skills.postings.kept(("told", policy.hash), dict)
    found = [pages.get(row) for row in rows]
    missing = [place for place, page in enumerate(found) if page is None or page[0] != rests_on[place]]
    if missing:
        told = _told(
            policy, list(shares), table[missing], [points[at] for at in missing], [reasons[at] for at in missing]
        )
        if len(pages) >= _MOST_PAGES:
            pages.clear()
        for at, contributions in zip(missing, told, strict=True):
            found[at] = pages[rows[at]] = rests_on[at], contributions
    return [page[1] for page in found if page]


def _reasons(
    ask: Ask, index: Index, criterion: Criterion[Any], rows: Sequence[int], shares: list[float]
) -> list[Reason]:
    """One reason per row, for those it does not abstain on."""
    if not any(map(isnan, shares)):
        return criterion.reasons(ask, index, rows)
    speaks = [row for row, share in zip(rows, shares, strict=True) if share == share]
    told = iter(criterion.reasons(ask, index, speaks) if speaks else ())
    return [next(told) if share == share else ABSTAINS for share in shares]


def _told(
    policy: Policy, names: Sequence[str], table: Shares, points: Sequence[int], reasons: Sequence[Sequence[Reason]]
) -> Iterator[tuple[Contribution, ...]]:
    """Per row of ``table`` (n, n_criteria) its contributions."""
    shares = dict(zip(names, table.T, strict=True))
    weights, parts = policy.splits(shares, np.array(points, np.int64))
    return map(tuple, map(map, repeat(_contribution), repeat(names), table.tolist(), weights, parts, reasons))


def _contribution(name: str, share: float, weight: float, points: int, reason: Reason) -> Contribution:
    known = _rounded(share, 6) if share == share else None
    return contribution(name, known, _rounded(weight, 4), points / 100, reason.sentence, reason.evidence)


@lru_cache(maxsize=4096)
def _rounded(value: float, digits: int) -> float:
    # Shares and weights are much the same from person to person, and to round one takes longer than to remember it.
    return round(value, digits)

"""The least time that a seat can take: the bytes it must touch at the speed at which memory is read."""

import time

import numpy as np

from benchmarks.rules import Rules
from matching import DEFAULT, Index
from matching.criteria.base import OfClaims, OfGrade
from matching.eligibility import eligible
from matching.index.layout import AXES
from registry.domain import AvailabilityKind

_READ = 256 << 20


def bandwidth(runs: int = 5) -> float:
    """Bytes a second that one thread reads from memory, the best of some runs."""
    numbers = np.ones(_READ // 8)
    best = float("inf")
    for _ in range(runs):
        begin = time.perf_counter()
        numbers.sum()
        best = min(best, time.perf_counter() - begin)
    return _READ / best


def touched(index: Index, rules: Rules) -> int:
    """Bytes of the index that decide one seat, each counted once.

    For everybody the axes of membership and all absences; for each eligible person the grades asked about and, of
    each noun asked about, the claims on terms that count for a wish, with a row and a grade for each claim.
    """
    mask = eligible(rules.ask, index).mask
    everybody = sum(index.people[name].nbytes for name in AXES)
    away = sum(column.nbytes for column in index.away[AvailabilityKind.AWAY].columns.values())
    parts = [part for each in DEFAULT.criteria for wish in each.priced(rules.ask, index) for part in wish.parts]
    kinds = {part.kind for part in parts if isinstance(part, OfGrade)}
    graded = sum(int(mask.sum()) * index.people[kind].itemsize for kind in kinds)
    asked = [part for part in parts if isinstance(part, OfClaims)]
    claims = 0
    for noun in {part.noun for part in asked}:
        near = np.any([part.near > 0 for part in asked if part.noun == noun], axis=0)
        _, rows = index.claims(noun).having(near)
        claims += int(mask[rows].sum()) * (rows.itemsize + index.held[noun]["graded"].itemsize)
    return everybody + away + graded + claims

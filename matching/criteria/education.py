"""Criterion education: the level of education."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, OfGrade, Priced, Reason, Step
from matching.index import Index
from matching.meets import BACHELOR, MASTER, YEARS_FOR_MASTER, education_reached
from registry.domain import EducationRequirement, EvidenceStatus


class EducationFactors(Factors):
    """Education has no numbers of its own; the bachelor-plus-two-years rule stands in matching.meets."""


class EducationFit(Criterion[EducationFactors]):
    """How far a specialist reaches the level of education that a seat wishes for.

    ``min(level / asked, 1)`` on the ISCED scale; a bachelor's plus two years beyond the experience asked counts as
    a master's.

    Shape:   float64 (n_rows,)
    Unit:    share of the ISCED level asked; unknown counts 0
    Abstain: NaN for everyone when the seat wishes for no education
    Errors:  none
    Source:  ISCED 2011; the equivalence as in notices of UNDP, IOM and iGorts; the linear shortfall is ours
    """

    name = "education"
    Factors = EducationFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        asked = _asked(ask)
        if asked is None:
            return []
        key = ("education", asked, ask.years_asked)
        return [Priced.of(OfGrade("standing", index.standing.kept(key, lambda: _worth(asked, ask, index))), None)]

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        asked, reached = _asked(ask) or 0, education_reached(ask, index)
        grades = index.people["standing"][rows].tolist()
        levels = index.standing["education"]
        return [_reason(int(levels[grade]), reached[grade] == MASTER, asked) for grade in grades]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        asked, held = _asked(ask), float(education_reached(ask, index)[index.people["standing"][row]])
        if asked is not None and held < asked:
            yield Step(words.ISCED[asked], 1.0, 2 * (asked - max(held, 0)))


def _worth(asked: int, ask: Ask, index: Index) -> Shares:
    """(n_grades,): the share of the level asked."""
    if not asked:
        return (index.standing["education"] >= 0).astype(float)
    return np.minimum(np.maximum(education_reached(ask, index), 0.0) / asked, 1.0)


def _asked(ask: Ask) -> int | None:
    return max((wish.level for wish in ask.wishes(EducationRequirement)), default=None)


@lru_cache(maxsize=4096)
def _reason(held: int, as_master: bool, asked: int) -> Reason:
    wanted = words.ISCED[asked]
    if held < 0:
        return Reason(f"education not on file, {wanted} asked")
    raised = held == BACHELOR and as_master
    more = f" and {YEARS_FOR_MASTER} more years than asked, counts as a master's" if raised else ""
    return Reason(f"{words.ISCED[held]}{more}; {wanted} asked", (Evidence(words.ISCED[held], EvidenceStatus.CLAIMED),))

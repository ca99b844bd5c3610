"""Criterion education: the level of education."""

from collections.abc import Iterator

import numpy as np

from matching import words
from matching.arrays import Rows, Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, Reason, Step, nobody
from matching.index import Index
from matching.meets import BACHELOR, MASTER, YEARS_FOR_MASTER, education_reached
from registry.domain import EducationRequirement, EvidenceStatus


class EducationFactors(Factors):
    """Education has no numbers of its own; the bachelor-plus-two-years rule stands in matching.meets."""


class EducationFit(Criterion[EducationFactors]):
    """How far a specialist reaches the level of education that a seat wishes for.

    ``min(level / asked, 1)`` on the ISCED scale; a bachelor's plus two years beyond the experience asked counts as
    a master's.

    Shape:   float64 (n_specialists,)
    Unit:    share of the ISCED level asked; unknown counts 0
    Abstain: NaN for everyone when the seat wishes for no education
    Errors:  none
    Source:  ISCED 2011; the equivalence as in notices of UNDP, IOM and iGorts; the linear shortfall is ours
    """

    name = "education"
    Factors = EducationFactors

    def score(self, ask: Ask, index: Index) -> Shares:
        asked = _asked(ask)
        if asked is None:
            return nobody(index)
        reached = np.maximum(education_reached(index, ask), 0.0)
        return np.minimum(reached / asked, 1.0) if asked else (index.education_level >= 0).astype(float)

    def reasons(self, ask: Ask, index: Index, rows: Rows) -> list[Reason]:
        asked, reached = words.ISCED[_asked(ask) or 0], education_reached(index, ask)
        held = zip(index.education_level[rows].tolist(), reached[rows].tolist(), strict=True)
        return [_reason(level, level == BACHELOR and reached == MASTER, asked) for level, reached in held]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        asked, held = _asked(ask), float(education_reached(index, ask)[row])
        if asked is not None and held < asked:
            yield Step(words.ISCED[asked], 1.0, 2 * (asked - max(held, 0)))


def _asked(ask: Ask) -> int | None:
    return max((wish.level for wish in ask.seat.wishes(EducationRequirement)), default=None)


def _reason(held: int, counts_as_master: bool, asked: str) -> Reason:
    if held < 0:
        return Reason(f"education not on file, {asked} asked")
    more = f" and {YEARS_FOR_MASTER} more years than asked, counts as a master's" if counts_as_master else ""
    return Reason(f"{words.ISCED[held]}{more}; {asked} asked", (Evidence(words.ISCED[held], EvidenceStatus.CLAIMED),))

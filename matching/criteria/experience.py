"""Criterion experience: years of professional experience."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, OfGrade, Priced, Reason, Step
from matching.index import YEAR_PARTS, Index
from registry.domain import EvidenceStatus, ExperienceRequirement


class ExperienceFactors(Factors):
    """Experience has no numbers of its own."""


class ExperienceFit(Criterion[ExperienceFactors]):
    """How far a specialist reaches the years of experience that a seat wishes for.

    ``min(years / asked, 1)``, the weighted mean over wishes where a seat has several.

    Shape:   float64 (n_rows,)
    Unit:    share of the years asked; unknown years count 0
    Abstain: NaN for everyone when the seat wishes for no experience
    Errors:  none
    Source:  ours; linear, capped at what was asked
    """

    name = "experience"
    Factors = ExperienceFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        wishes = ask.wishes(ExperienceRequirement)
        return [Priced.of(OfGrade("standing", _worth(wish.years, index)), wish.weight) for wish in wishes]

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        asked = max(wish.years for wish in ask.wishes(ExperienceRequirement))
        # As in Index.years_of, for all at once.
        years = index.standing["years"][index.people["standing"][rows]].tolist()
        return [_reason(None if each < 0 else each / YEAR_PARTS, asked) for each in years]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        asked = max(wish.years for wish in ask.wishes(ExperienceRequirement))
        years = index.years_of(row) or 0.0
        if years < asked:
            yield Step(f"{words.number(asked)} years of experience", 1.0, 1 + asked - years)


def _worth(asked: float, index: Index) -> Shares:
    """(n_grades,): the share of the years asked."""

    def share() -> Shares:
        reached: Shares = np.minimum(np.maximum(index.standing["years"], 0) / YEAR_PARTS / asked, 1.0)
        return reached

    return index.standing.kept(("experience", asked), share)


@lru_cache(maxsize=65536)
def _reason(years: float | None, asked: float) -> Reason:
    if years is None:
        return Reason(f"years not on file, {words.number(asked)} asked")
    fact = Evidence(f"{words.number(years)} years", EvidenceStatus.CLAIMED)
    return Reason(f"{words.number(years)} years, {words.number(asked)} asked", (fact,))

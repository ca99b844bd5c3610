"""Criterion experience: years of professional experience."""

from collections.abc import Iterator

import numpy as np

from matching import words
from matching.arrays import Rows, Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, Reason, Step, nobody, weighted
from matching.index import Index
from registry.domain import EvidenceStatus, ExperienceRequirement


class ExperienceFactors(Factors):
    """Experience has no numbers of its own."""


class ExperienceFit(Criterion[ExperienceFactors]):
    """How far a specialist reaches the years of experience that a seat wishes for.

    ``min(years / asked, 1)``, the weighted mean over wishes where a seat has several.

    Shape:   float64 (n_specialists,)
    Unit:    share of the years asked; unknown years count 0
    Abstain: NaN for everyone when the seat wishes for no experience
    Errors:  none
    Source:  ours; linear, capped at what was asked
    """

    name = "experience"
    Factors = ExperienceFactors

    def score(self, ask: Ask, index: Index) -> Shares:
        wishes = ask.seat.wishes(ExperienceRequirement)
        if not wishes:
            return nobody(index)
        years = np.nan_to_num(index.experience_years, nan=0.0)
        return weighted([np.minimum(years / w.years, 1.0) for w in wishes], [w.weight or 1.0 for w in wishes])

    def reasons(self, ask: Ask, index: Index, rows: Rows) -> list[Reason]:
        asked = words.number(max(wish.years for wish in ask.seat.wishes(ExperienceRequirement)))
        return [_reason(years, asked) for years in index.experience_years[rows].tolist()]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        asked = max(wish.years for wish in ask.seat.wishes(ExperienceRequirement))
        years = float(np.nan_to_num(index.experience_years[row], nan=0.0))
        if years < asked:
            yield Step(f"{words.number(asked)} years of experience", 1.0, 1 + asked - years)


def _reason(years: float, asked: str) -> Reason:
    if np.isnan(years):
        return Reason(f"years not on file, {asked} asked")
    fact = Evidence(f"{words.number(years)} years", EvidenceStatus.CLAIMED)
    return Reason(f"{words.number(years)} years, {asked} asked", (fact,))

"""Criterion country: how long, how recently and how near somebody has worked."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial

import numpy as np
import numpy.typing as npt
from pydantic import Field

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import (
    Book,
    Counted,
    Criterion,
    Evidence,
    EvidenceFactors,
    Factors,
    OfClaims,
    Priced,
    Reason,
    Share,
    Step,
    counting,
    facts,
    reasons_by_claims,
    shares_counting,
    status,
)
from matching.index import Index, counted
from registry.domain import CountryRequirement
from registry.vocabulary import countries, same_subregion


class CountryEvidence(EvidenceFactors):
    """Where somebody has worked is easily checked, so the specialist's word counts for more."""

    evidenced: Share = Field(0.9, description="a document or record backs it; ours")
    claimed: Share = Field(0.8, description="the specialist's word; ours")


class CountryFactors(Factors):
    """The numbers of criterion country."""

    evidence: CountryEvidence = CountryEvidence()
    same_subregion: Share = Field(0.5, description="another country of the same M49 sub-region; ours")
    fresh_years: int = Field(5, ge=0, le=100, description="experience up to this old counts in full; ours")
    old_years: int = Field(15, ge=1, le=100, description="experience this old or older counts least; ours")
    least_recency: Share = Field(0.5, description="what experience that is old, or of unknown age, counts; ours")


@cache
def subregion_of(country: str) -> tuple[str, ...]:
    """Every country of the M49 sub-region of one, itself among them."""
    return tuple(code for code in countries() if same_subregion(code, country))


class CountryFit(Criterion[CountryFactors]):
    """How far a specialist knows the countries that a seat wishes for, from work there.

    Per wish the best stay counts: place (the country itself, or one of its M49 sub-region in part) x
    ``min(months / asked, 1)`` x recency x evidence factor; then the weighted mean over wishes. Nationality and
    residence count nothing.

    Shape:   float64 (n_rows,)
    Unit:    share of what was asked; 1 every country known long, lately and verified
    Abstain: NaN for everyone when the seat wishes for no country
    Errors:  none; an unknown country cannot reach here, Mission refuses it
    Source:  UN M49 for sub-regions; recency and evidence factors: ours, docs/decisions/0004
    """

    name = "country"
    Factors = CountryFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        return [Priced.of(self._price(wish, ask, index), wish.weight) for wish in ask.wishes(CountryRequirement)]

    def _price(self, wish: CountryRequirement, ask: Ask, index: Index) -> OfClaims:
        key = (self.numbers, wish.months, ask.window.start.year)
        worth = index.countries.grades.kept(key, lambda: self._worth(wish, ask, index))
        return OfClaims("countries", _near(wish.country, self.factors.same_subregion), worth)

    def recency(self, last_year: npt.ArrayLike, ask: Ask) -> Shares:
        """What experience that ended in ``last_year`` (-1 unknown) counts in the year the mission starts."""
        age = ask.window.start.year - np.asarray(last_year, float)
        span = max(self.factors.old_years - self.factors.fresh_years, 1)
        faded = 1 - (1 - self.factors.least_recency) * (age - self.factors.fresh_years) / span
        kept = np.clip(faded, self.factors.least_recency, 1.0)
        return np.where(np.asarray(last_year) < 0, self.factors.least_recency, kept)

    def _worth(self, wish: CountryRequirement, ask: Ask, index: Index) -> Shares:
        """(n_grades,): what a stay is worth for a wish, place left out."""
        grades = index.countries.grades
        reached = np.minimum(grades["months"] / wish.months, 1.0)
        backed = self.factors.evidence.worth()[grades["evidence"]]
        worth: Shares = reached * self.recency(grades["last_year"], ask) * backed
        return worth

    def _book(self, wish: CountryRequirement, ask: Ask, index: Index) -> Book:
        key = (self.numbers, wish.country, wish.months, ask.window.start.year, "told")
        return index.countries.grades.kept(key, lambda: self._written(wish, ask, index))

    def _written(self, wish: CountryRequirement, ask: Ask, index: Index) -> Book:
        names, grades = index.countries.names, index.countries.grades

        def told(term: int, grade: int, closeness: float) -> tuple[str, Evidence]:
            months, last_year, known = grades.table.at(grade)
            until = f" up to {last_year}" if last_year > 0 else ", year unknown"
            stay = f"{words.country(names[term])} {words.plural(months, 'month')}"
            return f"{stay}{until}, {status(known)}", Evidence(stay, status(known))

        return Book(self._price(wish, ask, index), told)

    def _books(self, ask: Ask, index: Index) -> list[Book]:
        return [self._book(wish, ask, index) for wish in ask.wishes(CountryRequirement)]

    def _counting(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[list[Counted | None]]:
        return list(counting(index.countries, self._books(ask, index), rows))

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        wishes = ask.wishes(CountryRequirement)
        asked, books = [words.country(wish.country) for wish in wishes], partial(self._books, ask, index)
        key = (self.numbers, ask.window.start.year, *[(wish.country, wish.months) for wish in wishes])
        return reasons_by_claims(index.countries, key, rows, books, lambda counted: _reason(asked, counted))

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = ask.wishes(CountryRequirement)
        total = sum(wish.weight or 1.0 for wish in wishes)
        shares = shares_counting(self._counting(ask, index, [row])[0])
        now = sum(share * (wish.weight or 1.0) for wish, share in zip(wishes, shares, strict=True))
        year = ask.window.start.year - 1
        recent = float(self.recency(np.array([year]), ask)[0])
        for wish, share in zip(wishes, shares, strict=True):
            grade = index.countries.claim(row, wish.country)
            known = 0 if grade is None else int(index.countries.grades["evidence"][grade])
            reached = recent * float(self.factors.evidence.worth()[known])
            if reached > share:
                change = f"{words.plural(wish.months, 'month')} of work in {words.country(wish.country)} up to {year}"
                effort = 1 + wish.months / 12
                yield Step(change, (now + (reached - share) * (wish.weight or 1.0)) / total, effort)


@lru_cache(maxsize=4096)
def _near(asked: str, in_subregion: float) -> Shares:
    """(n_countries,): what work in each country counts for the one asked."""
    return counted("countries", dict.fromkeys(subregion_of(asked), in_subregion) | {asked: 1.0})


def _reason(asked: list[str], counted: list[Counted | None]) -> Reason:
    stands_for: dict[int, list[str]] = {}
    for wish, each in zip(asked, counted, strict=True):
        if each and each.closeness < 1.0:
            stands_for.setdefault(each.term, []).append(wish)
    told = {each.term: each.words for each in counted if each}
    for term, wishes in stands_for.items():
        told[term] += f", in part for {', '.join(wishes)} (same sub-region)"
    absent = [wish for wish, each in zip(asked, counted, strict=True) if not each]
    missing = [f"not on file: {', '.join(absent)}"] if absent else []
    return Reason("; ".join([*told.values(), *missing]), facts(counted))

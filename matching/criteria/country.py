"""Criterion country: how long, how recently and how near somebody has worked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from pydantic import Field

from matching import words
from matching.arrays import Mine, Rows, Shares, Within
from matching.ask import Ask
from matching.criteria.base import (
    Criterion,
    Evidence,
    EvidenceFactors,
    Factors,
    Reason,
    Share,
    Step,
    nobody,
    status,
    weighted,
)
from matching.index import Index
from registry.domain import CountryRequirement, EvidenceStatus
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


@dataclass(frozen=True)
class Served:
    """The stay that counts for one wish."""

    country: str
    months: int
    last_year: int
    status: EvidenceStatus
    share: float


@cache
def subregion_of(country: str) -> tuple[str, ...]:
    """Every country of the M49 sub-region of one, itself among them."""
    return tuple(code for code in countries() if same_subregion(code, country))


class CountryFit(Criterion[CountryFactors]):
    """How far a specialist knows the countries that a seat wishes for, from work there.

    Per wish the best stay counts: place (the country itself, or one of its M49 sub-region in part) x
    ``min(months / asked, 1)`` x recency x evidence factor; then the weighted mean over wishes. Nationality and
    residence count nothing.

    Shape:   float64 (n_specialists,)
    Unit:    share of what was asked; 1 every country known long, lately and verified
    Abstain: NaN for everyone when the seat wishes for no country
    Errors:  none; an unknown country cannot reach here, Mission refuses it
    Source:  UN M49 for sub-regions; recency and evidence factors: ours, docs/decisions/0004
    """

    name = "country"
    Factors = CountryFactors

    def score(self, ask: Ask, index: Index) -> Shares:
        wishes = ask.seat.wishes(CountryRequirement)
        if not wishes:
            return nobody(index)
        # Wishes for neighbouring countries share most of their work.
        known: dict[tuple[str, int], Shares] = {}
        return weighted([self._wish(wish, ask, index, known) for wish in wishes], [w.weight or 1.0 for w in wishes])

    def _near(self, wish: CountryRequirement) -> dict[str, float]:
        """Countries that count for a wish, with what they count."""
        return dict.fromkeys(subregion_of(wish.country), self.factors.same_subregion) | {wish.country: 1.0}

    def recency(self, last_year: npt.ArrayLike, ask: Ask) -> Shares:
        """What experience that ended in ``last_year`` (-1 unknown) counts in the year the mission starts."""
        age = ask.window.start.year - np.asarray(last_year, float)
        span = max(self.factors.old_years - self.factors.fresh_years, 1)
        faded = 1 - (1 - self.factors.least_recency) * (age - self.factors.fresh_years) / span
        kept = np.clip(faded, self.factors.least_recency, 1.0)
        return np.where(np.asarray(last_year) < 0, self.factors.least_recency, kept)

    def _worth(self, wish: CountryRequirement, ask: Ask, index: Index, within: Within) -> Shares:
        """What some stays are worth for a wish, place left out."""
        values = index.countries.values
        reached = np.minimum(values["months"][within] / wish.months, 1.0)
        backed = self.factors.evidence.worth()[values["evidence"][within]]
        worth: Shares = reached * self.recency(values["last_year"][within], ask) * backed
        return worth

    def _wish(self, wish: CountryRequirement, ask: Ask, index: Index, known: dict[tuple[str, int], Shares]) -> Shares:
        best = np.zeros(len(index))
        for country, place in self._near(wish).items():
            within = index.countries.of_term(country)
            rows = index.countries.rows[within]
            if (country, wish.months) not in known:
                known[country, wish.months] = self._worth(wish, ask, index, within)
            best[rows] = np.maximum(best[rows], known[country, wish.months] * place)
        return best

    def _served(self, wish: CountryRequirement, ask: Ask, index: Index, mine: Mine) -> list[Served | None]:
        """Per specialist the stay that counts for a wish, None where none does."""
        places = index.countries.counts(self._near(wish))[mine.terms]
        worth = self._worth(wish, ask, index, mine.claims) * places
        months, years, evidence = (
            index.countries.values[name][mine.claims] for name in ("months", "last_year", "evidence")
        )
        return [
            None
            if at is None
            else Served(
                country=index.countries.terms[mine.terms[at]],
                months=int(months[at]),
                last_year=int(years[at]),
                status=status(int(evidence[at])),
                share=float(worth[at]),
            )
            for at in mine.best(worth, places)
        ]

    def reasons(self, ask: Ask, index: Index, rows: Rows) -> list[Reason]:
        wishes, mine = ask.seat.wishes(CountryRequirement), index.countries.of_rows(rows)
        served = [self._served(wish, ask, index, mine) for wish in wishes]
        return [_reason(list(zip(wishes, stays, strict=True))) for stays in zip(*served, strict=True)]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = ask.seat.wishes(CountryRequirement)
        total = sum(wish.weight or 1.0 for wish in wishes)
        mine = index.countries.of_rows(np.array([row]))
        shares = [stay.share if (stay := self._served(wish, ask, index, mine)[0]) else 0.0 for wish in wishes]
        now = sum(share * (wish.weight or 1.0) for wish, share in zip(wishes, shares, strict=True))
        year = ask.window.start.year - 1
        recent = float(self.recency(np.array([year]), ask)[0])
        for wish, share in zip(wishes, shares, strict=True):
            claim = index.countries.claim(row, wish.country)
            known = 0 if claim is None else int(index.countries.values["evidence"][claim])
            reached = recent * float(self.factors.evidence.worth()[known])
            if reached > share:
                change = f"{words.plural(wish.months, 'month')} of work in {words.country(wish.country)} up to {year}"
                effort = 1 + wish.months / 12
                yield Step(change, (now + (reached - share) * (wish.weight or 1.0)) / total, effort)


def _reason(stays: list[tuple[CountryRequirement, Served | None]]) -> Reason:
    absent = [words.country(wish.country) for wish, stay in stays if stay is None]
    once = {stay.country: stay for _, stay in stays if stay}
    told = [_told(stay, _stands_for(stay, stays)) for stay in once.values()]
    missing = [f"not on file: {', '.join(absent)}"] if absent else []
    return Reason("; ".join(told + missing), tuple(_fact(stay) for stay in once.values()))


def _stands_for(stay: Served, stays: list[tuple[CountryRequirement, Served | None]]) -> list[str]:
    """The wished countries for which a stay in one country counts."""
    return [wish.country for wish, each in stays if each and each.country == stay.country]


def _fact(stay: Served) -> Evidence:
    return Evidence(f"{words.country(stay.country)} {words.plural(stay.months, 'month')}", stay.status)


def _told(stay: Served, wished: list[str]) -> str:
    """A stay, and the wished countries of its sub-region that it stands in for."""
    until = f" up to {stay.last_year}" if stay.last_year > 0 else ", year unknown"
    others = [words.country(code) for code in wished if code != stay.country]
    near = f", in part for {', '.join(others)} (same sub-region)" if others else ""
    return f"{words.country(stay.country)} {words.plural(stay.months, 'month')}{until}, {stay.status}{near}"

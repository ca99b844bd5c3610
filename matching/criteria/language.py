"""Criterion language: how far the languages asked are spoken."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

import numpy as np
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
from matching.meets import language_levels, near_languages, same_language
from registry.domain import LanguageAbility, LanguageRequirement
from registry.vocabulary import CEFR

_SPOKEN = {LanguageAbility.LISTENING, LanguageAbility.SPEAKING}


class LanguageEvidence(EvidenceFactors):
    """A language is soon heard in a talk, so the specialist's word counts more than elsewhere."""

    evidenced: Share = Field(0.95, description="a document or record backs it; ours")
    claimed: Share = Field(0.9, description="the specialist's word; ours")


class LanguageFactors(Factors):
    """The numbers of criterion language."""

    evidence: LanguageEvidence = LanguageEvidence()
    related: Share = Field(
        1.0,
        description="how much of the closeness of another language (Turkish for Azerbaijani 0.7) counts; ours",
    )


class LanguageFit(Criterion[LanguageFactors]):
    """How far a specialist covers the languages that a seat wishes for.

    Per wish ``min(held / asked, 1)`` x evidence factor, levels counted A1 = 1 to C2 = 6; the level held is the
    lowest of the abilities asked, speaking for whoever stands before a class, otherwise the best on file. A
    closely related language counts in part, unless reading or writing is asked. Then the weighted mean over wishes.

    Shape:   float64 (n_rows,)
    Unit:    share of what was asked; 0 nothing, 1 every level met and verified
    Abstain: NaN for everyone when the seat wishes for no language
    Errors:  none; a malformed code cannot reach here, Mission refuses it
    Source:  CEFR Companion Volume (2020) for the order; the linear shortfall is ours, docs/decisions/0004
    """

    name = "language"
    Factors = LanguageFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        return [Priced.of(self._price(wish, ask, index), wish.weight) for wish in _wishes(ask)]

    def _price(self, wish: LanguageRequirement, ask: Ask, index: Index) -> OfClaims:
        key = (self.numbers, wish.level, wish.abilities, ask.trains)
        worth = index.languages.grades.kept(key, lambda: self._worth(wish, ask, index))
        spoken = set(wish.abilities) <= _SPOKEN
        return OfClaims("languages", _near(wish.language, self.factors.related if spoken else 0.0), worth)

    def _worth(self, wish: LanguageRequirement, ask: Ask, index: Index) -> Shares:
        """(n_grades,): what a claim is worth for a wish, closeness left out."""
        backed = self.factors.evidence.worth()[index.languages.grades["evidence"]]
        worth: Shares = np.minimum(language_levels(wish, ask, index) / int(wish.level), 1.0) * backed
        return worth

    def _book(self, wish: LanguageRequirement, ask: Ask, index: Index) -> Book:
        key = (self.numbers, wish.language, wish.level, wish.abilities, ask.trains, "told")
        return index.languages.grades.kept(key, lambda: self._written(wish, ask, index))

    def _written(self, wish: LanguageRequirement, ask: Ask, index: Index) -> Book:
        names, evidence = index.languages.names, index.languages.grades["evidence"]
        levels = language_levels(wish, ask, index)

        def told(term: int, grade: int, closeness: float) -> tuple[str, Evidence]:
            level, known = CEFR(int(levels[grade])), status(int(evidence[grade]))
            short = f" of {wish.level} asked" if level < wish.level else ""
            by = "" if closeness == 1.0 else f", counts {closeness:.2f} for {words.language(wish.language)}"
            spoken = f"{words.language(names[term])} {level}"
            return f"{spoken}{short}, {known}{by}", Evidence(spoken, known)

        return Book(self._price(wish, ask, index), told)

    def _books(self, ask: Ask, index: Index) -> list[Book]:
        return [self._book(wish, ask, index) for wish in _wishes(ask)]

    def _counting(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[list[Counted | None]]:
        return list(counting(index.languages, self._books(ask, index), rows))

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        wishes = _wishes(ask)
        absent = [f"{words.language(wish.language)} {wish.level} not on file" for wish in wishes]
        asked = [(wish.language, wish.level, wish.abilities) for wish in wishes]
        key, books = (self.numbers, ask.trains, *asked), partial(self._books, ask, index)
        return reasons_by_claims(index.languages, key, rows, books, lambda spoken: _reason(absent, spoken))

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = _wishes(ask)
        total = sum(wish.weight or 1.0 for wish in wishes)
        shares = shares_counting(self._counting(ask, index, [row])[0])
        now = sum(share * (wish.weight or 1.0) for wish, share in zip(wishes, shares, strict=True))
        for wish, share in zip(wishes, shares, strict=True):
            grade = index.languages.claim(row, wish.language)
            known = 0 if grade is None else int(index.languages.grades["evidence"][grade])
            for level in CEFR:
                reached = min(level / wish.level, 1.0) * float(self.factors.evidence.worth()[known])
                if share < reached and level <= wish.level:
                    effort = level - round(share * wish.level)
                    change = f"{words.language(wish.language)} {level}"
                    yield Step(change, (now + (reached - share) * (wish.weight or 1.0)) / total, effort)


@lru_cache(maxsize=4096)
def _near(asked: str, related: float) -> Shares:
    """(n_languages,): what each language counts for the one asked."""
    part = {term: each * related for term, each in near_languages(asked).items() if each < 1.0}
    return counted("languages", part | dict.fromkeys(same_language(asked), 1.0))


def _reason(absent: list[str], spoken: list[Counted | None]) -> Reason:
    told = [each.words if each else none for each, none in zip(spoken, absent, strict=True)]
    return Reason("; ".join(told), facts(spoken))


def _wishes(ask: Ask) -> list[LanguageRequirement]:
    return ask.wishes(LanguageRequirement)

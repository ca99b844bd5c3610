"""Criterion language: how far the languages asked are spoken."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import (
    Best,
    Criterion,
    Evidence,
    EvidenceFactors,
    Factors,
    OfClaims,
    Priced,
    Reason,
    Share,
    Step,
    best_claims,
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
        return [Priced.of(self._price(wish, ask, index), wish.weight) for wish in ask.seat.wishes(LanguageRequirement)]

    def _price(self, wish: LanguageRequirement, ask: Ask, index: Index) -> OfClaims:
        key = (self.numbers, wish.level, wish.abilities, ask.seat.trains)
        worth = index.languages.grades.kept(key, lambda: self._worth(wish, ask, index))
        spoken = set(wish.abilities) <= _SPOKEN
        return OfClaims("languages", _near(wish.language, self.factors.related if spoken else 0.0), worth)

    def _worth(self, wish: LanguageRequirement, ask: Ask, index: Index) -> Shares:
        """(n_grades,): what a claim is worth for a wish, closeness left out."""
        backed = self.factors.evidence.worth()[index.languages.grades["evidence"]]
        worth: Shares = np.minimum(language_levels(wish, ask, index) / int(wish.level), 1.0) * backed
        return worth

    def _spoken(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[list[Best | None]]:
        wanted = [self._price(wish, ask, index) for wish in ask.seat.wishes(LanguageRequirement)]
        return best_claims(index.languages, wanted, rows)

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        wishes = ask.seat.wishes(LanguageRequirement)
        asked = [(wish.language, int(wish.level)) for wish in wishes]
        levels = [language_levels(wish, ask, index) for wish in wishes]
        names, evidence = index.languages.names, index.languages.grades["evidence"]
        return [
            _reason(
                [
                    (
                        *wish,
                        None
                        if best is None
                        else (names[best.term], int(level[best.grade]), int(evidence[best.grade]), best.closeness),
                    )
                    for wish, level, best in zip(asked, levels, spoken, strict=True)
                ]
            )
            for spoken in self._spoken(ask, index, rows)
        ]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = ask.seat.wishes(LanguageRequirement)
        total = sum(wish.weight or 1.0 for wish in wishes)
        shares = [held.share if held else 0.0 for held in self._spoken(ask, index, [row])[0]]
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


# (language asked, level asked, the claim that counts: language, level, evidence, closeness).
_Wish = tuple[str, int, tuple[str, int, int, float] | None]


def _reason(wishes: list[_Wish]) -> Reason:
    claims = {held[0]: held for _, _, held in wishes if held}
    facts = tuple(_fact(language, level, known) for language, level, known, _ in claims.values())
    return Reason("; ".join([_told(wish, level, held) for wish, level, held in wishes]), facts)


@lru_cache(maxsize=65536)
def _told(wish: str, asked: int, held: tuple[str, int, int, float] | None) -> str:
    if held is None:
        return f"{words.language(wish)} {CEFR(asked)} not on file"
    language, level, evidence, closeness = held
    short = f" of {CEFR(asked)} asked" if level < asked else ""
    by = "" if closeness == 1.0 else f", counts {closeness:.2f} for {words.language(wish)}"
    return f"{words.language(language)} {CEFR(level)}{short}, {status(evidence)}{by}"


@lru_cache(maxsize=65536)
def _fact(language: str, level: int, evidence: int) -> Evidence:
    return Evidence(f"{words.language(language)} {CEFR(level)}", status(evidence))

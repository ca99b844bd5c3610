"""Criterion language: how far the languages asked are spoken."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
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
from matching.meets import language_levels, near_languages, same_language
from registry.domain import EvidenceStatus, LanguageAbility, LanguageRequirement
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


@dataclass(frozen=True)
class Spoken:
    """The language that counts for one wish."""

    language: str
    level: CEFR
    status: EvidenceStatus
    closeness: float
    share: float


class LanguageFit(Criterion[LanguageFactors]):
    """How far a specialist covers the languages that a seat wishes for.

    Per wish ``min(held / asked, 1)`` x evidence factor, levels counted A1 = 1 to C2 = 6; the level held is the
    lowest of the abilities asked, speaking for whoever stands before a class, otherwise the best on file. A
    closely related language counts in part, unless reading or writing is asked. Then the weighted mean over wishes.

    Shape:   float64 (n_specialists,)
    Unit:    share of what was asked; 0 nothing, 1 every level met and verified
    Abstain: NaN for everyone when the seat wishes for no language
    Errors:  none; a malformed code cannot reach here, Mission refuses it
    Source:  CEFR Companion Volume (2020) for the order; the linear shortfall is ours, docs/decisions/0004
    """

    name = "language"
    Factors = LanguageFactors

    def score(self, ask: Ask, index: Index) -> Shares:
        wishes = ask.seat.wishes(LanguageRequirement)
        if not wishes:
            return nobody(index)
        return weighted([self._wish(wish, ask, index) for wish in wishes], [wish.weight or 1.0 for wish in wishes])

    def _near(self, wish: LanguageRequirement) -> dict[str, float]:
        """Languages that count for a wish, with what they count."""
        near = near_languages(wish.language)
        spoken = set(wish.abilities) <= _SPOKEN
        part = {term: each * self.factors.related for term, each in near.items() if spoken and each < 1.0}
        return part | dict.fromkeys(same_language(wish.language), 1.0)

    def _worth(self, wish: LanguageRequirement, ask: Ask, index: Index, within: Within) -> Shares:
        """What some claims are worth for a wish, closeness left out."""
        held = language_levels(wish, ask, index, within)
        evidence = index.languages.values["evidence"][within]
        worth: Shares = np.minimum(held / int(wish.level), 1.0) * self.factors.evidence.worth()[evidence]
        return worth

    def _wish(self, wish: LanguageRequirement, ask: Ask, index: Index) -> Shares:
        best = np.zeros(len(index))
        for term, closeness in self._near(wish).items():
            within = index.languages.of_term(term)
            rows = index.languages.rows[within]
            best[rows] = np.maximum(best[rows], self._worth(wish, ask, index, within) * closeness)
        return best

    def _spoken(self, wish: LanguageRequirement, ask: Ask, index: Index, mine: Mine) -> list[Spoken | None]:
        """Per specialist the language that counts for a wish, None where none does."""
        closeness = index.languages.counts(self._near(wish))[mine.terms]
        levels = language_levels(wish, ask, index, mine.claims)
        evidence = index.languages.values["evidence"][mine.claims]
        worth = self._worth(wish, ask, index, mine.claims) * closeness
        return [
            None
            if at is None
            else Spoken(
                language=index.languages.terms[mine.terms[at]],
                level=CEFR(int(levels[at])),
                status=status(int(evidence[at])),
                closeness=float(closeness[at]),
                share=float(worth[at]),
            )
            for at in mine.best(worth, closeness)
        ]

    def reasons(self, ask: Ask, index: Index, rows: Rows) -> list[Reason]:
        wishes, mine = ask.seat.wishes(LanguageRequirement), index.languages.of_rows(rows)
        spoken = [self._spoken(wish, ask, index, mine) for wish in wishes]
        return [_reason(wishes, list(claims)) for claims in zip(*spoken, strict=True)]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = ask.seat.wishes(LanguageRequirement)
        total = sum(wish.weight or 1.0 for wish in wishes)
        mine = index.languages.of_rows(np.array([row]))
        shares = [held.share if (held := self._spoken(wish, ask, index, mine)[0]) else 0.0 for wish in wishes]
        now = sum(share * (wish.weight or 1.0) for wish, share in zip(wishes, shares, strict=True))
        for wish, share in zip(wishes, shares, strict=True):
            at = index.languages.claim(row, wish.language)
            known = 0 if at is None else int(index.languages.values["evidence"][at])
            for level in CEFR:
                reached = min(level / wish.level, 1.0) * float(self.factors.evidence.worth()[known])
                if share < reached and level <= wish.level:
                    effort = level - round(share * wish.level)
                    change = f"{words.language(wish.language)} {level}"
                    yield Step(change, (now + (reached - share) * (wish.weight or 1.0)) / total, effort)


def _reason(wishes: list[LanguageRequirement], spoken: list[Spoken | None]) -> Reason:
    claims = {claim.language: claim for claim in spoken if claim}
    facts = (Evidence(f"{words.language(each.language)} {each.level}", each.status) for each in claims.values())
    return Reason("; ".join(map(_told, wishes, spoken)), tuple(facts))


def _told(wish: LanguageRequirement, spoken: Spoken | None) -> str:
    if spoken is None:
        return f"{words.language(wish.language)} {wish.level} not on file"
    short = f" of {wish.level} asked" if spoken.level < wish.level else ""
    by = "" if spoken.closeness == 1.0 else f", counts {spoken.closeness:.2f} for {words.language(wish.language)}"
    return f"{words.language(spoken.language)} {spoken.level}{short}, {spoken.status}{by}"

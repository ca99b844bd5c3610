"""Criterion skill: how far the competences asked are held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Mine, Rows, Shares
from matching.ask import Ask
from matching.closeness import neighbourhood
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
from matching.index import LEVELS, Index
from registry.domain import EvidenceStatus, SkillRequirement


class SkillFactors(Factors):
    """The numbers of criterion skill."""

    evidence: EvidenceFactors = EvidenceFactors()
    related: Share = Field(0.4, description="closeness of a competence the taxonomy links as related; ours")
    least_closeness: Share = Field(0.4, description="Wu-Palmer similarity below this counts nothing; ours")


@dataclass(frozen=True)
class Held:
    """The claim that counts for one wish."""

    skill: str
    level: int
    status: EvidenceStatus
    closeness: float
    share: float


class SkillFit(Criterion[SkillFactors]):
    """How far a specialist holds the competences that a seat wishes for.

    Per wish the best claim counts: closeness of the competence held x ``min(level / asked, 1)`` x evidence factor;
    then the weighted mean over wishes. The level is capped at what was asked, so surplus never pays for a gap.

    Shape:   float64 (n_specialists,)
    Unit:    share of what was asked; 1 every wish met in full by verified claims
    Abstain: NaN for everyone when the seat wishes for no competence
    Errors:  none; an unknown competence cannot reach here, Mission refuses it
    Source:  Wu and Palmer (1994) for closeness; cap, evidence factors and related: ours, docs/decisions/0004
    """

    name = "skill"
    Factors = SkillFactors

    def score(self, ask: Ask, index: Index) -> Shares:
        wishes = ask.seat.wishes(SkillRequirement)
        if not wishes:
            return nobody(index)
        return weighted([self._wish(wish, index) for wish in wishes], [wish.weight or 1.0 for wish in wishes])

    def _near(self, wish: SkillRequirement) -> Mapping[str, float]:
        return neighbourhood(wish.skill, self.factors.related, self.factors.least_closeness)

    def _wish(self, wish: SkillRequirement, index: Index) -> Shares:
        best = np.zeros(len(index))
        claims, worth = index.skills, self._worth(wish.level).ravel()
        for skill, closeness in self._near(wish).items():
            within = claims.of_term(skill)
            rows = claims.rows[within]
            share = (worth * closeness)[claims.values["grade"][within]]
            # Each specialist claims a competence once, so plain indexing is safe and fast.
            best[rows] = np.maximum(best[rows], share)
        return best

    def _worth(self, asked: int) -> Shares:
        """(3 evidence statuses, 6 levels): what a claim is worth for a wish at level ``asked``."""
        reached: Shares = np.minimum(np.arange(LEVELS) / asked, 1.0)
        return self.factors.evidence.worth()[:, None] * reached

    def _held(self, wish: SkillRequirement, index: Index, mine: Mine) -> list[Held | None]:
        """Per specialist the claim that counts for a wish, None where none does."""
        closeness = index.skills.counts(self._near(wish))[mine.terms]
        level, evidence, grade = (index.skills.values[name][mine.claims] for name in ("level", "evidence", "grade"))
        worth = self._worth(wish.level).ravel()[grade] * closeness
        best = mine.best(worth, closeness)
        return [
            None
            if at is None
            else Held(
                skill=index.skills.terms[mine.terms[at]],
                level=int(level[at]),
                status=status(int(evidence[at])),
                closeness=float(closeness[at]),
                share=float(worth[at]),
            )
            for at in best
        ]

    def reasons(self, ask: Ask, index: Index, rows: Rows) -> list[Reason]:
        wishes, mine = ask.seat.wishes(SkillRequirement), index.skills.of_rows(rows)
        held = [self._held(wish, index, mine) for wish in wishes]
        return [_reason(wishes, list(claims)) for claims in zip(*held, strict=True)]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = ask.seat.wishes(SkillRequirement)
        total = sum(wish.weight or 1.0 for wish in wishes)
        mine = index.skills.of_rows(np.array([row]))
        shares = [held.share if (held := self._held(wish, index, mine)[0]) else 0.0 for wish in wishes]
        now = sum(share * (wish.weight or 1.0) for wish, share in zip(wishes, shares, strict=True))
        for wish, share in zip(wishes, shares, strict=True):
            for change, reached, effort in self._changes(wish, index, row):
                if reached > share:
                    yield Step(change, (now + (reached - share) * (wish.weight or 1.0)) / total, effort)

    def _changes(self, wish: SkillRequirement, index: Index, row: int) -> Iterator[tuple[str, float, float]]:
        """(words, share of the wish, effort) for the competence asked itself."""
        claim, worth = index.skills.claim(row, wish.skill), self._worth(wish.level)
        level, known = 0, 0
        if claim is not None:
            level, known = (int(index.skills.values[name][claim]) for name in ("level", "evidence"))
            for better in range(known + 1, 3):
                change = f"{words.skill(wish.skill)} {level}/5 {status(better)}"
                yield change, float(worth[better, level]), better - known
        for reached in range(level + 1, wish.level + 1):
            change = f"{words.skill(wish.skill)} {reached}/5 ({status(known)})"
            yield change, float(worth[known, reached]), reached - level


def _reason(wishes: list[SkillRequirement], held: list[Held | None]) -> Reason:
    told = [_told(wish, claim) for wish, claim in zip(wishes, held, strict=True) if claim]
    absent = [words.skill(wish.skill) for wish, claim in zip(wishes, held, strict=True) if not claim]
    missing = [f"not on file: {', '.join(absent)}"] if absent else []
    full = sum(claim.closeness == 1.0 for claim in held if claim)
    near = len(told) - full
    also = f", {near} by a neighbouring one" if near else ""
    sentence = f"{full} of {words.plural(len(wishes), 'competence')} held{also}: {'; '.join(told + missing)}"
    claims = {claim.skill: claim for claim in held if claim}
    facts = (Evidence(f"{words.skill(each.skill)} {each.level}/5", each.status) for each in claims.values())
    return Reason(sentence, tuple(facts))


def _told(wish: SkillRequirement, held: Held) -> str:
    level = f"{held.level}/5" + (f" of {wish.level} asked" if held.level < wish.level else "")
    by = "" if held.closeness == 1.0 else f", counts {held.closeness:.2f} for {words.skill(wish.skill)}"
    return f"{words.skill(held.skill)} {level}, {held.status}{by}"

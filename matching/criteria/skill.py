"""Criterion skill: how far the competences asked are held."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.closeness import neighbourhood
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
from registry.domain import SkillRequirement


class SkillFactors(Factors):
    """The numbers of criterion skill."""

    evidence: EvidenceFactors = EvidenceFactors()
    related: Share = Field(0.4, description="closeness of a competence the taxonomy links as related; ours")
    least_closeness: Share = Field(0.4, description="Wu-Palmer similarity below this counts nothing; ours")


class SkillFit(Criterion[SkillFactors]):
    """How far a specialist holds the competences that a seat wishes for.

    Per wish the best claim counts: closeness of the competence held x ``min(level / asked, 1)`` x evidence factor;
    then the weighted mean over wishes. The level is capped at what was asked, so surplus never pays for a gap.

    Shape:   float64 (n_rows,)
    Unit:    share of what was asked; 1 every wish met in full by verified claims
    Abstain: NaN for everyone when the seat wishes for no competence
    Errors:  none; an unknown competence cannot reach here, Mission refuses it
    Source:  Wu and Palmer (1994) for closeness; cap, evidence factors and related: ours, docs/decisions/0004
    """

    name = "skill"
    Factors = SkillFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        return [Priced.of(self._price(wish, index), wish.weight) for wish in ask.wishes(SkillRequirement)]

    def _price(self, wish: SkillRequirement, index: Index) -> OfClaims:
        grades = index.skills.grades
        worth = grades.kept((self.numbers, wish.level), lambda: self._worth(wish.level, index))
        return OfClaims("skills", _near(wish.skill, self.factors.related, self.factors.least_closeness), worth)

    def _worth(self, asked: int, index: Index) -> Shares:
        """(n_grades,): what a claim is worth for a wish at level ``asked``."""
        grades = index.skills.grades
        reached: Shares = np.minimum(grades["level"] / asked, 1.0)
        return self.factors.evidence.worth()[grades["evidence"]] * reached

    def _book(self, wish: SkillRequirement, index: Index) -> Book:
        key = (self.numbers, wish.skill, wish.level, "told")
        return index.skills.grades.kept(key, lambda: self._written(wish, index))

    def _written(self, wish: SkillRequirement, index: Index) -> Book:
        names, grades = index.skills.names, index.skills.grades

        def told(term: int, grade: int, closeness: float) -> tuple[str, Evidence]:
            level, known = grades.table.at(grade)
            reached = f"{level}/5" + (f" of {wish.level} asked" if level < wish.level else "")
            by = "" if closeness == 1.0 else f", counts {closeness:.2f} for {words.skill(wish.skill)}"
            held = words.skill(names[term])
            return f"{held} {reached}, {status(known)}{by}", Evidence(f"{held} {level}/5", status(known))

        return Book(self._price(wish, index), told)

    def _books(self, ask: Ask, index: Index) -> list[Book]:
        return [self._book(wish, index) for wish in ask.wishes(SkillRequirement)]

    def _counting(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[list[Counted | None]]:
        return list(counting(index.skills, self._books(ask, index), rows))

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        wishes = ask.wishes(SkillRequirement)
        asked = [words.skill(wish.skill) for wish in wishes]
        key = (self.numbers, *[(wish.skill, wish.level) for wish in wishes])
        books = partial(self._books, ask, index)
        return reasons_by_claims(index.skills, key, rows, books, lambda counted: _reason(asked, counted))

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = ask.wishes(SkillRequirement)
        total = sum(wish.weight or 1.0 for wish in wishes)
        shares = shares_counting(self._counting(ask, index, [row])[0])
        now = sum(share * (wish.weight or 1.0) for wish, share in zip(wishes, shares, strict=True))
        for wish, share in zip(wishes, shares, strict=True):
            for change, reached, effort in self._changes(wish, index, row):
                if reached > share:
                    yield Step(change, (now + (reached - share) * (wish.weight or 1.0)) / total, effort)

    def _changes(self, wish: SkillRequirement, index: Index, row: int) -> Iterator[tuple[str, float, float]]:
        """(words, share of the wish, effort) for the competence asked itself."""
        grade = index.skills.claim(row, wish.skill)
        level, known = 0, 0
        if grade is not None:
            level, known = (int(index.skills.grades[name][grade]) for name in ("level", "evidence"))
            for better in range(known + 1, 3):
                change = f"{words.skill(wish.skill)} {level}/5 {status(better)}"
                yield change, self._share(better, level, wish.level), better - known
        for reached in range(level + 1, wish.level + 1):
            change = f"{words.skill(wish.skill)} {reached}/5 ({status(known)})"
            yield change, self._share(known, reached, wish.level), reached - level

    def _share(self, evidence: int, level: int, asked: int) -> float:
        return float(self.factors.evidence.worth()[evidence]) * min(level / asked, 1.0)


@lru_cache(maxsize=4096)
def _near(asked: str, related: float, least: float) -> Shares:
    """(n_competences,): what each competence counts for the one asked."""
    return counted("skills", neighbourhood(asked, related, least))


def _reason(asked: list[str], counted: list[Counted | None]) -> Reason:
    held = [each for each in counted if each]
    full = sum([each.closeness == 1.0 for each in held])
    also = f", {len(held) - full} by a neighbouring one" if len(held) > full else ""
    absent = [name for name, each in zip(asked, counted, strict=True) if not each]
    told = [each.words for each in held] + ([f"not on file: {', '.join(absent)}"] if absent else [])
    sentence = f"{full} of {words.plural(len(asked), 'competence')} held{also}: {'; '.join(told)}"
    return Reason(sentence, facts(held))

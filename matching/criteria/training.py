"""Criterion training: certified to train, has trained, trained well."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import (
    Book,
    Claim,
    Counted,
    Criterion,
    Evidence,
    EvidenceFactors,
    Factors,
    OfClaims,
    OfGrade,
    Part,
    Priced,
    Reason,
    Share,
    Step,
    by_wish,
    kept_by_row,
    status,
)
from matching.criteria.track_record import MarkFactors, shrunk
from matching.index import MARK_PARTS, Index, counted
from matching.meets import fitting_modules, level_for
from registry.domain import CertificateLevel, CertificateRequirement, TrainingRequirement
from registry.lifecycle import covers
from registry.vocabulary import modules

_TOT = "RTCM-TOT1"
_Wish = TrainingRequirement | CertificateRequirement
Worth = Callable[[int], float]  # of a grade


class TrainingFactors(Factors):
    """The numbers of criterion training."""

    evidence: EvidenceFactors = EvidenceFactors()
    certificate: float = Field(0.6, gt=0, le=1, description="part of the certificate in a training wish; ours")
    deliveries: Share = Field(0.25, description="part of the trainings given; ours")
    appraisals: Share = Field(0.15, description="part of the appraisals as trainer; ours")
    enough_deliveries: int = Field(
        5, ge=1, le=100, description="trainings given that count in full; ours, RTCM asks two per three years"
    )
    other_module: Share = Field(0.5, description="certificate in a module that does not fit the seat; ours")
    marks: MarkFactors = MarkFactors()


class TrainingFit(Criterion[TrainingFactors]):
    """How far a specialist is certified and proven to train what a seat needs.

    A certificate wish: ``min(level / asked, 1)`` x evidence of the best certificate of that module valid on all
    days of the mission. A training wish: certificate for the role (in a module about what the seat asks, or the
    training of trainers; another module counts in part), trainings given, and appraisals as trainer shrunk towards
    the pool's mean, in the parts that the factors give. Then the weighted mean over wishes.

    Shape:   float64 (n_rows,)
    Unit:    share of what was asked; 1 certified at the level, practised and praised
    Abstain: NaN for everyone when the seat wishes for neither training nor a certificate
    Errors:  none
    Source:  levels and validity: RTCM's rules; parts: ours, docs/decisions/0004
    """

    name = "training"
    Factors = TrainingFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        return [self._price(wish, ask, index) for wish in _wishes(ask)]

    def _price(self, wish: _Wish, ask: Ask, index: Index) -> Priced:
        certified = self._certified(wish, ask, index)
        if isinstance(wish, CertificateRequirement):
            return Priced.of(certified, wish.weight)
        parts: tuple[Part, ...] = (
            certified,
            OfGrade("practice", index.practice.kept((self.numbers, "given"), lambda: self._given(index))),
            OfGrade(
                "practice",
                index.practice.kept((self.numbers, "praised", index.trainer_marks), lambda: self._praised(index)),
            ),
        )
        return Priced(parts, self._parts, wish.weight or 1.0)

    @property
    def _parts(self) -> tuple[float, float, float]:
        return self.factors.certificate, self.factors.deliveries, self.factors.appraisals

    def _near(self, wish: _Wish, ask: Ask) -> Shares:
        """(n_modules,): what a certificate of each module counts for a wish."""
        if isinstance(wish, CertificateRequirement):
            return _of_module(wish.module)
        return _of_modules(fitting_modules(ask), self.factors.other_module)

    def _certified(self, wish: _Wish, ask: Ask, index: Index) -> OfClaims:
        asked = _level(wish)
        key = (self.numbers, asked, ask.window.start, ask.window.end)
        worth = index.certificates.grades.kept(key, lambda: self._worth(asked, ask, index))
        return OfClaims("certificates", self._near(wish, ask), worth, self._while_valid(asked, index))

    def _worth(self, asked: int, ask: Ask, index: Index) -> Shares:
        """(n_grades,): what a certificate is worth at level ``asked``; 0 when it lapses before the mission ends."""
        grades = index.certificates.grades
        return np.where(covers(grades["first"], grades["until"], ask.window), self._while_valid(asked, index), 0.0)

    def _while_valid(self, asked: int, index: Index) -> Shares:
        """(n_grades,): the same, were every certificate valid on all days."""
        grades = index.certificates.grades

        def worth() -> Shares:
            reached = np.minimum(grades["level"] / asked, 1.0)
            return self.factors.evidence.worth()[grades["evidence"]] * reached

        return grades.kept((self.numbers, asked, "while valid"), worth)

    def _given(self, index: Index) -> Shares:
        """(n_grades,): trainings on record, or the longer list of the profile at what a claim counts."""
        claimed = index.practice["claimed"] * self.factors.evidence.claimed
        given = np.maximum(index.practice["deliveries"], claimed)
        share: Shares = np.minimum(given / self.factors.enough_deliveries, 1.0)
        return share

    def _praised(self, index: Index) -> Shares:
        """(n_grades,): appraisals as trainer; nothing without a training, the pool's mean for one never appraised."""
        practice = index.practice
        marks = shrunk(practice["count"], practice["total"], index.trainer_marks, self.factors.marks)
        return np.where(practice["deliveries"] > 0, np.nan_to_num(marks, nan=0.0), 0.0)

    def _book(self, wish: _Wish, ask: Ask, index: Index) -> Book:
        """Every certificate as it counts for a wish while it is valid; one reads the same on all dates."""
        names, grades = index.certificates.names, index.certificates.grades

        def told(term: int, grade: int, closeness: float) -> tuple[str, Evidence]:
            level, _, until, evidence = grades.table.at(grade)
            role, last = words.role(list(CertificateLevel)[level - 1]), date(1970, 1, 1) + timedelta(days=until - 1)
            certificate = f"{names[term]} as {role}, valid to {last}"
            return certificate, Evidence(certificate, status(evidence))

        def written() -> Book:
            return Book(OfClaims("certificates", self._near(wish, ask), self._while_valid(_level(wish), index)), told)

        return grades.kept((self.numbers, *_asked(wish, ask), "told"), written)

    def _held(self, ask: Ask, index: Index, rows: Sequence[int]) -> list["_Held"]:
        """Per specialist what is held for the wishes of the seat."""
        wishes, claims = _wishes(ask), index.certificates

        def worked_out(missing: list[int]) -> Iterator[_Held]:
            books = [self._book(wish, ask, index) for wish in wishes]
            certificates = by_wish(claims, books, missing, _best_first)
            for held, practice in zip(certificates, index.people["practice"][missing].tolist(), strict=True):
                yield _Held(books, held, index.practice.table.at(practice))

        return kept_by_row(claims, (self.numbers, *[_asked(wish, ask) for wish in wishes], "held"), rows, worked_out)

    def _worths(self, ask: Ask, index: Index) -> list[Worth]:
        """Per wish what a certificate of a grade is worth on the dates of the mission."""
        return [self._certified(wish, ask, index).worth.item for wish in _wishes(ask)]

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        wishes, worths = _wishes(ask), self._worths(ask, index)
        return [held.reason(wishes, worths) for held in self._held(ask, index, rows)]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = _wishes(ask)
        weights = [wish.weight or 1.0 for wish in wishes]
        now = sum(self._share(wish, ask, index, row) * weight for wish, weight in zip(wishes, weights, strict=True))
        counted = self._held(ask, index, [row])[0].counted(self._worths(ask, index))
        for wish, weight, best in zip(wishes, weights, counted, strict=True):
            held = best.share if best else 0.0
            part = 1.0 if isinstance(wish, CertificateRequirement) else self._parts[0] / sum(self._parts)
            if held < 1.0:
                change, effort = self._certificate_step(wish, ask, index, row)
                yield Step(change, (now + (1.0 - held) * part * weight) / sum(weights), effort)

    def _share(self, wish: _Wish, ask: Ask, index: Index, row: int) -> float:
        """One specialist's share of one wish."""
        price = self._price(wish, ask, index)
        shares = [float(part.shares(index)[row]) for part in price.parts]
        parts = sum(share * weight for share, weight in zip(shares, price.parts_weights, strict=True))
        return min(parts / sum(price.parts_weights), 1.0)

    def _certificate_step(self, wish: _Wish, ask: Ask, index: Index, row: int) -> tuple[str, float]:
        """The certificate to renew where one has lapsed, or else to earn; with the effort."""
        wanted = [index.certificates.names[at] for at in np.flatnonzero(self._near(wish, ask) == 1.0).tolist()]
        level, until = _level(wish), f"valid to {ask.window.end}"
        for term, grade in index.certificates.of_rows([row])[0]:
            module = index.certificates.names[term]
            held, _, _, evidence = index.certificates.grades.table.at(grade)
            if module in wanted and held >= level and evidence == 2:
                return f"certificate {module} renewed, {until}", 1.0
        module = wanted[0] if isinstance(wish, CertificateRequirement) else _anchor(wanted)
        named = words.role(list(CertificateLevel)[level - 1])
        return f"certificate {module} as {named}, {until}", float(level)


@dataclass(frozen=True)
class _Held:
    """What one specialist holds for the wishes of a seat: certificates, the best first, trainings, appraisals."""

    books: Sequence[Book]  # per wish
    certificates: Sequence[Sequence[tuple[float, Claim]]]  # per wish, with how good a reason each is
    practice: tuple[int, ...]
    _told: dict[tuple[int, ...], Reason] = field(default_factory=dict)  # by the certificates that count

    def reason(self, wishes: list[_Wish], worths: Sequence[Worth]) -> Reason:
        """The reason on the dates on which grades have these worths; written once for the same certificates."""
        places = self._places(worths)
        told = self._told.get(places)
        if told is None:
            told = self._told[places] = _reason(wishes, self.counted(worths), self.practice)
        return told

    def counted(self, worths: Sequence[Worth]) -> list[Counted | None]:
        """Per wish the certificate that counts, None where none does."""
        found = zip(self.books, self.certificates, self._places(worths), strict=True)
        return [book.counted(*held[place]) if place >= 0 else None for book, held, place in found]

    def _places(self, worths: Sequence[Worth]) -> tuple[int, ...]:
        return tuple([_first_valid(held, worth) for held, worth in zip(self.certificates, worths, strict=True)])


def _best_first(book: Book, orders: list[float], claims: list[Claim]) -> list[tuple[float, Claim]]:
    """All certificates that count while they are valid, in the order in which they would be chosen."""
    ordered = sorted(zip(orders, claims, strict=True), key=lambda each: -each[0])
    return [each for each in ordered if each[0] > 0]


def _first_valid(certificates: Sequence[tuple[float, Claim]], worth: Worth) -> int:
    """Where the best certificate that is worth something stands, -1 where none is."""
    for place, (_, (_, grade)) in enumerate(certificates):
        if worth(grade) > 0:
            return place
    return -1


def _wishes(ask: Ask) -> list[_Wish]:
    return ask.wishes(TrainingRequirement, CertificateRequirement)


def _asked(wish: _Wish, ask: Ask) -> tuple[Any, ...]:
    """What certificates are held against; the same for wishes that say so in other words."""
    named = wish.module if isinstance(wish, CertificateRequirement) else fitting_modules(ask)
    return named, _level(wish)


def _level(wish: _Wish) -> int:
    """The certificate level asked, as a rank."""
    return wish.level.rank if isinstance(wish, CertificateRequirement) else level_for(wish.role).rank


def _anchor(wanted: list[str]) -> str:
    """The module to propose: one of RTCM's own where it fits."""
    return next((module for module in wanted if module.startswith("RTCM-M")), _TOT)


def _reason(wishes: list[_Wish], held: list[Counted | None], practice: tuple[int, ...]) -> Reason:
    told = [_told(wish, best, practice) for wish, best in zip(wishes, held, strict=True)]
    backing = {(best.term, best.grade): best.fact for best in held if best and best.fact}
    return Reason("; ".join(told), tuple(backing[claim] for claim in sorted(backing)))


def _told(wish: _Wish, best: Counted | None, practice: tuple[int, ...]) -> str:
    certificate = best.words if best else "no certificate valid on these dates"
    if isinstance(wish, CertificateRequirement):
        return f"{certificate} ({wish.module} as {words.role(wish.level)} asked)"
    return f"{certificate}; {_practised(*practice)}"


@lru_cache(maxsize=65536)
def _practised(on_record: int, claimed: int, count: int, total: int) -> str:
    more = f" ({claimed} claimed)" if claimed > on_record else ""
    marks = f", appraised {total / MARK_PARTS / count:.1f} of 5 as trainer" if count else ""
    return f"{words.plural(on_record, 'training')} given{more}{marks}"


@lru_cache(maxsize=4096)
def _of_module(module: str) -> Shares:
    return counted("certificates", {module: 1.0})


@lru_cache(maxsize=4096)
def _of_modules(fitting: tuple[str, ...], other: float) -> Shares:
    full = {*fitting, _TOT}
    return counted("certificates", {module: 1.0 if module in full else other for module in modules()})

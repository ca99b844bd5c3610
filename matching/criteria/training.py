"""Criterion training: certified to train, has trained, trained well."""

from collections.abc import Iterator

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
from matching.criteria.track_record import MarkFactors, shrunk
from matching.index import Index
from matching.meets import fitting_modules, level_for
from registry.domain import CertificateLevel, CertificateRequirement, TrainingRequirement
from registry.lifecycle import covers
from registry.vocabulary import modules

_TOT = "RTCM-TOT1"


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

    Shape:   float64 (n_specialists,)
    Unit:    share of what was asked; 1 certified at the level, practised and praised
    Abstain: NaN for everyone when the seat wishes for neither training nor a certificate
    Errors:  none
    Source:  levels and validity: RTCM's rules; parts: ours, docs/decisions/0004
    """

    name = "training"
    Factors = TrainingFactors

    def score(self, ask: Ask, index: Index) -> Shares:
        wishes = _wishes(ask)
        if not wishes:
            return nobody(index)
        return weighted([self._wish(wish, ask, index) for wish in wishes], [wish.weight or 1.0 for wish in wishes])

    def _wish(self, wish: TrainingRequirement | CertificateRequirement, ask: Ask, index: Index) -> Shares:
        certified = self._certified(self._counting(wish, ask), _level(wish), ask, index)
        if isinstance(wish, CertificateRequirement):
            return certified
        parts = [self.factors.certificate, self.factors.deliveries, self.factors.appraisals]
        return weighted([certified, self._given(index), self._praised(index)], parts)

    def _counting(self, wish: TrainingRequirement | CertificateRequirement, ask: Ask) -> dict[str, float]:
        """Modules that count for a wish, with what they count."""
        if isinstance(wish, CertificateRequirement):
            return {wish.module: 1.0}
        fitting = {*fitting_modules(ask), _TOT}
        return {module: 1.0 if module in fitting else self.factors.other_module for module in sorted(modules())}

    def _worth(self, asked: int, ask: Ask, index: Index, within: Within) -> Shares:
        """What some certificates are worth at level ``asked``; 0 for one that lapses before the mission ends."""
        values = index.certificates.values
        valid = covers(values["first"][within], values["until"][within], ask.window)
        reached = np.minimum(values["level"][within] / asked, 1.0)
        return np.where(valid, reached * self.factors.evidence.worth()[values["evidence"][within]], 0.0)

    def _certified(self, counting: dict[str, float], asked: int, ask: Ask, index: Index) -> Shares:
        best = np.zeros(len(index))
        worth = self._worth(asked, ask, index, slice(None)) * index.certificates.per_claim(counting)
        np.maximum.at(best, index.certificates.rows, worth)
        return best

    def _given(self, index: Index) -> Shares:
        """Trainings given: those on record, or the longer list of the profile at what a claim counts."""
        given = np.maximum(index.deliveries, index.claimed_deliveries * self.factors.evidence.claimed)
        share: Shares = np.minimum(given / self.factors.enough_deliveries, 1.0)
        return share

    def _praised(self, index: Index) -> Shares:
        """Appraisals as trainer; nothing without a training on record, the pool's mean for one never appraised."""
        marks = shrunk(index.trainer_appraisals, self.factors.marks)
        return np.where(index.deliveries > 0, np.nan_to_num(marks, nan=0.0), 0.0)

    def _held(
        self, wish: TrainingRequirement | CertificateRequirement, ask: Ask, index: Index, mine: Mine
    ) -> list[int | None]:
        """Per specialist the certificate that counts for a wish, None where none does."""
        counts = index.certificates.counts(self._counting(wish, ask))[mine.terms]
        best = mine.best(self._worth(_level(wish), ask, index, mine.claims) * counts, counts)
        return [None if at is None else int(mine.claims[at]) for at in best]

    def reasons(self, ask: Ask, index: Index, rows: Rows) -> list[Reason]:
        wishes, mine = _wishes(ask), index.certificates.of_rows(rows)
        held = [self._held(wish, ask, index, mine) for wish in wishes]
        by_person = zip(rows.tolist(), zip(*held, strict=True), strict=True)
        return [_reason(list(zip(wishes, claims, strict=True)), index, row) for row, claims in by_person]

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        wishes = _wishes(ask)
        weights = [wish.weight or 1.0 for wish in wishes]
        shares = [float(self._wish(wish, ask, index)[row]) for wish in wishes]
        now = sum(share * weight for share, weight in zip(shares, weights, strict=True))
        for wish, weight in zip(wishes, weights, strict=True):
            held = float(self._certified(self._counting(wish, ask), _level(wish), ask, index)[row])
            part = 1.0 if isinstance(wish, CertificateRequirement) else self._certificate_part()
            if held < 1.0:
                change, effort = self._certificate_step(wish, ask, index, row)
                yield Step(change, (now + (1.0 - held) * part * weight) / sum(weights), effort)

    def _certificate_part(self) -> float:
        return self.factors.certificate / (self.factors.certificate + self.factors.deliveries + self.factors.appraisals)

    def _certificate_step(
        self, wish: TrainingRequirement | CertificateRequirement, ask: Ask, index: Index, row: int
    ) -> tuple[str, float]:
        """The certificate to renew where one has lapsed, or else to earn; with the effort."""
        wanted = [module for module, counts in self._counting(wish, ask).items() if counts == 1.0]
        level, values = _level(wish), index.certificates.values
        until = f"valid to {ask.window.end}"
        for claim in index.certificates.of_row(row):
            module = _module(index, int(claim))
            verified = values["evidence"][claim] == 2
            if module in wanted and values["level"][claim] >= level and verified:
                return f"certificate {module} renewed, {until}", 1.0
        module = wanted[0] if isinstance(wish, CertificateRequirement) else _anchor(wanted)
        named = words.role(list(CertificateLevel)[level - 1])
        return f"certificate {module} as {named}, {until}", float(level)


def _wishes(ask: Ask) -> list[TrainingRequirement | CertificateRequirement]:
    return [wish for wish in ask.seat.wish if isinstance(wish, TrainingRequirement | CertificateRequirement)]


def _level(wish: TrainingRequirement | CertificateRequirement) -> int:
    """The certificate level asked, as a rank."""
    return wish.level.rank if isinstance(wish, CertificateRequirement) else level_for(wish.role).rank


def _anchor(wanted: list[str]) -> str:
    """The module to propose: one of RTCM's own where it fits."""
    return next((module for module in wanted if module.startswith("RTCM-M")), _TOT)


def _reason(
    held: list[tuple[TrainingRequirement | CertificateRequirement, int | None]], index: Index, row: int
) -> Reason:
    claims = sorted({claim for _, claim in held if claim is not None})
    backing = index.certificates.values["evidence"]
    facts = (Evidence(_named(index, claim), status(int(backing[claim]))) for claim in claims)
    return Reason("; ".join(_told(wish, claim, index, row) for wish, claim in held), tuple(facts))


def _told(wish: TrainingRequirement | CertificateRequirement, claim: int | None, index: Index, row: int) -> str:
    certificate = _named(index, claim) if claim is not None else "no certificate valid on these dates"
    if isinstance(wish, CertificateRequirement):
        return f"{certificate} ({wish.module} as {words.role(wish.level)} asked)"
    given = _trainings(int(index.deliveries[row]), int(index.claimed_deliveries[row]))
    count = int(index.trainer_appraisals.count[row])
    marks = f", appraised {index.trainer_appraisals.total[row] / count:.1f} of 5 as trainer" if count else ""
    return f"{certificate}; {given}{marks}"


def _trainings(on_record: int, claimed: int) -> str:
    more = f" ({claimed} claimed)" if claimed > on_record else ""
    return f"{words.plural(on_record, 'training')} given{more}"


def _module(index: Index, claim: int) -> str:
    return index.certificates.terms[int(index.certificates.starts.searchsorted(claim, side="right")) - 1]


def _named(index: Index, claim: int) -> str:
    values = index.certificates.values
    level = list(CertificateLevel)[int(values["level"][claim]) - 1]
    return f"{_module(index, claim)} as {words.role(level)}, valid to {values['until'][claim] - 1}"

"""Criterion track_record: how others appraised earlier work."""

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Rows, Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, Reason
from matching.index import Index, Marks
from registry.domain import EvidenceStatus


class MarkFactors(Factors):
    """How appraisals are shrunk."""

    prior_count: float = Field(
        3.0, gt=0, le=1000, description="appraisals at the pool's mean that everybody starts with; ours"
    )


class TrackRecordFactors(Factors):
    """The numbers of criterion track_record."""

    marks: MarkFactors = MarkFactors()


def shrunk(marks: Marks, factors: MarkFactors) -> Shares:
    """Mean mark per specialist pulled towards the pool's mean, as a share of the scale 1 to 5.

    ``(total + k mean) / (count + k)``: few appraisals say little. NaN for everyone in a pool without appraisals.

    Source: the empirical-Bayes estimate of a mean under a normal prior, with ``k`` from the policy.
    """
    mean = (marks.total + factors.prior_count * marks.mean) / (marks.count + factors.prior_count)
    share: Shares = (mean - 1.0) / 4.0
    return share


class TrackRecord(Criterion[TrackRecordFactors]):
    """How requesters, planners and peers appraised a specialist's earlier missions.

    Shape:   float64 (n_specialists,)
    Unit:    share of the scale; 0 all ones, 1 all fives
    Abstain: NaN for a specialist whom nobody has appraised yet: no data is not no skill
    Errors:  none
    Source:  shrunk as in ``shrunk``; what a specialist says of themselves counts nothing
    """

    name = "track_record"
    Factors = TrackRecordFactors

    def score(self, ask: Ask, index: Index) -> Shares:
        known = index.appraisals.count > 0
        return np.where(known, shrunk(index.appraisals, self.factors.marks), np.nan)

    def reasons(self, ask: Ask, index: Index, rows: Rows) -> list[Reason]:
        marks = index.appraisals
        told = zip(marks.count[rows].tolist(), marks.total[rows].tolist(), strict=True)
        return [_reason(count, total / count, marks.mean) for count, total in told]


def _reason(count: int, mean: float, of_pool: float) -> Reason:
    told = words.plural(count, "appraisal by others", "appraisals by others")
    return Reason(f"{mean:.1f} of 5 in {told} (pool {of_pool:.1f})", (Evidence(told, EvidenceStatus.VERIFIED),))

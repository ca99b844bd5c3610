"""Criterion track_record: how others appraised earlier work."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Column, Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, OfGrade, Priced, Reason
from matching.index import MARK_PARTS, Index, Marks
from registry.domain import EvidenceStatus


class MarkFactors(Factors):
    """How appraisals are shrunk."""

    prior_count: float = Field(
        3.0, gt=0, le=1000, description="appraisals at the pool's mean that everybody starts with; ours"
    )


class TrackRecordFactors(Factors):
    """The numbers of criterion track_record."""

    marks: MarkFactors = MarkFactors()


def shrunk(count: Column, total: Column, of_pool: Marks, factors: MarkFactors) -> Shares:
    """Mean mark pulled towards the pool's mean, as a share of the scale 1 to 5.

    ``(total + k mean) / (count + k)``: few appraisals say little. NaN for everyone in a pool without appraisals.
    ``total`` is in 840ths, as the index holds it.

    Source: the empirical-Bayes estimate of a mean under a normal prior, with ``k`` from the policy.
    """
    mean = (total / MARK_PARTS + factors.prior_count * of_pool.mean) / (count + factors.prior_count)
    share: Shares = (mean - 1.0) / 4.0
    return share


class TrackRecord(Criterion[TrackRecordFactors]):
    """How requesters, planners and peers appraised a specialist's earlier missions.

    Shape:   float64 (n_rows,)
    Unit:    share of the scale; 0 all ones, 1 all fives
    Abstain: NaN for a specialist whom nobody has appraised yet: no data is not no skill
    Errors:  none
    Source:  shrunk as in ``shrunk``; what a specialist says of themselves counts nothing
    """

    name = "track_record"
    Factors = TrackRecordFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        if not index.marks.count:
            return []
        worth = index.record.kept((self.numbers, index.marks), lambda: self._worth(index))
        return [Priced.of(OfGrade("record", worth), None)]

    def _worth(self, index: Index) -> Shares:
        count, total = index.record["count"], index.record["total"]
        return np.where(count > 0, shrunk(count, total, index.marks, self.factors.marks), np.nan)

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        told = (index.record.table.at(grade) for grade in index.people["record"][rows].tolist())
        return [_reason(count, total / MARK_PARTS / count, index.marks.mean) for count, total in told]


def _reason(count: int, mean: float, of_pool: float) -> Reason:
    told = words.plural(count, "appraisal by others", "appraisals by others")
    return Reason(f"{mean:.1f} of 5 in {told} (pool {of_pool:.1f})", (Evidence(told, EvidenceStatus.VERIFIED),))

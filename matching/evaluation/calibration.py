"""Whether higher points went with better appraisals afterwards."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from matching.arrays import Shares
from matching.evaluation.answer import Band, Calibration
from matching.evaluation.measures import Draws, Estimate, over_draws, rank_correlation, resampled, within
from registry.columns import MARKS
from registry.domain import AppraisedBy
from registry.snapshot import Snapshot

# Fewer than this make no band, and would show single people.
_LEAST = 5
_BANDS = 5

Marked = tuple[str, str, float]  # mission, specialist, points


def calibrated(snapshot: Snapshot, marked: Sequence[Marked], draws: int, seed: int) -> Calibration:
    """The points of those who were chosen beside the mean mark that others gave them for the same mission."""
    marks = _marks(snapshot)
    pairs = [(points, marks[mission, id]) for mission, id, points in marked if (mission, id) in marks]
    points, given = (np.array([pair[at] for pair in pairs], np.float64) for at in (0, 1))
    correlation = None
    if len(pairs) >= 2 * _LEAST:
        correlation = _correlation(points, given, resampled(len(pairs), draws, seed))
    return Calibration(appraised=len(pairs), correlation=correlation, bands=_bands(points, given), least=_LEAST)


def _correlation(points: Shares, given: Shares, drawn: Draws) -> Estimate | None:
    value = rank_correlation(points, given)
    found = over_draws(lambda draw: rank_correlation(points[draw], given[draw]), drawn)
    return within(value, found) if value == value and len(found) else None


def _marks(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    """Mean mark of each person on each assignment; what people say of themselves counts nothing."""
    ids = snapshot.tables["specialists"]["id"].to_pylist()
    missions = snapshot.tables["assignments"]["id"].to_pylist()
    given: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in snapshot.tables["appraisals"].to_pylist():
        marks = [row[mark] for mark in MARKS if row[mark] is not None]
        if marks and row["by"] != AppraisedBy.SPECIALIST:
            given[missions[row["assignment"]], ids[row["specialist"]]].append(float(np.mean(marks)))
    return {key: float(np.mean(each)) for key, each in given.items()}


def _bands(points: Shares, given: Shares) -> tuple[Band, ...]:
    """Up to five bands of equal size by points; none where a band would have too few."""
    count = min(_BANDS, len(points) // _LEAST)
    if not count:
        return ()
    parts = np.array_split(np.argsort(points, kind="stable"), count)
    return tuple(
        Band(
            people=len(part),
            lowest=round(float(points[part].min()), 2),
            highest=round(float(points[part].max()), 2),
            points=round(float(points[part].mean()), 2),
            mark=round(float(given[part].mean()), 2),
        )
        for part in parts
    )

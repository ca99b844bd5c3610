"""The straight line: a mission in, a ranked and explained shortlist per seat out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.arrays import Flags, Shares
from matching.ask import Ask
from matching.eligibility import Eligibility, easings, eligible, flags_of
from matching.explain import explained
from matching.index import Index
from matching.policy import DEFAULT, Points, Policy
from matching.shortlist import EasedMust, Excluded, Period, PolicyUsed, Pool, Recommendation, Shortlist
from registry.domain import Mission


@dataclass(frozen=True)
class Ranking:
    """Everything known of one seat before anybody is explained."""

    ask: Ask
    eligibility: Eligibility
    shares: Mapping[str, Shares]
    points: Points
    rows: npt.NDArray[np.int64]  # the best, in order


def recommend(
    mission: Mission, index: Index, policy: Policy = DEFAULT, top: int = 10, seat: int | None = None
) -> tuple[Shortlist, ...]:
    """One shortlist per seat (or for one seat, numbered from 1), each with at most ``top`` people.

    The same index, policy and mission give the same bytes. NoSuchSeat when the mission has no such seat.
    """
    seats = range(1, len(mission.seats) + 1) if seat is None else (seat,)
    return tuple(shortlist(Ask(mission, number), index, policy, top) for number in seats)


def shortlist(ask: Ask, index: Index, policy: Policy, top: int) -> Shortlist:
    """The shortlist of one seat."""
    ranking = ranked(ask, index, policy, top)
    contributions = explained(ask, index, policy, ranking.shares, ranking.points, ranking.rows)
    recommendations = tuple(
        Recommendation(
            rank=place,
            specialist=str(index.ids[row]),
            name=str(index.names[row]),
            score=int(ranking.points[row]) / 100,
            contributions=contributions[place - 1],
            flags=flags_of(ask, index, row),
        )
        for place, row in enumerate(ranking.rows.tolist(), start=1)
    )
    return Shortlist(
        mission=ask.mission.id,
        seat=ask.number,
        on=Period(start=ask.window.start, end=ask.window.end),
        pool=_pool(index, ranking.eligibility),
        policy=policy_used(policy),
        recommendations=recommendations,
        excluded=_excluded(ranking.eligibility),
        easings=_easings(ranking, index, top),
    )


def ranked(ask: Ask, index: Index, policy: Policy, top: int) -> Ranking:
    """Eligible -> shares per criterion -> points -> the best in order, ties by id."""
    eligibility = eligible(ask, index)
    shares = {criterion.name: criterion.score(ask, index) for criterion in policy.criteria}
    points = policy.points(shares, len(index))
    return Ranking(ask, eligibility, shares, points, best(points, eligibility.mask, top))


def best(points: Points, mask: Flags, top: int) -> npt.NDArray[np.int64]:
    """Rows of the ``top`` highest points among ``mask``, best first; ties go by row, which is the order of ids."""
    rows = np.flatnonzero(mask)
    if 0 < top < len(rows):
        # Whoever ties with the last place stays in until the ids have decided.
        floor = np.partition(points[rows], len(rows) - top)[len(rows) - top]
        rows = rows[points[rows] >= floor]
    order = np.argsort(-points[rows], kind="stable")
    return rows[order][: max(top, 0)]


def policy_used(policy: Policy) -> PolicyUsed:
    """The policy as an answer names it."""
    return PolicyUsed(
        name=policy.name,
        version=policy.version,
        hash=policy.hash,
        pass_mark=policy.pass_mark,
        weights={criterion.name: policy.weights[criterion.name] for criterion in policy.criteria},
    )


def _pool(index: Index, eligibility: Eligibility) -> Pool:
    eligible_people = int(eligibility.mask.sum())
    return Pool(epoch=index.epoch, revision=index.revision, specialists=len(index), eligible=eligible_people)


def _excluded(eligibility: Eligibility) -> tuple[Excluded, ...]:
    """Every reason that removed somebody, and every must-have: one that nobody could meet is named."""
    counts = ((each.reason, int(each.who.sum())) for each in eligibility.exclusions)
    return tuple(Excluded(reason=reason, count=count) for reason, count in counts if count)


def _easings(ranking: Ranking, index: Index, top: int) -> tuple[EasedMust, ...]:
    """Only where fewer people are eligible than were asked for."""
    if len(ranking.rows) >= top:
        return ()
    found = easings(ranking.ask, index, ranking.eligibility)
    return tuple(EasedMust(must=each.must, eased=each.eased, adds=each.adds) for each in found)

"""The straight line: a mission in, a ranked and explained shortlist per seat out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.arrays import Shares
from matching.ask import Ask
from matching.eligibility import Eligibility, easings, eligible, flags_of
from matching.explain import explained
from matching.index import Index
from matching.policy import DEFAULT, Policy
from matching.ranking import compiled, standard
from matching.shortlist import EasedMust, Excluded, Period, PolicyUsed, Pool, Recommendation, Shortlist, Stability
from matching.stability import stability
from matching.weightings import Weightings
from registry.domain import Mission


@dataclass(frozen=True)
class Ranking:
    """The best of one seat before anybody is explained: rows in order, their points, and their shares."""

    ask: Ask
    eligibility: Eligibility
    rows: list[int]
    points: list[int]  # hundredths
    shares: Mapping[str, Shares]  # per criterion (n_best,)


def recommend(
    mission: Mission,
    index: Index,
    policy: Policy = DEFAULT,
    top: int = 10,
    seat: int | None = None,
    beside: tuple[str, ...] = (),
    weightings: Weightings | None = None,
) -> tuple[Shortlist, ...]:
    """One shortlist per seat (or for one seat, numbered from 1), each with at most ``top`` people.

    ``beside``: ids of teammates who are already chosen; criterion network looks at who has worked with them.
    ``weightings``: how to draw weights to see how stable each place is; not worked out without it. The same index,
    policy and mission give the same bytes. NoSuchSeat when the mission has no such seat.
    """
    seats = range(1, len(mission.seats) + 1) if seat is None else (seat,)
    return tuple(shortlist(Ask(mission, number, beside), index, policy, top, weightings) for number in seats)


def shortlist(ask: Ask, index: Index, policy: Policy, top: int, weightings: Weightings | None = None) -> Shortlist:
    """The shortlist of one seat."""
    ranking = ranked(ask, index, policy, top)
    return Shortlist.trusted(
        schema_="shortlist/1",
        mission=ask.mission.id,
        seat=ask.number,
        on=Period.trusted(start=ask.window.start, end=ask.window.end),
        pool=_pool(index, ranking.eligibility),
        policy=policy_used(policy),
        recommendations=recommendations(ranking, index, policy, top, weightings),
        excluded=_excluded(ranking.eligibility),
        easings=_easings(ranking, index, top),
        weightings=weightings,
    )


def recommendations(
    ranking: Ranking, index: Index, policy: Policy, top: int, weightings: Weightings | None = None
) -> tuple[Recommendation, ...]:
    """The best of one seat, explained."""
    ask = ranking.ask
    contributions = explained(ask, index, policy, ranking.rows, ranking.shares, ranking.points)
    stable = _stability(ranking, index, policy, top, weightings)
    best = zip(ranking.rows, ranking.points, contributions, flags_of(ask, index, ranking.rows), stable, strict=True)
    return tuple(
        Recommendation.trusted(
            rank=rank,
            specialist=index.ids[row],
            name=index.names[row],
            score=points / 100,
            contributions=parts,
            flags=flags,
            stability=each,
        )
        for rank, (row, points, parts, flags, each) in enumerate(best, start=1)
    )


def ranked(ask: Ask, index: Index, policy: Policy, top: int) -> Ranking:
    """Eligible -> shares per criterion -> points -> the best in order, ties by id."""
    eligibility = eligible(ask, index)
    contenders = compiled.contenders if compiled.worth_it(index) else standard.contenders
    found = contenders(ask, index, policy, eligibility.mask, top)
    order = standard.in_order(found, top, index)
    rows, points = found.rows[order].tolist(), found.points[order].tolist()
    return Ranking(ask, eligibility, rows, points, {name: share[order] for name, share in found.shares.items()})


def _stability(
    ranking: Ranking, index: Index, policy: Policy, top: int, weightings: Weightings | None
) -> Sequence[Stability | None]:
    """Per recommendation how often it holds when weights move; nothing where that is not asked."""
    if weightings is None:
        return [None] * len(ranking.rows)
    return stability(ranking.ask, index, policy, ranking.eligibility.mask, ranking.rows, top, weightings)


def policy_used(policy: Policy) -> PolicyUsed:
    """The policy as an answer names it."""
    return PolicyUsed.trusted(
        name=policy.name,
        version=policy.version,
        hash=policy.hash,
        pass_mark=policy.pass_mark,
        weights={criterion.name: policy.weights[criterion.name] for criterion in policy.criteria},
    )


def _pool(index: Index, eligibility: Eligibility) -> Pool:
    return Pool.trusted(epoch=index.epoch, revision=index.revision, specialists=len(index), eligible=eligibility.count)


def _excluded(eligibility: Eligibility) -> tuple[Excluded, ...]:
    """Every reason that removed somebody, and every must-have: one that nobody could meet is named."""
    removing = (each for each in eligibility.exclusions if each.count)
    return tuple(Excluded.trusted(reason=str(each.reason), count=each.count) for each in removing)


def _easings(ranking: Ranking, index: Index, top: int) -> tuple[EasedMust, ...]:
    """Only where fewer people are eligible than were asked for."""
    if len(ranking.rows) >= top:
        return ()
    found = easings(ranking.ask, index, ranking.eligibility)
    return tuple(EasedMust(must=each.must, eased=each.eased, adds=each.adds) for each in found)

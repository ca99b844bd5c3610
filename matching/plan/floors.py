"""Fair to the worst-served mission: points per place that every mission has at least."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.arrays import Shares
from matching.limits import Limit
from matching.plan.lists import Known, Lists
from matching.plan.optimum import Outcome, best, relax
from matching.plan.problem import Problem, without_floors
from matching.plan.request import Whole

# Shares of the highest floor that are tried in turn.
_TRIED = (1.0, 0.995, 0.98, 0.95, 0.9, 0.8, 0.6, 0.3)
# Floors are held to within this, in points of a mission: the solver's own tolerance.
_SLACK = 1e-5
_FIXED = 1e6


@dataclass(frozen=True)
class Raised:
    """A plan whose every mission has its floor: points per place, as wanted, as no plan exceeds, and as reached."""

    outcome: Outcome
    wanted: float
    most: float
    floors: Shares  # (n_missions,): what was asked of each


def fairest(problem: Problem, lists: Lists, limit: Limit) -> Raised:
    """The best plan that leaves no mission below a floor.

    The floor wanted is the smallest, over missions, of what a mission would have by itself: its own best points per
    place that can be filled. What cannot be had is found by a linear program over the whole pool; then the total is
    made as large as can be with every mission at the floor, or at the highest share of it that a plan was found for.
    Missions that nobody is eligible for have no floor.

    Source: the floor of Stelmakh, Shah and Singh (2021), PeerReview4All, as a limit instead of an aim; ours.
    """
    own, places = _own_best(problem, lists)
    served = own > 0
    wanted = float((own[served] / places[served]).min()) if served.any() else 0.0
    whole = np.where(served, wanted * places, 0.0)
    most, start = _most(problem, lists, limit, whole) if wanted else (0.0, None)
    for share in _TRIED if most else ():
        floors = np.maximum(whole * most * share - _SLACK, 0.0)
        found = best(replace(problem, floors=floors), lists, limit, start)
        if found is not None:
            return Raised(found, wanted, wanted * most, floors)
    none = best(problem, lists, limit)
    assert none is not None, "without floors there is always a plan"
    return Raised(none, wanted, wanted * most, without_floors())


def reached(problem: Problem, lists: Lists, taken: Known) -> float:
    """Points per place of the mission that has least."""
    own, places = _own_best(problem, lists)
    served = own > 0
    if not served.any():
        return 0.0
    return float((problem.points_of_missions(taken)[served] / places[served]).min())


def _most(problem: Problem, lists: Lists, limit: Limit, whole: Shares) -> tuple[float, Known | None]:
    """(the share of these floors that no plan exceeds, the pairs that it needs)."""
    relaxed = relax(replace(problem, raised=whole), lists, limit)
    if relaxed is None:
        return 0.0, None
    return float(min(1.0, max(0.0, relaxed.bound))), relaxed.pairs.at(relaxed.inside)


def _own_best(problem: Problem, lists: Lists) -> tuple[Shares, Shares]:
    """(n_missions,) each: the most points of a mission by itself with its accepted offers, and the places it fills."""
    pairs, request = lists.known(problem.held), problem.request
    begins, seats = (
        pairs.begins(len(request.asks)),
        np.searchsorted(request.mission_of, np.arange(len(request.missions) + 1)),
    )
    own, places = np.zeros(len(request.missions)), np.zeros(len(request.missions))
    for mission, (first, last) in enumerate(zip(seats[:-1].tolist(), seats[1:].tolist(), strict=True)):
        at = np.arange(begins[first], begins[last])
        own[mission], places[mission] = _alone(pairs.at(at), request.counts[first:last], first)
    return own, places


def _alone(pairs: Known, counts: Whole, first: int) -> tuple[float, int]:
    """(points, places filled) of one mission's best, one seat per person."""
    if len(counts) == 1:
        some = np.lexsort((-pairs.points, ~pairs.fixed))[: int(counts[0])]
        return float(pairs.points[some].sum()) / 100, len(some)
    people, column = np.unique(pairs.person, return_inverse=True)
    gain = np.zeros((len(counts), len(people)))
    gain[pairs.seat - first, column] = 1 + pairs.points + _FIXED * pairs.fixed
    places = np.repeat(np.arange(len(counts)), np.minimum(counts, len(people)))
    rows, chosen = linear_sum_assignment(gain[places], maximize=True)
    got = gain[places[rows], chosen]
    return float(((got[got > 0] - 1) % _FIXED).sum()) / 100, int((got > 0).sum())

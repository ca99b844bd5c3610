"""The best team by HiGHS: everything that a team is worth written as sums over yes-or-no choices."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from matching.limits import Limit
from matching.teams.bounds import Whole
from matching.teams.problem import Lineup, Problem
from matching.teams.worth import worth

OPTIMAL, OUT_OF_TIME, NO_TEAM = 0, 1, 2
# Values are whole hundredths: what the solver says of its bound may be off by its own tolerances.
_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Found:
    """What a search ended with: a team or none, and what no team exceeds; ``impossible`` when there is none at all."""

    lineup: Lineup | None
    most: int | None
    impossible: bool = False


class Model:
    """Columns and rows of a mixed-integer program, collected block by block."""

    def __init__(self) -> None:
        self.costs: list[npt.NDArray[np.float64]] = []
        self.whole: list[npt.NDArray[np.int64]] = []
        self.floors: list[npt.NDArray[np.float64]] = []
        self.ceilings: list[npt.NDArray[np.float64]] = []
        self.columns = 0
        self.parts: list[tuple[Any, Any, Any]] = []
        self.least: list[Any] = []
        self.most: list[Any] = []
        self.rows = 0

    def choices(self, costs: Any, whole: bool, floors: Any = 0.0, ceiling: float = 1.0) -> Whole:
        """Add choices between ``floors`` and ``ceiling``; their numbers."""
        n = len(costs)
        self.costs.append(np.asarray(costs, float))
        self.whole.append(np.full(n, int(whole)))
        self.floors.append(np.zeros(n) + floors)
        self.ceilings.append(np.full(n, ceiling))
        self.columns += n
        return np.arange(self.columns - n, self.columns)

    def sums(self, rows: Any, columns: Any, weights: Any, least: Any, most: Any) -> None:
        """Add sums: entry k is ``weights[k]`` x choice ``columns[k]`` in row ``rows[k]`` of this block."""
        self.parts.append((np.asarray(rows) + self.rows, np.asarray(columns), np.asarray(weights, float)))
        self.least.append(np.asarray(least, float))
        self.most.append(np.asarray(most, float))
        self.rows += len(self.least[-1])

    def solved(self, seconds: float) -> Any:
        """What HiGHS finds; costs are made as small as possible."""
        rows, columns, weights = (np.concatenate(each) for each in zip(*self.parts, strict=True))
        matrix = sparse.csr_array((weights, (rows, columns)), (self.rows, self.columns))
        return optimize.milp(
            np.concatenate(self.costs),
            integrality=np.concatenate(self.whole),
            bounds=optimize.Bounds(np.concatenate(self.floors), np.concatenate(self.ceilings)),
            constraints=optimize.LinearConstraint(matrix, np.concatenate(self.least), np.concatenate(self.most)),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )


def best_team(problem: Problem, limit: Limit) -> Found:
    """The best team, or what was found and proved when the time ended."""
    if any(person < 0 or not problem.eligible[seat, person] for seat, person in problem.fixed):
        return Found(None, None, impossible=True)
    if not problem.eligible.any():
        return Found(None, None, impossible=True)
    if limit.left <= 0:
        return Found(None, None)
    model, seats, people = Model(), *np.nonzero(problem.eligible)
    fixed = np.isin(seats * len(problem.ids) + people, [s * len(problem.ids) + p for s, p in problem.fixed])
    taken = model.choices(-problem.points[seats, people], whole=True, floors=fixed)
    _seats(model, problem, taken, seats, people)
    _rules(model, problem, taken, people)
    member = sparse.csc_array((np.ones(len(taken)), (taken, people)), (len(taken), len(problem.ids)))
    _wishes(model, problem, member)
    _pairs(model, problem, member)
    _organisations(model, problem, taken, people)
    return _read(model.solved(limit.left), problem, seats, people)


def _seats(model: Model, problem: Problem, taken: Whole, seats: Whole, people: Whole) -> None:
    """Every seat is filled, and nobody takes two."""
    counts = list(problem.counts)
    model.sums(seats, taken, np.ones(len(taken)), counts, counts)
    several = np.flatnonzero(problem.eligible.sum(axis=0) > 1)
    place = np.full(len(problem.ids), -1)
    place[several] = np.arange(len(several))
    among = place[people] >= 0
    model.sums(place[people][among], taken[among], np.ones(among.sum()), np.zeros(len(several)), np.ones(len(several)))


def _rules(model: Model, problem: Problem, taken: Whole, people: Whole) -> None:
    weights = problem.bounds.weights[:, people].tocoo()
    most = np.where(problem.bounds.most >= 1 << 59, np.inf, problem.bounds.most)
    model.sums(weights.row, taken[weights.col], weights.data, problem.bounds.least, most)


def _wishes(model: Model, problem: Problem, member: Any) -> None:
    """Of each wish one member at most earns: whoever is its best holder."""
    for gains in problem.gains:
        able = np.flatnonzero(gains > 0)
        if len(able):
            earns = model.choices(-gains[able], whole=False)
            model.sums(np.zeros(len(able), np.int64), earns, np.ones(len(able)), [0], [1])
            _only_members(model, earns, member[:, able])


def _pairs(model: Model, problem: Problem, member: Any) -> None:
    """A pair earns when both are members."""
    upper = sparse.triu(problem.known, 1).tocoo()
    earns = model.choices(-upper.data, whole=False)
    for ends in (upper.row, upper.col):
        _only_members(model, earns, member[:, ends])


def _only_members(model: Model, choices: Whole, member: Any) -> None:
    """Each choice is at most whether its person (a column of ``member``) is in the team."""
    seats, at = member.tocoo().row, member.tocoo().col
    n = len(choices)
    rows, columns = np.append(np.arange(n), at), np.append(choices, seats)
    model.sums(rows, columns, np.append(np.ones(n), -np.ones(len(at))), np.full(n, -np.inf), np.zeros(n))


def _organisations(model: Model, problem: Problem, taken: Whole, people: Whole) -> None:
    """Every member beyond the first of an organisation costs."""
    employed = problem.organisation[people]
    named, sizes = np.unique(employed[employed >= 0], return_counts=True)
    named = named[sizes > 1]
    if not problem.same or not len(named):
        return
    at = np.flatnonzero(np.isin(employed, named))
    beyond = model.choices(np.full(len(named), problem.same), whole=False, ceiling=np.inf)
    rows = np.append(np.searchsorted(named, employed[at]), np.arange(len(named)))
    columns, n = np.append(taken[at], beyond), len(named)
    model.sums(rows, columns, np.append(np.ones(len(at)), -np.ones(n)), np.full(n, -np.inf), np.ones(n))


def _read(answer: Any, problem: Problem, seats: Whole, people: Whole) -> Found:
    """The answer of the solver in whole numbers, checked against the rules."""
    if answer.status == NO_TEAM:
        return Found(None, None, impossible=True)
    bound = getattr(answer, "mip_dual_bound", None)
    most = None if bound is None or not math.isfinite(bound) else math.floor(-bound + _TOLERANCE)
    if answer.x is None:
        return Found(None, most)
    chosen = np.flatnonzero(answer.x[: len(seats)] > 0.5)
    lineup = tuple(tuple(people[chosen][seats[chosen] == seat].tolist()) for seat in range(len(problem.counts)))
    if not keeps_everything(problem, lineup):
        return Found(None, most)
    if answer.status == OPTIMAL:
        most = max(most if most is not None else 0, worth(problem, lineup).total)
    return Found(lineup, most)


def keeps_everything(problem: Problem, lineup: Lineup) -> bool:
    """Whether a lineup is a team: seats filled by people who may take them, nobody twice, all rules kept."""
    members = [person for taken in lineup for person in taken]
    return (
        [len(taken) for taken in lineup] == list(problem.counts)
        and len(set(members)) == len(members)
        and all(problem.eligible[seat, person] for seat, taken in enumerate(lineup) for person in taken)
        and all(person in lineup[seat] for seat, person in problem.fixed)
        and problem.bounds.hold(problem.bounds.totals(members))
    )

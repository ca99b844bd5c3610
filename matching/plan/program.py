"""The linear program over some pairs of seats and people: places, dates, load, balance and floors as sparse rows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from matching.arrays import Shares
from matching.plan.lists import Known
from matching.plan.problem import Problem
from matching.plan.request import Whole

# Days between which no two people's keys overlap.
APART = 1 << 22


@dataclass(frozen=True)
class Extra:
    """A column that is no pair: what it adds, how large it gets, and its entry in every row."""

    worth: float
    most: float
    entries: Shares  # (n_rows,)


@dataclass(frozen=True)
class Program:
    """Maximise ``worth @ x`` with ``matrix @ x <= limits``, ``least <= x``; pairs first, then the extra columns.

    Rows: one per seat; then per person and day on which several of their pairs meet (``days``, keys of person and
    day); per person whose load could be exceeded (``loaded``); women and men, where balanced; missions with a floor.

    A person's dates are an interval graph: it is enough to forbid two missions at once on the days on which a
    largest set of overlapping missions begins (Gavril 1972; the rows of one person then have consecutive ones, which
    makes them totally unimodular: Fulkerson and Gross 1965). With the seats together that need not be so, and mostly
    is.
    """

    pairs: Known
    matrix: Any  # (n_rows, n_pairs + n_extras), CSR
    limits: Shares
    worth: Shares
    extras: tuple[Extra, ...]
    days: Whole
    loaded: Whole
    balanced: bool
    floored: Whole

    @property
    def seats(self) -> int:
        """How many rows are seats."""
        return len(self.limits) - len(self.days) - len(self.loaded) - 2 * self.balanced - len(self.floored)


def program(problem: Problem, pairs: Known) -> Program:
    """The program over these pairs."""
    request, n = problem.request, len(pairs)
    days, met = _dates(problem, pairs)
    loaded, carried = _load(problem, pairs)
    blocks = [_ones(pairs.seat, np.arange(n), len(request.asks), n), met, carried]
    limits = [request.counts.astype(float), np.ones(len(days)), _caps(problem, loaded)]
    if problem.rules.balance:
        blocks.append(sparse.csr_matrix(np.vstack(leaning(problem, pairs))))
        limits.append(np.zeros(2))
    floored = np.flatnonzero(problem.raised if len(problem.raised) else problem.floors)
    blocks.append(-_points(problem, pairs)[floored])
    limits.append(np.zeros(len(floored)) if len(problem.raised) else -problem.floors[floored])
    bounds = np.concatenate(limits)
    extras = _extras(problem, len(bounds), floored)
    matrix = sparse.vstack(blocks, format="csr")
    if extras:
        matrix = sparse.hstack([matrix, np.array([each.entries for each in extras]).T], format="csr")
    worth = np.append(problem.worth(pairs), [each.worth for each in extras])
    return Program(pairs, matrix, bounds, worth, extras, days, loaded, bool(problem.rules.balance), floored)


def keys(problem: Problem, pairs: Known) -> tuple[Whole, Whole]:
    """(n,) each: person and first day, person and last day, as one number."""
    at, begin = pairs.person * APART, int(problem.request.first.min())
    return at + problem.request.first[pairs.seat] - begin, at + problem.request.last[pairs.seat] - begin


def leaning(problem: Problem, pairs: Known) -> tuple[Shares, Shares]:
    """(n,) each: what a pair takes from the share of women, and from that of men."""
    share, people = problem.rules.balance, problem.people
    women, men = people.women[pairs.person].astype(float), people.men[pairs.person].astype(float)
    return share * men - (1 - share) * women, share * women - (1 - share) * men


def _ones(rows: Whole, columns: Whole, n_rows: int, n_columns: int) -> Any:
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (n_rows, n_columns))


def _dates(problem: Problem, pairs: Known) -> tuple[Whole, Any]:
    """(keys of the days that are rows, the pairs that meet there)."""
    first, last = keys(problem, pairs)
    begins = np.unique(first)
    # A set of missions is a largest one where one of them ends before the next begins.
    days = np.unique(begins[begins.searchsorted(last, side="right") - 1])
    rows, columns = _spread(days.searchsorted(first), days.searchsorted(last, side="right"))
    several = np.bincount(rows, minlength=len(days)) > 1
    place, kept = np.cumsum(several) - 1, several[rows]
    return days[several], _ones(place[rows[kept]], columns[kept], int(several.sum()), len(pairs))


def _spread(begin: Whole, end: Whole) -> tuple[Whole, Whole]:
    """Every row from ``begin`` to before ``end`` of each column, as (rows, columns)."""
    counts = end - begin
    columns = np.repeat(np.arange(len(counts)), counts)
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - begin, counts), columns


def _load(problem: Problem, pairs: Known) -> tuple[Whole, Any]:
    """(people whose load could be exceeded, their pairs)."""
    if problem.caps is None:
        return np.zeros(0, np.int64), sparse.csr_matrix((0, len(pairs)))
    over = np.bincount(pairs.person, minlength=len(problem.caps)) > problem.caps
    place, kept = np.cumsum(over) - 1, np.flatnonzero(over[pairs.person])
    return np.flatnonzero(over), _ones(place[pairs.person[kept]], kept, int(over.sum()), len(pairs))


def _caps(problem: Problem, loaded: Whole) -> Shares:
    return np.zeros(0) if problem.caps is None else problem.caps[loaded].astype(float)


def _points(problem: Problem, pairs: Known) -> Any:
    """(n_missions, n_pairs): points."""
    at = (problem.request.mission_of[pairs.seat], np.arange(len(pairs)))
    return sparse.csr_matrix((pairs.points / 100, at), (len(problem.request.missions), len(pairs)))


def _extras(problem: Problem, rows: int, floored: Whole) -> tuple[Extra, ...]:
    if len(problem.raised):
        entries = np.zeros(rows)
        entries[rows - len(floored) :] = problem.raised[floored]
        return (Extra(1.0, 1.0, entries),)
    if problem.rules.balance:
        entries = np.zeros(rows)
        entries[rows - len(floored) - 2 : rows - len(floored)] = -1.0
        return (Extra(-problem.rules.imbalance, np.inf, entries),)
    return ()

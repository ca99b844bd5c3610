"""What no team can exceed, and who can therefore be left out with certainty."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matching.teams.bounds import Whole
from matching.teams.problem import Problem

UNREACHABLE = -(1 << 40)


@dataclass(frozen=True)
class Ceiling:
    """Upper bounds on the value of teams: of any (``all``), and of those with a person in a seat (``each``)."""

    all: int
    each: Whole  # (n_seats, n_people), UNREACHABLE where not eligible


def ceiling(problem: Problem) -> Ceiling:
    """Bounds that hold for every team, whatever the rules.

    A person with points p in a seat and pairs worth k at most (the sum of the members - 1 best pairs) has the
    potential p + k / 2, for every pair is counted with both of its members. A team is worth at most the potentials of
    its members, plus what the best holder of each wish in the whole pool earns; the cost of one organisation is never
    negative. Over all teams, potentials are highest with the best of each seat; with a person who is not
    among the best of a seat, that person stands in for the last of them.
    """
    potential = np.where(problem.eligible, problem.points + half_known(problem), UNREACHABLE)
    most, each = int(problem.gains.max(axis=1, initial=0).sum()), np.empty_like(potential)
    for seat, count in enumerate(problem.counts):
        order = np.sort(potential[seat])[::-1]
        short = len(order) < count
        most += UNREACHABLE if short else int(order[:count].sum())
        each[seat] = np.minimum(potential[seat] - (UNREACHABLE if short else order[count - 1]), 0)
    return Ceiling(most, np.where(problem.eligible, most + each, UNREACHABLE))


def half_known(problem: Problem) -> Whole:
    """(n_people,): half of what each person's best pairs earn, rounded up."""
    most, known = problem.members - 1, problem.known
    begins, counts = known.indptr[:-1], np.diff(known.indptr)
    person = np.repeat(np.arange(len(counts)), counts)
    best_first = np.lexsort((-known.data, person))
    counted = np.arange(len(person)) - np.repeat(begins, counts) < most
    earned = np.zeros(len(problem.ids), np.int64)
    np.add.at(earned, person[counted], known.data[best_first][counted])
    return -(-earned // 2)


def cut(problem: Problem, value: int) -> Problem:
    """The problem without those with whom no team reaches a value that a known team has.

    Exact: whoever is left out is in no team of that value or more, so neither in the best nor in one equal to it.
    """
    return problem.among(ceiling(problem).each >= value)


def enough(problem: Problem) -> Problem:
    """The problem, worth its points alone, with as many of each kind of person as a team can need.

    People of a kind weigh the same in all sums. Exact: of a kind, a team has at most ``members``; when one of a seat
    is not among its ``members`` best of the kind, one of these is free, may take the place, and has at least the
    same points.
    """
    allowed = np.zeros_like(problem.eligible)
    for kind in _kinds(problem):
        for seat in range(len(problem.counts)):
            able = kind[problem.eligible[seat, kind]]
            best = np.lexsort((able, -problem.points[seat, able]))[: problem.members]
            allowed[seat, able[best]] = True
    return problem.among(allowed)


def _kinds(problem: Problem) -> list[Whole]:
    """People grouped by their weights in all sums."""
    weights = problem.bounds.weights
    begins = weights.indptr
    told = [(weights.indices[a:b].tobytes(), weights.data[a:b].tobytes()) for a, b in pairwise(begins.tolist())]
    groups: dict[tuple[bytes, bytes], list[int]] = {}
    for person, key in enumerate(told):
        groups.setdefault(key, []).append(person)
    return [np.array(each, np.int64) for each in groups.values()]

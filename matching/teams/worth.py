"""What a team is worth, part by part, and what everybody would add to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from matching.teams.bounds import Whole
from matching.teams.problem import Lineup, Problem


@dataclass(frozen=True)
class Worth:
    """The parts of a team's value in hundredths; they add up to ``total``."""

    seats: int
    coverage: int
    languages: int
    together: int
    same_organisation: int

    @property
    def total(self) -> int:
        """The value that the best team has the most of."""
        return sum(getattr(self, part.name) for part in fields(self))


def worth(problem: Problem, lineup: Lineup) -> Worth:
    """The value of a team."""
    members = people_of(lineup)
    best, competence = covered(problem, members), [wished.competence for wished in problem.wishes]
    coverage = int(best[competence].sum())
    return Worth(
        seats=sum(int(problem.points[seat, list(taken)].sum()) for seat, taken in enumerate(lineup)),
        coverage=coverage,
        languages=int(best.sum()) - coverage,
        together=sum(int(earned[np.isin(others, members)].sum()) for others, earned in _pairs(problem, members)) // 2,
        same_organisation=-problem.same * beyond_the_first(problem, members),
    )


def _pairs(problem: Problem, members: Iterable[int]) -> Iterator[tuple[Whole, Whole]]:
    """(others, what the pair with each earns) of each of some people."""
    begins, others, earned = problem.known.indptr, problem.known.indices, problem.known.data
    return ((others[begins[each] : begins[each + 1]], earned[begins[each] : begins[each + 1]]) for each in members)


def people_of(lineup: Lineup) -> list[int]:
    """Everybody in a team, in the order of ids."""
    return sorted(person for seat in lineup for person in seat)


def covered(problem: Problem, members: Sequence[int]) -> Whole:
    """(n_wishes,): what the best holders among some people earn."""
    found: Whole = problem.gains[:, list(members)].max(axis=1, initial=0)
    return found


def beyond_the_first(problem: Problem, members: Sequence[int]) -> int:
    """How many of some people are not the first of their organisation."""
    employed = problem.organisation[list(members)]
    employed = employed[employed >= 0]
    return len(employed) - len(np.unique(employed))


def added(problem: Problem, members: Sequence[int]) -> Whole:
    """(n_people,): what each would add to a team of some others beside the points of a seat."""
    best = covered(problem, members)
    gained = np.maximum(problem.gains - best[:, None], 0).sum(axis=0)
    for others, earned in _pairs(problem, members):
        gained[others] += earned
    if problem.same and len(members):
        employed = problem.organisation[list(members)]
        gained = gained - problem.same * np.isin(problem.organisation, employed[employed >= 0])
    found: Whole = gained
    return found

"""From a mission as numbers to its best team with a proof, within a limit of time."""

from collections.abc import Callable
from dataclasses import dataclass

from matching.errors import OutOfTime
from matching.limits import Limit
from matching.teams.alike import Alike
from matching.teams.branching import Search
from matching.teams.cut import ceiling, cut, enough
from matching.teams.linear import best_team
from matching.teams.problem import Lineup, Problem
from matching.teams.start import bettered, picked
from matching.teams.worth import worth

# Larger teams leave more near-equal ones than can be tried one by one; the solver's bounds are tighter there.
MOST_BRANCHED = 6


@dataclass(frozen=True)
class Outcome:
    """The best team known and what no team exceeds; no team at all where none is possible."""

    lineup: Lineup | None
    value: int
    most: int

    @property
    def proved(self) -> bool:
        """Whether no team is better."""
        return self.lineup is not None and self.value >= self.most


def search(problem: Problem, limit: Limit, told: Callable[[str], None]) -> Outcome:
    """The best team; OutOfTime when the limit passed before one was found or ruled out."""
    told("a first team")
    start = picked(problem) or _first(problem, limit)
    if start is None:
        return Outcome(None, 0, 0)
    lineup = bettered(problem, start)
    outcome = Outcome(lineup, worth(problem, lineup).total, ceiling(problem).all)
    if outcome.proved or limit.left <= 0:
        return outcome
    told("the best team")
    alike = Alike.of(problem)
    better, most = _proved(alike.joined, alike.join(lineup), outcome, limit)
    lineup = bettered(problem, alike.split(better))
    return Outcome(lineup, worth(problem, lineup).total, most)


def _first(problem: Problem, limit: Limit) -> Lineup | None:
    """A team that keeps all rules, the best by points alone; None where there is none."""
    small = enough(problem.without_terms())
    found = best_team(small, limit)
    if found.lineup is not None:
        return problem.lineup_of(small, found.lineup)
    if found.impossible:
        return None
    raise OutOfTime(f"no team was found within {limit.seconds:g} seconds, and none was ruled out; allow more time")


def _proved(problem: Problem, known: Lineup, bounds: Outcome, limit: Limit) -> tuple[Lineup, int]:
    """(the best team, what no team exceeds), as far as time allows; it starts from a team that is known."""
    small = cut(problem, bounds.value)
    lineup, value, most = small.lineup_of(problem, known), bounds.value, bounds.most
    if not small.plain and small.members <= MOST_BRANCHED:
        found = Search(small, lineup, limit).run()
        lineup = found.lineup or lineup
        value, most = worth(small, lineup).total, bounds.most if found.most is None else found.most
    if value < most:
        found = best_team(small, limit)
        most = min(most, max(found.most, value)) if found.most is not None else most
        if found.lineup is not None and worth(small, found.lineup).total > value:
            lineup, value = found.lineup, worth(small, found.lineup).total
    return problem.lineup_of(small, lineup), most

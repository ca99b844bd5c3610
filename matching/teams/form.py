"""Forming the best team for all seats of a mission at once."""

from collections.abc import Callable, Mapping, Sequence

from matching.ask import Ask
from matching.index import Index
from matching.limits import Clock, Limit, standing_still
from matching.policy import DEFAULT, Policy
from matching.protected import Protected
from matching.recommend import policy_used
from matching.seats import best_of_seats
from matching.shortlist import Period, Pool
from matching.teams.answer import Objective, Team, TermsUsed
from matching.teams.clash import Clash, smallest_clash
from matching.teams.problem import Asked, Problem, problem_of
from matching.teams.rules import Rules
from matching.teams.search import Outcome, search
from matching.teams.terms import TERMS, Terms
from matching.teams.told import empty_seats, rules_told, seats_told, terms_told
from registry.domain import Mission

NO_RULES = Rules()
# Enough for every team measured so far; the answer says what was proved when it is not.
TIME_LIMIT = 60.0


def _silent(step: str) -> None:
    """Nobody listens."""


def form(
    mission: Mission,
    index: Index,
    policy: Policy = DEFAULT,
    rules: Rules = NO_RULES,
    objective: Objective = "full",
    time_limit: float = TIME_LIMIT,
    protected: Protected | None = None,
    fixed: Mapping[int, Sequence[str]] | None = None,
    terms: Terms = TERMS,
    alternates: int = 3,
    clock: Clock = standing_still,
    told: Callable[[str], None] = _silent,
) -> Team:
    """The team with the most points, and the proof of it as far as ``time_limit`` (seconds) allows.

    Objective ``points``: the plain sum of seat points, those of the shortlists. ``full``: with ``terms`` on top. One
    person takes one seat at most. ``fixed``: ids by seat (from 1) that every team has. ``protected`` is read by rules
    women and men alone. ``clock`` gives seconds since any moment; without one, each call of the solver may take the
    whole limit. ``told`` hears what is being done.

    Equal teams: no exchange of one member for somebody with an earlier id leaves this one as good, and of members who
    could as well change seats the one with more points has the seat that stands first. The same input gives the same
    bytes, unless time ended.

    NoSuchSeat, NoSuchSpecialist: somebody is fixed who is not there. BadRules: rules women or men without
    ``protected``. OutOfTime: the limit passed before a team was found or ruled out.
    """
    asked = Asked(mission, index, policy, rules, terms, protected, _fixed(mission, index, fixed or {}))
    limit = Limit.of(time_limit, clock)
    told("who is eligible")
    seats = best_of_seats(mission, index, policy)
    problem = problem_of(asked, seats, objective == "full")
    outcome = search(problem, limit, told)
    answer = {"mission": mission.id, "objective": objective, **_frame(asked, problem)}
    if outcome.lineup is None:
        told("which requirements clash")
        return Team(**answer, **_impossible(asked, problem, smallest_clash(asked, limit)))
    return Team(
        **answer,
        **_proof(outcome),
        rules=rules_told(asked, problem, outcome.lineup),
        seats=seats_told(asked, problem, seats, outcome.lineup, alternates),
        clash=(),
        clash_proof=None,
        terms=terms_told(asked, problem, outcome.lineup),
    )


def _fixed(mission: Mission, index: Index, fixed: Mapping[int, Sequence[str]]) -> tuple[tuple[int, int], ...]:
    """(seat from 0, row) of everybody who is fixed, each once."""
    named = ((Ask(mission, seat).number - 1, index.row_of(id)) for seat in sorted(fixed) for id in fixed[seat])
    return tuple(dict.fromkeys(named))


def _frame(asked: Asked, problem: Problem) -> dict[str, object]:
    """What the answer says of the question."""
    index, window, numbers = asked.index, asked.mission.window, asked.terms.model_dump(exclude={"version"})
    return {
        "numbers": TermsUsed(version=asked.terms.version, hash=asked.terms.hash, numbers=numbers),
        "on": Period(start=window.start, end=window.end),
        "pool": Pool(
            epoch=index.epoch,
            revision=index.revision,
            specialists=len(index),
            eligible=int(problem.eligible.any(axis=0).sum()),
        ),
        "policy": policy_used(asked.policy),
    }


def _proof(outcome: Outcome) -> dict[str, object]:
    return {
        "status": "optimal" if outcome.proved else "feasible",
        "gap": max(outcome.most - outcome.value, 0) / 100,
        "points": outcome.value / 100,
    }


def _impossible(asked: Asked, problem: Problem, clash: Clash) -> dict[str, object]:
    return {
        "status": "infeasible",
        "gap": None,
        "points": None,
        "rules": rules_told(asked, problem, None),
        "seats": empty_seats(asked),
        "clash": clash.requirements,
        "clash_proof": clash.proof,
        "terms": (),
    }

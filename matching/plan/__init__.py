"""Many missions at once: who goes where, provably the best plan, what stays unfilled, and what each rule costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.errors import BadPlan
from matching.index import Index
from matching.limits import Clock, Limit, standing_still
from matching.looks import Looks
from matching.plan import told
from matching.plan.answer import Balance, Floor, Plan, PlannedPool
from matching.plan.costs import prices
from matching.plan.floors import fairest, reached
from matching.plan.lists import Lists, Progress
from matching.plan.optimum import Outcome, best
from matching.plan.problem import People, Problem, without_floors
from matching.plan.request import Offer, Request
from matching.plan.rules import DEFAULT_RULES, NO_RULES, Objective, PlanRules, Priority
from matching.policy import DEFAULT, Policy
from matching.protected import Protected
from matching.recommend import policy_used
from registry.domain import Mission

__all__ = [
    "DEFAULT_RULES",
    "NO_RULES",
    "TIME_LIMIT",
    "Objective",
    "Offer",
    "Plan",
    "PlanRules",
    "Priority",
    "Protected",
    "plan",
]

TIME_LIMIT = 60.0  # seconds


def plan(
    missions: Sequence[Mission],
    index: Index,
    policy: Policy | Mapping[str, Policy] = DEFAULT,
    rules: PlanRules = DEFAULT_RULES,
    objective: Objective = Objective.FULL,
    time_limit: float = TIME_LIMIT,
    fixed: Iterable[Offer] = (),
    protected: Protected | None = None,
    priorities: Mapping[str, Priority] | None = None,
    fair: bool = False,
    priced: bool = True,
    clock: Clock = standing_still,
    progress: Progress = lambda done, all: None,
    looks: Looks | None = None,
) -> Plan:
    """Assign specialists to the seats of many missions, with the proof as far as ``time_limit`` (seconds) allows.

    Nobody takes more than one seat of a mission, nor two missions whose dates overlap, first and last day included.
    Objective points makes the plain sum of seat points as large as can be and heeds no rule but accepted offers; a
    seat stays empty where its people bring more elsewhere. Objective full adds ``rules``. ``policy``: one for all, or
    one per mission by id. ``fixed``: offers that were accepted; they stand, eligible or not. ``protected``: needed
    where women and men are balanced, and looked at nowhere else. ``fair``: no mission below the floor. ``priced``:
    work out what each rule costs, each by a plan without it. ``clock``: what tells how much of the limit is left;
    without one each call of the solver has the whole of it. ``looks``: who ranks the seats, where it is not the index
    itself. The same input gives the same bytes, in whatever order it comes, unless the time runs out.

    BadPlan when it cannot be made: no mission, a mission twice, offers that overlap, rules that contradict each other.
    """
    _refuse(rules, objective, time_limit, protected, priorities or {})
    request = Request.of(missions, tuple(fixed), priorities or {}, index)
    limit, policies = Limit.of(time_limit, clock), _policies(policy, request)
    lists = Lists(request, index, policies, progress, looks)
    heeded = rules if objective is Objective.FULL else NO_RULES
    people = People.of(lists, request, index, protected if heeded.balance else None)
    problem = Problem(request, heeded, people, without_floors(), without_floors())
    made = _made(problem, lists, limit, fair)
    costs = prices(made.problem, lists, made.outcome, limit) if priced else ()
    return _answer(made, lists, index, objective, policies, costs)


@dataclass(frozen=True)
class _Made:
    """The plan as numbers, with the problem that it solves, and the floor as (wanted, most, reached)."""

    problem: Problem
    outcome: Outcome
    floor: Floor | None


def _made(problem: Problem, lists: Lists, limit: Limit, fair: bool) -> _Made:
    if not fair:
        outcome = best(problem, lists, limit)
        assert outcome is not None, "without floors there is always a plan"
        return _Made(problem, outcome, None)
    raised = fairest(problem, lists, limit)
    least = reached(problem, lists, raised.outcome.taken)
    floor = Floor(wanted=round(raised.wanted, 4), most=round(raised.most, 4), reached=round(least, 4))
    held = Problem(problem.request, problem.rules, problem.people, raised.floors, without_floors())
    return _Made(held, raised.outcome, floor)


def _refuse(
    rules: PlanRules,
    objective: Objective,
    time_limit: float,
    protected: Protected | None,
    priorities: Mapping[str, Priority],
) -> None:
    if not 0 <= time_limit < float("inf"):
        raise BadPlan(f"expected a time limit of 0 seconds or more (found {time_limit:g})")
    if objective is Objective.POINTS and (rules != DEFAULT_RULES or priorities):
        raise BadPlan("objective points heeds no rules and no priorities; leave them out, or use objective full")
    if rules.balance and protected is None:
        raise BadPlan("rule balance needs the gender of people, which was not handed in")


def _policies(policy: Policy | Mapping[str, Policy], request: Request) -> dict[str, Policy]:
    if isinstance(policy, Policy):
        return {each.id: policy for each in request.missions}
    without = [each.id for each in request.missions if each.id not in policy]
    if without:
        raise BadPlan(f"no policy for mission {without[0]}")
    return {each.id: policy[each.id] for each in request.missions}


def _answer(
    made: _Made, lists: Lists, index: Index, objective: Objective, policies: Mapping[str, Policy], costs: object
) -> Plan:
    problem, outcome = made.problem, made.outcome
    used = {policy.hash + policy.name: policy_used(policy) for policy in policies.values()}
    return Plan.model_validate(
        {
            "status": "optimal" if outcome.proved else "feasible",
            "gap": 0.0 if outcome.proved else round(outcome.bound - outcome.worth, 2),
            "points": round(float(outcome.taken.points.sum()) / 100, 2),
            "missions": told.missions(problem, lists, outcome.taken, index),
            "unfilled": told.unfilled(problem, lists, outcome.taken),
            "contention": told.contention(problem, lists),
            "prices": costs,
            "objective": objective,
            "worth": round(outcome.worth, 2),
            "bound": round(outcome.worth if outcome.proved else outcome.bound, 2),
            "proof": _proof(outcome, made.floor),
            "rules": problem.rules,
            "floor": made.floor,
            "balance": _balance(problem, outcome),
            "pool": PlannedPool(epoch=index.epoch, revision=index.revision, specialists=len(index)),
            "policies": tuple(used[key] for key in sorted(used)),
        }
    )


def _proof(outcome: Outcome, floor: Floor | None) -> str:
    below = "" if floor is None else f" that leaves no mission below {floor.reached:.2f} points per place"
    if outcome.proved:
        return f"no plan over the whole pool{below} is worth more"
    return f"no plan over the whole pool{below} can be worth over {outcome.bound - outcome.worth:.2f} points more"


def _balance(problem: Problem, outcome: Outcome) -> Balance | None:
    if not problem.rules.balance:
        return None
    people, taken = problem.people, outcome.taken.person
    women, men = int(people.women[taken].sum()), int(people.men[taken].sum())
    return Balance(women=women, men=men, unknown=len(taken) - women - men)

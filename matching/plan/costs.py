"""What each rule costs: the plan once more without it."""

from collections.abc import Iterator
from dataclasses import replace

from matching.limits import Limit
from matching.plan.answer import RulePrice
from matching.plan.lists import Lists
from matching.plan.optimum import Outcome, best
from matching.plan.problem import Problem, without_floors
from matching.plan.rules import PlanRules


def prices(problem: Problem, lists: Lists, made: Outcome, limit: Limit) -> tuple[RulePrice, ...]:
    """For every rule in use: how much more all the rest could be worth if it were not heeded.

    The plan is valued without what the rule itself adds, and held against the best plan without the rule. Where that
    best plan was not proved in time, its bound is told: the rule costs at most that.
    """
    return tuple(_price(rule, without, lists, made, limit) for rule, without in _without_each(problem))


def _price(rule: str, without: Problem, lists: Lists, made: Outcome, limit: Limit) -> RulePrice:
    found = best(without, lists, limit, made.looked_at)
    assert found is not None, "what keeps within a rule does so without it"
    most = found.worth if found.proved else found.bound
    points = max(0.0, round(most - without.value(made.taken), 2))
    return RulePrice(rule=rule, points=points, proof="optimum" if found.proved else "bound")


def _without_each(problem: Problem) -> Iterator[tuple[str, Problem]]:
    rules, request = problem.rules, problem.request
    if request.offers and problem.held:
        yield "fixed", replace(problem, held=False)
    if len(problem.floors):
        yield "fair", replace(problem, floors=without_floors())
    off: dict[str, PlanRules] = {}
    if rules.most_missions is not None:
        off["most_missions"] = rules.model_copy(update={"most_missions": None})
    if rules.filled:
        off["filled"] = rules.model_copy(update={"filled": 0.0})
    if rules.rotation:
        off["rotation"] = rules.model_copy(update={"rotation": 0.0})
    if rules.balance:
        off["balance"] = rules.model_copy(update={"balance": 0.0})
    if {problem.rules.factor(request.priority(each.id)) for each in request.missions} != {1.0}:
        off["priority"] = rules.model_copy(update={"high": 1.0, "normal": 1.0, "low": 1.0})
    for rule, others in off.items():
        yield rule, replace(problem, rules=others)

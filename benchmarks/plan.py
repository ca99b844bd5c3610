"""Planning many missions: the proved optimum beside assigning them one after another, and beside scipy's matching.

    python benchmarks/plan.py --missions 500,2000 --specialists 10000
    python benchmarks/plan.py --missions 500 --objective full --json

Missions are generated (``benchmarks/many_missions.py``), three or four places each, all in one year. Times are of one
run: ranking every seat, then the plan with its proof; ``cpu_s`` is processor time, which a busy machine blurs less.
Where each person serves once, dates cannot overlap, and scipy's ``min_weight_full_bipartite_matching`` on the same
lists, a few hundred people deep (all of a small pool), must find no more points, and the same where everybody is on
them. Exits with 1 when it is otherwise. A plan that was not proved in time says so, with what is open.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.many_missions import missions  # noqa: E402  # found once the root is on the path
from benchmarks.pools import pool  # noqa: E402  # same
from matching import DEFAULT, Index  # noqa: E402  # same
from matching.plan import Objective, Plan, PlanRules, plan  # noqa: E402  # same
from matching.plan.greedy import one_after_another  # noqa: E402  # same
from matching.plan.lists import Known, Lists  # noqa: E402  # same
from matching.plan.problem import People, Problem, without_floors  # noqa: E402  # same
from matching.plan.request import Request  # noqa: E402  # same
from matching.plan.rules import NO_RULES  # noqa: E402  # same
from registry.domain import Mission  # noqa: E402  # same

LIMIT = 300.0
_SMALL, _FEW = 1000, 1000
ONCE = PlanRules(name="once", filled=0, most_missions=1, rotation=0)


@dataclass(frozen=True)
class Timed:
    """What some work gave, and how long it took by the wall and by the processor."""

    answer: Plan
    wall: float
    cpu: float
    ranking: float


def timed(work: Callable[[Callable[[int, int], None]], Plan]) -> Timed:
    """One run of a plan."""
    wall, cpu, ranked = time.perf_counter(), time.process_time(), [0.0]

    def seen(done: int, total: int) -> None:
        ranked[0] = time.perf_counter() - wall

    answer = work(seen)
    return Timed(answer, time.perf_counter() - wall, time.process_time() - cpu, ranked[0])


def numbers(wanted: list[Mission], index: Index) -> tuple[Problem, Lists]:
    """The problem of points alone."""
    request = Request.of(wanted, (), {}, index)
    lists = Lists(request, index, {each.id: DEFAULT for each in wanted})
    people = People.of(lists, request, index, None)
    return Problem(request, NO_RULES, people, without_floors(), without_floors()), lists


def by_hand(problem: Problem, lists: Lists) -> float:
    """Points of missions taken one after another, each with the best who are still free."""
    pairs = lists.known()
    return float(pairs.at(one_after_another(problem, pairs)).points.sum()) / 100


def matched(problem: Problem, pairs: Known) -> float:
    """Points of scipy's matching of places and people, each person once; a place may stay empty at no points."""
    counts = problem.request.counts
    begins = np.concatenate(([0], np.cumsum(counts)))
    repeats = counts[pairs.seat]
    place = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats - begins[pairs.seat], repeats)
    person, points = np.repeat(pairs.person, repeats), np.repeat(pairs.points, repeats)
    places, people = int(begins[-1]), int(person.max()) + 1
    # A column of its own for each place stands for nobody; weights of 0 would count as no edge.
    rows = np.append(place, np.arange(places))
    columns = np.append(person, people + np.arange(places))
    weights = np.append(points + 1.0, np.ones(places))
    graph = sparse.csr_matrix((weights, (rows, columns)), (places, people + places))
    taken = min_weight_full_bipartite_matching(graph, maximize=True)
    return float(np.asarray(graph[taken[0], taken[1]]).sum() - places) / 100


def measured(number: int, index: Index, objective: Objective) -> dict[str, object]:
    """One size."""
    wanted = missions(number)
    full = objective is Objective.FULL
    made = timed(
        lambda seen: plan(
            wanted,
            index,
            objective=objective,
            time_limit=LIMIT,
            clock=time.perf_counter,
            progress=seen,
            priced=full,
        )
    )
    problem, lists = numbers(wanted, index)
    points = made.answer if not full else plan(wanted, index, objective=Objective.POINTS, time_limit=LIMIT)
    hand = by_hand(problem, lists)
    line = {
        "missions": number,
        "specialists": len(index),
        "objective": str(objective),
        "status": made.answer.status,
        "gap": made.answer.gap,
        "points": made.answer.points,
        "wall_s": round(made.wall, 2),
        "ranking_s": round(made.ranking, 2),
        "cpu_s": round(made.cpu, 2),
        "one_after_another": round(hand, 2),
        "loss_percent": round(100 * (1 - hand / points.points), 2),
    }
    # Beyond this there are more places than people to take one each, and nothing to compare.
    return {**line, **_beside_scipy(wanted, index, problem, lists)} if number <= _FEW else line


def _beside_scipy(wanted: list[Mission], index: Index, problem: Problem, lists: Lists) -> dict[str, object]:
    """Each person once, by ours and by scipy."""
    once = plan(wanted, index, rules=ONCE, time_limit=LIMIT, priced=False)
    lists.deepen(range(len(wanted)), all=len(index) <= _SMALL)
    begin = time.perf_counter()
    peer = matched(problem, lists.known())
    return {
        "each_person_once": once.points,
        "each_person_once_status": once.status,
        "scipy_matching": round(peer, 2),
        "scipy_knows_all": bool(lists.whole.all()),
        "scipy_matching_s": round(time.perf_counter() - begin, 2),
    }


def main() -> int:
    """Measure and print; 1 when the matching disagrees with a plan that was proved."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--missions", default="500,2000", help="how many missions")
    parser.add_argument("--specialists", type=int, default=10_000, help="size of the pool")
    parser.add_argument("--objective", default="points", choices=[str(each) for each in Objective])
    parser.add_argument("--json", action="store_true", help="one line per size, and nothing else")
    options = parser.parse_args()
    index, good = Index.build(pool(options.specialists)), True
    plan(missions(5, seed=1), index)  # what is compiled at first use is not what is measured
    for number in (int(each) for each in options.missions.split(",")):
        line = measured(number, index, Objective(options.objective))
        if line.get("each_person_once_status") == "optimal":
            more = float(str(line["each_person_once"])) - float(str(line["scipy_matching"]))
            good &= more > -0.01 and (more < 0.01 or not line["scipy_knows_all"])
        if options.json:
            print(json.dumps(line), flush=True)
        else:
            print("  ".join(f"{name} {value}" for name, value in line.items()), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

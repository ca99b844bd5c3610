"""The walk over past missions: ours, solved exactly, beside networkx.pagerank and a scipy power iteration.

    python benchmarks/network.py --sizes 10000,100000,1000000 [--json]
    python benchmarks/network.py --sizes 10000 --reports

All answer the same question: how often a walk that starts at what a seat asks is at every past mission. Peers run up to
--most specialists. Then the whole criterion, paths to people included, which no peer answers, so that there is nothing
to hold it against. With --reports instead each report on the whole network, once. Processor time of all threads, for a
machine may be shared. Exit 1 when ours is not the exact solution.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from scipy import sparse

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pools import pool  # noqa: E402  # found once the root is on the path
from matching import Ask, Index, network  # noqa: E402  # same
from matching.criteria.network import NetworkFactors  # noqa: E402  # same
from matching.index.solved import RESTART, membership  # noqa: E402  # same
from matching.index.walk import Walk  # noqa: E402  # same
from matching.nearness import Request  # noqa: E402  # same
from matching.paths import Paths  # noqa: E402  # same
from registry.importing import read_mission  # noqa: E402  # same

SEATS, TOP = (("v03", 1), ("v07", 1)), 20
_MOST_STEPS = 300
# Peers that take seconds are asked a few times only.
_FEW = 5


class Spent(NamedTuple):
    """Milliseconds of processor time of one question: the best and the median of some runs, and the last answer."""

    best: float
    median: float
    answer: Any


def timed(work: Callable[[], Any], runs: int) -> Spent:
    """What one question takes."""
    times, answer = [], None
    for _ in range(runs):
        begin = time.process_time()
        answer = work()
        times.append((time.process_time() - begin) * 1e3)
    return Spent(min(times), statistics.median(times), answer)


def steps(walk: Walk) -> Any:
    """The walk as one sparse matrix whose columns add up to 1: hubs first, then missions."""
    linked = membership(walk.hubs_of, len(walk.hubs))
    both = sparse.block_array([[None, linked.T], [linked, None]]).tocsr()
    return (both @ sparse.diags_array(1.0 / np.asarray(both.sum(axis=0)).ravel())).tocsr()


def linked(walk: Walk) -> nx.Graph:
    """The same network as networkx has it."""
    graph, hubs = nx.Graph(), len(walk.hubs)
    graph.add_nodes_from(range(hubs + len(walk)))
    graph.add_edges_from((hub, hubs + mission) for mission, hub in walk.hubs_of)
    return graph


def by_scipy(matrix: Any, begin: Any, tolerance: float) -> Any:
    """Power iteration; what is left after so many steps is less than rounding."""
    now = begin
    for _ in range(_MOST_STEPS):
        after = (1 - RESTART) * (matrix @ now) + RESTART * begin
        if np.abs(after - now).sum() < tolerance:
            return after
        now = after
    return now


def by_networkx(graph: nx.Graph, begin: Any) -> Any:
    """networkx.pagerank as it comes."""
    found = nx.pagerank(graph, alpha=1 - RESTART, personalization=dict(enumerate(begin.tolist())))
    return np.array([found[node] for node in range(len(begin))])


@dataclass(frozen=True)
class Figures:
    """What one engine took for one seat, and how far it is from the exact solution; None where there is none."""

    best: float
    median: float
    l1_error: float | None = None
    top: float | None = None


def engines(walk: Walk, matrix: Any, graph: nx.Graph | None, starts: dict[int, float], begin: Any) -> dict[str, Any]:
    """How each of them answers."""
    found: dict[str, Callable[[], Any]] = {"rtcm": lambda: np.concatenate(walk.visits(starts))}
    if graph is not None:
        found["scipy"] = lambda: by_scipy(matrix, begin, 1e-8)
        found["networkx"] = lambda: by_networkx(graph, begin)
    return found


def of_seat(request: Request, walk: Walk, matrix: Any, graph: nx.Graph | None, runs: int) -> dict[str, Figures]:
    """Figures by engine."""
    starts = {hub: 1.0 / len(request.hubs) for hub in request.hubs}
    begin = np.zeros(matrix.shape[0])
    begin[list(starts)] = list(starts.values())
    exact, lines = by_scipy(matrix, begin, 1e-13), {}
    for name, answer in engines(walk, matrix, graph, starts, begin).items():
        spent = timed(answer, runs if name == "rtcm" else min(runs, _FEW))
        ours, theirs = (set(best_missions(each, walk)) for each in (spent.answer, exact))
        off = float(np.abs(spent.answer - exact).sum())
        lines[name] = Figures(spent.best, spent.median, off, len(ours & theirs) / TOP)
    spent = timed(lambda: Paths.of(request, walk, NetworkFactors().strengths), runs)
    return {**lines, "rtcm criterion": Figures(spent.best, spent.median)}


def best_missions(visits: Any, walk: Walk) -> list[int]:
    """The past missions that are visited most."""
    found: list[int] = np.argsort(-visits[len(walk.hubs) :], kind="stable")[:TOP].tolist()
    return found


def compared(size: int, most: int, runs: int) -> list[dict[str, Any]]:
    """One line per engine: the mean over the seats of times, the worst of the rest."""
    index = Index.build(pool(size))
    walk = index.past
    matrix, graph = steps(walk), linked(walk) if size <= most else None
    seats = []
    for id, seat in SEATS:
        file = next((ROOT / "registry" / "data" / "missions").glob(f"{id}-*.yaml"))
        seats.append(of_seat(Request.of(Ask(read_mission(file), seat), index), walk, matrix, graph, runs))
    return [
        {
            "engine": name,
            "specialists": size,
            "missions": len(walk),
            "best_ms": round(statistics.mean(each[name].best for each in seats), 3),
            "p50_ms": round(statistics.mean(each[name].median for each in seats), 3),
            "l1_error": max((each[name].l1_error for each in seats if each[name].l1_error is not None), default=None),
            "top20": min((each[name].top for each in seats if each[name].top is not None), default=None),
        }
        for name in seats[0]
    ]


def reports(size: int) -> list[dict[str, Any]]:
    """One line for each report on the whole network, each asked once."""
    snapshot = pool(size)
    whole = timed(lambda: network.graph(snapshot), 1)
    asked: dict[str, Callable[[Any], Any]] = {
        "communities": network.communities,
        "brokers": network.brokers,
        "bridges": network.bridges,
        "articulation points": network.articulation_points,
        "lineage": network.lineage,
        "single points": network.single_points,
    }
    spent = {"networkx graph": whole} | {name: timed(partial(each, whole.answer), 1) for name, each in asked.items()}
    return [{"report": name, "specialists": size, "s": round(each.best / 1e3, 2)} for name, each in spent.items()]


def told(line: dict[str, Any], ours: float) -> str:
    """A line for people; what is not measured is not printed."""
    text = f"{line['specialists']:>9,} {line['engine']:<15} "
    text += f"best {line['best_ms']:10.3f} ms  p50 {line['p50_ms']:10.3f} ms"
    if line["l1_error"] is None:
        return text
    ratio = line["p50_ms"] / ours
    return f"{text}  {ratio:8.1f} x ours  L1 {line['l1_error']:.1e}  top {TOP} {line['top20']:.2f}"


def main() -> int:
    """Measure and print; 1 when ours is not the exact solution."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="10000,100000", help="pool sizes")
    parser.add_argument("--most", type=int, default=100_000, help="peers that need a graph of objects run up to this")
    parser.add_argument("--runs", type=int, default=15, help="timed runs")
    parser.add_argument("--json", action="store_true", help="one line per engine and size, and nothing else")
    parser.add_argument("--reports", action="store_true", help="time the reports instead")
    options = parser.parse_args()
    exact = True
    if options.reports:
        for line in (line for size in options.sizes.split(",") for line in reports(int(size))):
            print(
                json.dumps(line)
                if options.json
                else f"{line['specialists']:>9,} {line['report']:<20} {line['s']:8.2f} s"
            )
        return 0
    for size in (int(size) for size in options.sizes.split(",")):
        found = compared(size, options.most, options.runs)
        exact &= found[0]["l1_error"] < 1e-10
        for line in found:
            print(json.dumps(line) if options.json else told(line, found[0]["p50_ms"]), flush=True)
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main())

"""The walk over past missions: ours, solved exactly, beside networkx.pagerank and a scipy power iteration.

    python benchmarks/network.py --sizes 10000,100000,1000000 [--json]

All answer the same question: how often a walk that starts at what a seat asks is at every past mission. Peers run up to
--most specialists. Also the whole criterion, paths to people included. Exit 1 when ours is not the exact solution.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pools import pool  # noqa: E402  # found once the root is on the path
from matching import Ask, Index  # noqa: E402  # same
from matching.criteria.network import NetworkFactors  # noqa: E402  # same
from matching.index.solved import RESTART, membership  # noqa: E402  # same
from matching.index.walk import Walk  # noqa: E402  # same
from matching.nearness import Request  # noqa: E402  # same
from matching.paths import Paths  # noqa: E402  # same
from registry.importing import read_mission  # noqa: E402  # same

SEATS, TOP = (("v03", 1), ("v07", 1)), 20
_MOST_STEPS = 300


def timed(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """(median milliseconds, the last answer)."""
    times, answer = [], None
    for _ in range(runs):
        begin = time.perf_counter()
        answer = work()
        times.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(times), answer


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


def compared(size: int, most: int, runs: int) -> list[dict[str, Any]]:
    """One line per engine."""
    snapshot = pool(size)
    begun = time.perf_counter()
    index = Index.build(snapshot)
    walk, built = index.past, time.perf_counter() - begun
    matrix, by = steps(walk), NetworkFactors().strengths
    graph = linked(walk) if size <= most else None
    lines: dict[str, list[tuple[float, float, float]]] = {}
    for id, seat in SEATS:
        file = next((ROOT / "registry" / "data" / "missions").glob(f"{id}-*.yaml"))
        request = Request.of(Ask(read_mission(file), seat), index)
        starts = {hub: 1.0 / len(request.hubs) for hub in request.hubs}
        begin = np.zeros(matrix.shape[0])
        begin[list(starts)] = list(starts.values())
        exact = by_scipy(matrix, begin, 1e-13)
        engines: dict[str, Callable[[], Any]] = {
            "rtcm": lambda starts=starts: np.concatenate(walk.visits(starts)),
            "scipy": lambda begin=begin: by_scipy(matrix, begin, 1e-8),
        }
        if graph is not None:
            engines["networkx"] = lambda begin=begin: by_networkx(graph, begin)
        for name, answer in engines.items():
            few = 3 if name == "networkx" else runs
            spent, found = timed(answer, few)
            best = [set(np.argsort(-each[len(walk.hubs) :], kind="stable")[:TOP].tolist()) for each in (found, exact)]
            lines.setdefault(name, []).append((spent, float(np.abs(found - exact).sum()), len(best[0] & best[1]) / TOP))
        spent, _ = timed(lambda request=request: Paths.of(request, walk, by), runs)
        lines.setdefault("rtcm criterion", []).append((spent, 0.0, 1.0))
    return [
        {
            "engine": name,
            "specialists": size,
            "missions": len(walk),
            "p50_ms": round(statistics.mean(each[0] for each in found), 3),
            "l1_error": max(each[1] for each in found),
            "top20": min(each[2] for each in found),
            "index_s": round(built, 2),
        }
        for name, found in lines.items()
    ]


def main() -> int:
    """Measure and print; 1 when ours is not the exact solution."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="10000,100000", help="pool sizes")
    parser.add_argument("--most", type=int, default=100_000, help="peers that need a graph of objects run up to this")
    parser.add_argument("--runs", type=int, default=15, help="timed runs")
    parser.add_argument("--json", action="store_true", help="one line per engine and size, and nothing else")
    options = parser.parse_args()
    exact = True
    for size in (int(size) for size in options.sizes.split(",")):
        found = compared(size, options.most, options.runs)
        exact &= found[0]["l1_error"] < 1e-10
        for line in found:
            if options.json:
                print(json.dumps(line), flush=True)
            else:
                ratio = line["p50_ms"] / found[0]["p50_ms"]
                print(
                    f"{size:>9,} {line['engine']:<15} p50 {line['p50_ms']:10.2f} ms {ratio:8.1f} x ours  "
                    f"L1 {line['l1_error']:.1e}  top {TOP} {line['top20']:.2f}",
                    flush=True,
                )
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main())

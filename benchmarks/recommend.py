"""The top 20 of a seat: ours, fully explained, beside other engines over the same rules.

    python benchmarks/recommend.py --sizes 10000,100000 --peers pandas,polars [--json] [--runs 25]

Engines run in turn, so that a slow moment of the machine hits all alike; indexes, frames and tables are built before,
and every engine answers once before it is timed. Every run asks for other dates than the one before, so that no
engine finds its last answer again; the wishes stay, and ours keeps what follows from them alone. Seats that were never
asked before are timed beside that, ours alone. Exit 1 when an engine does not find the same 20 people in the same
order, 2 when a peer is not known or not installed.
"""

import argparse
import gc
import json
import math
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.floor import bandwidth, touched  # noqa: E402  # found once the root is on the path
from benchmarks.pools import pool  # noqa: E402  # same
from benchmarks.rules import Rules, rules_of  # noqa: E402  # same
from matching import DEFAULT, Index, recommend  # noqa: E402  # same
from matching.index import Delta  # noqa: E402  # same
from registry.domain import Mission  # noqa: E402  # same
from registry.importing import read_mission  # noqa: E402  # same
from registry.sample import sample_specialists  # noqa: E402  # same
from registry.snapshot import Snapshot  # noqa: E402  # same
from registry.vocabulary import competences, countries  # noqa: E402  # same

TOP = 20
# One without must-haves and with every kind of wish, one with a must-have.
SEATS = (("v03", 1), ("v02", 1))
PEERS = ("pandas", "polars", "duckdb", "sqlite", "postgresql", "tantivy", "python")
BUDGET_SECONDS = 12.0
UPDATES = 200
NEVER_ASKED = 25


def missions(later: int = 0) -> list[Rules]:
    """The seats measured, so many days later than they stand."""
    folder = ROOT / "registry" / "data" / "missions"
    found = []
    for id, seat in SEATS:
        mission = read_mission(next(folder.glob(f"{id}-*.yaml")))
        days = timedelta(days=later)
        window = mission.window.model_copy(
            update={"start": mission.window.start + days, "end": mission.window.end + days}
        )
        found.append(rules_of(mission.model_copy(update={"window": window}), seat))
    return found


def never_asked(run: int) -> list[Mission]:
    """The missions measured, with other competences and countries wished for in every run."""
    dice = random.Random(run)
    others = {"skill": sorted(competences()), "country": sorted(countries())}
    found = []
    for rules in missions(later=run):
        mission = rules.ask.mission
        wishes = [each.model_dump() for each in mission.seats[0].wish]
        for kind, names in others.items():
            of_kind = [wish for wish in wishes if wish["kind"] == kind]
            for wish, name in zip(of_kind, dice.sample(names, len(of_kind)), strict=True):
                wish[kind] = name
        seats = [{**mission.seats[0].model_dump(), "wish": wishes}]
        found.append(Mission.model_validate({**mission.model_dump(by_alias=True), "seats": seats}))
    return found


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


class Engine:
    """One way of answering, with the times it took."""

    def __init__(self, name: str, answer: Callable[[Rules], list[str]], build_s: float, size: float) -> None:
        self.name = name
        self.answer = answer
        self.build_s = build_s
        self.bytes_per_specialist = size
        self.times: list[float] = []
        self.recall = 1.0
        self.close: Callable[[], None] = lambda: None

    def p(self, part: float) -> float:
        """A percentile of the times, in milliseconds."""
        return float(np.quantile(self.times, part)) * 1e3


def ours(index: Index, build_s: float) -> Engine:
    """Our own engine over an index."""

    def answer(rules: Rules) -> list[str]:
        (shortlist,) = recommend(rules.ask.mission, index, DEFAULT, TOP, rules.ask.number)
        return [each.specialist for each in shortlist.recommendations]

    return Engine("rtcm", answer, build_s, index.nbytes / max(len(index), 1))


def peer(name: str, snapshot: Snapshot) -> Engine:
    """A peer with its facts prepared."""
    module = import_module(f"benchmarks.peer_{name}")
    begin = time.perf_counter()
    facts = module.prepare(snapshot)
    prepared = time.perf_counter() - begin
    size = getattr(facts, "nbytes", math.nan) / max(len(snapshot), 1)
    engine = Engine(name, lambda rules: list(module.top(facts, rules, TOP)), prepared, size)
    engine.close = getattr(facts, "close", engine.close)
    return engine


def measure(running: list[Engine], runs: int) -> None:
    """Check the answers, then time all engines in turn; one that is slow runs less often."""
    seats = missions()
    expected = [running[0].answer(rules) for rules in seats]
    for engine in running:
        engine.recall = _recall([engine.answer(rules) for rules in seats], expected)
    # What stays is not to be searched for rubbish while somebody is timed.
    gc.collect()
    gc.freeze()
    for run in range(1, runs + 1):
        seats = missions(later=run)
        for engine in running:
            if run > 2 and sum(engine.times) > BUDGET_SECONDS:
                continue
            engine.times += [timed(lambda e=engine, r=rules: e.answer(r)) for rules in seats]
    gc.unfreeze()


def _recall(answers: list[list[str]], expected: list[list[str]]) -> float:
    if answers == expected:
        return 1.0
    found = [len(set(a) & set(e)) / max(len(e), 1) for a, e in zip(answers, expected, strict=True)]
    # The same people in another order are not the same answer.
    return min(statistics.mean(found), math.nextafter(1.0, 0.0))


def update_cost(index: Index, updates: int = UPDATES) -> tuple[float, float]:
    """Microseconds of taking one changed profile, p50 and p99; the last is looked up to see that it is there."""
    times = []
    for revision, specialist in enumerate(sample_specialists(updates, 11), start=1):
        changed = specialist.model_copy(update={"id": index.ids[revision * (index.sealed // (updates + 1))]})
        delta = Delta(index.epoch, revision, [changed])
        begin = time.perf_counter()
        index = index.apply(delta)
        times.append((time.perf_counter() - begin) * 1e6)
    assert index.names[index.row_of(changed.id)] == changed.name.full, "the change is to be seen at once"
    return float(np.quantile(times[1:], 0.5)), float(np.quantile(times[1:], 0.99))


def hardware() -> str:
    """What this ran on."""
    cpuinfo = Path("/proc/cpuinfo")
    models = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
    model = models[0] if models else platform.processor()
    busy = f"load {os.getloadavg()[0]:.1f}"
    return f"{model}, {os.cpu_count()} cores, {busy}; Python {platform.python_version()}, numpy {np.__version__}"


def line(engine: Engine, size: int) -> dict[str, Any]:
    """What one line of --json says."""
    each = engine.bytes_per_specialist
    return {
        "engine": engine.name,
        "specialists": size,
        "p50_ms": round(engine.p(0.5), 3),
        "p99_ms": round(engine.p(0.99), 3),
        "recall": engine.recall,
        "build_s": round(engine.build_s, 3),
        "bytes_per_specialist": None if math.isnan(each) else round(each),
    }


def best_peer(running: list[Engine]) -> float:
    """p50 of the fastest of the others that find the same, in milliseconds."""
    return min((engine.p(0.5) for engine in running[1:] if engine.recall == 1.0), default=math.nan)


def table(running: list[Engine], size: int) -> Iterator[str]:
    """One size as a person reads it."""
    best = best_peer(running)
    yield f"\n{size:,} specialists, top {TOP} of a seat"
    yield "| engine | p50 ms | p99 ms | times ours | least ms | recall | built in s | bytes each |"
    yield "|---|---|---|---|---|---|---|---|"
    for engine in running:
        ratio = engine.p(0.5) / running[0].p(0.5)
        yield (
            f"| {engine.name} | {engine.p(0.5):.2f} | {engine.p(0.99):.2f} | {ratio:.1f} | {engine.p(0.0):.2f} "
            f"| {engine.recall:.2f} | {engine.build_s:.1f} | {engine.bytes_per_specialist:.0f} |"
        )
    least = min((engine.p(0.0) for engine in running[1:] if engine.recall == 1.0), default=math.nan)
    yield f"ours faster than the best exact peer: {best / running[0].p(0.5):.1f} x"
    yield f"the same by the least times, which other work disturbs least: {least / running[0].p(0.0):.1f} x"
    yield f"p99 / p50 of ours: {_tail(running[0])}"


def _tail(engine: Engine) -> str:
    # Of each seat: the times of several seats together spread for another reason than noise.
    seats = (engine.times[seat :: len(SEATS)] for seat in range(len(SEATS)))
    return ", ".join(
        f"{np.quantile(each, 0.99) / np.quantile(each, 0.5):.1f} ({id})"
        for each, (id, _) in zip(seats, SEATS, strict=True)
    )


def own_figures(index: Index, engine: Engine, best: float) -> Iterator[str]:
    """What is measured of ours alone; ``best``: p50 of the best exact peer, in milliseconds."""
    speed = bandwidth()
    read = statistics.mean(touched(index, rules) for rules in missions())
    floor = read / speed * 1e3
    yield (
        f"bytes touched {read / 1e6:.2f} MB a seat, memory {speed / 1e9:.1f} GB/s: "
        f"floor {floor:.3f} ms, ours {engine.p(0.5) / floor:.0f} times that"
    )
    fresh = [mission for run in range(1, NEVER_ASKED + 1) for mission in never_asked(run)]
    times = [timed(partial(recommend, mission, index, DEFAULT, TOP, 1)) for mission in fresh]
    p50 = float(np.quantile(times, 0.5)) * 1e3
    yield (
        f"seats that were never asked before: p50 {p50:.2f} ms, {p50 / floor:.0f} times the floor; "
        f"the best exact peer takes {best / p50:.1f} times as long, and knows no difference"
    )
    p50, p99 = update_cost(index)
    yield f"one changed profile taken in {p50:.0f} us (p99 {p99:.0f} us), in the next answer"


def growth(medians: dict[int, float]) -> Iterator[str]:
    """How time grows with the pool, as a power of its size."""
    sizes = sorted(medians)
    for few, many in pairwise(sizes):
        power = math.log(medians[many] / medians[few]) / math.log(many / few)
        yield f"growth exponent of ours from {few:,} to {many:,}: {power:.2f}"


def one_size(size: int, peers: list[str], runs: int, as_json: bool) -> tuple[float, bool]:
    """Measure and print one size; (p50 of ours, whether all answers were the same)."""
    snapshot = pool(size)
    begin = time.perf_counter()
    index = Index.build(snapshot)
    running = [ours(index, time.perf_counter() - begin)]
    try:
        running += [peer(name, snapshot) for name in peers]
        del snapshot
        measure(running, runs)
    finally:
        for engine in running:
            engine.close()
    if as_json:
        print("\n".join(json.dumps(line(engine, size)) for engine in running), flush=True)
    else:
        print("\n".join([*table(running, size), *own_figures(index, running[0], best_peer(running))]), flush=True)
    return running[0].p(0.5), all(engine.recall == 1.0 for engine in running)


def wanted(names: str) -> list[str]:
    """The peers asked for; exits with 2 and a message where one is not known or not installed."""
    peers = [name for name in names.split(",") if name and name != "none"]
    for name in peers:
        if name not in PEERS:
            _refuse(f"unknown peer {name}; expected some of {', '.join(PEERS)}, or none")
        try:
            import_module(f"benchmarks.peer_{name}")
        except ModuleNotFoundError as fault:
            _refuse(f"peer {name} needs the package {fault.name}; install the extra bench (and dev)")
    return peers


def _refuse(message: str) -> None:
    print(f"recommend.py: {message}", file=sys.stderr)
    sys.exit(2)


def _sizes(text: str) -> list[int]:
    sizes = [int(size) for size in text.split(",")]
    if min(sizes) < 1:
        raise ValueError
    return sizes


def main() -> int:
    """Measure and print; 1 when an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default=[1000, 10_000, 100_000], type=_sizes, help="pool sizes, as 10000,100000")
    parser.add_argument("--peers", default="pandas,polars,duckdb", help=f"some of {', '.join(PEERS)}; or none")
    parser.add_argument("--runs", type=int, default=25, help="timed runs of each seat")
    parser.add_argument("--json", action="store_true", help="one line per engine and size, and nothing else")
    options = parser.parse_args()
    peers, same, medians = wanted(options.peers), True, {}
    if not options.json:
        print(hardware())
    for size in options.sizes:
        medians[size], equal = one_size(size, peers, max(options.runs, 1), options.json)
        same &= equal
    if not options.json:
        print("\n".join(growth(medians)))
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())

"""The top 20 of one seat: ours, fully explained, beside pandas and a plain Python loop over the same rules.

    python benchmarks/recommend.py --sizes 1000,10000,100000 --peers pandas,python [--json]

Engines run in turn, so that a slow moment of the machine hits all alike. Indexes and frames are built before.
Exit 1 when an engine does not find the same 20 people in the same order.
"""

import argparse
import gc
import json
import math
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import peer_pandas, peer_python  # noqa: E402  # found once the root is on the path
from benchmarks.rules import Rules, rules_of  # noqa: E402  # same
from matching import DEFAULT, Index, recommend  # noqa: E402  # same
from registry.errors import DamagedSnapshot  # noqa: E402  # same
from registry.importing import import_specialists, read_mission  # noqa: E402  # same
from registry.sample import sample_lines, sample_pool  # noqa: E402  # same
from registry.snapshot import Snapshot  # noqa: E402  # same
from registry.store import Store  # noqa: E402  # same

TOP, SEED = 20, 7
# One without must-haves and with every kind of wish, one with a must-have.
SEATS = (("v03", 1), ("v02", 1))
PEERS = {"pandas": peer_pandas, "python": peer_python}
CACHE = ROOT / "benchmarks" / ".cache"
BUDGET_SECONDS = 12.0


def pool(size: int) -> Snapshot:
    """A generated pool, kept as Parquet between runs."""
    folder = CACHE / f"pool-{size}-{SEED}"
    try:
        return Snapshot.from_parquet(folder)
    except DamagedSnapshot:
        blocks = list(sample_pool(size, SEED))
        people = chain.from_iterable(block.specialists for block in blocks)
        snapshot = Snapshot.of(people, chain.from_iterable(block.assignments for block in blocks))
        snapshot.to_parquet(folder)
        return snapshot


def missions() -> list[Rules]:
    """The seats measured."""
    folder = ROOT / "registry" / "data" / "missions"
    return [rules_of(read_mission(next(folder.glob(f"{id}-*.yaml"))), seat) for id, seat in SEATS]


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

    def p(self, part: float) -> float:
        """A percentile of the times, in milliseconds."""
        return float(np.quantile(self.times, part)) * 1e3


def engines(snapshot: Snapshot, peers: list[str]) -> Iterator[Engine]:
    """Ours first, then the peers, each with its facts prepared."""
    begin = time.perf_counter()
    index = Index.build(snapshot)
    built = time.perf_counter() - begin

    def ours(rules: Rules) -> list[str]:
        (shortlist,) = recommend(rules.ask.mission, index, DEFAULT, TOP, rules.ask.number)
        return [each.specialist for each in shortlist.recommendations]

    yield Engine("rtcm", ours, built, index.nbytes / len(index))
    for name in peers:
        peer = PEERS[name]
        begin = time.perf_counter()
        facts = peer.prepare(snapshot)
        prepared = time.perf_counter() - begin
        size = getattr(facts, "nbytes", math.nan)
        yield Engine(name, lambda rules, p=peer, f=facts: p.top(f, rules, TOP), prepared, size / len(index))


def measure(running: list[Engine], seats: list[Rules], runs: int) -> None:
    """Check the answers, then time all engines in turn; one that is slow runs less often."""
    expected = [running[0].answer(rules) for rules in seats]
    for engine in running:
        answers = [engine.answer(rules) for rules in seats]
        found = [len(set(a) & set(e)) / len(e) for a, e in zip(answers, expected, strict=True)]
        engine.recall = statistics.mean(found) if answers != expected else 1.0
        if answers != expected and engine.recall == 1.0:
            engine.recall = math.nextafter(1.0, 0.0)  # the same people in another order
    # What stays is not to be searched for rubbish while somebody is timed.
    gc.collect()
    gc.freeze()
    for run in range(runs):
        for engine in running:
            if run >= 2 and sum(engine.times) > BUDGET_SECONDS:
                continue
            engine.times += [timed(lambda e=engine, r=rules: e.answer(r)) for rules in seats]


def import_speed(size: int) -> float:
    """Profiles a second of one import command into a fresh SQLite pool."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for block in sample_lines(size, SEED):
                out.writelines(line if line.endswith("\n") else f"{line}\n" for line in block.specialists)
        with Store.create(f"sqlite:///{folder}/pool.db") as store:
            return size / timed(lambda: import_specialists(store, [file], actor="benchmark"))


def hardware() -> str:
    """What this ran on."""
    cpuinfo = Path("/proc/cpuinfo")
    models = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
    model = models[0] if models else platform.processor()
    versions = f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}"
    return f"{model}, {os.cpu_count()} cores; {versions}"


def main() -> int:
    """Measure and print; 1 when an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="1000,10000,100000", help="pool sizes")
    parser.add_argument("--peers", default="pandas,python", help="peers: pandas, python, or none")
    parser.add_argument("--runs", type=int, default=25, help="timed runs of each seat")
    parser.add_argument("--json", action="store_true", help="one line per engine and size, and nothing else")
    options = parser.parse_args()
    peers = [name for name in options.peers.split(",") if name in PEERS]
    seats, same, medians = missions(), True, {}
    if not options.json:
        print(hardware())
    for size in (int(size) for size in options.sizes.split(",")):
        snapshot = pool(size)
        running = list(engines(snapshot, peers))
        measure(running, seats, options.runs)
        same &= all(engine.recall == 1.0 for engine in running)
        medians[size] = running[0].p(0.5)
        report(running, size, options.json)
    if not options.json:
        few, many = min(medians), max(medians)
        if many > few:
            growth = math.log(medians[many] / medians[few]) / math.log(many / few)
            print(f"growth exponent of ours from {few:,} to {many:,}: {growth:.2f}")
        print(f"import: {import_speed(min(max(medians), 10_000)):,.0f} profiles/s into SQLite")
    return 0 if same else 1


def report(running: list[Engine], size: int, as_json: bool) -> None:
    """Print one size."""
    if as_json:
        for engine in running:
            line = {
                "engine": engine.name,
                "specialists": size,
                "p50_ms": round(engine.p(0.5), 3),
                "p99_ms": round(engine.p(0.99), 3),
                "recall": engine.recall,
                "build_s": round(engine.build_s, 3),
                "bytes_per_specialist": None
                if math.isnan(engine.bytes_per_specialist)
                else round(engine.bytes_per_specialist),
            }
            print(json.dumps(line), flush=True)
        return
    print(f"\n{size:,} specialists, top {TOP} of a seat")
    for engine in running:
        ratio = engine.p(0.5) / running[0].p(0.5)
        print(
            f"  {engine.name:<7} p50 {engine.p(0.5):9.2f} ms  p99 {engine.p(0.99):9.2f} ms  {ratio:6.1f} x ours  "
            f"recall {engine.recall:.2f}  built in {engine.build_s:6.2f} s  {engine.bytes_per_specialist:7.0f} B each"
        )


if __name__ == "__main__":
    sys.exit(main())

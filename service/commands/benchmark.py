"""Command benchmark: how fast shortlists of the own pool are made on this machine."""

import json
import sys
import time
from typing import Annotated, Any

import numpy as np
import typer

from matching import Index, Policy
from matching import recommend as shortlists_of
from registry.domain import Mission
from service import rendering
from service.commands.shared import MissionArgument, PolicyOption, find_mission, open_store, policy_for
from service.rendering.benchmark import benchmark_table

_WARM_UP = 2


def benchmark(
    mission: MissionArgument,
    top: Annotated[int, typer.Option(min=1, max=10_000, help="How many people per seat.")] = 20,
    runs: Annotated[int, typer.Option(min=1, max=100_000, help="How often each seat is asked.")] = 50,
    policy: PolicyOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per seat and line.")] = False,
) -> None:
    """Measure how long the explained shortlist of each seat of a mission takes on the own pool."""
    with open_store() as store:
        wanted = find_mission(mission, store)
        weighed = policy_for(policy, wanted)
        snapshot = store.snapshot()
    begin = time.perf_counter()
    index = Index.build(snapshot)
    built = time.perf_counter() - begin
    figures = [
        {
            "mission": wanted.id,
            "seat": seat,
            "specialists": len(index),
            "epoch": index.epoch,
            "revision": index.revision,
            **_asked(wanted, seat, index, weighed, top, runs),
            "build_s": round(built, 3),
            "bytes_per_specialist": round(index.nbytes / len(index)) if len(index) else None,
        }
        for seat in range(1, len(wanted.seats) + 1)
    ]
    if as_json:
        sys.stdout.writelines(json.dumps(each) + "\n" for each in figures)
    else:
        rendering.console(sys.stdout).print(benchmark_table(figures))


def _asked(mission: Mission, seat: int, index: Index, policy: Policy, top: int, runs: int) -> dict[str, Any]:
    """The times of one seat in milliseconds; what is only made once, such as compiled code, is made before."""
    times = []
    for _ in range(_WARM_UP + runs):
        begin = time.perf_counter()
        shortlists_of(mission, index, policy, top, seat)
        times.append((time.perf_counter() - begin) * 1e3)
    p50, p99 = np.quantile(times[_WARM_UP:], (0.5, 0.99)).tolist()
    return {"top": top, "runs": runs, "p50_ms": round(p50, 3), "p99_ms": round(p99, 3)}

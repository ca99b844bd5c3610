"""Batches of missions over Dask workers beside one process: overhead, scaling, and whether the answers are the same.

    python benchmarks/spreading.py --size 2000000 --shard-size 1000000 --missions 2000 --workers 1,2

Prints one JSON line per engine. Everything runs on this machine, so workers beyond its cores cannot help, and shards
are read from its own disk. Start tells how long scheduler and workers take to be there, and is not part of the rest.
"""

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pools import SEED, pool  # noqa: E402  # found once the root is on the path
from matching import DEFAULT, Index, Shortlist, recommend  # noqa: E402  # same
from registry.domain import Mission  # noqa: E402  # same
from registry.importing import read_mission  # noqa: E402  # same
from service.distributed.errors import SchedulerUnavailable  # noqa: E402  # same
from service.distributed.files import shard_files  # noqa: E402  # same
from service.distributed.spread import SEATS_A_TASK, spread  # noqa: E402  # same

# Scheduler and workers come up while the first questions are asked in vain, some seconds each.
_ATTEMPTS = 12
_MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))


def missions(count: int) -> list[Mission]:
    """The real missions over and over, each under an id of its own."""
    real = [read_mission(file) for file in _MISSIONS]
    return [real[at % len(real)].model_copy(update={"id": f"b{at}"}) for at in range(count)]


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler with so many worker processes of one thread."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-show"]
    with tempfile.TemporaryDirectory() as folder:
        worker = ["worker", address, "--no-nanny", "--nthreads", "1", "--local-directory", folder]
        started = [_dask(each) for each in (scheduler, *(worker for _ in range(workers)))]
        try:
            yield address
        finally:
            for process in started:
                process.kill()
            for process in started:
                process.wait()


def _dask(arguments: list[str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", *arguments[1:], "--no-dashboard"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def alone(wanted: list[Mission], index: Index) -> list[Shortlist]:
    """By one process."""
    return [one for each in wanted for one in recommend(each, index, DEFAULT)]


def measured(
    size: int, shard_size: int, count: int, workers: list[int], seats_a_task: int
) -> Iterator[dict[str, object]]:
    """One line for one process, and one for each number of workers, all in one run."""
    index, wanted = Index.build(pool(size, SEED)), missions(count)
    recommend(wanted[0], index, DEFAULT)  # compiled code is loaded before anything is timed
    began = time.perf_counter()
    truth = alone(wanted, index)
    seconds = time.perf_counter() - began
    common = {"specialists": size, "missions": count, "seats": len(truth)}
    yield {"engine": "one process", **common, "seconds": round(seconds, 2)}
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with shard_files(index, Path(folder), shard_size) as files:
            written = time.perf_counter() - began
            for number in workers:
                yield {
                    "engine": f"dask, {number} workers",
                    **common,
                    "shards": len(files),
                    "shards_s": round(written, 2),
                    **_spread(number, wanted, index, files, truth, seats_a_task, seconds),
                }


def _spread(
    workers: int,
    wanted: list[Mission],
    index: Index,
    files: list[Path],
    truth: list[Shortlist],
    seats_a_task: int,
    seconds_alone: float,
) -> dict[str, object]:
    policies = {each.id: DEFAULT for each in wanted}
    began = time.perf_counter()
    with cluster(workers) as address:
        # The first question brings the shards into memory, and tells that the workers are there.
        for left in range(_ATTEMPTS, 0, -1):
            try:
                spread(address, wanted[:1] * workers, policies, index, files, 10, 1)
                break
            except SchedulerUnavailable:
                if left == 1:
                    raise
        started = time.perf_counter() - began
        began = time.perf_counter()
        found = spread(address, wanted, policies, index, files, 10, seats_a_task)
        seconds = time.perf_counter() - began
    return {
        "start_s": round(started, 2),
        "seconds": round(seconds, 2),
        "ratio": round(seconds / seconds_alone, 2),
        "same": found == truth,
    }


def main() -> None:
    """Ends with 1 when an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=2_000_000, help="specialists")
    parser.add_argument("--shard-size", type=int, default=1_000_000, help="specialists per shard")
    parser.add_argument("--missions", type=int, default=2000)
    parser.add_argument("--workers", default="1,2", help="numbers of worker processes, with commas")
    parser.add_argument("--seats-a-task", type=int, default=SEATS_A_TASK)
    told = parser.parse_args()
    workers = [int(each) for each in told.workers.split(",")]
    differs = False
    for line in measured(told.size, told.shard_size, told.missions, workers, told.seats_a_task):
        print(json.dumps(line), flush=True)
        differs |= line.get("same") is False
    sys.exit(differs)


if __name__ == "__main__":
    main()

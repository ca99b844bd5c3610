"""Memory of several worker processes that load one saved index, beside as many that build their own.

    python benchmarks/sharing.py --size 100000 --workers 4 [--loading-only]

Counted together as PSS (each shared page in equal parts), from /proc/PID/smaps_rollup: Linux only. Every worker
answers once before it is counted, and each is counted less what a worker over a small pool holds.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pools import pool  # noqa: E402  # found once the root is on the path
from benchmarks.recommend import TOP, missions  # noqa: E402  # same
from matching import DEFAULT, Index, recommend  # noqa: E402  # same
from matching.ranking import compiled  # noqa: E402  # same


def pss() -> int:
    """Bytes of this process, shared pages in equal parts."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise OSError("no Pss in /proc/self/smaps_rollup")


def built(size: str) -> Index:
    """An index of its own."""
    return Index.build(pool(int(size)))


def loaded(file: str) -> Index:
    """The index of a file."""
    return Index.load(file)


def small(_: str) -> Index:
    """An index that hardly counts, for what a worker holds besides: libraries and compiled code."""
    return Index.build(pool(compiled.LARGE))


def work(made: Callable[[str], Index], of: str, pipe: Connection) -> None:
    """One worker: make the index, answer once, and tell the memory when all others have come so far too."""
    index = made(of)
    for rules in missions():
        recommend(rules.ask.mission, index, DEFAULT, TOP, rules.ask.number)
    pipe.send(os.getpid())
    pipe.recv()
    pipe.send(pss())
    pipe.recv()


def together(made: Callable[[str], Index], of: str, workers: int) -> int:
    """PSS of so many workers in bytes, all alive when they are counted."""
    start = multiprocessing.get_context("spawn")
    pipes, running = [], []
    for _ in range(workers):
        ours, theirs = start.Pipe()
        process = start.Process(target=work, args=(made, of, theirs))
        process.start()
        pipes.append(ours)
        running.append(process)
    for pipe in pipes:
        pipe.recv()
    for pipe in pipes:
        pipe.send("count")
    found = sum(pipe.recv() for pipe in pipes)
    for pipe in pipes:
        pipe.send("end")
    for process in running:
        process.join()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", type=int, default=100_000, help="specialists")
    parser.add_argument("--workers", type=int, default=4, help="processes")
    parser.add_argument("--loading-only", action="store_true", help="none that build their own, which takes memory")
    options = parser.parse_args()
    size, workers = options.size, options.workers
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "pool.index")
        Index.build(pool(size)).save(file)
        told = {
            "a small pool": together(small, "", workers),
            "loading one file": together(loaded, file, workers),
        }
        if not options.loading_only:
            told["building their own"] = together(built, str(size), workers)
        print(f"{size:,} specialists, {workers} workers, file of {Path(file).stat().st_size / 1e6:.0f} MB")
    for name, held in told.items():
        print(f"| {name} | {held / 1e6:.0f} MB | {(held - told['a small pool']) / 1e6:.0f} MB |")


if __name__ == "__main__":
    main()

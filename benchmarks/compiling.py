"""How long the first answer of a process takes: with nothing compiled yet, and with the compiled code of before.

    python benchmarks/compiling.py --size 10000

Wall time of one recommendation in a process of its own, after the index is built; then of a second one.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pools import pool  # noqa: E402  # found once the root is on the path
from benchmarks.recommend import TOP, missions, timed  # noqa: E402  # same
from matching import DEFAULT, Index, recommend  # noqa: E402  # same


def answer(size: int) -> None:
    """Print the seconds of the first and of the second answer."""
    index, mission = Index.build(pool(size)), missions()[0].ask.mission
    cpu = time.process_time()
    first = timed(lambda: recommend(mission, index, DEFAULT, TOP, 1))
    cpu = time.process_time() - cpu
    print(f"first answer {first:.2f} s ({cpu:.2f} s of the processor)", end=", ")
    print(f"second {timed(lambda: recommend(mission, index, DEFAULT, TOP, 1)):.4f} s", flush=True)


def main() -> None:
    """Measure and print: without compiled code, then with what that left behind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", type=int, default=10_000, help="specialists")
    parser.add_argument("--here", action="store_true", help="answer in this process and with the code kept so far")
    options = parser.parse_args()
    if options.here:
        answer(options.size)
        return
    pool(options.size)
    with tempfile.TemporaryDirectory() as folder:
        for kept in ("nothing compiled", "compiled before"):
            print(kept, end=": ", flush=True)
            command = [sys.executable, __file__, "--here", "--size", str(options.size)]
            subprocess.run(command, env={**os.environ, "NUMBA_CACHE_DIR": folder}, check=True)


if __name__ == "__main__":
    main()

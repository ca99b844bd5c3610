"""The benchmark of teams runs, and all ways to the best team agree; how fast they are is not tested."""

import json
import subprocess
import sys

from tests.service.commands import ROOT


def test_one_line_per_figure():
    command = [sys.executable, "benchmarks/teams.py", "--sizes", "300", "--missions", "6", "--runs", "1", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    compared, timed = (
        [line for line in lines if "objective" in line],
        [line for line in lines if "seconds" in line],
    )
    assert len(compared) == 8
    assert all(line["missions"] == line["proved"] > 0 and line["sound"] for line in compared)
    assert {line["mission"] for line in timed} == {"v02", "v06"}
    assert all(line["gap"] in (0.0, None) for line in timed)

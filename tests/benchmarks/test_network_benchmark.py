"""The benchmark of the walk runs and ours is exact; how fast it is is not tested."""

import json
import subprocess
import sys

from tests.service.commands import ROOT


def test_one_line_per_engine():
    command = [sys.executable, "benchmarks/network.py", "--sizes", "300", "--runs", "2", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = {line["engine"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert lines.keys() == {"rtcm", "scipy", "networkx", "rtcm criterion"}
    assert lines["rtcm"]["l1_error"] < 1e-10
    assert lines["rtcm"]["top20"] == 1.0
    assert lines["networkx"]["l1_error"] < 1e-2

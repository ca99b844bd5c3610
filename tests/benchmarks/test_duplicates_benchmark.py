"""The benchmark of duplicates runs; how well and how fast is printed, not tested."""

import json
import subprocess
import sys

from tests.service.commands import ROOT


def test_one_line_per_engine():
    command = [sys.executable, "benchmarks/duplicates.py", "--sizes", "200", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ours, letters, plain = (json.loads(line) for line in done.stdout.splitlines())
    assert (ours["engine"], ours["specialists"], ours["second"]) == ("rtcm", 210, 10)
    assert ours["recall"] > letters["recall"] >= plain["recall"]

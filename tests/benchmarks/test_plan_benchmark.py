"""The benchmark of plans runs, and scipy's matching agrees where it can be asked; how fast is not tested."""

import json
import subprocess
import sys

from tests.service.commands import ROOT


def test_one_line_per_size_and_scipy_agrees():
    command = [sys.executable, "benchmarks/plan.py", "--missions", "12", "--specialists", "300", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (line,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (line["missions"], line["status"], line["scipy_knows_all"]) == (12, "optimal", True)
    assert line["each_person_once"] == line["scipy_matching"]
    assert line["one_after_another"] <= line["points"]

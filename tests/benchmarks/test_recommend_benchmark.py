"""The benchmark runs, and all engines agree; how fast they are is not tested."""

import json
import subprocess
import sys

import pytest

from benchmarks import peer_pandas, peer_python, recommend
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import Snapshot
from tests.service.commands import ROOT


def test_one_line_per_engine_and_size():
    command = [sys.executable, "benchmarks/recommend.py", "--sizes", "300", "--peers", "pandas,python", "--json"]
    done = subprocess.run([*command, "--runs", "2"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["engine"], line["specialists"], line["recall"]) for line in lines] == [
        ("rtcm", 300, 1.0),
        ("pandas", 300, 1.0),
        ("python", 300, 1.0),
    ]
    assert lines[0].keys() == {"engine", "specialists", "p50_ms", "p99_ms", "recall", "build_s", "bytes_per_specialist"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_peers_find_the_same_people_in_the_same_order(seed):
    """Two independent writings of the rules agree with ours on pools that nobody chose."""
    snapshot = Snapshot.of(sample_specialists(400, seed), sample_assignments(400, seed))
    ours = next(recommend.engines(snapshot, []))
    for rules in recommend.missions():
        expected = ours.answer(rules)
        assert len(expected) == 20
        assert peer_python.top(peer_python.prepare(snapshot), rules, 20) == expected
        assert peer_pandas.top(peer_pandas.prepare(snapshot), rules, 20) == expected

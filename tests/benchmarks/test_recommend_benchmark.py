"""The benchmark runs, and all engines agree; how fast they are is not tested."""

import json
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from benchmarks import floor, pools, recommend
from matching import Index
from registry.columns import SCHEMAS
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import Snapshot
from tests.service.commands import ROOT

# Those that need no package beyond the extra dev, and of the extra bench whatever is installed.
PEERS = ["pandas", "sqlite", "postgresql", "python", *(n for n in ("polars", "duckdb", "tantivy") if find_spec(n))]


def benchmark(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "benchmarks/recommend.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_one_line_per_engine_and_size():
    done = benchmark("--sizes", "300", "--peers", ",".join(PEERS), "--json", "--runs", "1")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["engine"], line["specialists"], line["recall"]) for line in lines] == [
        (name, 300, 1.0) for name in ("rtcm", *PEERS)
    ]
    expected = {"engine", "specialists", "p50_ms", "p99_ms", "recall", "build_s", "bytes_per_specialist"}
    assert all(line.keys() == expected for line in lines)
    assert all(0 < line["p50_ms"] <= line["p99_ms"] for line in lines)


def test_what_a_person_reads():
    done = benchmark("--sizes", "300,400", "--peers", "none", "--runs", "1")
    assert done.returncode == 0, done.stderr
    for part in ("times that", "changed profile", "growth exponent", "cores", "recall"):
        assert part in done.stdout


def test_an_unknown_peer_is_named():
    done = benchmark("--peers", "pandas,oracle")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown peer oracle; expected some of pandas, polars" in done.stderr


def test_a_missing_package_is_named(monkeypatch, capsys):
    def missing(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name="polars")

    monkeypatch.setattr(recommend, "import_module", missing)
    with pytest.raises(SystemExit) as end:
        recommend.wanted("polars")
    assert end.value.code == 2
    assert "needs the package polars; install the extra bench" in capsys.readouterr().err


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("seed", [1, 2])
def test_peers_find_the_same_people_in_the_same_order(seed, peer):
    """Independent writings of the rules agree with ours on pools that nobody chose."""
    snapshot = Snapshot.of(sample_specialists(400, seed), sample_assignments(400, seed))
    ours, theirs = recommend.ours(Index.build(snapshot), 0.0), recommend.peer(peer, snapshot)
    try:
        for rules in recommend.missions(later=seed):
            expected = ours.answer(rules)
            assert len(expected) == 20
            assert theirs.answer(rules) == expected
    finally:
        theirs.close()


def test_an_answer_in_another_order_does_not_count_as_the_same():
    assert recommend._recall([["a", "b"]], [["a", "b"]]) == 1.0
    assert recommend._recall([["b", "a"]], [["a", "b"]]) < 1.0
    assert recommend._recall([["a", "c"]], [["a", "b"]]) == 0.5


@pytest.fixture(scope="module")
def base() -> Snapshot:
    return pools.sampled(300, 3)


class TestRecombinedPools:
    def test_the_same_seed_gives_the_same_pool_of_any_size(self, base):
        pool = pools.recombined(base, 750, 5)
        assert len(pool) == 750
        assert {noun: table.schema for noun, table in pool.tables.items()} == dict(SCHEMAS)
        assert pool.content_hash() == pools.recombined(base, 750, 5).content_hash()
        assert pool.content_hash() != pools.recombined(base, 750, 6).content_hash()

    def test_places_and_ids_are_in_order(self, base):
        pool = pools.recombined(base, 750, 5)
        for noun, owner in (("specialists", "id"), ("assignments", "id"), ("skills", "specialist")):
            values = pool.tables[noun][owner].to_pylist()
            assert values == sorted(values)
        assert max(pool.tables["members"]["specialist"].to_pylist()) < 750
        assert len(Index.build(pool)) == 750

    def test_nouns_keep_their_distribution(self, base):
        pool = pools.recombined(base, 6000, 5)
        for noun in ("skills", "languages", "countries"):
            each = [table.tables[noun].num_rows / len(table) for table in (base, pool)]
            np.testing.assert_allclose(each[1], each[0], rtol=0.1)


def test_what_is_touched_is_less_than_the_index():
    snapshot = Snapshot.of(sample_specialists(400, 1), sample_assignments(400, 1))
    index = Index.build(snapshot)
    for rules in recommend.missions():
        assert 0 < floor.touched(index, rules) < index.nbytes

"""Export then import gives an identical pool, and the same bytes again."""

import gzip
from itertools import chain

import pytest

from registry.errors import StoreUnavailable
from registry.exporting import export_assignments, export_missions, export_specialists, open_for_writing
from registry.importing import import_assignments, import_missions, import_specialists
from registry.sample import sample_pool
from registry.store import Store
from tests.builders import a_mission, language, skill
from tests.fresh import sqlite_pool

MISSIONS = [
    a_mission(),
    a_mission(
        id="m2",
        must=(language("rus", "B2"), {"kind": "nationality", "none_of": ["AZE"]}),
        wish=(skill("BRD.IBM", weight=0.5), {"kind": "training", "role": "trainer"}),
        description="Two\nlines: and a colon",
        source={"address": "somewhere", "assumed": ["a", "b"]},
    ),
]


@pytest.fixture
def pool(database_url):
    blocks = list(sample_pool(200, seed=3))
    with Store.create(database_url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists(list(chain.from_iterable(block.specialists for block in blocks)))
            writing.put_assignments(list(chain.from_iterable(block.assignments for block in blocks)))
            writing.put_missions(MISSIONS)
        yield store


@pytest.mark.parametrize("end", [".jsonl", ".jsonl.gz"])
def test_export_then_import_gives_an_identical_pool(pool, end, tmp_path):
    files = [tmp_path / f"{noun}{end}" for noun in ("specialists", "assignments", "missions")]
    exports = (export_specialists, export_assignments, export_missions)
    assert [export(pool, file) for export, file in zip(exports, files, strict=True)][::2] == [200, 2]
    with Store.create(sqlite_pool(tmp_path / "other.db")) as other:
        for take, file in zip((import_specialists, import_assignments, import_missions), files, strict=True):
            take(other, [file], actor="tester")
        assert other.snapshot().content_hash() == pool.snapshot().content_hash()
        assert list(other.missions()) == MISSIONS
        again = [file.with_name(f"again-{file.name}") for file in files]
        for export, file, copy in zip(exports, files, again, strict=True):
            export(other, copy)
            assert copy.read_bytes() == file.read_bytes()


def test_importing_an_export_into_its_own_pool_changes_nothing(pool, tmp_path):
    export_specialists(pool, tmp_path / "s.jsonl")
    report = import_specialists(pool, [tmp_path / "s.jsonl"], actor="tester")
    assert (report.outcome.unchanged, report.revision) == (200, None)


def test_missions_as_one_yaml_each(pool, tmp_path):
    assert export_missions(pool, tmp_path / "missions") == 2
    with Store.create(sqlite_pool(tmp_path / "other.db")) as other:
        import_missions(other, sorted((tmp_path / "missions").glob("*.yaml")), actor="tester")
        assert list(other.missions()) == MISSIONS


def half_write(out):
    with open_for_writing(out) as file:
        file.write("half")
        raise KeyError


def test_nothing_half_written_is_left(tmp_path):
    out = tmp_path / "out.jsonl.gz"
    out.write_text("as it was")
    with pytest.raises(KeyError):
        half_write(out)
    assert out.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(StoreUnavailable, match="cannot be written"), open_for_writing(tmp_path / "no/such/file"):
        pass


def test_compressed_text_is_the_same_text(pool, tmp_path):
    export_specialists(pool, tmp_path / "s.jsonl")
    export_specialists(pool, tmp_path / "s.jsonl.gz")
    assert gzip.decompress((tmp_path / "s.jsonl.gz").read_bytes()) == (tmp_path / "s.jsonl").read_bytes()

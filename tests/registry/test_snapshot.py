"""Snapshots: equal for equal pools, whole in and out of Parquet, tidy as frames."""

import json

import pyarrow as pa
import pytest

from registry.errors import DamagedSnapshot
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import SCHEMAS, Snapshot
from tests.builders import a_snapshot, a_specialist, an_assignment

PEOPLE = (
    a_specialist("s2", skills={"BRD.IBM": 3, "LAW": 2}, languages={"en": "C1"}, certificates=[{"module": "RTCM-M1"}]),
    a_specialist("s1", countries=[{"country": "AZE", "months": 5, "themes": ["BRD", "LAW"]}], bio={"en": "Text"}),
)
EVENTS = (
    an_assignment(
        trainees=["s2"],
        appraisals=[{"specialist": "s1", "by": "peer", "on": "2025-06-01", "ratings": {"delivery": 4}}],
    ),
)
SNAPSHOT = a_snapshot(*PEOPLE, assignments=EVENTS)


def test_every_table_has_its_schema():
    assert {noun: table.schema for noun, table in SNAPSHOT.tables.items()} == dict(SCHEMAS)


def test_equal_pools_have_equal_hashes():
    assert a_snapshot(*reversed(PEOPLE), assignments=EVENTS).content_hash() == SNAPSHOT.content_hash()
    assert Snapshot.of(PEOPLE, EVENTS, "another", 9).content_hash() == SNAPSHOT.content_hash()


@pytest.mark.parametrize("fact", [{"experience_years": 1.0}, {"skills": {"BRD.IBM": 4}}, {"bio": {"en": "Other"}}])
def test_any_change_changes_the_hash(fact):
    assert a_snapshot(a_specialist("s1", **fact)).content_hash() != a_snapshot(a_specialist("s1")).content_hash()


def test_parquet_out_and_in(tmp_path):
    Snapshot.of(PEOPLE, EVENTS, "epoch", 7).to_parquet(tmp_path / "snap")
    back = Snapshot.from_parquet(tmp_path / "snap")
    assert (back.epoch, back.revision) == ("epoch", 7)
    assert back.content_hash() == SNAPSHOT.content_hash()


def test_the_hash_does_not_see_how_arrow_lays_the_tables_out():
    """Slices, chunks and dictionaries of the same facts."""
    tables = {noun: pa.concat_tables([table.slice(0, 1), table.slice(1)]) for noun, table in SNAPSHOT.tables.items()}
    assert Snapshot("", 0, tables).content_hash() == SNAPSHOT.content_hash()


def test_a_larger_pool_comes_back_from_parquet(tmp_path):
    large = Snapshot.of(sample_specialists(2_000, seed=1), sample_assignments(2_000, seed=1))
    large.to_parquet(tmp_path)
    assert Snapshot.from_parquet(tmp_path).content_hash() == large.content_hash()


def _cut(folder):
    file = folder / "skills.parquet"
    file.write_bytes(file.read_bytes()[:-20])


def _missing(folder):
    (folder / "skills.parquet").unlink()


def _other_version(folder):
    manifest = json.loads((folder / "snapshot.json").read_text())
    (folder / "snapshot.json").write_text(json.dumps({**manifest, "format": "snapshot/99"}))


def _other_facts(folder):
    a_snapshot(a_specialist("s1")).to_parquet(folder / "other")
    (folder / "other/skills.parquet").replace(folder / "skills.parquet")


@pytest.mark.parametrize("harm", [_cut, _missing, _other_version, _other_facts])
def test_a_damaged_snapshot_is_refused(harm, tmp_path):
    SNAPSHOT.to_parquet(tmp_path)
    harm(tmp_path)
    with pytest.raises(DamagedSnapshot):
        Snapshot.from_parquet(tmp_path)


def test_frames_carry_ids():
    frames = SNAPSHOT.to_frames()
    assert frames.keys() == SCHEMAS.keys()
    assert frames["skills"][["specialist", "skill"]].values.tolist() == [["s2", "BRD.IBM"], ["s2", "LAW"]]
    assert frames["trainees"].values.tolist() == [["a1", "s2"]]

"""A pool in shards: the same shortlists as in one index, to the byte."""

import pytest

from matching import DEFAULT, POLICIES, Ask, Index, recommend
from matching.errors import BadPolicy, DamagedIndex
from matching.shards import merged, part, sharded
from registry.changes import Delta
from registry.sample import sample_pool
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, country, language, skill

MISSIONS = [
    a_mission(wish=(skill("BRD.CHK", 4), language("rus", "C1"), country("AZE", 24))),
    a_mission(id="m2", must=(language("tur", "C2"), skill("TRN.TOT", 5)), wish=(skill("TRN.TOT", 5),)),
    a_mission(id="m3", must=(language("mlt", "C2"),), exclude={"specialists": ["sample-000007"]}),
]


IN_SHARDS = [policy for policy in POLICIES.values() if not policy.weights.get("text")]


def test_a_policy_that_reads_the_whole_pool_is_refused(index):
    with pytest.raises(BadPolicy, match="criterion text, which reads the whole pool"):
        part(Ask(MISSIONS[0], 1), next(sharded(index, 50)), POLICIES["rtcm-text"], 3)


@pytest.fixture(scope="module")
def index():
    blocks = list(sample_pool(200, 11))
    people = [each for block in blocks for each in block.specialists]
    return Index.build(Snapshot.of(people, [each for block in blocks for each in block.assignments], "e", 3))


@pytest.mark.parametrize("policy", IN_SHARDS, ids=lambda policy: policy.name)
@pytest.mark.parametrize("size", [23, 199, 1000])
def test_merged_shards_answer_as_one_index(index, policy, size, tmp_path):
    shards = list(sharded(index, size))
    file = tmp_path / "shard"
    shards[0].save(file)
    shards[0] = Index.load(file)
    for mission in MISSIONS:
        for top in (3, 10, 300):
            ask = Ask(mission, 1)
            parts = [part(ask, shard, policy, top) for shard in shards]
            found = merged(ask, parts, "e", 3, policy, top)
            assert found.model_dump_json() == recommend(mission, index, policy, top)[0].model_dump_json()


def test_shards_hold_everybody_once(index):
    shards = list(sharded(index, 60))
    assert [len(each) for each in shards] == [60, 60, 60, 20]
    assert [each.ids[row] for each in shards for row in range(each.rows)] == [index.ids[row] for row in range(200)]


def test_ties_go_by_id_across_shards():
    index = Index.build(a_snapshot(*(a_specialist(f"s{n}") for n in range(9))))
    ask = Ask(a_mission(), 1)
    parts = [part(ask, shard, DEFAULT, 5) for shard in sharded(index, 2)]
    # Whatever order the shards answer in.
    best = merged(ask, parts[::-1], "", 0, DEFAULT, 5).recommendations
    assert [each.specialist for each in best] == ["s0", "s1", "s2", "s3", "s4"]


def test_nobody_in_shards():
    index = Index.build(a_snapshot())
    (shard,) = sharded(index, 10)
    ask = Ask(a_mission(), 1)
    assert merged(ask, [part(ask, shard, DEFAULT, 5)], "", 0, DEFAULT, 5) == recommend(a_mission(), index, top=5)[0]


def test_an_index_that_took_changes_is_refused():
    index = Index.build(a_snapshot(a_specialist("s1")))
    changed = index.apply(Delta("", 1, put=(a_specialist("s1", roles=["expert"]),), removed=(), others=frozenset()))
    with pytest.raises(DamagedIndex, match="build the index anew"):
        next(sharded(changed, 10))

"""The index: changed profiles beside a rebuilt index, files, and readers that are not disturbed."""

import random

import pytest

from matching import POLICIES, Index, recommend, why_not
from matching.errors import DamagedIndex, NoSuchSpecialist
from matching.index import Delta
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, skill
from tests.matching.test_promises import a_world, past, some_mission, somebody

EVERY_CRITERION = POLICIES["rtcm-track-record"]


def answers(index: Index, missions, top=100) -> list[str]:
    found = []
    for mission in missions:
        (shortlist,) = recommend(mission, index, EVERY_CRITERION, top)
        found.append(shortlist.model_dump_json())
    return found


def changed(seed: int):
    """(an index that took many changes, the same facts built anew, missions)."""
    dice = random.Random(seed)
    people = {each.id: each for each in a_world(seed)[0]}
    events = past(list(people.values()))
    index = Index.build(Snapshot.of(people.values(), events))
    for revision in range(1, 40):
        # New ones, changed ones (some again and again), and removed ones; who is named in the past stays.
        id = f"s{dice.randrange(0, 60):02}"
        if id in people and id not in ("s00", "s01") and dice.random() < 0.3:
            del people[id]
            index = index.apply(Delta("", revision, removed=[id]))
        else:
            people[id] = somebody(dice, id)
            index = index.apply(Delta("", revision, [people[id]]))
    built = Index.build(Snapshot.of(people.values(), events, revision=39))
    return index, built, [some_mission(dice) for _ in range(4)]


@pytest.mark.parametrize("seed", range(25))
def test_a_changed_index_answers_like_one_built_anew(seed):
    index, built, missions = changed(seed)
    assert len(index) == len(built)
    assert index.rows > len(index)
    assert answers(index, missions) == answers(built, missions)
    assert answers(index, missions, top=3) == answers(built, missions, top=3)


@pytest.mark.parametrize("seed", range(8))
def test_why_not_is_the_same_after_changes(seed):
    index, built, missions = changed(seed)
    for row in range(built.rows):
        id = built.ids[row]
        assert why_not(missions[0], index, id, top=3) == why_not(missions[0], built, id, top=3)


def test_readers_of_an_older_index_see_what_was():
    people = [a_specialist(f"s{n}", skills={"BRD": 1 + n % 5}) for n in range(10)]
    mission = a_mission(wish=(skill("BRD", 5),))
    first = Index.build(a_snapshot(*people))
    before = answers(first, [mission])
    second = first.apply(Delta("", 1, [a_specialist("s3", skills={"BRD": 5, "TRN": 2})], ["s4"]))
    third = second.apply(Delta("", 2, [a_specialist("s3"), a_specialist("t1", skills={"BRD": 5})]))
    after = answers(second, [mission])
    # Two successors of one index know nothing of each other.
    other = first.apply(Delta("", 1, [a_specialist("u1", skills={"BRD": 4})]))
    assert answers(first, [mission]) == before
    assert answers(second, [mission]) == after
    assert (len(first), len(second), len(third), len(other)) == (10, 9, 10, 11)
    assert other.row_of("u1") == 10
    with pytest.raises(NoSuchSpecialist):
        other.row_of("t1")
    with pytest.raises(NoSuchSpecialist):
        second.row_of("s4")
    assert second.ids[second.row_of("s3")] == "s3"


def test_what_is_told_of_a_row_belongs_to_one_successor():
    """Two successors of one index have the same row for different people."""
    mission = a_mission(wish=(skill("BRD", 5),))
    first = Index.build(a_snapshot(*(a_specialist(f"s{n}", skills={"TRN": 1}) for n in range(3))))
    for level in (2, 4, 3):
        grown = first.apply(Delta("", 1, [a_specialist("t1", skills={"BRD": level})]))
        best = recommend(mission, grown, EVERY_CRITERION)[0].recommendations[0]
        assert f"(BRD) {level}/5" in best.contributions[0].reason


@pytest.mark.parametrize(
    "ids", [["a1", "b22", "b3", "c"], ["a10", "b20", "b21", "c30"]], ids=["mixed", "of one length"]
)
def test_where_an_id_stands(ids):
    index = Index.build(a_snapshot(*(a_specialist(id) for id in ids)))
    for id in [*ids, "a", "b", "b2", "b2x", "b20x", "b21", "b210", "zz", "é10"]:
        assert index.ids.place(id) == sum(each.encode() < id.encode() for each in ids)
        assert index.ids.row(id) == (ids.index(id) if id in ids else None)


def test_nobody_can_be_added_to():
    index = Index.build(a_snapshot())
    grown = index.apply(Delta("e", 1, [a_specialist("s1", skills={"BRD": 3})]))
    assert (len(index), len(grown), grown.revision, grown.epoch) == (0, 1, 1, "e")
    assert answers(grown, [a_mission(wish=(skill("BRD"),))])


class TestFiles:
    @pytest.fixture
    def saved(self, tmp_path):
        people, mission = a_world(3)
        index = Index.build(Snapshot.of(people, past(people), epoch="e", revision=7))
        index.save(tmp_path / "pool.index")
        return index, tmp_path / "pool.index", mission

    def test_a_file_gives_the_same_index(self, saved):
        index, path, mission = saved
        loaded = Index.load(path)
        assert (loaded.epoch, loaded.revision, len(loaded)) == ("e", 7, len(index))
        assert answers(loaded, [mission]) == answers(index, [mission])
        assert [each.name for each in path.parent.iterdir()] == ["pool.index"]

    def test_a_loaded_index_takes_changes_and_leaves_the_file_alone(self, saved):
        index, path, mission = saved
        before = path.read_bytes()
        delta = Delta("e", 8, [a_specialist("s03", skills={"BRD": 5})], ["s04"])
        assert answers(Index.load(path).apply(delta), [mission]) == answers(index.apply(delta), [mission])
        assert path.read_bytes() == before

    def test_a_changed_index_can_be_saved(self, saved, tmp_path):
        index, path, mission = saved
        changed = index.apply(Delta("e", 8, [a_specialist("s03"), a_specialist("a0", skills={"BRD": 2})], ["s04"]))
        changed.save(path)
        loaded = Index.load(path)
        assert answers(loaded, [mission]) == answers(changed, [mission])
        assert loaded.row_of("s03") == changed.row_of("s03")
        again = Delta("e", 9, [a_specialist("s03", skills={"BRD": 4})])
        assert answers(loaded.apply(again), [mission]) == answers(changed.apply(again), [mission])

    def test_nobody_can_be_saved(self, tmp_path):
        Index.build(a_snapshot()).save(tmp_path / "empty")
        assert len(Index.load(tmp_path / "empty")) == 0

    def test_another_format_is_refused(self, saved):
        _, path, _ = saved
        path.write_bytes(b"rtcm-index/0\n" + path.read_bytes()[13:])
        with pytest.raises(DamagedIndex, match="expected a file of format rtcm-index/4; build the index anew"):
            Index.load(path)

    @pytest.mark.parametrize("part", [0, 5, 13, 20, 200, 0.5, 0.999])
    def test_one_cut_short_is_refused(self, saved, part):
        _, path, _ = saved
        whole = path.read_bytes()
        path.write_bytes(whole[: part if isinstance(part, int) else int(len(whole) * part)])
        with pytest.raises(DamagedIndex, match="build the index anew"):
            Index.load(path)

    @pytest.mark.parametrize("seed", range(20))
    def test_one_flipped_bit_is_found(self, saved, seed):
        index, path, mission = saved
        whole, dice = bytearray(path.read_bytes()), random.Random(seed)
        whole[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        path.write_bytes(whole)
        try:
            loaded = Index.load(path)
        except DamagedIndex:
            return
        # Between the arrays lie bytes that nobody reads.
        assert answers(loaded, [mission]) == answers(index, [mission])

    def test_most_flipped_bits_are_refused(self, saved):
        _, path, _ = saved
        whole, refused = path.read_bytes(), 0
        for at in range(0, len(whole), len(whole) // 60):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 64]) + whole[at + 1 :])
            try:
                Index.load(path)
            except DamagedIndex:
                refused += 1
        assert refused > 40

    def test_no_file_is_no_index(self, tmp_path):
        with pytest.raises(DamagedIndex, match="No such file"):
            Index.load(tmp_path / "missing")

    def test_a_write_that_fails_leaves_the_file_of_before(self, saved, monkeypatch):
        index, path, _ = saved
        before = path.read_bytes()

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("registry.mapped.os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            index.save(path)
        assert path.read_bytes() == before
        assert [each.name for each in path.parent.iterdir()] == ["pool.index"]

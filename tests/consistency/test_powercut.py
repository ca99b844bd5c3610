"""The power goes while SQLite writes; the long form is ``make crash``."""

import random

import pytest

from tests.consistency.powercut import SECTOR, WITHOUT_FULL, Disk, PowerCut, empty_pool, trial

TRIALS = 40


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return empty_pool(tmp_path_factory.mktemp("powercut"))


def test_what_was_acknowledged_is_there_and_the_pool_is_whole(empty):
    found = [trial(empty, seed) for seed in range(TRIALS)]
    assert [(each.lost, each.damage) for each in found] == [(0, "")] * TRIALS
    assert sum(each.acknowledged for each in found) > TRIALS


def test_without_full_synchronisation_acknowledged_facts_are_lost(empty):
    """Negative control: the same trials must see it."""
    assert any(trial(empty, seed, WITHOUT_FULL).lost for seed in range(TRIALS // 4))


def test_a_disk_keeps_what_was_synced_and_tears_the_rest():
    disk = Disk(steps=4)
    disk.write("a", 0, b"x" * SECTOR * 4)
    disk.sync("a")
    disk.write("a", 0, b"y" * SECTOR * 4)
    disk.write("a", 0, b"z" * SECTOR)
    with pytest.raises(PowerCut):
        disk.sync("a")
    left = {disk.remains(random.Random(seed))["a"] for seed in range(200)}
    assert all(len(each) == SECTOR * 4 and len(set(each[at : at + SECTOR])) == 1 for each in left for at in (0, SECTOR))
    assert {b"x" * SECTOR * 4, b"y" * SECTOR * 4, b"z" * SECTOR + b"y" * SECTOR * 3} < left
    assert len(left) > 4

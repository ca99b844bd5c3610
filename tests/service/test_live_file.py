"""The live index kept in a file: read at the start, caught up, and written anew when it is damaged."""

import logging

import pytest

from matching import Index
from registry.store import Store
from service.live import Live
from tests.builders import a_specialist
from tests.fresh import sqlite_pool


@pytest.fixture
def store(sqlite_url):
    with Store.open(sqlite_url) as store:
        put(store, "s1", "s2")
        yield store


def put(store, *ids):
    with store.writing(actor="test", purpose="test") as writing:
        writing.put_specialists([a_specialist(id) for id in ids])


def test_the_file_is_written_once_and_then_read(store, tmp_path, monkeypatch):
    file = tmp_path / "pool.index"
    built = Live(store, file).index()
    before = file.read_bytes()
    # Nothing is built any more.
    monkeypatch.setattr(Index, "build", None)
    kept = Live(store, file).index()
    assert (kept.epoch, kept.revision, len(kept)) == (built.epoch, built.revision, 2)
    assert file.read_bytes() == before


def test_one_that_is_out_of_date_is_caught_up_with_the_store(store, tmp_path, monkeypatch):
    file = tmp_path / "pool.index"
    assert len(Live(store, file).index()) == 2
    put(store, "s3")
    monkeypatch.setattr(Index, "build", None)
    assert len(Live(store, file).index()) == 3


def test_one_of_another_pool_is_written_anew(store, tmp_path):
    file = tmp_path / "pool.index"
    with Store.open(sqlite_pool(tmp_path / "other.db")) as other:
        put(other, "s1", "s2", "s3", "s4")
        assert len(Live(other, file).index()) == 4
    assert len(Live(store, file).index()) == 2
    assert len(Index.load(file)) == 2


@pytest.mark.parametrize("spoil", ["short", "flipped", "other", "empty"])
def test_a_damaged_one_is_refused_and_built_anew(store, tmp_path, spoil, caplog):
    file = tmp_path / "pool.index"
    Live(store, file).index()
    whole = file.read_bytes()
    middle = len(whole) // 3
    broken = {
        "short": whole[:middle],
        "flipped": whole[:40] + bytes([whole[40] ^ 4]) + whole[41:],
        "other": b"rtcm-index/0\n" + whole[13:],
        "empty": b"",
    }
    file.write_bytes(broken[spoil])
    with caplog.at_level(logging.WARNING):
        assert len(Live(store, file).index()) == 2
    assert "build the index anew" in caplog.text
    assert file.read_bytes() == whole


def test_a_place_that_cannot_be_written_is_no_hindrance(store, tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        assert len(Live(store, tmp_path / "missing" / "pool.index").index()) == 2
    assert "the index was not kept" in caplog.text

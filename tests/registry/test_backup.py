"""Backup and restore: online, checked, all or nothing, between both kinds of database, and nobody erased comes back."""

import json
import time
import zipfile

import pytest
from sqlalchemy import create_engine, text

from registry.errors import DamagedBackup, NewerDatabase, NotFound, RegistryError, StoreUnavailable
from registry.store import Store
from tests.builders import a_mission, a_specialist, an_assignment
from tests.processes import forking


def fill(url):
    with Store.create(url) as store:
        with store.writing("registrar", "first") as writing:
            writing.put_specialists([a_specialist(id, bio={"az": "Yaradılıb"}) for id in ("ann", "bob", "cyd")])
            writing.put_missions([a_mission()])
            writing.put_assignments([an_assignment(team=[{"specialist": "ann", "role": "trainer"}])])
        with store.writing("registrar", "second") as writing:
            writing.put_specialists([a_specialist("bob", experience_years=3)])


@pytest.fixture
def url(database_url):
    fill(database_url)
    return database_url


@pytest.fixture
def file(url, tmp_path):
    with Store.open(url) as store:
        store.backup(tmp_path / "pool.rtcm")
    return tmp_path / "pool.rtcm"


def state(url):
    """All that a reader can learn, but for epoch and revision."""
    with Store.open(url) as store:
        past = [store.as_of(rev).snapshot().content_hash() for rev in (1, 2)]
        return store.snapshot().content_hash(), list(store.missions()), past


def position(url):
    with Store.open(url) as store:
        return store.revision()


@pytest.fixture
def other_url(request, database_url, tmp_path):
    """An empty place of the other kind."""
    if database_url.startswith("sqlite"):
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'other.db'}"


def test_a_restored_pool_is_the_same_in_a_new_epoch(url, file):
    before, (epoch, revision) = state(url), position(url)
    with Store.open(url) as store, store.writing("registrar", "a mistake") as writing:
        writing.remove_specialist("ann")
    assert Store.restore(url, file, "administrator") == []
    assert state(url) == before
    with Store.open(url) as store:
        now = store.revision()
        assert now[0] != epoch
        assert now[1] == revision + 1
        assert store.changes_since(now[1]).items == ()
        *_, last = store.record.events()
        assert (last.entry.op, last.entry.actor) == ("restore", "administrator")
        assert list(store.record.faults(facts=True)) == []
        with store.writing("registrar", "goes on") as writing:
            writing.put_specialists([a_specialist("dan")])
        assert writing.revision == now[1] + 1
        assert list(store.record.faults(facts=True)) == []


def test_a_pool_moves_to_the_other_kind_of_database_with_its_history(url, file, other_url):
    Store.restore(other_url, file, "administrator")
    assert state(other_url) == state(url)
    with Store.open(other_url) as store, store.writing("registrar", "goes on") as writing:
        writing.put_specialists([a_specialist("dan")])
    assert writing.revision == 4


def test_who_was_erased_since_is_erased_again(url, file, other_url):
    with Store.open(url) as store:
        store.erase("ann", "registrar")
        kept = store.tombstones()
    assert Store.restore(url, file, "administrator") == ["ann"]
    assert Store.restore(other_url, file, "administrator", kept) == ["ann"]
    for place in (url, other_url):
        with Store.open(place) as store:
            with pytest.raises(NotFound):
                store.specialist("ann")
            assert all("'ann'" not in repr(event) for event in store.record.events())
            assert list(store.record.faults(facts=True)) == []
            assert store.tombstones() == kept


def test_without_the_tombstones_somebody_would_be_back(file, other_url):
    """The control of the test above."""
    assert Store.restore(other_url, file, "administrator") == []
    with Store.open(other_url) as store:
        assert store.specialist("ann").id == "ann"


def _write_on(url, stop):
    number = 0
    with Store.open(url) as store:
        while not stop.is_set():
            number += 1
            with store.writing("writer", "meanwhile") as writing:
                writing.put_specialists(
                    [a_specialist(f"w{number}"), a_specialist("shared", experience_years=number % 50)]
                )


def test_a_backup_is_of_one_revision_while_others_write(url, other_url, tmp_path):
    context = forking()
    stop = context.Event()
    writers = [context.Process(target=_write_on, args=(url, stop)) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        with Store.open(url) as store:
            start = store.revision()[1]
            while store.revision()[1] < start + 3:
                time.sleep(0.05)
            manifests = [store.backup(tmp_path / f"{n}.rtcm") for n in range(3)]
    finally:
        stop.set()
        for writer in writers:
            writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    for n, manifest in enumerate(manifests):
        Store.restore(other_url, tmp_path / f"{n}.rtcm", "administrator")
        with Store.open(other_url) as store, Store.open(url) as source:
            assert source.as_of(manifest.revision).snapshot().content_hash() == manifest.content_hash
            assert store.snapshot().content_hash() == manifest.content_hash
    assert manifests[0].revision >= start + 3


def rewritten(file, name, change):
    """The same backup with one member changed."""
    with zipfile.ZipFile(file) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(file, "w") as archive:
        for each, content in members.items():
            archive.writestr(each, content)


def _said(**other):
    return lambda manifest: json.dumps({**json.loads(manifest), **other}).encode()


DAMAGES = {
    "not-a-backup": (lambda file: file.write_bytes(b"something else" * 100), "not a whole backup"),
    "empty": (lambda file: file.write_bytes(b""), "not a whole backup"),
    "cut-short": (lambda file: file.write_bytes(file.read_bytes()[:-200]), "not a whole backup"),
    "a-byte-changed": (lambda file: _flip(file), "not as they were written|not a whole backup"),
    "rows-of-another": (lambda file: rewritten(file, "bio.parquet", lambda _: b"x"), "rows of bio are not as"),
    "another-format": (lambda file: rewritten(file, "manifest.json", _said(format="backup/9")), "format backup/1"),
    "other-facts": (lambda file: rewritten(file, "manifest.json", _said(content_hash="0" * 64)), "the facts are not"),
    "another-chain": (lambda file: rewritten(file, "manifest.json", _said(head="0" * 64)), "does not end where"),
    "no-such-file": (lambda file: file.unlink(), "there is no such file"),
}


def _flip(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_a_damaged_backup_is_refused_and_nothing_changes(url, file, tmp_path):
    before, stood, whole = state(url), position(url), file.read_bytes()
    for spoil, said in DAMAGES.values():
        file.write_bytes(whole)
        spoil(file)
        with pytest.raises(DamagedBackup, match=said):
            Store.restore(url, file, "administrator")
        assert position(url) == stood
    assert state(url) == before
    assert not [each.name for each in tmp_path.iterdir() if each.name.endswith(("restored", ".part"))]


def test_a_backup_of_a_later_release_is_refused(url, file):
    rewritten(file, "manifest.json", _said(migration="9999"))
    with pytest.raises(NewerDatabase, match="later release"):
        Store.restore(url, file, "administrator")


def test_a_pool_whose_chain_is_broken_is_not_backed_up(url, tmp_path):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 2"))
    engine.dispose()
    with Store.open(url) as store, pytest.raises(RegistryError, match="entry 2"):
        store.backup(tmp_path / "pool.rtcm")
    assert not (tmp_path / "pool.rtcm").exists()


def test_a_backup_that_cannot_be_written_says_so(url, tmp_path):
    with Store.open(url) as store, pytest.raises(StoreUnavailable, match="cannot be written"):
        store.backup(tmp_path / "none" / "pool.rtcm")


def test_only_the_owner_may_read_a_backup(file):
    assert file.stat().st_mode & 0o077 == 0


def test_readers_of_the_old_file_end_with_it(tmp_path):
    """SQLite: somebody who is reading while the pool is replaced sees one revision to the end."""
    url = f"sqlite:///{tmp_path / 'pool.db'}"
    fill(url)
    with Store.open(url) as store:
        store.backup(tmp_path / "pool.rtcm")
        reader = store.specialists()
        seen = [next(reader).id]
        with store.writing("registrar", "later") as writing:
            writing.put_specialists([a_specialist("eve")])
        reader.close()
        Store.restore(url, tmp_path / "pool.rtcm", "administrator")
        assert seen == ["ann"]
        assert [each.id for each in store.specialists()] == ["ann", "bob", "cyd"]

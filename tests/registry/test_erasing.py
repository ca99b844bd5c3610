"""Erasing a person: nothing of them in any table or file, others' facts stand, the chain still verifies."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from registry.errors import ErasedPerson, FeedGap, NotFound, StoreUnavailable
from registry.store import Store, erasing
from registry.tables import AssignmentRow
from tests.builders import a_mission, a_specialist, an_assignment

# Strings that stand nowhere else; the id is one of them.
ID = "qxvanishing-7"
SECRETS = (ID, "Qxgiven", "Qxfamily", "Qxişçi", "Qxбио", "QX-NUMBER", "Qxevidence", "Qxverdict")
assert AssignmentRow


def vanishing(**facts):
    return a_specialist(
        ID,
        name={"given": "Qxgiven", "family": "Qxfamily", "native": "Qxişçi"},
        bio={"en": "Qxбио " * 400},
        skills=[{"skill": "TRN.TOT", "level": 4, "evidence": ["Qxevidence"]}],
        certificates=[{"module": "RTCM-M3", "number": "QX-NUMBER"}],
        **facts,
    )


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as store:
        fill(store)
        yield store


def fill(store):
    judged = [
        {"specialist": id, "by": "planner", "on": "2026-01-01", "ratings": {"delivery": 5}, "text": text}
        for id, text in ((ID, "Qxverdict"), ("bob", "Stays"))
    ]
    team = [{"specialist": ID, "role": "trainer"}]
    with store.writing("registrar", "test") as writing:
        writing.put_specialists([vanishing(), a_specialist("bob"), *(a_specialist(f"o{n}") for n in range(40))])
        writing.put_assignments([an_assignment("a1", team=team, trainees=["bob"], appraisals=judged)])
        writing.put_missions([a_mission(exclude={"specialists": [ID, "bob"]})])
    with store.writing("registrar", "correction") as writing:
        writing.put_specialists([vanishing(experience_years=9)])


def files_of(url: str) -> bytes:
    """Every byte that the database holds on disk."""
    found = make_url(url)
    if found.get_backend_name() == "sqlite":
        path = Path(found.database or "")
        return b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))
    ours = "SELECT c.oid::regclass::text FROM pg_class c WHERE relkind IN ('r', 'i', 't') AND relfilenode <> 0"
    with psycopg.connect(found.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        connection.autocommit = True
        connection.execute("CHECKPOINT")
        relations = [name for (name,) in connection.execute(ours)]
        read = "SELECT coalesce(pg_read_binary_file(pg_relation_filepath(%s), true), '')"
        return b"".join(bytes(connection.execute(read, [name]).fetchone()[0]) for name in relations)


def left_in(url: str) -> list[str]:
    found = files_of(url)
    return [secret for secret in SECRETS if secret.encode() in found]


def test_nothing_is_left_in_any_file_of_the_database(store, database_url):
    assert {*left_in(database_url)} >= {ID, "Qxgiven", "Qxfamily", "Qxişçi", "QX-NUMBER"}
    store.erase(ID, "registrar")
    assert left_in(database_url) == []


def test_without_overwriting_something_would_be_left(tmp_path):
    """The control: the same rows deleted as SQLite does by default are still in the file."""
    url = f"sqlite:///{tmp_path / 'pool.db'}"
    with Store.create(url) as store:
        fill(store)
    connection = sqlite3.connect(tmp_path / "pool.db")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    for statement in ("specialist WHERE id = ?", "change WHERE id = ?", "person WHERE id = ?"):
        connection.execute(f"DELETE FROM {statement}", [ID])
    connection.execute("DELETE FROM mission")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert "Qxfamily" in left_in(url)


def test_the_facts_of_others_stand(store):
    store.erase(ID, "registrar")
    (past,) = store.assignments()
    (member,) = past.team
    assert member.role == "trainer"
    assert store.specialist(member.specialist).name.full == "Former member"
    assert past.trainees == ("bob",)
    assert [(said.specialist, said.text) for said in past.appraisals] == [("bob", "Stays")]
    assert store.mission("m1").exclude.specialists == ("bob",)
    with pytest.raises(NotFound):
        store.specialist(ID)


def test_the_chain_still_verifies_and_the_past_has_no_face(store):
    before = store.revision()[1]
    store.erase(ID, "registrar")
    assert list(store.record.faults(facts=True)) == []
    was = store.as_of(before)
    assert [each.id for each in was.specialists if each.vetting == "removed"] == [was.assignments[0].team[0].specialist]
    assert was.assignments[0].appraisals[0].text == "Stays"
    assert ID not in repr(was)
    *_, last = store.record.events(since=before)
    assert (last.entry.op, last.entry.actor, last.id, last.after) == ("erase", "registrar", None, None)
    assert all(ID not in repr(event) for event in store.record.events())


def test_an_erasure_is_one_revision_and_readers_start_anew(store):
    _, before = store.revision()
    store.erase(ID, "registrar")
    assert store.revision()[1] == before + 1
    with pytest.raises(FeedGap, match=f"changes are kept from revision {before + 1}"):
        store.changes_since(before)
    assert store.changes_since(before + 1).items == ()


def test_nobody_comes_back_under_the_same_id(store):
    store.erase(ID, "registrar")
    with pytest.raises(ErasedPerson, match="gets a new id"), store.writing("t", "t") as writing:
        writing.put_specialists([vanishing()])
    with store.writing("t", "t") as writing:
        writing.put_specialists([a_specialist("somebody-else")])


def test_erasing_again_changes_nothing(store):
    store.erase(ID, "registrar")
    before = store.revision()
    store.erase(ID, "registrar")
    assert store.revision() == before
    with pytest.raises(NotFound):
        store.erase("nobody", "registrar")


def test_who_was_removed_long_ago_can_be_erased(store):
    with store.writing("registrar", "left") as writing:
        writing.remove_specialist(ID)
    store.erase(ID, "registrar")
    assert all(ID not in repr(event) for event in store.record.events())
    assert list(store.record.faults(facts=True)) == []


def test_while_somebody_reads_the_rest_waits(store, database_url, monkeypatch):
    monkeypatch.setattr(erasing, "_PATIENCE_SECONDS", 0.3)
    reader = store.specialists()
    next(reader)
    with pytest.raises(StoreUnavailable, match="repeat the command"):
        store.erase(ID, "registrar")
    reader.close()
    with pytest.raises(NotFound):
        store.specialist(ID)
    store.erase(ID, "registrar")
    assert left_in(database_url) == []

"""Erasing a person: nothing of them in any table or file, others' facts stand, the chain still verifies."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, select

from registry.errors import ErasedPerson, FeedGap, NotFound, StoreUnavailable
from registry.store import Store, erasing
from registry.store import duplicates as deciding
from registry.tables import AssignmentRow, DuplicateRow, table
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


def test_nothing_is_left_in_the_statistics_that_the_server_gathered_before(postgres_pool_url):
    with Store.open(postgres_pool_url) as store:
        fill(store)
        address = make_url(postgres_pool_url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ANALYZE")
        store.erase(ID, "registrar")
    assert left_in(postgres_pool_url) == []


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
    reader = store.specialists()
    next(reader)
    with monkeypatch.context() as impatient:
        impatient.setattr(erasing, "_PATIENCE_SECONDS", 0.3)
        with pytest.raises(StoreUnavailable, match="repeat the command"):
            store.erase(ID, "registrar")
    reader.close()
    with pytest.raises(NotFound):
        store.specialist(ID)
    store.erase(ID, "registrar")
    assert left_in(database_url) == []


OTHER_ID = "qxsecond-8"
OF_THE_OTHER = (OTHER_ID, "Qxzweite", "Qxnachname", "Qxörtlich", "Qxtext", "QX-SECOND")


def with_second_entry(store):
    """The same person once more, found and merged; a third entry is proposed as well."""
    second = a_specialist(
        OTHER_ID,
        name={"given": "Qxzweite", "family": "Qxnachname", "native": "Qxörtlich"},
        bio={"ru": "Qxtext " * 400},
        certificates=[{"module": "RTCM-M4", "number": "QX-SECOND"}],
    )
    with store.writing("registrar", "another office") as writing:
        writing.put_specialists([second])
        writing.put_assignments([an_assignment("a2", team=[{"specialist": OTHER_ID, "role": "expert"}])])
    with store.writing("registrar", "find") as writing:
        deciding.propose(writing, [store.compared(ID, OTHER_ID), store.compared("bob", OTHER_ID)])
    merge(store, ID, OTHER_ID)


def merge(store, kept, gone):
    pair = store.compared(kept, gone)
    with store.writing("registrar", "one person") as writing:
        deciding.merge(writing, pair, kept, datetime(2027, 1, 2, tzinfo=UTC))


def left_of_either(url: str) -> list[str]:
    found = files_of(url)
    return [secret for secret in (*SECRETS, *OF_THE_OTHER) if secret.encode() in found]


def undo_data(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalars(select(table(DuplicateRow).c.undo)).all()
    engine.dispose()
    return [each for each in found if each]


def test_of_two_entries_that_were_merged_nothing_is_left(store, database_url):
    with_second_entry(store)
    assert {*left_of_either(database_url)} >= {ID, OTHER_ID, "Qxgiven", "Qxzweite", "Qxörtlich", "QX-SECOND"}
    (kept,) = undo_data(database_url)
    assert OTHER_ID in kept
    store.erase(ID, "registrar")
    assert left_of_either(database_url) == []
    assert undo_data(database_url) == []
    assert store.duplicates() == []
    assert list(store.record.faults(facts=True)) == []
    for id in (ID, OTHER_ID):
        with pytest.raises(ErasedPerson), store.writing("t", "t") as writing:
            writing.put_specialists([a_specialist(id)])


def test_entries_that_were_merged_by_way_of_others_go_too(store, database_url):
    with_second_entry(store)
    merge(store, "o1", ID)
    assert len(undo_data(database_url)) == 2
    store.erase("o1", "registrar")
    assert left_of_either(database_url) == []
    assert undo_data(database_url) == []
    assert list(store.record.faults(facts=True)) == []


def test_the_chain_tells_of_pairs_by_subject(store):
    with_second_entry(store)
    subjects = entries_of_pairs(store)
    assert len(subjects) >= 3
    assert all(len(each) == 2 and not {ID, OTHER_ID, "bob"} & {*each} for each in subjects)
    store.erase(ID, "registrar")
    # An entry is never changed: that is what the chain proves.
    assert entries_of_pairs(store) == subjects
    assert all(OTHER_ID not in repr(event) for event in store.record.events())


def entries_of_pairs(store) -> list[list[str]]:
    return [each.entry.subject.split() for each in store.record.events() if each.entry.kind == "duplicate"]

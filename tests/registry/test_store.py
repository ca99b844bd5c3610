"""The store on both databases: round trips, revisions, versions, refusals."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from registry.changes import gaps
from registry.errors import (
    FeedGap,
    NewerDatabase,
    NotFound,
    NotInitialised,
    StaleVersion,
    StoreUnavailable,
    UnknownSpecialists,
)
from registry.snapshot import Snapshot
from registry.store import Outcome, Store
from tests.builders import a_mission, a_specialist, an_assignment
from tests.processes import forking

FULL = a_specialist(
    "full",
    name={"given": "Aysel", "family": "Sample", "native": "Айсел"},
    gender="female",
    nationalities=["GEO", "AZE"],
    residence="AZE",
    employer_type="government",
    official=True,
    education={"level": 7, "field": "law"},
    experience_years=12.5,
    roles=["trainer", "expert"],
    skills=[{"skill": "TRN.TOT", "level": 4, "years": 3.5, "last_used": 2025, "evidence": ["a", "б"]}],
    languages=[{"language": "az", "speaking": "C2", "native": True}, {"language": "en", "reading": "B2"}],
    countries=[{"country": "GE", "months": 7, "last_year": 2024, "themes": ["BRD"], "status": "verified"}],
    certificates=[{"module": "RTCM-M3", "level": "trainer", "issued": "2025-01-01", "status": "issued"}],
    availability=[
        {"from": "2027-03-01", "to": "2027-04-01", "kind": "away"},
        {"from": "2027-01-01", "to": "2027-02-01", "kind": "free"},
    ],
    missions=[{"title": "Past", "country": "KAZ", "from": "2024-01-01", "role": "expert", "competences": ["LAW"]}],
    publications=[{"title": "On borders", "year": 2020}],
    bio={"en": "Generated.", "az": "Yaradılıb."},
    referral={"state": "paused", "until": "2026-12-01"},
)
THIN = a_specialist("thin", vetting="draft", consent={}, confirmed_on=None, organisation=None)


def write(url: str, *people, purpose: str = "test"):
    with Store.open(url) as store:
        with store.writing("tester", purpose) as writing:
            writing.put_specialists(people)
        return writing.revision


def write_under(store, pragma, people):
    """Write while SQLite really is short of something."""
    with store.writing("tester", "test") as writing:
        writing.connection.exec_driver_sql(pragma)
        writing.put_specialists(people)


@pytest.fixture
def url(database_url: str) -> str:
    Store.create(database_url).close()
    return database_url


def test_what_was_stored_comes_back_equal(url):
    mission, past = (
        a_mission(),
        an_assignment(team=[{"specialist": "full", "role": "trainer"}], trainees=["thin"]),
    )
    with Store.open(url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([THIN, FULL])
            writing.put_missions([mission])
            writing.put_assignments([past])
        assert list(store.specialists()) == [FULL, THIN]
        assert store.specialist("full") == FULL
        assert store.mission("m1") == mission
        assert list(store.assignments()) == [past]
        assert store.snapshot().content_hash() == Snapshot.of([FULL, THIN], [past]).content_hash()


def test_snapshot_does_not_depend_on_the_order_of_writing(url):
    write(url, THIN, a_specialist("Z"), a_specialist("a"))
    write(url, FULL)
    with Store.open(url) as store:
        expected = Snapshot.of([FULL, THIN, a_specialist("a"), a_specialist("Z")])
        assert store.snapshot().content_hash() == expected.content_hash()


def test_putting_the_same_again_changes_nothing(url):
    assert write(url, FULL, THIN) == 1
    with Store.open(url) as store, store.writing("tester", "again") as writing:
        assert writing.put_specialists([FULL, THIN]) == Outcome(unchanged=2)
    assert writing.revision is None


def test_a_changed_profile_is_replaced_whole(url):
    write(url, FULL)
    changed = FULL.model_copy(update={"skills": (), "experience_years": 1.0})
    assert write(url, changed) == 2
    with Store.open(url) as store:
        assert store.specialist("full") == changed
        assert store.version("specialist", "full") == 2


def test_an_exception_leaves_no_trace(url):
    def fail():
        with Store.open(url) as store, store.writing("tester", "test") as writing:
            writing.put_specialists([FULL])
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    with Store.open(url) as store:
        assert store.count("specialist") == 0
        assert store.revision()[1] == 0


def test_an_update_needs_the_version_that_was_read(url):
    write(url, FULL)
    changed = FULL.model_copy(update={"experience_years": 3.0})
    with Store.open(url) as store:
        with store.writing("tester", "test") as writing:
            assert writing.update_specialist(changed, 1) == 2
        with pytest.raises(StaleVersion), store.writing("tester", "test") as writing:
            writing.update_specialist(FULL, 1)
        assert store.specialist("full") == changed


def test_removing_takes_everything_along(url):
    write(url, FULL, THIN)
    with Store.open(url) as store:
        with store.writing("tester", "test") as writing:
            writing.remove_specialist("full")
        assert list(store.specialists()) == [THIN]
        assert store.snapshot().tables["skills"].num_rows == 0
        assert [change.op for change in store.changes_since(1).items] == ["remove"]


def test_changes_tell_who_what_and_why(url):
    write(url, FULL, THIN, purpose="first")
    with Store.open(url) as store:
        changes = store.changes_since(0)
    assert [(c.rev, c.ord, c.kind, c.id, c.op, c.version) for c in changes.items] == [
        (1, 0, "specialist", "full", "add", 1),
        (1, 1, "specialist", "thin", "add", 1),
    ]
    assert {(c.actor, c.purpose) for c in changes.items} == {("tester", "first")}


def test_changes_that_cannot_be_told_are_refused(url):
    with Store.open(url) as store, pytest.raises(FeedGap, match="the pool is at revision 0"):
        store.changes_since(5)


def test_unknown_ids_are_named_with_the_nearest(url):
    write(url, FULL)
    with Store.open(url) as store:
        with pytest.raises(NotFound, match='no specialist "ful" in the pool; nearest: full'):
            store.specialist("ful")
        with pytest.raises(UnknownSpecialists, match="s1"), store.writing("t", "t") as writing:
            writing.put_assignments([an_assignment()])


def _write_many(url: str, name: str, times: int) -> None:
    with Store.open(url) as store:
        for number in range(times):
            try:
                with store.writing(name, "race") as writing:
                    writing.put_specialists([a_specialist(f"{name}-{number}"), a_specialist("shared")])
                    if number % 5 == 4:
                        raise KeyError
            except KeyError:
                continue


def test_concurrent_writers_leave_no_gap_and_lose_nothing(url):
    """Four processes, a fifth of their transactions rolled back."""
    writers, times = 4, 15
    context = forking()
    processes = [context.Process(target=_write_many, args=(url, f"w{n}", times)) for n in range(writers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    with Store.open(url) as store:
        changes = store.changes_since(0)
        assert gaps(changes) == []
        assert changes.revision == writers * times * 4 // 5
        assert [(c.rev, c.ord) for c in changes.items] == sorted((c.rev, c.ord) for c in changes.items)
        written = {c.id for c in changes.items}
        assert written == {specialist.id for specialist in store.specialists()}
        assert len(written) == changes.revision + 1


def test_without_the_trigger_changes_have_no_revision(postgres_url):
    """The negative control of the feed: nothing else numbers the changes."""
    Store.create(postgres_url).close()
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER stamp_revision ON change"))
    engine.dispose()
    write(postgres_url, FULL)
    with Store.open(postgres_url) as store:
        assert store.revision()[1] == 0
        assert store.changes_since(0).items == ()


def test_a_database_from_the_future_is_refused(url):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for enter in (Store.open, Store.create):
        with pytest.raises(NewerDatabase, match="written by a later release"):
            enter(url)


def test_a_database_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(NotInitialised, match="rtcm init"):
        Store.open(f"sqlite:///{tmp_path / 'none.db'}")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_postgres_is_not_initialised(postgres_url):
    with pytest.raises(NotInitialised, match="rtcm init"):
        Store.open(postgres_url)


def test_a_file_that_is_no_database_says_so(tmp_path):
    file = tmp_path / "text.db"
    file.write_text("not a database at all, but long enough to be read as one " * 50)
    with pytest.raises(StoreUnavailable, match="not a database"):
        Store.open(f"sqlite:///{file}")


def test_a_server_that_is_away_says_so_without_the_password():
    with pytest.raises(StoreUnavailable) as caught:
        Store.open("postgresql+psycopg://somebody:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_a_full_disk_refuses_the_write_and_reads_on(tmp_path):
    url = f"sqlite:///{tmp_path / 'pool.db'}"
    Store.create(url).close()
    write(url, FULL)
    crowd = [a_specialist(f"s{n}", bio={"en": "x" * 5000}) for n in range(200)]
    with Store.open(url) as store:
        with pytest.raises(StoreUnavailable, match=r"^the disk is full; nothing was changed"):
            write_under(store, "PRAGMA max_page_count = 90", crowd)
        assert list(store.specialists()) == [FULL]
        assert store.revision()[1] == 1
    assert write(url, *crowd) == 2


def test_a_read_only_database_refuses_the_write_and_reads_on(tmp_path):
    url = f"sqlite:///{tmp_path / 'pool.db'}"
    Store.create(url).close()
    write(url, FULL)
    with Store.open(url) as store:
        with pytest.raises(StoreUnavailable, match="read-only"):
            write_under(store, "PRAGMA query_only = ON", [THIN])
        assert list(store.specialists()) == [FULL]


def test_what_sqlite_promises_is_switched_on(tmp_path: Path):
    with Store.create(f"sqlite:///{tmp_path / 'pool.db'}") as store, store.writing("t", "t") as writing:
        asked = {
            name: writing.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_who_led_and_who_was_trained_is_told_training_by_training(url):
    led = [{"specialist": "ben", "role": "co_trainer"}, {"specialist": "ann", "role": "trainer"}]
    other = [{"specialist": "ben", "role": "expert"}]
    trainings = {
        "later": {"from": "2025-03-01", "to": "2025-03-02", "team": led, "trainees": ["cid"]},
        "b": {"from": "2024-03-01", "to": "2024-03-02", "team": [led[1]]},
        "a": {"from": "2024-03-01", "to": "2024-03-02", "team": other, "trainees": ["cid", "ann"]},
        "other": {"module": "RTCM-M2", "team": led},
    }
    with Store.create(url) as store, store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist(id) for id in ("ann", "ben", "cid")])
        writing.put_assignments([an_assignment(id, **{"module": "RTCM-M1", **each}) for id, each in trainings.items()])
    with Store.open(url) as store:
        found = store.trained_in("RTCM-M1")
    assert [(str(day), leading, trainees) for day, leading, trainees in found] == [
        ("2024-03-01", (), ("cid", "ann")),
        ("2024-03-01", ("ann",), ()),
        ("2025-03-01", ("ben", "ann"), ("cid",)),
    ]


def test_only_who_has_said_has_a_gender(url):
    with Store.create(url) as store, store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("ann", gender="female"), a_specialist("ben")])
    with Store.open(url) as store, store.view() as view:
        assert view.genders(["ben", "ann", "nobody"]) == {"ann": "female"}


def test_some_missions_are_read_in_one_look(url):
    with Store.create(url) as store, store.writing("tester", "test") as writing:
        writing.put_missions([a_mission(id=id) for id in ("m1", "m2", "m3")])
    with Store.open(url) as store:
        assert store.missions_of(iter(["m3", "m1", "m3"])) == {"m1": store.mission("m1"), "m3": store.mission("m3")}
        assert store.missions_of([]) == {}
        with pytest.raises(NotFound, match="m9"):
            store.missions_of(["m1", "m9"])

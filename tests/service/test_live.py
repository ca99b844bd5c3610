"""The current index follows its store, step by step where it can, anew where it must."""

import logging

import pytest
from sqlalchemy import create_engine, text

from matching import Index, recommend
from registry.store import Store
from service import live as module
from service.live import Live
from tests.builders import a_mission, a_specialist, an_assignment, skill


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as made:
        put(made, *(a_specialist(f"s{n}", skills={"BRD": 1 + n % 5}) for n in range(8)))
        yield made


@pytest.fixture
def builds(monkeypatch):
    """How often an index was built."""
    built = []
    whole = Index.build

    def counted(snapshot):
        built.append(snapshot.revision)
        return whole(snapshot)

    monkeypatch.setattr(module.Index, "build", counted)
    return built


def put(store, *people):
    with store.writing("tester", "test") as writing:
        writing.put_specialists(people)


def answers(index):
    return [each.model_dump_json() for each in recommend(a_mission(wish=(skill("BRD", 4),)), index, top=20)]


def test_it_follows_profiles_without_building_anew(store, builds):
    live = Live(store)
    live.index()
    put(store, a_specialist("s3", skills={"BRD": 5}), a_specialist("new", skills={"BRD": 4}))
    found = live.index()
    assert len(builds) == 1
    assert found.revision == store.revision()[1]
    assert answers(found) == answers(Index.build(store.snapshot()))


def test_readers_of_an_older_index_keep_it(store):
    live = Live(store)
    before = live.index()
    said = answers(before)
    put(store, a_specialist("s0", skills={"BRD": 5}))
    live.index()
    assert answers(before) == said


@pytest.mark.parametrize("change", ["remove", "assignment", "crowd", "epoch"])
def test_it_builds_anew_where_it_must(store, database_url, builds, change, monkeypatch):
    live = Live(store)
    live.index()
    if change == "remove":
        with store.writing("tester", "test") as writing:
            writing.remove_specialist("s1")
    elif change == "assignment":
        with store.writing("tester", "test") as writing:
            writing.put_assignments([an_assignment()])
    elif change == "crowd":
        monkeypatch.setattr(module, "_LEAST_ADDED", 3)
        put(store, *(a_specialist(f"n{n}") for n in range(4)))
    else:
        by_hand(database_url, "UPDATE feed SET epoch = 'restored'")
    found = live.index()
    assert len(builds) == 2
    assert (found.epoch, found.revision) == store.revision()
    assert answers(found) == answers(Index.build(store.snapshot()))
    assert live.alarms == 0


def test_a_wrong_step_is_an_alarm_and_a_new_index(store, database_url, caplog):
    live = Live(store)
    live.index()
    for name in ("x", "y"):
        put(store, a_specialist(name))
    by_hand(database_url, "DELETE FROM change WHERE rev = 2")
    with caplog.at_level(logging.ERROR, "rtcm.live"):
        found = live.index()
    assert live.alarms == 1
    assert "revision 2 has no change on record" in caplog.text
    assert answers(found) == answers(Index.build(store.snapshot()))


def by_hand(url, statement):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()

"""The queue of duplicates in both databases: decisions, merges that leave nothing behind, undo that restores all."""

import json
from datetime import UTC, datetime

import pytest

from registry.domain import Duplicate, DuplicateState, Mission
from registry.duplicates import compare, find
from registry.errors import CannotDecide, NotFound
from registry.sample import sample_pool
from registry.sample.second_entries import second_entries
from registry.store import Store
from registry.store import duplicates as deciding
from tests.builders import a_mission, a_specialist, an_assignment
from tests.fresh import sqlite_pool

NAME = {"given": "Zaur", "family": "Babayev"}
NOW = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture
def store(database_url):
    """Three entries; a and b are one person, and past work and a mission name b."""
    with Store.create(database_url) as store:
        with store.writing("importer", "test") as writing:
            writing.put_specialists(
                [
                    a_specialist("a", name={"given": "Anar", "family": "Aliyev"}, skills={"BRD.IBM": 3}),
                    a_specialist("b", name={"given": "Анар", "family": "Алиев"}, skills={"TRN.DEL": 4}),
                    a_specialist("c", name={"given": "Leyla", "family": "Quliyeva"}),
                ]
            )
            team = [{"specialist": "b", "role": "expert"}, {"specialist": "c", "role": "expert"}]
            said = [{"specialist": "b", "by": "peer", "on": "2025-06-01", "ratings": {"delivery": 4}}]
            writing.put_assignments(
                [
                    an_assignment("p1", team=team, appraisals=said),
                    an_assignment("p2", team=[{"specialist": "c", "role": "expert"}], trainees=["a", "b"]),
                    an_assignment("p3", team=[{"specialist": "c", "role": "expert"}]),
                ]
            )
            writing.put_missions([a_mission(exclude={"specialists": ["b"]}), a_mission(id="m2", title="b")])
        yield store


def pair(one: str, other: str) -> Duplicate:
    first, second = sorted((one, other))
    return Duplicate(first=first, second=second, score=90)


def merge(store: Store, kept: str, gone: str, actor: str = "registrar") -> None:
    with store.writing(actor, "one person") as writing:
        deciding.merge(writing, pair(kept, gone), kept, NOW)


def undo(store: Store, one: str, other: str) -> None:
    with store.writing("registrar", "a mistake") as writing:
        deciding.undo(writing, one, other)


def set_apart(store: Store, one: str, other: str) -> None:
    with store.writing("registrar", "two people") as writing:
        deciding.set_apart(writing, pair(one, other), NOW)


def propose(store: Store, *found: Duplicate):
    with store.writing("registrar", "find") as writing:
        return deciding.propose(writing, found)


def told(store: Store) -> tuple[str, list[Mission]]:
    """Everything that the pool knows."""
    return store.snapshot().content_hash(), list(store.missions())


def test_a_merge_leaves_nothing_of_the_other(store):
    merge(store, "a", "b")
    assert [each.id for each in store.specialists()] == ["a", "c"]
    assert [each.skill for each in store.specialist("a").skills] == ["BRD.IBM", "TRN.DEL"]
    assert [each.specialist for each in store.assignment("p1").team] == ["a", "c"]
    assert [each.specialist for each in store.assignment("p1").appraisals] == ["a"]
    assert store.assignment("p2").trainees == ("a",)
    assert store.mission("m1").exclude.specialists == ("a",)
    (row,) = store.duplicates(DuplicateState.MERGED)
    assert (row.kept, row.decided_by, row.decided_at) == ("a", "registrar", NOW)


def test_a_merge_is_one_revision_with_actor_and_purpose(store):
    _, before = store.revision()
    merge(store, "a", "b")
    changes = store.changes_since(before)
    assert changes.revision == before + 1
    assert {(each.actor, each.purpose) for each in changes.items} == {("registrar", "one person")}
    assert {(each.kind, each.id, each.op) for each in changes.items} == {
        ("specialist", "a", "update"),
        ("specialist", "b", "remove"),
        ("assignment", "p1", "update"),
        ("assignment", "p2", "update"),
        ("mission", "m1", "update"),
        ("duplicate", "a b", "update"),
    }


@pytest.mark.parametrize(("kept", "gone"), [("a", "b"), ("b", "a"), ("a", "c"), ("c", "b")])
def test_undo_restores_all_exactly(store, kept, gone):
    before = told(store)
    merge(store, kept, gone)
    assert told(store) != before
    undo(store, gone, kept)
    assert told(store) == before
    assert [each.state for each in store.duplicates()] == ["open"]


def test_merges_are_undone_in_turn(store):
    before = told(store)
    merge(store, "a", "b")
    between = told(store)
    merge(store, "c", "a")
    with pytest.raises(
        CannotDecide, match=r"a was merged into c by registrar on 2027-01-02; to bring it back: .*undo c a"
    ):
        undo(store, "a", "b")
    undo(store, "a", "c")
    assert told(store) == between
    undo(store, "a", "b")
    assert told(store) == before


def test_random_merges_are_undone_in_turn(tmp_path):
    blocks = list(sample_pool(60, 4))
    people = [each for block in blocks for each in block.specialists]
    again = list(second_entries(people, 12, 4))
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        with store.writing("importer", "test") as writing:
            writing.put_specialists([*people, *(each.specialist for each in again)])
            writing.put_assignments([each for block in blocks for each in block.assignments])
        states = [told(store)]
        # Each into its second entry, which then takes over all that named the first.
        for each in again:
            merge(store, each.specialist.id, each.of)
            states.append(told(store))
        assert len({content for content, _ in states}) == len(states)
        for each in reversed(again):
            assert told(store) == states.pop()
            undo(store, each.specialist.id, each.of)
        assert [told(store)] == states


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(lambda w: w.put_specialists([a_specialist("a")]), "specialist a", id="the-kept-entry"),
        pytest.param(
            lambda w: w.put_assignments([an_assignment("p1", team=[{"specialist": "c", "role": "expert"}])]),
            "assignment p1",
            id="an-assignment",
        ),
        pytest.param(lambda w: w.put_missions([a_mission()]), "mission m1", id="a-mission"),
        pytest.param(lambda w: w.remove_mission("m1"), "mission m1", id="a-mission-that-is-gone"),
        pytest.param(lambda w: w.put_specialists([a_specialist("b")]), "b is in the pool again", id="imported-again"),
    ],
)
def test_what_changed_since_is_not_lost(store, change, named):
    merge(store, "a", "b")
    with store.writing("importer", "test") as writing:
        change(writing)
    before = told(store), store.revision()
    with pytest.raises(CannotDecide, match=named):
        undo(store, "a", "b")
    assert (told(store), store.revision()) == before


@pytest.mark.parametrize(
    ("wrong", "fault", "says"),
    [
        pytest.param(lambda s: merge(s, "a", "a"), CannotDecide, "two different specialists", id="with-themselves"),
        pytest.param(lambda s: merge(s, "a", "x"), NotFound, 'no specialist "x"', id="unknown"),
        pytest.param(lambda s: set_apart(s, "a", "x"), NotFound, 'no specialist "x"', id="unknown-apart"),
        pytest.param(lambda s: undo(s, "a", "b"), CannotDecide, "are not merged", id="undo-of-nothing"),
        pytest.param(lambda s: undo(s, "a", "x"), CannotDecide, "are not merged", id="undo-of-unknown"),
    ],
)
def test_what_cannot_be_done(store, wrong, fault, says):
    before = told(store), store.revision(), store.duplicates()
    with pytest.raises(fault, match=says):
        wrong(store)
    assert (told(store), store.revision(), store.duplicates()) == before


def test_merging_a_merged_one_and_undoing_twice(store):
    merge(store, "a", "b")
    with pytest.raises(CannotDecide, match="b was merged into a"):
        merge(store, "c", "b")
    undo(store, "a", "b")
    with pytest.raises(CannotDecide, match="are not merged"):
        undo(store, "a", "b")


def test_the_queue_is_what_was_found_last(store):
    assert propose(store, pair("a", "b"), pair("a", "c")).added == 2
    again = propose(store, pair("a", "b").model_copy(update={"score": 70.0}))
    assert (again.added, again.updated) == (0, 1)
    assert [(each.first, each.second, each.score) for each in store.duplicates()] == [("a", "b", 70.0)]
    _, before = store.revision()
    assert propose(store, pair("a", "b").model_copy(update={"score": 70.0})).unchanged == 1
    assert store.revision()[1] == before
    # Somebody was removed between the comparison and the writing.
    assert propose(store, pair("a", "gone")).added == 0


def test_two_people_are_never_proposed_again(store):
    held = [{"module": "RTCM-M1", "number": "N-1"}]
    with store.writing("importer", "test") as writing:
        writing.put_specialists([a_specialist(id, name=NAME, certificates=held) for id in ("d", "e")])
    (found,) = (each for each in find(store.snapshot()) if each.first == "d")
    assert propose(store, found).added == 1
    set_apart(store, "e", "d")
    assert found not in find(store.snapshot(), apart=store.set_apart())
    assert propose(store, found).added == 0
    (row,) = store.duplicates()
    assert (row.state, row.decided_by) == ("distinct", "registrar")


def test_said_of_an_entry_it_holds_for_whom_it_is_part_of(store):
    set_apart(store, "b", "c")
    merge(store, "a", "b")
    assert ("a", "c") in store.set_apart()
    assert propose(store, pair("a", "c")).added == 0
    undo(store, "a", "b")
    assert ("a", "c") not in store.set_apart()


def test_open_pairs_of_a_merged_entry_go(store):
    propose(store, pair("a", "b"), pair("b", "c"))
    merge(store, "a", "b")
    assert store.duplicates(DuplicateState.OPEN) == []


def test_whoever_is_removed_leaves_nothing_in_the_queue(store):
    """Also not what was kept for an undo: all of it is one person's."""
    propose(store, pair("b", "c"))
    merge(store, "b", "c")
    merge(store, "a", "b")
    assert len(store.duplicates()) == 2
    with store.writing("registrar", "erase") as writing:
        writing.remove_specialist("a")
    assert store.duplicates() == []


def test_clues_and_names_survive_the_database(store):
    found = compare(store.snapshot(), "a", "b")
    assert found.clues
    propose(store, found)
    assert store.duplicates() == [found]
    assert json.loads(found.model_dump_json())["schema"] == "duplicate/1"

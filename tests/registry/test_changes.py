"""What readers are told: the way from one revision to the next in one look, or that it cannot be told, and why."""

import pytest
from sqlalchemy import create_engine, text

from matching import Index
from registry.errors import FeedBroken, FeedGap, FeedPruned, NewEpoch
from registry.store import Store
from tests.builders import a_mission, a_specialist, an_assignment


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as made:
        put(made, a_specialist("a"), a_specialist("b"))
        yield made


def put(store, *people):
    with store.writing("tester", "test") as writing:
        writing.put_specialists(people)


def remove(store, id):
    with store.writing("tester", "test") as writing:
        writing.remove_specialist(id)


def by_hand(url, *statements):
    """What no release of ours does: a hand in the tables."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_delta_holds_what_is_new_and_changed_as_it_is_now(store):
    epoch, rev = store.revision()
    put(store, a_specialist("c"))
    put(store, a_specialist("a", experience_years=1), a_specialist("c", experience_years=2))
    put(store, a_specialist("a", experience_years=3))
    delta = store.delta(epoch, rev)
    assert (delta.epoch, delta.revision) == (epoch, rev + 3)
    assert {each.id: each.experience_years for each in delta.put} == {"a": 3.0, "c": 2.0}
    assert (delta.removed, delta.others) == ((), frozenset())


def test_a_delta_names_who_was_removed_and_not_who_only_passed_by(store):
    epoch, rev = store.revision()
    put(store, a_specialist("passing"))
    for id in ("passing", "a", "b"):
        remove(store, id)
    put(store, a_specialist("b", experience_years=9))
    delta = store.delta(epoch, rev)
    assert delta.removed == ("a", "b")
    assert [(each.id, each.experience_years) for each in delta.put] == [("b", 9.0)]


def test_a_delta_says_what_else_moved(store):
    epoch, rev = store.revision()
    with store.writing("tester", "test") as writing:
        writing.put_missions([a_mission()])
        writing.put_assignments([an_assignment(team=[{"specialist": "a", "role": "trainer"}])])
    assert store.delta(epoch, rev).others == {"mission", "assignment"}


def test_nothing_new_is_an_empty_delta(store):
    epoch, rev = store.revision()
    delta = store.delta(epoch, rev)
    assert (delta.revision, delta.put, delta.removed, delta.others) == (rev, (), (), frozenset())


def test_an_index_that_follows_is_the_index_built_anew(store):
    index = Index.build(store.snapshot())
    put(store, a_specialist("a", skills={"BRD": 4}), a_specialist("d"))
    remove(store, "b")
    followed, built = index.apply(store.delta(index.epoch, index.revision)), Index.build(store.snapshot())
    assert (followed.epoch, followed.revision, len(followed)) == (built.epoch, built.revision, len(built))
    assert followed.skills.claim(followed.row_of("a"), "BRD") is not None


def test_a_look_stays_at_its_revision_while_others_write(store):
    with store.view() as view:
        before = view.position
        with Store.open(store.url) as other:
            put(other, a_specialist("late"))
        assert view.position == before
        assert len(view.snapshot()) == 2
        assert view.delta(*before).put == ()
    assert store.revision()[1] == before[1] + 1


class TestWhatCannotBeTold:
    """Three different reasons, told apart."""

    def test_a_new_epoch(self, store):
        with pytest.raises(NewEpoch, match="it was restored"):
            store.delta("another", 1)

    def test_pruned_changes(self, store, database_url):
        epoch, _ = store.revision()
        put(store, a_specialist("c"))
        by_hand(database_url, "DELETE FROM change WHERE rev <= 1", "UPDATE feed SET min_rev = 1")
        with pytest.raises(FeedPruned, match="no changes since revision 0: changes are kept from revision 1"):
            store.delta(epoch, 0)
        assert [each.id for each in store.delta(epoch, 1).put] == ["c"]

    def test_a_pool_that_is_behind_its_reader(self, store):
        epoch, rev = store.revision()
        with pytest.raises(FeedBroken, match=f"the pool is at revision {rev}"):
            store.delta(epoch, rev + 1)

    def test_a_missing_revision(self, store, database_url):
        epoch, rev = store.revision()
        put(store, a_specialist("c"))
        put(store, a_specialist("d"))
        by_hand(database_url, f"DELETE FROM change WHERE rev = {rev + 1}")
        with pytest.raises(FeedBroken, match=f"revision {rev + 1} has no change on record"):
            store.delta(epoch, rev)

    def test_each_is_a_gap(self):
        assert all(issubclass(each, FeedGap) for each in (NewEpoch, FeedPruned, FeedBroken))

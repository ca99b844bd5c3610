"""The pool as it was: equal to the snapshot of that revision, after any edits, on both databases."""

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain import Specialist
from registry.errors import NoSuchRevision, NotFound
from registry.store import Store
from tests.builders import a_mission, a_specialist, an_assignment

_IDS = ("ann", "bob", "cyd", "dan")
_PROFILES = st.builds(
    a_specialist,
    st.sampled_from(_IDS),
    skills=st.dictionaries(st.sampled_from(["BRD.IBM", "TRN.TOT", "LAW"]), st.integers(1, 5)),
    experience_years=st.none() | st.floats(0, 40),
    bio=st.just({}) | st.just({"az": "Yaradılıb. Сделано."}),
    restricted=st.booleans(),
)
_EDITS = st.one_of(
    st.tuples(st.just("put"), _PROFILES),
    st.tuples(st.just("update"), _PROFILES),
    st.tuples(st.just("remove"), st.sampled_from(_IDS)),
    st.tuples(st.just("serve"), st.sampled_from(["a1", "a2"])),
    st.tuples(st.just("ask"), st.sets(st.sampled_from(_IDS), max_size=2)),
)


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as store:
        yield store


def edit(store, writing, verb, what):
    """One edit that the pool allows as it is; others are left out."""
    here = sorted(writing.known_specialists({*_IDS}))
    if verb == "put":
        writing.put_specialists([what])
    elif verb == "update" and what.id in here:
        writing.update_specialist(what, writing.version("specialist", what.id))
    elif verb == "remove" and what in here:
        writing.remove_specialist(what)
    elif verb == "serve" and here:
        said = {"by": "planner", "on": "2026-01-01", "ratings": {"delivery": len(here)}, "text": "Əla"}
        first, *others = here
        writing.put_assignments(
            [
                an_assignment(
                    what,
                    team=[{"specialist": first, "role": "trainer"}],
                    trainees=others,
                    appraisals=[{"specialist": id, **said} for id in here],
                )
            ]
        )
    elif verb == "ask":
        writing.put_missions([a_mission(exclude={"specialists": sorted(what)})])


@settings(max_examples=12)
@given(st.lists(st.lists(_EDITS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_the_pool_as_it_was_is_the_snapshot_taken_then(store, transactions):
    taken = {}
    for edits in transactions:
        with store.writing("tester", "random edits") as writing:
            for verb, what in edits:
                edit(store, writing, verb, what)
        snapshot = store.snapshot()
        taken[snapshot.revision] = (snapshot.content_hash(), list(store.missions()), list(store.specialists()))
    for revision, (content, missions, specialists) in taken.items():
        was = store.as_of(revision)
        assert was.snapshot().content_hash() == content
        assert list(was.missions) == missions
        assert list(was.specialists) == specialists
    assert list(store.record.faults(facts=True)) == []


def test_each_change_tells_who_when_why_and_what_it_was_before(store):
    first, second = a_specialist("ann", experience_years=1), a_specialist("ann", experience_years=2)
    for actor, value in (("import", first), ("registrar", second)):
        with store.writing(actor, "correction") as writing:
            writing.put_specialists([value])
    with store.writing("registrar", "left") as writing:
        writing.remove_specialist("ann")
    told = [(e.entry.op, e.entry.actor, e.entry.purpose, e.before, e.after) for e in store.record.events("ann")]
    assert told == [
        ("add", "import", "correction", None, first),
        ("update", "registrar", "correction", first, second),
        ("remove", "registrar", "left", second, None),
    ]
    assert [event.entry.rev for event in store.record.events(since=1)] == [2, 3]
    with pytest.raises(NotFound):
        list(store.record.events("nobody"))


def test_the_last_entries_are_found_from_the_end_on(store):
    for value in range(5):
        with store.writing("even" if value % 2 == 0 else "odd", "correction") as writing:
            writing.put_specialists([a_specialist("ann", experience_years=value)])
    last = store.record.head().entries

    def looked(actor, before, most=2, within=100, specialist=None):
        found, on = store.record.latest(lambda entry: entry.actor == actor, before, most, within, specialist)
        return [event.after.experience_years for event in found], on

    assert looked("even", last + 1) == ([4, 2], last - 2)
    assert looked("even", last - 2) == ([0], 0)
    assert looked("odd", last + 1, within=1) == ([], last)
    assert looked("odd", last + 1, within=2, specialist="ann") == ([3, 1], last - 3)
    with pytest.raises(NotFound):
        looked("odd", last + 1, specialist="nobody")


def test_the_last_entries_name_people_and_tell_what_was_before(store):
    judged = [{"specialist": "ann", "by": "peer", "on": "2026-01-01", "ratings": {}, "text": "Well done"}]
    past = [an_assignment(team=[{"specialist": "ann", "role": "trainer"}], trainees=["ben"], appraisals=judged)]
    past.append(past[0].model_copy(update={"title": "Another title"}))
    asked = a_mission(exclude={"specialists": ["ben"]})
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("ann"), a_specialist("ben")])
    for each in past:
        with store.writing("tester", "test") as writing:
            writing.put_assignments([each])
            writing.put_missions([asked] if each is past[0] else [])
    found, _ = store.record.latest(lambda entry: entry.kind in ("assignment", "mission"), 1 << 40, 10, 100)
    by_kind = {(event.entry.kind, event.entry.version): event for event in found}
    assert [by_kind["assignment", version].after for version in (1, 2)] == past
    assert [by_kind["assignment", version].before for version in (1, 2)] == [None, past[0]]
    assert by_kind["mission", 1].after == asked
    assert found == [*store.record.events(since=1)][::-1]


def test_a_revision_without_history_is_refused(store):
    with pytest.raises(NoSuchRevision, match="it is kept from revision 0 to 0"):
        store.as_of(1)


def test_nothing_of_a_profile_stands_open_in_the_chain(store):
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("ann", name={"family": "Distinctive"})])
        writing.put_assignments(
            [
                an_assignment(
                    team=[{"specialist": "ann", "role": "trainer"}],
                    appraisals=[{"specialist": "ann", "by": "peer", "on": "2026-01-01", "ratings": {}, "text": "Odd"}],
                )
            ]
        )
    profile, training = (event.entry for event in store.record.events())
    assert profile.payload is not None
    assert training.payload is not None
    said = repr(profile).encode() + repr(training).encode() + zlib.decompress(training.payload)
    assert b"A test training" in said  # belongs to everybody
    for secret in (b"Distinctive", b"'ann'", b'"ann"', b"Odd"):
        assert secret not in said


def test_who_left_is_remembered_without_a_face(store):
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("ann"), a_specialist("bob")])
        writing.put_assignments([an_assignment(team=[{"specialist": "ann", "role": "trainer"}], trainees=["bob"])])
    with store.writing("tester", "left") as writing:
        writing.remove_specialist("ann")
    (past,) = store.assignments()
    former = store.specialist(past.team[0].specialist)
    assert (former.name.full, former.vetting, past.trainees) == ("Former member", "removed", ("bob",))
    assert isinstance(store.as_of(1).specialists[0], Specialist)

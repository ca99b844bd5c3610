"""The audit chain: whoever edits, deletes, swaps, cuts or rewrites it past the store is seen, and where."""

import os

import pytest
from sqlalchemy import create_engine, delete, insert, select, update

from registry.audit import GENESIS, Entry, Head, link
from registry.errors import BadInput
from registry.store import Store
from registry.tables import ChangeRow, FeedRow, SpecialistRow, table
from registry.tables_record import AuditRow, PersonRow
from tests.builders import a_specialist, an_assignment

AUDIT, FEED, PERSON = table(AuditRow), table(FeedRow), table(PersonRow)


@pytest.fixture
def url(database_url):
    """Six entries in three revisions: four profiles, an assignment, a changed profile."""
    with Store.create(database_url) as store:
        with store.writing("registrar", "first") as writing:
            writing.put_specialists([a_specialist(id) for id in ("ann", "bob", "cyd", "dan")])
        said = {"specialist": "ann", "by": "peer", "on": "2026-01-01", "ratings": {"delivery": 5}}
        with store.writing("planner", "second") as writing:
            writing.put_assignments([an_assignment(team=[{"specialist": "ann", "role": "trainer"}], appraisals=[said])])
        with store.writing("registrar", "third") as writing:
            writing.put_specialists([a_specialist("bob", experience_years=3)])
    return database_url


def tamper(url, *statements):
    """Write past the store."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)
    engine.dispose()


def found(url, **options):
    with Store.open(url) as store:
        told = {}
        for fault in store.record.faults(**options):
            told.setdefault(fault.seq, []).append(fault.what)
        return {seq: "; ".join(what) for seq, what in told.items()}


def at(seq):
    return AUDIT.c.seq == seq


def swap(first, second):
    """Two rows change places."""
    return [
        update(AUDIT).where(at(first)).values(seq=99),
        update(AUDIT).where(at(second)).values(seq=first),
        update(AUDIT).where(at(99)).values(seq=second),
    ]


def test_a_whole_chain_has_no_faults(url):
    assert found(url, facts=True) == {}
    with Store.open(url) as store:
        assert found(url, kept=store.record.head()) == {}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("rev", 7),
        ("ord", 7),
        ("kind", "mission"),
        ("subject", "x"),
        ("version", 7),
        ("op", "remove"),
        ("actor", "somebody else"),
        ("purpose", "another"),
        ("at", "2020-01-01T00:00:00.000+00:00"),
        ("payload", b"other"),
        ("payload", None),
        ("hash", "0" * 64),
    ],
)
def test_an_edit_is_located(url, column, value):
    tamper(url, update(AUDIT).where(at(3)).values({column: value}))
    faults = found(url)
    assert "is not as it was written" in faults[3] or "cannot be opened" in faults[3] or "key" in faults[3]
    assert faults.keys() <= {3, 4, None}


@pytest.mark.parametrize(("seq", "kept"), [(1, (2,)), (3, (4,)), (5, (6,))])
def test_a_deletion_is_located(url, seq, kept):
    tamper(url, delete(AUDIT).where(at(seq)))
    faults = found(url)
    assert faults[seq] == "is missing"
    assert faults.keys() <= {seq, *kept, 6, None}


def test_a_deletion_that_closes_the_gap_is_located(url):
    later = [update(AUDIT).where(at(seq)).values(seq=seq - 1) for seq in (4, 5, 6)]
    tamper(url, delete(AUDIT).where(at(3)), *later)
    faults = found(url)
    assert min(faults.keys() - {None}) == 3
    assert faults[6] == "is missing"


def test_a_swap_is_located(url):
    tamper(url, *swap(2, 4))
    faults = found(url)
    assert {2, 4} <= faults.keys() <= {2, 3, 4, 5, None}


@pytest.mark.parametrize("left", [0, 3, 5])
def test_a_truncation_is_located(url, left):
    tamper(url, delete(AUDIT).where(AUDIT.c.seq > left))
    assert found(url)[left + 1].startswith("is missing")


def test_a_truncation_that_mends_the_end_is_found_by_the_head_kept_elsewhere(url):
    with Store.open(url) as store:
        kept = store.record.head()
    engine = create_engine(url)
    with engine.connect() as connection:
        last = connection.scalar(select(AUDIT.c.hash).where(at(4)))
    engine.dispose()
    gone = (delete(AUDIT).where(AUDIT.c.seq > 4), delete(table(ChangeRow)).where(table(ChangeRow).c.rev > 1))
    tamper(url, *gone, update(FEED).values(entries=4, head=last))
    assert found(url) == {}
    assert found(url, kept=kept)[5] == "is missing, as are all up to entry 6"


def test_a_chain_written_anew_is_found_by_the_head_kept_elsewhere(url):
    with Store.open(url) as store:
        kept = store.record.head()
    rewrite(url)
    assert found(url) == {}
    assert "the chain was written anew" in found(url, kept=kept)[6]


def rewrite(url):
    """What somebody does who knows the rules: another author of the first entry, and all hashes after it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(update(AUDIT).where(at(1)).values(actor="somebody else"))
        before = GENESIS
        for row in connection.execute(select(AUDIT).order_by(AUDIT.c.seq)).all():
            before = link(before, Entry(*row))
            connection.execute(update(AUDIT).where(at(row.seq)).values(hash=before))
        connection.execute(update(FEED).values(head=before))
    engine.dispose()


def test_an_entry_that_was_slipped_in_is_located(url):
    engine = create_engine(url)
    with engine.begin() as connection:
        row = connection.execute(select(AUDIT).where(at(6))).one()
        connection.execute(insert(AUDIT).values({**row._mapping, "seq": 7}))
    engine.dispose()
    assert set(found(url)) == {7}


def test_a_key_that_went_without_an_erasure_is_located(url):
    tamper(url, delete(PERSON).where(PERSON.c.id == "bob"))
    faults = found(url)
    assert faults.keys() == {2, 6}
    assert all("is gone, although nobody erased them" in what for what in faults.values())


def test_another_key_is_located(url):
    tamper(url, update(PERSON).where(PERSON.c.id == "ann").values(key=os.urandom(32)))
    assert {seq: "cannot be opened" in what for seq, what in found(url).items()} == {1: True, 5: True}


def test_facts_changed_past_the_store_are_found(url):
    tamper(url, update(table(SpecialistRow)).where(table(SpecialistRow).c.id == "cyd").values(family="Other"))
    assert found(url) == {}
    assert list(found(url, facts=True).values()) == ["the facts of the pool are not those that the chain tells"]


def test_a_change_written_past_the_store_is_found(url):
    change = {"kind": "specialist", "id": "cyd", "version": 2, "op": "update", "actor": "x", "purpose": "x", "at": "x"}
    tamper(url, insert(table(ChangeRow)).values(rev=4, ord=0, **change), update(FEED).values(rev=4))
    assert "changed specialist cyd without an entry in the chain" in found(url)[None]


@pytest.mark.parametrize("text", ["", "6", "6:abc", "x:" + "0" * 64])
def test_a_head_that_is_none_is_refused(text):
    with pytest.raises(BadInput, match="COUNT:HASH"):
        Head.parse(text)


def test_a_head_comes_back_as_it_was_told():
    head = Head(6, "0f" * 32)
    assert Head.parse(str(head) + "\n") == head


def test_who_saw_what_is_on_record_without_a_revision(url):
    with Store.open(url) as store:
        before = store.revision()
        store.record.note_access("registrar", "request of the person", "ann", "export")
        assert store.revision() == before
        *_, last = store.record.events("ann")
        assert (last.entry.op, last.entry.actor, last.after) == ("export", "registrar", None)
        assert list(store.record.faults(facts=True)) == []

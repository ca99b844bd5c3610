"""Processes and servers killed with -9 in the middle of writing; the long form is ``make crash``."""

import random
import threading
import time

import psycopg
import pytest

from registry.changes import Change
from registry.store import Store
from tests.consistency.crash import Wanted, database, run
from tests.consistency.crowd import SHARED, in_two_looks
from tests.consistency.verdict import Ack, broken_versions, lost, out_of_order

SHORT = Wanted(acknowledged=60, writer_kills=5, blackouts=2, comparisons=8)
# A run ends when nothing more happens, however slow the machine: this only bounds one that goes on for ever.
LONG = pytest.mark.timeout(600)


@LONG
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_and_every_index_is_right(kind):
    with database(kind) as (url, server):
        found = run(url, SHORT, seed=7, server=server)
    assert found.verdict.faults == ()
    assert found.verdict.acknowledged >= SHORT.acknowledged
    assert (found.writer_kills, found.blackouts) == (SHORT.writer_kills, SHORT.blackouts)
    assert found.comparisons >= SHORT.comparisons
    assert found.differing == 0


@LONG
def test_a_server_that_does_not_flush_is_found_out():
    """Negative control: the same run must see what such a server loses."""
    # Acknowledged commits wait in memory for ten seconds before they are written.
    with database("postgresql", ("wal_writer_delay=10s",)) as (url, server):
        Store.create(url).close()
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("ALTER DATABASE crash SET synchronous_commit = off")
        found = run(url, Wanted(60, 0, 2, 0), seed=7, server=server)
    assert any("is lost" in fault for fault in found.verdict.faults)


@LONG
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_index_begun_in_two_looks_is_found_out(kind):
    """Negative control: facts read before their revision miss what is written in between."""
    with database(kind) as (url, server):
        found = run(url, Wanted(20, 0, 0, 400, or_a_difference=True), seed=7, server=server, bootstrap=in_two_looks)
    assert found.differing > 0


class TestPollingASequence:
    """Negative control of the feed itself: the usual way, ids from a sequence and ``id > cursor``, loses changes."""

    WRITERS, EACH = 4, 40

    def test_it_loses_changes(self, postgres_url):
        address = postgres_url.replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE polled (id bigserial PRIMARY KEY)")
            writers = [threading.Thread(target=self.write, args=(address, n)) for n in range(self.WRITERS)]
            for writer in writers:
                writer.start()
            seen = self.poll(connection, writers)
            written = connection.execute("SELECT count(*) FROM polled").fetchone()
        assert written == (self.WRITERS * self.EACH,)
        assert len(seen) < self.WRITERS * self.EACH

    def write(self, address, number):
        dice = random.Random(number)
        with psycopg.connect(address) as connection:
            for _ in range(self.EACH):
                connection.execute("INSERT INTO polled DEFAULT VALUES")
                time.sleep(dice.uniform(0, 0.01))
                connection.commit()

    def poll(self, connection, writers):
        seen, cursor = set(), 0
        while True:
            ended = not any(writer.is_alive() for writer in writers)
            for (id,) in connection.execute("SELECT id FROM polled WHERE id > %s ORDER BY id", [cursor]):
                seen.add(id)
                cursor = id
            if ended:
                return seen


def a_change(rev, id="w0-00", version=1, op="add", ord=0):
    return Change(rev, ord, "specialist", id, version, op, "tester", "test", None)


class TestTheVerdict:
    """What would be wrong is found: each case breaks one thing that must hold."""

    WELL = (a_change(1), a_change(2, version=2, op="update"), a_change(3, version=3, op="remove"), a_change(4))

    def test_a_good_feed_has_no_fault(self):
        assert out_of_order(self.WELL) == broken_versions(self.WELL) == []
        assert lost([Ack(4, "w0-00", 9, "put")], self.WELL, {"w0-00": 9}) == []

    def test_a_change_told_twice(self):
        assert out_of_order((*self.WELL, self.WELL[-1])) == ["the feed tells a change twice"]

    def test_changes_out_of_order(self):
        assert out_of_order(self.WELL[::-1]) == ["the feed is not in order"]

    @pytest.mark.parametrize(
        "items",
        [
            pytest.param((a_change(1), a_change(2, version=3, op="update")), id="skipped"),
            pytest.param((a_change(1), a_change(2)), id="added-twice"),
            pytest.param((a_change(1, version=2, op="update"),), id="never-added"),
        ],
    )
    def test_versions_that_do_not_rise_one_by_one(self, items):
        assert len(broken_versions(items)) == 1

    @pytest.mark.parametrize(
        ("ack", "numbers"),
        [
            pytest.param(Ack(5, "w0-00", 9, "put"), {"w0-00": 9}, id="not-in-the-feed"),
            pytest.param(Ack(4, "w0-00", 9, "put"), {"w0-00": 8}, id="another-value"),
            pytest.param(Ack(4, "w0-00", 9, "put"), {}, id="not-there"),
            pytest.param(Ack(4, "w0-00", 9, "remove"), {"w0-00": 9}, id="still-there"),
        ],
    )
    def test_an_acknowledged_commit_that_is_lost(self, ack, numbers):
        assert len(lost([ack], self.WELL, numbers)) == 1

    def test_an_increment_that_is_lost(self):
        items = (a_change(1, SHARED), a_change(2, SHARED, 2, "update"), a_change(3, SHARED, 3, "update"))
        assert lost([], items, {SHARED: 2}) == []
        assert lost([], items, {SHARED: 1}) == ["2 increments were committed, the sum is 1"]

"""SQLite and PostgreSQL in lock-step: whatever is asked of both, both answer the same."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from registry.errors import RegistryError
from registry.store import Store
from tests.builders import a_mission, a_specialist, an_assignment
from tests.fresh import PostgresDatabases, sqlite_pool

IDS = st.sampled_from(["a", "B", "b", "s10", "s9"])
VALUES = st.integers(0, 5)
EXAMPLES, STEPS = 5, 12


class RolledBack(Exception):
    """A transaction that is given up on purpose."""


def profile(id, value):
    facts = {"skills": {"BRD": value}} if value else {}
    return a_specialist(id, experience_years=float(value), nationalities=["AZE", "GEO"][: value % 3], **facts)


class Lockstep(RuleBasedStateMachine):
    """Each rule does the same to a pool of each kind and compares what they say."""

    databases: PostgresDatabases

    @initialize()
    def two_empty_pools(self):
        self.opened = ExitStack()
        folder = self.opened.enter_context(tempfile.TemporaryDirectory())
        urls = sqlite_pool(Path(folder) / "pool.db"), self.databases.pool()
        self.opened.callback(self.databases.drop, urls[1])
        self.stores = [self.opened.enter_context(Store.open(url)) for url in urls]

    def teardown(self):
        self.opened.close()

    def both(self, ask):
        """What both answer, refusals included, when it is the same."""
        answers = [answered(ask, store) for store in self.stores]
        assert answers[0] == answers[1]
        return answers[0]

    def write(self, act):
        def ask(store):
            with store.writing("tester", "lock-step") as writing:
                said = act(writing)
            return said, writing.revision

        return self.both(ask)

    @rule(people=st.lists(st.tuples(IDS, VALUES), min_size=1, max_size=3, unique_by=lambda pair: pair[0]))
    def put(self, people):
        self.write(lambda writing: writing.put_specialists([profile(id, value) for id, value in people]))

    @rule(id=IDS, value=VALUES, version=st.integers(1, 3))
    def update_what_may_have_moved(self, id, value, version):
        self.write(lambda writing: writing.update_specialist(profile(id, value), version))

    @rule(id=IDS)
    def remove(self, id):
        self.write(lambda writing: writing.remove_specialist(id))

    @rule(id=IDS, value=VALUES)
    def put_and_remove_at_once(self, id, value):
        def act(writing):
            writing.put_specialists([profile(id, value)])
            writing.remove_specialist(id)

        self.write(act)

    @rule(id=IDS, value=VALUES)
    def give_up_in_the_middle(self, id, value):
        def act(writing):
            writing.put_specialists([profile(id, value)])
            raise RolledBack

        self.write(act)

    @rule(title=st.sampled_from(["One", "Two"]))
    def put_a_mission(self, title):
        self.write(lambda writing: writing.put_missions([a_mission(title=title)]))

    @rule(id=IDS, other=IDS)
    def put_an_assignment(self, id, other):
        team = [{"specialist": each, "role": "trainer"} for each in dict.fromkeys((id, other))]
        self.write(lambda writing: writing.put_assignments([an_assignment(team=team)]))

    @rule(since=st.integers(0, 6))
    def ask_what_changed(self, since):
        def ask(store):
            epoch, _ = store.revision()
            delta = store.delta(epoch, since)
            return delta.revision, delta.put, delta.removed, delta.others

        self.both(ask)

    @invariant()
    def facts_and_feed_are_the_same(self):
        def ask(store):
            with store.view() as view:
                facts, changes = view.snapshot().content_hash(), view.changes_since(0)
            return facts, changes.revision, [(c.rev, c.ord, c.kind, c.id, c.version, c.op) for c in changes.items]

        self.both(ask)

    @rule()
    def read_everything(self):
        self.both(lambda store: (list(store.specialists()), list(store.missions()), list(store.assignments())))
        self.both(lambda store: [store.version("specialist", each.id) for each in store.specialists()])


class OneRunsAhead(Lockstep):
    """Negative control: one pool is written to once more."""

    def write(self, act):
        with self.stores[0].writing("tester", "lock-step") as writing:
            writing.put_specialists([a_specialist("ahead")])
        return super().write(act)


def answered(ask, store):
    try:
        return ask(store)
    except (RegistryError, RolledBack) as fault:
        return type(fault).__name__, str(fault).replace(store.url, "the pool")


@pytest.fixture(autouse=True)
def databases(postgres_databases, monkeypatch):
    """Hypothesis makes the machines: what they take their pools from stands at the class."""
    monkeypatch.setattr(Lockstep, "databases", postgres_databases, raising=False)


SHORT = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    phases=(Phase.generate,),
    report_multiple_bugs=False,
)


def test_both_databases_answer_alike():
    run_state_machine_as_test(Lockstep, settings=SHORT)


def test_a_pool_that_differs_is_found():
    with pytest.raises(AssertionError):
        run_state_machine_as_test(OneRunsAhead, settings=SHORT)

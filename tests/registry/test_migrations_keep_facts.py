"""Migrations up, down and up again on a populated pool of either kind: every table is dumped, and nothing has moved."""

from itertools import pairwise

from sqlalchemy import MetaData, create_engine, select

from registry import migrations
from registry.sample import sample_pool
from registry.store import Store
from tests.builders import a_mission

# Drawn anew whenever the column is made.
BY_CHANCE = {"salt": "any"}
STEPS = list(pairwise((*migrations.OLDER, migrations.HEAD)))


def populate(url):
    """A small pool with a history: people, past work, missions, a change and a removal."""
    with Store.create(url) as store:
        (block,) = sample_pool(12, 3)
        with store.writing("tester", "first") as writing:
            writing.put_specialists(block.specialists)
            writing.put_assignments(block.assignments)
            writing.put_missions([a_mission()])
        with store.writing("tester", "second") as writing:
            writing.put_specialists([block.specialists[0].model_copy(update={"experience_years": 1.0})])
            writing.remove_mission("m1")


def dump(url):
    """Every row of every table, in no order that a database chooses."""
    engine, tables = create_engine(url), MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {name: list(connection.execute(select(each)).mappings()) for name, each in tables.tables.items()}
    engine.dispose()
    return {
        name: sorted(repr({**row, **BY_CHANCE} if name == "feed" else row) for row in rows)
        for name, rows in found.items()
    }


def test_down_and_up_again_gives_the_same_tables(empty_database_url):
    """Down to nothing, and up: the empty tables are those of a new pool."""
    Store.create(empty_database_url).close()
    new = dump(empty_database_url)
    engine = create_engine(empty_database_url)
    migrations.downgrade(engine, "base")
    migrations.upgrade(engine)
    engine.dispose()
    again = dump(empty_database_url)
    assert again.keys() == new.keys()
    assert {name: len(rows) for name, rows in again.items()} == {name: len(rows) for name, rows in new.items()}


def test_every_step_down_and_up_loses_nothing(database_url):
    populate(database_url)
    engine = create_engine(database_url)
    for lower, upper in STEPS:
        migrations.downgrade(engine, lower)
        below = dump(database_url)
        migrations.upgrade(engine, upper)
        above = dump(database_url)
        migrations.downgrade(engine, lower)
        assert dump(database_url) == below, f"{upper} and back to {lower}"
        migrations.upgrade(engine, upper)
        assert dump(database_url) == above, f"{lower}, {upper} again"
        migrations.upgrade(engine)
    engine.dispose()


def test_a_row_that_is_lost_would_be_seen(database_url):
    """Negative control of the dump."""
    populate(database_url)
    before = dump(database_url)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM skill_claim WHERE ord = 0")
    engine.dispose()
    assert dump(database_url) != before

"""Migrations on both databases: up, down, up; and what the store knows of them."""

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, inspect, select
from sqlmodel import SQLModel

from registry import migrations, tables
from registry.columns import SCHEMAS
from registry.errors import NoSuchRevision, RegistryError
from registry.store import Store
from registry.tables import ROWS, table
from tests.builders import a_mission, a_specialist, an_assignment


def test_the_head_that_the_store_knows_is_alembics():
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == migrations.HEAD
    assert [s.revision for s in scripts.walk_revisions()] == [migrations.HEAD, *reversed(migrations.OLDER)]


def test_up_down_up(empty_database_url):
    Store.create(empty_database_url).close()
    engine = create_engine(empty_database_url)
    made = set(inspect(engine).get_table_names())
    assert made == {*SQLModel.metadata.tables, "alembic_version"}
    migrations.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrations.upgrade(engine)
    assert set(inspect(engine).get_table_names()) == made
    engine.dispose()


def test_the_tables_are_those_that_the_rows_describe(empty_database_url):
    Store.create(empty_database_url).close()
    engine = create_engine(empty_database_url)
    for name, described in SQLModel.metadata.tables.items():
        made = {column["name"] for column in inspect(engine).get_columns(name)}
        assert made == {column.name for column in described.columns}, name
    engine.dispose()


def test_every_noun_is_stored_with_all_its_columns():
    own = {"key", "version", "ord", "specialist_key", "assignment_key"}
    assert ROWS.keys() == SCHEMAS.keys()
    for noun, schema in SCHEMAS.items():
        stored = [c.name for c in table(ROWS[noun]).columns if c.name not in own]
        assert stored == [name for name in schema.names if name not in ("specialist", "assignment")]


def test_creating_twice_changes_nothing(empty_database_url):
    with Store.create(empty_database_url) as store:
        before = store.revision()
    with Store.create(empty_database_url) as store:
        assert store.revision() == before
    assert tables.FeedRow.__tablename__ == "feed"


def dumped(engine, names):
    """Every row of some tables, in order; what is drawn by chance at each migration is left out."""
    by_chance = {"salt", "head", "key", "subject", "payload", "hash", "at"}
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted(
                repr({key: value for key, value in row._mapping.items() if key not in by_chance})
                for row in connection.execute(select(metadata.tables[name]))
            )
            for name in names
        }


def filled(url):
    """A pool with every kind of fact, and the names of its tables before there were chains."""
    with Store.create(url) as store:
        with store.writing("tester", "first") as writing:
            writing.put_specialists([a_specialist("ann", skills={"TRN.TOT": 3}), a_specialist("bob")])
            writing.put_missions([a_mission(exclude={"specialists": ["ann"]})])
        with store.writing("tester", "second") as writing:
            writing.put_assignments([an_assignment(team=[{"specialist": "ann", "role": "trainer"}])])
            writing.put_specialists([a_specialist("bob", bio={"az": "Mətn"})])
    return store


def test_up_down_up_with_facts_in_it(database_url):
    filled(database_url)
    engine = create_engine(database_url)
    migrations.downgrade(engine, "0001")
    names = sorted(set(inspect(engine).get_table_names()) - {"alembic_version"})
    old = dumped(engine, names)
    assert len(old["change"]) == 5
    with Store.create(database_url) as store:
        up = dumped(engine, SQLModel.metadata.tables)
        facts = store.snapshot().content_hash()
    migrations.downgrade(engine, "0001")
    assert dumped(engine, names) == old
    with Store.create(database_url) as store:
        assert dumped(engine, SQLModel.metadata.tables) == up
        assert store.snapshot().content_hash() == facts
    engine.dispose()


def test_the_chain_of_an_older_pool_begins_with_its_facts(database_url):
    filled(database_url)
    engine = create_engine(database_url)
    migrations.downgrade(engine, "0001")
    engine.dispose()
    with pytest.raises(RegistryError, match="bring it up to date with rtcm init"):
        Store.open(database_url)
    with Store.create(database_url) as store:
        assert store.revision()[1] == 2
        assert [event.entry.op for event in store.record.events()] == ["begin"] * 4
        assert list(store.record.faults(facts=True)) == []
        with pytest.raises(NoSuchRevision, match="it is kept from revision 2 to 2"):
            store.as_of(1)
        with store.writing("tester", "third") as writing:
            writing.remove_specialist("ann")
        assert {each.id for each in store.as_of(2).specialists} == {"ann", "bob"}
        assert list(store.record.faults(facts=True)) == []


def test_a_pool_whose_history_was_never_begun_is_not_opened(database_url):
    """What is left when the power goes between the new tables and the first entries."""
    filled(database_url)
    engine = create_engine(database_url)
    migrations.downgrade(engine, "0001")
    migrations.upgrade(engine)
    engine.dispose()
    with pytest.raises(RegistryError, match="rtcm init"):
        Store.open(database_url)
    with Store.create(database_url) as store:
        assert list(store.record.faults(facts=True)) == []

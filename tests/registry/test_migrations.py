"""Migrations on both databases: up, down, up; and what the store knows of them."""

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlmodel import SQLModel

from registry import migrations, tables
from registry.columns import SCHEMAS
from registry.store import Store
from registry.tables import ROWS, table


def test_the_head_that_the_store_knows_is_alembics():
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == migrations.HEAD
    assert [s.revision for s in scripts.walk_revisions()] == [migrations.HEAD, *reversed(migrations.OLDER)]


def test_up_down_up(database_url):
    Store.create(database_url).close()
    engine = create_engine(database_url)
    made = set(inspect(engine).get_table_names())
    assert made == {*SQLModel.metadata.tables, "alembic_version"}
    migrations.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrations.upgrade(engine)
    assert set(inspect(engine).get_table_names()) == made
    engine.dispose()


def test_the_tables_are_those_that_the_rows_describe(database_url):
    Store.create(database_url).close()
    engine = create_engine(database_url)
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


def test_creating_twice_changes_nothing(database_url):
    with Store.create(database_url) as store:
        before = store.revision()
    with Store.create(database_url) as store:
        assert store.revision() == before
    assert tables.FeedRow.__tablename__ == "feed"

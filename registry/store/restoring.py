"""Restoring a backup: into a place of its own, checked there, and only then in the place of the pool."""

import os
import sqlite3
import uuid
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from registry import migrations
from registry.errors import DamagedBackup, RegistryError
from registry.snapshot import Snapshot
from registry.store import account_rows, chain, erasing, reading, tombstones
from registry.store import engine as connections
from registry.store.backup import Opened
from registry.store.record import all_faults
from registry.store.writing import Writing
from registry.tables import FeedRow, table
from registry.tables_record import TombstoneRow


def restore(engine: Engine, opened: Opened, erased: Iterable[str], actor: str) -> list[str]:
    """Put a backup in the place of the pool; the ids of those who were erased again.

    All or nothing: on SQLite a fresh file is filled, checked, and copied over the pool in one transaction; on
    PostgreSQL everything is one transaction. ``erased`` are subjects of people who must not come back; those whom
    the present pool knows as erased are added.
    """
    file = connections.sqlite_file(engine.url)
    if file is None:
        with connections.writing(engine) as connection:
            again = _refill(connection, opened, {*erased, *_erased_here(connection)}, actor)
    else:
        with connections.file_lock(file):
            again = _replace_file(engine, file, opened, {*erased}, actor)
    erasing.scrub(engine)
    return again


def _replace_file(engine: Engine, file: Path, opened: Opened, erased: set[str], actor: str) -> list[str]:
    if file.exists():
        with connections.reading(engine) as connection:
            erased |= _erased_here(connection)
    fresh = file.with_name(f".{file.name}.{os.getpid()}.restored")
    try:
        beside = connections.connect(engine.url.set(database=str(fresh)))
        with connections.writing(beside) as connection:
            again = _refill(connection, opened, erased, actor)
        beside.dispose()
        with connections.translated():
            _copy(fresh, file)
    finally:
        for ending in ("", "-wal", "-shm", ".lock"):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    return again


def _copy(fresh: Path, file: Path) -> None:
    """In one transaction of SQLite's own: who reads the pool meanwhile sees the old one, then the new one."""
    source, target = sqlite3.connect(fresh), sqlite3.connect(file)
    try:
        target.execute("PRAGMA synchronous = FULL")
        target.execute("PRAGMA journal_mode = WAL")
        source.backup(target)
    except sqlite3.Error as fault:
        raise DBAPIError("restore", None, fault) from fault
    finally:
        source.close()
        target.close()


def _erased_here(connection: Connection) -> set[str]:
    """Whom the pool that is about to be replaced knows as erased."""
    known = inspect(connection).has_table(table(TombstoneRow).name)
    return tombstones.subjects(connection) if known else set()


def _refill(connection: Connection, opened: Opened, erased: set[str], actor: str) -> list[str]:
    """Empty the database of this transaction, fill it from a backup, check it, and begin a new epoch."""
    if inspect(connection).has_table("alembic_version"):
        _refuse_newer(connection)
        migrations.downgrade_within(connection, "base")
    migrations.upgrade_within(connection, opened.manifest.migration)
    _fill(connection, opened)
    migrations.upgrade_within(connection)
    _check(connection, opened)
    return _begin_epoch(connection, opened, erased, actor)


def _refuse_newer(connection: Connection) -> None:
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is not None and found not in (*migrations.OLDER, migrations.HEAD):
        raise RegistryError("the pool was written by a later release; use that release to restore over it")


def _fill(connection: Connection, opened: Opened) -> None:
    """Insert every row under the tables of the release that wrote the backup."""
    made = MetaData()
    made.reflect(connection)
    on_postgres = connection.dialect.name == "postgresql"
    if on_postgres:
        connection.exec_driver_sql("ALTER TABLE change DISABLE TRIGGER USER")
    connection.execute(made.tables[table(FeedRow).name].delete())
    for name, (expected, _) in opened.manifest.tables.items():
        if name not in made.tables:
            raise DamagedBackup(opened.file, f"the table {name} is not one of its release")
        count = 0
        for rows in opened.rows(name):
            connection.execute(made.tables[name].insert(), rows)
            count += len(rows)
        if count != expected:
            raise DamagedBackup(opened.file, f"expected {expected:,} rows of {name}, it has {count:,}")
        if on_postgres:
            _go_on_counting(connection, made.tables[name])
    if on_postgres:
        connection.exec_driver_sql("ALTER TABLE change ENABLE TRIGGER USER")


def _go_on_counting(connection: Connection, filled: Table) -> None:
    """Tell the sequence behind a column, where there is one, what the highest number is."""
    for column in filled.primary_key.columns:
        asked = text("SELECT pg_get_serial_sequence(:table, :column)")
        sequence = connection.scalar(asked, {"table": filled.name, "column": column.name})
        highest = connection.scalar(select(func.max(column))) if sequence else None
        if highest is not None:
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def _check(connection: Connection, opened: Opened) -> None:
    """The facts and the chain are those that the backup says it holds."""
    manifest = opened.manifest
    found = Snapshot(manifest.epoch, manifest.revision, reading.columns(connection)).content_hash()
    # An earlier release counted other columns; its rows were held against their own hashes.
    if manifest.migration == migrations.HEAD and found != manifest.content_hash:
        raise DamagedBackup(opened.file, "the facts are not those that it says it holds")
    if chain.head(connection) != manifest.chain:
        raise DamagedBackup(opened.file, "the audit chain does not end where it says")
    faults = list(all_faults(connection))
    if faults:
        raise DamagedBackup(opened.file, f"the audit chain is not whole: {faults[0]}")


def _begin_epoch(connection: Connection, opened: Opened, erased: set[str], actor: str) -> list[str]:
    """Nobody may take the restored pool for the one before; who was erased since the backup is erased again."""
    account_rows.end_everything(connection)
    again = tombstones.returned(connection, erased)
    for id in again:
        erasing.erase(Writing(connection, actor, "erased again after a restore"), id)
    writing = Writing(connection, actor, f"backup of revision {opened.manifest.revision}")
    writing.note("pool", "restore", [("pool", 0)])
    writing.stamp()
    feed = table(FeedRow)
    connection.execute(update(feed).values(epoch=uuid.uuid4().hex, min_rev=feed.c.rev))
    return again

"""Connections to SQLite and PostgreSQL, the write lock, and driver errors in plain words."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from registry.errors import BadInput, Problem, StoreUnavailable

# How long a writer waits for another one; a large import may take minutes.
PATIENCE_SECONDS = 600.0
_POLL_SECONDS = 0.005
# Any number will do, as long as everybody takes the same.
_ADVISORY_LOCK = 7_261_001

_SAID = {
    "readonly database": "the database is read-only",
    "read-only": "the database is read-only",
    "disk is full": "the disk is full",
    "no space left": "the disk is full",
    "unable to open": "the database file cannot be opened",
    "not a database": "the file is not a database",
    "malformed": "the database file is damaged",
    "is locked": "the database is locked by somebody else",
    "connection refused": "the database server cannot be reached",
    "could not translate host": "the database server cannot be found",
    "password authentication": "the database server refuses the user or password",
    "does not exist": "the database or user does not exist",
}


def parse_url(url: str) -> URL:
    """A database address that we can serve; BadInput otherwise."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() not in ("sqlite", "postgresql"):
        expected = "expected sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
        raise BadInput([Problem("RTCM_DATABASE_URL", None, "", "", expected)])
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database, None for any other database."""
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise BadInput([Problem("RTCM_DATABASE_URL", None, "", "", "expected a file: sqlite:///FILE")])
    return Path(url.database.removeprefix("file:"))


def connect(url: URL) -> Engine:
    """An engine whose transactions say themselves whether they write."""
    try:
        if url.get_backend_name() == "postgresql":
            return create_engine(url, pool_pre_ping=True)
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE_SECONDS})
    except NoSuchModuleError as fault:
        raise BadInput([Problem("RTCM_DATABASE_URL", None, "", "", f"no driver {url.drivername}")]) from fault
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    # The driver must not open transactions behind our back.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent read: everything seen is of one revision."""
    with translated(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction; writers of a pool queue, readers never wait."""
    path = sqlite_file(engine.url)
    with translated(), file_lock(path), engine.connect() as connection:
        connection = connection.execution_options(writing=True)
        with connection.begin():
            if path is None:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            yield connection
            before_commit = engine.get_execution_options().get("before_commit")
            if before_commit is not None:
                before_commit(connection)


@contextmanager
def file_lock(path: Path | None) -> Iterator[None]:
    """Hold ``<file>.lock``: SQLite alone lets waiting writers starve, and fail as locked."""
    if path is None:
        yield
        return
    lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for(lock, path)
        yield
    finally:
        os.close(lock)


def _wait_for(lock: int, path: Path) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > limit:
                raise StoreUnavailable(f"{path}: another writer has held the database for too long") from None
            time.sleep(_POLL_SECONDS)
        else:
            return


@contextmanager
def translated() -> Iterator[None]:
    """Turn what a driver says into plain words, without addresses and passwords."""
    try:
        yield
    except DBAPIError as fault:
        raise StoreUnavailable(_in_words(str(fault.orig))) from fault
    except SQLAlchemyError as fault:
        raise StoreUnavailable(f"the database failed ({type(fault).__name__})") from fault
    except OSError as fault:
        raise StoreUnavailable(_in_words(os.strerror(fault.errno or 0))) from fault


def _in_words(said: str) -> str:
    lowered = said.lower()
    known = next((words for sign, words in _SAID.items() if sign in lowered), None)
    first = said.strip().splitlines()[0][:200] if said.strip() else "no reason given"
    return f"{known}; nothing was changed" if known else f"the database failed: {first}"

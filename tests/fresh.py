"""Fresh pools, copied from one that was made once: what all migrations leave, without running them for each test."""

import sqlite3
import uuid
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import URL, make_url

from registry.store import Store

# What a migration draws by chance is drawn anew: no two pools are of one epoch.
_OWN = "UPDATE feed SET epoch = '{}', salt = '{}'"


def sqlite_pool(file: Path) -> str:
    """Put a pool that nobody has written to into a file; its address."""
    file.write_bytes(_sqlite_template())
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_own())
    return f"sqlite:///{file}"


class PostgresDatabases:
    """Databases of a server, made and dropped one by one."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._template: str | None = None

    def empty(self) -> str:
        """Make a database without any table; its address."""
        name = f"test_{uuid.uuid4().hex}"
        self._say(f'CREATE DATABASE "{name}"')
        return self._at(name).render_as_string(hide_password=False)

    def pool(self) -> str:
        """Make a pool that nobody has written to; its address."""
        if self._template is None:
            self._template = self.empty()
            Store.create(self._template).close()
        name = f"test_{uuid.uuid4().hex}"
        # Copied as files, and not row by row through the log, it costs the server less than half.
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{make_url(self._template).database}" STRATEGY file_copy')
        with psycopg.connect(_address(self._at(name)), autocommit=True) as connection:
            connection.execute(_own())
        return self._at(name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop one of them, whoever still looks at it."""
        self._say(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def close(self) -> None:
        """Drop what pools are copied from."""
        if self._template is not None:
            self.drop(self._template)

    def _at(self, name: str) -> URL:
        return self._server.set(database=name)

    def _say(self, statement: str) -> None:
        with psycopg.connect(_address(self._server), autocommit=True) as connection:
            connection.execute(statement)


@cache
def _sqlite_template() -> bytes:
    """The file of a pool that nobody has written to."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pool.db"
        Store.create(f"sqlite:///{file}").close()
        return file.read_bytes()


def _own() -> str:
    return _OWN.format(uuid.uuid4().hex, uuid.uuid4().hex)


def _address(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)

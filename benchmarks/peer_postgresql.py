"""The same seat rules in PostgreSQL, on the server of TEST_DATABASE_URL or one of its own: one statement a seat."""

import io
import os
import uuid
from dataclasses import dataclass

import psycopg
import pyarrow as pa
import pyarrow.csv
from sqlalchemy import make_url

from benchmarks import facts, seat_sql
from benchmarks.rules import Rules
from registry.snapshot import Snapshot
from tests.postgres import PostgresServer

_DIALECT = seat_sql.Dialect("least", "greatest", "round({})")
_KINDS = {"int8": "smallint", "int32": "integer", "int64": "integer", "double": "double precision", "bool": "boolean"}
_INDEXES = (
    ("people", "place"),
    ("skills", "skill, specialist"),
    ("languages", "language, specialist"),
    ("countries", "country, specialist"),
    ("certificates", "module, specialist"),
    ("nationalities", "country, specialist"),
    ("away", "first, until"),
)


@dataclass(frozen=True)
class Facts:
    """A database of its own, gone when the run ends; ``server`` where it was started for it."""

    connection: psycopg.Connection
    mean: float
    name: str
    server: PostgresServer | None

    @property
    def nbytes(self) -> int:
        """Size of the database."""
        row = self.connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        return int(row[0])

    def close(self) -> None:
        """Drop the database, and stop the server that was started for it."""
        self.connection.close()
        if self.server is not None:
            self.server.close()
            return
        with psycopg.connect(_address(None), autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')


def prepare(snapshot: Snapshot) -> Facts:
    """Every table loaded, with the indexes that the statement can use, and statistics."""
    server = None if "TEST_DATABASE_URL" in os.environ else PostgresServer().__enter__()
    name, tables = f"benchmark_{uuid.uuid4().hex}", facts.tables(snapshot)
    with psycopg.connect(_address(server), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    connection = psycopg.connect(_address(server, name), autocommit=True)
    connection.execute("SET work_mem = '256MB'")
    for table in tables:
        _load(connection, table, tables[table])
    for table, columns in _INDEXES:
        connection.execute(f"CREATE INDEX ON {table} ({columns})")
    connection.execute("VACUUM ANALYZE")
    return Facts(connection, facts.pool_mean(tables["people"]), name, server)


def top(prepared: Facts, rules: Rules, k: int) -> list[str]:
    """The ids of the best ``k``, in order."""
    found = prepared.connection.execute(seat_sql.seat_sql(rules, prepared.mean, k, _DIALECT)).fetchall()
    return [id for (id,) in found]


def _address(server: PostgresServer | None, name: str | None = None) -> str:
    url = make_url(f"{server.url}/postgres" if server else os.environ["TEST_DATABASE_URL"])
    url = url.set(drivername="postgresql", database=name or url.database)
    return url.render_as_string(hide_password=False)


def _load(connection: psycopg.Connection, name: str, table: pa.Table) -> None:
    # Ids in the order of code points, as everywhere.
    kinds = (_KINDS.get(str(field.type), 'text COLLATE "C"') for field in table.schema)
    columns = ", ".join(f"{column} {kind}" for column, kind in zip(table.column_names, kinds, strict=True))
    connection.execute(f"CREATE TABLE {name} ({columns})")
    written = io.BytesIO()
    pa.csv.write_csv(table, written, pa.csv.WriteOptions(include_header=False))
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
        copy.write(written.getvalue())

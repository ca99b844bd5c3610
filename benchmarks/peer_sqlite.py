"""The same seat rules in SQLite: a database in memory, claims clustered by term and covered by an index."""

import sqlite3
from dataclasses import dataclass

import pyarrow as pa

from benchmarks import facts, seat_sql
from benchmarks.rules import Rules
from registry.snapshot import Snapshot

# Every number that is rounded is above 0 and far below 2^52: adding that leaves a whole number, halves to the even.
_DIALECT = seat_sql.Dialect("min", "max", "(({}) + 4503599627370496.0 - 4503599627370496.0)")
_INDEXES = (
    ("skills", "skill, specialist, level, status"),
    ("languages", "language, specialist, speaking, best, status"),
    ("countries", "country, specialist, months, last_year, status"),
    ("certificates", "module, specialist, rank, issued, expires, status"),
    ("nationalities", "country, specialist"),
    ("away", "first, until, specialist"),
)


@dataclass(frozen=True)
class Facts:
    """A database in memory."""

    database: sqlite3.Connection
    mean: float

    @property
    def nbytes(self) -> int:
        """Size of the database."""
        pages, size = (self.database.execute(f"PRAGMA page_{each}").fetchone()[0] for each in ("count", "size"))
        return int(pages * size)


def prepare(snapshot: Snapshot) -> Facts:
    """Every table loaded, with the indexes that the statement can use."""
    database, tables = sqlite3.connect(":memory:"), facts.tables(snapshot)
    for name, table in tables.items():
        columns = ", ".join(f"{field.name} {_kind(field)}" for field in table.schema)
        database.execute(f"CREATE TABLE {name} ({columns})")
        _load(database, name, table)
    for name, columns in _INDEXES:
        database.execute(f"CREATE INDEX {name}_by_term ON {name} ({columns})")
    database.execute("ANALYZE")
    return Facts(database, facts.pool_mean(tables["people"]))


def _kind(field: pa.Field) -> str:
    # Without a type an index on what is worked out from the column could not be used.
    if field.name == "place":
        return "INTEGER PRIMARY KEY"
    return "TEXT" if pa.types.is_string(field.type) else "REAL" if field.type == pa.float64() else "INTEGER"


def _load(database: sqlite3.Connection, name: str, table: pa.Table) -> None:
    places = ", ".join("?" * table.num_columns)
    for batch in table.to_batches(max_chunksize=50_000):
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        database.executemany(f"INSERT INTO {name} VALUES ({places})", rows)


def top(prepared: Facts, rules: Rules, k: int) -> list[str]:
    """The ids of the best ``k``, in order."""
    found = prepared.database.execute(seat_sql.seat_sql(rules, prepared.mean, k, _DIALECT)).fetchall()
    return [id for (id,) in found]

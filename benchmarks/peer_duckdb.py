"""The same seat rules in DuckDB: columnar tables in memory, one statement a seat."""

from dataclasses import dataclass

import duckdb

from benchmarks import facts, seat_sql
from benchmarks.rules import Rules
from registry.snapshot import Snapshot

_DIALECT = seat_sql.Dialect("least", "greatest", "round_even({}, 0)")


@dataclass(frozen=True)
class Facts:
    """A database in memory."""

    database: duckdb.DuckDBPyConnection
    mean: float

    @property
    def nbytes(self) -> int:
        """Memory held by the tables."""
        (held,) = self.database.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone() or (0,)
        return int(held)


def prepare(snapshot: Snapshot) -> Facts:
    """Every table loaded."""
    database, tables = duckdb.connect(), facts.tables(snapshot)
    for name, table in tables.items():
        database.register("given", table)
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        database.unregister("given")
    return Facts(database, facts.pool_mean(tables["people"]))


def top(prepared: Facts, rules: Rules, k: int) -> list[str]:
    """The ids of the best ``k``, in order."""
    found = prepared.database.execute(seat_sql.seat_sql(rules, prepared.mean, k, _DIALECT)).fetchall()
    return [id for (id,) in found]

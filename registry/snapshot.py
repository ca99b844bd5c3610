"""All facts of the pool at one revision as tidy columnar tables, one per noun."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from registry.columns import SCHEMAS, Row, rows_of_assignment, rows_of_specialist
from registry.content import content_hash
from registry.domain import Assignment, Specialist
from registry.errors import DamagedSnapshot

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SCHEMAS", "Snapshot"]

_FORMAT = "snapshot/1"
_MANIFEST = "snapshot.json"


@dataclass(frozen=True)
class Snapshot:
    """The pool at one revision.

    ``tables`` holds one Arrow table per noun of SCHEMAS. Specialists and assignments stand in the order of their
    ids (by code point); every other table points at them by place (int32) and is ordered by place. Equal pools
    give equal tables, in whatever order they were written.
    """

    epoch: str
    revision: int
    tables: Mapping[str, pa.Table]

    @classmethod
    def of(
        cls,
        specialists: Iterable[Specialist],
        assignments: Iterable[Assignment] = (),
        epoch: str = "",
        revision: int = 0,
    ) -> "Snapshot":
        """A snapshot of domain values that need not be stored, as tests and notebooks make it."""
        people = sorted(specialists, key=lambda specialist: specialist.id)
        events = sorted(assignments, key=lambda assignment: assignment.id)
        places = {specialist.id: place for place, specialist in enumerate(people)}
        rows: dict[str, list[Row]] = {noun: [] for noun in SCHEMAS}
        for noun, row in _rows(people, events, places):
            rows[noun].append(row)
        tables = {noun: _table(schema, rows[noun]) for noun, schema in SCHEMAS.items()}
        return cls(epoch, revision, tables)

    @staticmethod
    def rows_of(assignments: Iterable[Assignment], places: Mapping[str, int]) -> dict[str, pa.Table]:
        """The tables of assignments alone; ``places`` maps a specialist's id to its place."""
        rows: dict[str, list[Row]] = {noun: [] for noun in SCHEMAS}
        for place, assignment in enumerate(assignments):
            for noun, row in rows_of_assignment(assignment, place, places):
                rows[noun].append(row)
        return {noun: _table(SCHEMAS[noun], found) for noun, found in rows.items()}

    def __len__(self) -> int:
        return int(self.tables["specialists"].num_rows)

    def to_frames(self) -> dict[str, "pd.DataFrame"]:
        """One pandas frame per noun, with ids in place of places."""
        ids = {
            "specialist": self.tables["specialists"]["id"],
            "assignment": self.tables["assignments"]["id"],
        }
        return {noun: _with_ids(table, ids).to_pandas() for noun, table in self.tables.items()}

    def content_hash(self) -> str:
        """SHA-256 over the facts; the same for equal pools, whatever their epoch and revision."""
        return content_hash({noun: self.tables[noun] for noun in SCHEMAS})

    def to_parquet(self, folder: Path) -> None:
        """Write one Parquet file per noun and a manifest into ``folder``, which is made when it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        for noun, table in self.tables.items():
            pq.write_table(table, folder / f"{noun}.parquet")
        manifest = {
            "format": _FORMAT,
            "epoch": self.epoch,
            "revision": self.revision,
            "content_hash": self.content_hash(),
        }
        (folder / _MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def from_parquet(cls, folder: Path) -> "Snapshot":
        """Read what to_parquet wrote; raise DamagedSnapshot when it is not whole and unchanged."""
        try:
            manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
            if manifest.get("format") != _FORMAT:
                raise DamagedSnapshot(f"{folder}: expected a snapshot of format {_FORMAT}")
            tables = {
                noun: pq.read_table(folder / f"{noun}.parquet", schema=schema) for noun, schema in SCHEMAS.items()
            }
        except (OSError, ValueError, AttributeError, pa.ArrowException) as fault:
            raise DamagedSnapshot(f"{folder}: not a whole snapshot ({type(fault).__name__})") from fault
        snapshot = cls(str(manifest["epoch"]), int(manifest["revision"]), tables)
        if snapshot.content_hash() != manifest.get("content_hash"):
            raise DamagedSnapshot(f"{folder}: the tables are not those that the manifest describes")
        return snapshot


def _rows(people: list[Specialist], events: list[Assignment], places: Mapping[str, int]) -> Iterator[tuple[str, Row]]:
    for place, specialist in enumerate(people):
        yield from rows_of_specialist(specialist, place)
    for place, assignment in enumerate(events):
        yield from rows_of_assignment(assignment, place, places)


def _table(schema: pa.Schema, rows: list[Row]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _with_ids(table: pa.Table, ids: Mapping[str, pa.ChunkedArray]) -> pa.Table:
    for column, names in ids.items():
        if column in table.column_names:
            at = table.column_names.index(column)
            table = table.set_column(at, column, names.take(table[column]))
    return table

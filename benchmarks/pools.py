"""Generated pools as snapshots, kept as Parquet between runs; built block by block, so that a million fit."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from registry.columns import SCHEMAS
from registry.domain import Assignment
from registry.errors import DamagedSnapshot
from registry.sample import Block, sample_pool
from registry.snapshot import Snapshot

SEED = 7
CACHE = Path(__file__).parent / ".cache"
_BLOCKS_AT_ONCE = 50
_OF_ASSIGNMENTS = ("assignments", "members", "trainees", "appraisals")


def pool(size: int, seed: int = SEED) -> Snapshot:
    """A generated pool of so many specialists."""
    folder = CACHE / f"pool-{size}-{seed}"
    try:
        return Snapshot.from_parquet(folder)
    except DamagedSnapshot:
        snapshot = built(size, seed)
        snapshot.to_parquet(folder)
        return snapshot


def built(size: int, seed: int) -> Snapshot:
    """The same as Snapshot.of over the whole pool, in a fraction of the memory."""
    parts: dict[str, list[pa.Table]] = {noun: [] for noun in SCHEMAS}
    assignments: list[Assignment] = []
    people = 0
    for blocks in _some(sample_pool(size, seed)):
        assignments += [each for block in blocks for each in block.assignments]
        part = Snapshot.of(each for block in blocks for each in block.specialists)
        for noun, table in part.tables.items():
            parts[noun].append(moved(table, people))
        people += len(part)
    tables = {noun: pa.concat_tables(each).combine_chunks() for noun, each in parts.items()}
    ids = tables["specialists"]["id"].to_pylist()
    assert ids == sorted(ids), "people come in the order of their ids"
    return Snapshot("", 0, {**tables, **_past(assignments, ids)})


def _some(blocks: Iterator[Block]) -> Iterator[list[Block]]:
    while several := list(islice(blocks, _BLOCKS_AT_ONCE)):
        yield several


def moved(table: pa.Table, by: int) -> pa.Table:
    """A table whose places start at ``by``."""
    if "specialist" not in table.column_names:
        return table
    at = table.column_names.index("specialist")
    return table.set_column(at, table.schema.field(at), pc.add(table["specialist"], pa.scalar(by, pa.int32())))


def _past(assignments: list[Assignment], ids: list[str]) -> dict[str, pa.Table]:
    """The tables of the assignments."""
    places = {id: place for place, id in enumerate(ids)}
    # Places of a snapshot of the assignments alone would be those of the people that they name.
    rows = Snapshot.rows_of(sorted(assignments, key=lambda each: each.id), places)
    return {noun: rows[noun] for noun in _OF_ASSIGNMENTS}

"""Generated pools as snapshots, kept as Parquet between runs; a million people within two minutes and 3 GB.

Up to SAMPLED specialists they come from the seeded generator. A larger pool is recombined from one of that size: who
somebody is, and what they hold of each noun, are drawn independently, so that every noun keeps its distribution and
people differ, while what goes together in one person (a language with its country) does not. Past missions are
repeated, with other people in them.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from registry.columns import SCHEMAS
from registry.domain import Assignment
from registry.errors import DamagedSnapshot
from registry.sample import Block, sample_pool
from registry.snapshot import Snapshot

SEED = 7
SAMPLED = 20_000
CACHE = Path(__file__).parent / ".cache"
_BLOCKS_AT_ONCE = 50
_OF_ASSIGNMENTS = ("assignments", "members", "trainees", "appraisals")
# Nouns that say one thing together are drawn together.
_TOGETHER = (
    ("specialists", "consents"),
    ("nationalities",),
    ("roles",),
    ("skills",),
    ("languages",),
    ("countries",),
    ("certificates",),
    ("availability",),
    ("service",),
    ("publications",),
    ("bios",),
)

Places = npt.NDArray[np.int64]


def pool(size: int, seed: int = SEED) -> Snapshot:
    """A generated pool of so many specialists."""
    folder = CACHE / f"pool-{size}-{seed}"
    try:
        return Snapshot.from_parquet(folder)
    except DamagedSnapshot:
        snapshot = sampled(size, seed) if size <= SAMPLED else recombined(pool(SAMPLED, seed), size, seed)
        snapshot.to_parquet(folder)
        return snapshot


def sampled(size: int, seed: int) -> Snapshot:
    """The same as Snapshot.of over the whole pool, in a fraction of the memory."""
    parts: dict[str, list[pa.Table]] = {noun: [] for noun in SCHEMAS}
    assignments: list[Assignment] = []
    people = 0
    for blocks in _some(sample_pool(size, seed)):
        assignments += [each for block in blocks for each in block.assignments]
        part = Snapshot.of(each for block in blocks for each in block.specialists)
        for noun, table in part.tables.items():
            parts[noun].append(moved(table, "specialist", people))
        people += len(part)
    tables = {noun: pa.concat_tables(each).combine_chunks() for noun, each in parts.items()}
    ids = tables["specialists"]["id"].to_pylist()
    assert ids == sorted(ids), "people come in the order of their ids"
    return Snapshot("", 0, {**tables, **_past(assignments, ids)})


def recombined(base: Snapshot, size: int, seed: int) -> Snapshot:
    """A pool of people each of whom has every noun from somebody else of ``base``; straight from column to column."""
    dice = np.random.default_rng(seed)
    tables = dict(base.tables)
    for nouns in _TOGETHER:
        drawn = dice.integers(0, len(base), size)
        tables |= {noun: _drawn(base.tables[noun], drawn) for noun in nouns if noun != "specialists"}
        if "specialists" in nouns:
            ids = pa.array([f"sample-{place:08}" for place in range(size)])
            tables["specialists"] = base.tables["specialists"].take(pa.array(drawn)).set_column(0, "id", ids)
    return Snapshot("", 0, {**tables, **_repeated(base, size)})


def _drawn(table: pa.Table, drawn: Places) -> pa.Table:
    """The rows of the people drawn, each under the place of its draw."""
    begins = np.searchsorted(np.asarray(table["specialist"]), np.arange(drawn.max(initial=-1) + 2))
    counts = np.diff(begins)[drawn]
    rows = np.arange(counts.sum()) + np.repeat(begins[drawn] - (np.cumsum(counts) - counts), counts)
    place = pa.array(np.repeat(np.arange(len(drawn), dtype=np.int32), counts))
    return table.take(pa.array(rows)).set_column(0, table.schema.field(0), place)


def _repeated(base: Snapshot, size: int) -> dict[str, pa.Table]:
    """The past of ``base`` as often as its people fit, each time with the people of another part."""
    parts: dict[str, list[pa.Table]] = {noun: [] for noun in _OF_ASSIGNMENTS}
    events = base.tables["assignments"].num_rows
    for time in range(-(-size // len(base))):
        named = pc.binary_join_element_wise(f"{time:04}", base.tables["assignments"]["id"], "-")
        parts["assignments"].append(base.tables["assignments"].set_column(0, "id", named))
        for noun in _OF_ASSIGNMENTS[1:]:
            everybody = moved(base.tables[noun], "specialist", time * len(base))
            known = everybody.filter(pc.less(everybody["specialist"], size))
            parts[noun].append(moved(known, "assignment", time * events))
    return {noun: pa.concat_tables(each).combine_chunks() for noun, each in parts.items()}


def _some(blocks: Iterator[Block]) -> Iterator[list[Block]]:
    while several := list(islice(blocks, _BLOCKS_AT_ONCE)):
        yield several


def moved(table: pa.Table, column: str, by: int) -> pa.Table:
    """A table whose places in one column start at ``by``."""
    if column not in table.column_names:
        return table
    at = table.column_names.index(column)
    return table.set_column(at, table.schema.field(at), pc.add(table[column], pa.scalar(by, pa.int32())))


def _past(assignments: list[Assignment], ids: list[str]) -> Mapping[str, pa.Table]:
    """The tables of the assignments."""
    places = {id: place for place, id in enumerate(ids)}
    # Places of a snapshot of the assignments alone would be those of the people that they name.
    rows = Snapshot.rows_of(sorted(assignments, key=lambda each: each.id), places)
    return {noun: rows[noun] for noun in _OF_ASSIGNMENTS}

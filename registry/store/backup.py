"""A backup: every table at one revision in one checked file, the same for SQLite and PostgreSQL (format backup/1).

A zip of one Parquet file per table and a manifest. It is read in one transaction that sees one revision, so writers
go on meanwhile; it appears under its name only when it is whole.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Boolean as SqlBoolean
from sqlalchemy import Connection, Date, Engine, Float, Integer, LargeBinary, Table, select
from sqlmodel import SQLModel

from registry.audit import Fault, Head
from registry.errors import DamagedBackup, NewerDatabase, RegistryError, StoreUnavailable
from registry.migrations import HEAD, OLDER
from registry.snapshot import Snapshot
from registry.store import chain, reading
from registry.store import engine as connections
from registry.store.record import all_faults
from registry.tables import FeedRow, table

FORMAT = "backup/1"
_MANIFEST = "manifest.json"
_ROWS_AT_ONCE = 20_000
_BYTES_AT_ONCE = 1 << 20
# Looked up in this order: a date is no number, and every whole number is stored as the longest.
_TYPES = (
    (SqlBoolean, pa.bool_()),
    (Integer, pa.int64()),
    (Float, pa.float64()),
    (Date, pa.date32()),
    (LargeBinary, pa.binary()),
)


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; ``tables`` maps each table to its rows and the SHA-256 of its file."""

    format: str
    migration: str
    epoch: str
    revision: int
    content_hash: str
    entries: int
    head: str
    tables: dict[str, tuple[int, str]]

    @property
    def chain(self) -> Head:
        """Where the audit chain ended."""
        return Head(self.entries, self.head)


class _Counted(io.RawIOBase):
    """A member of the archive while it is written: how many bytes, and their hash."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._at = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, given: Any) -> int:
        part = bytes(given)
        self._out.write(part)
        self.digest.update(part)
        self._at += len(part)
        return len(part)


def backup(engine: Engine, file: Path) -> Manifest:
    """Write a backup. RegistryError, and no file, when the pool itself is not whole; StoreUnavailable."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        # Whoever may read a backup may read the pool.
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as raw, connections.reading(engine) as connection:
            faults = list(all_faults(connection))
            if faults:
                raise RegistryError(f"no backup was written, for the audit chain is not whole: {_told(faults)}")
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
                manifest = _write(connection, archive)
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.replace(file)
    except OSError as fault:
        raise StoreUnavailable(f"{file} cannot be written: {fault.strerror or fault}") from fault
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _told(faults: list[Fault]) -> str:
    return "; ".join(map(str, faults[:3])) + (f" and {len(faults) - 3} more" if len(faults) > 3 else "")


def _write(connection: Connection, archive: zipfile.ZipFile) -> Manifest:
    tables = {each.name: _write_table(connection, archive, each) for each in SQLModel.metadata.sorted_tables}
    feed, end = table(FeedRow), chain.head(connection)
    epoch, revision = connection.execute(select(feed.c.epoch, feed.c.rev)).one()
    content = Snapshot(epoch, revision, reading.columns(connection)).content_hash()
    manifest = Manifest(FORMAT, HEAD, epoch, revision, content, end.entries, end.hash, tables)
    archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")
    return manifest


def _write_table(connection: Connection, archive: zipfile.ZipFile, source: Table) -> tuple[int, str]:
    schema, count = _schema(source), 0
    wanted = select(source).order_by(*source.primary_key.columns)
    found = connection.execute(wanted, execution_options={"yield_per": _ROWS_AT_ONCE})
    with archive.open(_member(source.name), "w", force_zip64=True) as member:
        counted = _Counted(member)
        with pq.ParquetWriter(pa.PythonFile(counted, mode="w"), schema, compression="zstd") as writer:
            for part in found.partitions():
                arrays = [
                    pa.array(column, each.type) for column, each in zip(zip(*part, strict=True), schema, strict=True)
                ]
                writer.write_batch(pa.record_batch(arrays, schema=schema))
                count += len(part)
    return count, counted.digest.hexdigest()


def _schema(source: Table) -> pa.Schema:
    return pa.schema([(column.name, _type(column.type)) for column in source.columns])


def _type(column: object) -> pa.DataType:
    return next((kind for known, kind in _TYPES if isinstance(column, known)), pa.string())


def _member(name: str) -> str:
    return f"{name}.parquet"


class Opened:
    """A backup that was read from end to end and found whole."""

    def __init__(self, file: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.file = file
        self.manifest = manifest
        self._archive = archive

    def rows(self, name: str) -> Iterator[list[dict[str, Any]]]:
        """The rows of a table in batches."""
        with self._archive.open(_member(name)) as member, pq.ParquetFile(member) as parquet:
            for batch in parquet.iter_batches(_ROWS_AT_ONCE):
                yield batch.to_pylist()


def open_backup(file: Path) -> Opened:
    """Open and check a backup. DamagedBackup when it is not whole, NewerDatabase when a later release wrote it."""
    try:
        archive = zipfile.ZipFile(file)
        manifest = _manifest(file, archive)
        for name, (_, expected) in manifest.tables.items():
            if _digest(archive, _member(name)) != expected:
                raise DamagedBackup(file, f"the rows of {name} are not as they were written")
    except FileNotFoundError as fault:
        raise DamagedBackup(file, "there is no such file") from fault
    except (OSError, zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError) as fault:
        raise DamagedBackup(file, f"not a whole backup ({type(fault).__name__})") from fault
    return Opened(file, archive, manifest)


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    said = json.loads(archive.read(_MANIFEST))
    if said.get("format") != FORMAT:
        raise DamagedBackup(file, f"expected a backup of format {FORMAT}")
    manifest = Manifest(**said)
    if manifest.migration not in (*OLDER, HEAD):
        raise NewerDatabase(
            f"{file} was written by a later release (its migration is {manifest.migration}, ours is {HEAD}); "
            "use that release"
        )
    return manifest


def _digest(archive: zipfile.ZipFile, member: str) -> str:
    digest = hashlib.sha256()
    with archive.open(member) as opened:
        while part := opened.read(_BYTES_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()

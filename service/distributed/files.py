"""A pool as files that every worker sees, and that are gone when the work is done: shards, or the whole snapshot."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matching import Index
from matching.shards import sharded
from registry.errors import StoreUnavailable
from registry.snapshot import Snapshot

_PREFIX = "rtcm-shards-"


@contextmanager
def shard_files(index: Index, folder: Path, size: int) -> Iterator[list[Path]]:
    """One index file per shard of at most ``size`` people, in a folder of their own; StoreUnavailable."""
    with _own_folder(folder) as own:
        with _told(folder):
            files = [_written(shard, own / f"{number:06}.index") for number, shard in enumerate(sharded(index, size))]
        yield files


@contextmanager
def snapshot_folder(snapshot: Snapshot, folder: Path) -> Iterator[Path]:
    """A folder of its own with the snapshot as Parquet; StoreUnavailable."""
    with _own_folder(folder) as own:
        with _told(folder):
            snapshot.to_parquet(own)
        yield own


@contextmanager
def _own_folder(folder: Path) -> Iterator[Path]:
    """Files in it hold people: they are removed in the end, whatever happens, but for a kill of this process."""
    with _told(folder):
        made = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder.resolve(strict=True))
    with made as own:
        # A folder of this user alone would shut out workers that run as somebody else in the same group.
        Path(own).chmod(0o750)
        yield Path(own)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Faults of writing alone: what goes wrong while the files are used, such as a lost network, is something else."""
    try:
        yield
    except OSError as fault:
        raise StoreUnavailable(f"shards cannot be written to {folder}: {fault.strerror or fault}") from fault


def _written(shard: Index, file: Path) -> Path:
    shard.save(file)
    return file

"""Shards of a pool as files that every worker sees, and that are gone when the work is done."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matching import Index
from matching.shards import sharded
from registry.errors import StoreUnavailable

_PREFIX = "rtcm-shards-"


@contextmanager
def shard_files(index: Index, folder: Path, size: int) -> Iterator[list[Path]]:
    """One index file per shard of at most ``size`` people, in a folder of their own; StoreUnavailable.

    They hold people: they are removed in the end, whatever happens, but for a kill of this process.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder.resolve(strict=True)) as own:
            # A folder of this user alone would shut out workers that run as somebody else in the same group.
            Path(own).chmod(0o750)
            yield [
                _written(shard, Path(own) / f"{number:06}.index") for number, shard in enumerate(sharded(index, size))
            ]
    except OSError as fault:
        raise StoreUnavailable(f"shards cannot be written to {folder}: {fault.strerror or fault}") from fault


def _written(shard: Index, file: Path) -> Path:
    shard.save(file)
    return file

"""Files that appear under their name only when they are whole; equal content gives equal bytes."""

import gzip
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from registry.errors import StoreUnavailable

# The first day that a zip file can tell; the real one would make equal pools unequal files.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@contextmanager
def open_for_writing(path: Path) -> Iterator[IO[str]]:
    """A text file that appears under its name only when it is whole; ``.gz`` is compressed.

    StoreUnavailable when it cannot be written.
    """
    with (
        whole_file(path) as raw,
        _packed(raw, path) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as file,
    ):
        yield file


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """The same for bytes."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as raw:
            yield raw
        unfinished.replace(path)
    except OSError as fault:
        raise StoreUnavailable(f"{path} cannot be written: {fault.strerror or fault}") from fault
    finally:
        unfinished.unlink(missing_ok=True)


def add_entry(archive: ZipFile, name: str, content: IO[bytes]) -> None:
    """Put what ``content`` still holds into a zip file, without a time."""
    entry = ZipInfo(name, _NO_TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    with archive.open(entry, "w", force_zip64=True) as target:
        shutil.copyfileobj(content, target)


def _packed(raw: BinaryIO, path: Path) -> BinaryIO:
    """The file itself, or a compressor into it, with no name and no time inside: equal pools give equal bytes."""
    if path.suffix != ".gz":
        return raw
    return cast(BinaryIO, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0))

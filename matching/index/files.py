"""An index as one file that several processes map into memory, so that all of them share one copy.

The only place of the matcher that touches files: a checked header in front, then the arrays as they lie in memory.
"""

import json
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from matching.arrays import Column
from matching.errors import DamagedIndex

# Raised whenever the meaning of a byte changes; a file of another format is refused, and the index built anew.
MAGIC = b"rtcm-index/1\n"
_LENGTHS = struct.Struct("<QI")  # of the header, and its checksum
_ALIGNED = 64


def write(path: Path, arrays: Mapping[str, Column], told: Mapping[str, Any]) -> None:
    """Write arrays and whatever JSON holds; the file appears whole or not at all."""
    places: dict[str, tuple[str, list[int], int, int]] = {}
    at = 0
    for name, array in arrays.items():
        at = -(-at // _ALIGNED) * _ALIGNED
        places[name] = (array.dtype.str, list(array.shape), at, zlib.crc32(np.ascontiguousarray(array).data))
        at += array.nbytes
    header = json.dumps({"arrays": places, "bytes": at, "told": told}).encode()
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(MAGIC + _LENGTHS.pack(len(header), zlib.crc32(header)) + header)
            begin = _begin(len(header))
            for (_, _, offset, _), array in zip(places.values(), arrays.values(), strict=True):
                file.write(b"\0" * (begin + offset - file.tell()))
                file.write(np.ascontiguousarray(array).data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read(path: Path) -> tuple[dict[str, Column], dict[str, Any]]:
    """The arrays, mapped so that processes share them and what one writes stays its own, and the rest.

    DamagedIndex when the file is of another format, cut short, or not as it was written.
    """
    try:
        with path.open("rb") as file:
            header = _header(path, file.read(len(MAGIC) + _LENGTHS.size), file.read)
            begin = _begin(len(header))
            described = json.loads(header)
            expected, size = begin + described["bytes"], path.stat().st_size
            if size != expected:
                raise DamagedIndex(path, f"expected {expected:,} bytes, it has {size:,}")
            whole = np.memmap(file, np.uint8, mode="c") if described["bytes"] else np.zeros(begin, np.uint8)
    except OSError as fault:
        raise DamagedIndex(path, fault.strerror or "it cannot be read") from fault
    arrays = dict(_arrays(path, whole[begin:], described["arrays"]))
    return arrays, described["told"]


def _begin(header: int) -> int:
    """Where the arrays begin."""
    return -(-(len(MAGIC) + _LENGTHS.size + header) // _ALIGNED) * _ALIGNED


def _header(path: Path, start: bytes, read: Any) -> bytes:
    if not start.startswith(MAGIC):
        raise DamagedIndex(path, f"expected an index of format {MAGIC.decode().strip()}")
    if len(start) < len(MAGIC) + _LENGTHS.size:
        raise DamagedIndex(path, "it is cut short")
    length, checksum = _LENGTHS.unpack(start[len(MAGIC) :])
    if length > 1 << 32:
        raise DamagedIndex(path, "its header is not as it was written")
    header: bytes = read(length)
    if len(header) != length or zlib.crc32(header) != checksum:
        raise DamagedIndex(path, "its header is not as it was written")
    return header


def _arrays(path: Path, whole: Column, places: Mapping[str, Any]) -> Iterator[tuple[str, Column]]:
    for name, (kind, shape, at, checksum) in places.items():
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        raw = whole[at : at + size]
        # Reading every byte once also brings the pages in, before the first question is asked.
        if zlib.crc32(raw.data) != checksum:
            raise DamagedIndex(path, f"{name} is not as it was written")
        yield name, raw.view(np.dtype(kind)).reshape(shape)

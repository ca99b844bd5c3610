"""Arrays in one file that several processes map into memory, so that all of them share one copy.

A checked header in front, then the arrays as they lie in memory. Whose arrays they are, and what they mean, the
format says that the caller names.
"""

import json
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from registry.errors import DamagedFile

Column = npt.NDArray[Any]  # of whatever type the noun has
File = str | os.PathLike[str]

_LENGTHS = struct.Struct("<QI")  # of the header, and its checksum
_ALIGNED = 64
_LONGEST_HEADER = 1 << 32


def write(file: File, format: str, arrays: Mapping[str, Column], told: Mapping[str, Any]) -> None:
    """Write arrays and whatever JSON holds as a file of a format; it appears whole or not at all."""
    path = Path(file)
    places: dict[str, tuple[str, list[int], int, int]] = {}
    at = 0
    for name, array in arrays.items():
        at = -(-at // _ALIGNED) * _ALIGNED
        places[name] = (array.dtype.str, list(array.shape), at, zlib.crc32(np.ascontiguousarray(array).data))
        at += array.nbytes
    header = json.dumps({"arrays": places, "bytes": at, "told": told}).encode()
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as opened:
            opened.write(_magic(format) + _LENGTHS.pack(len(header), zlib.crc32(header)) + header)
            begin = _begin(format, len(header))
            for (_, _, offset, _), array in zip(places.values(), arrays.values(), strict=True):
                opened.write(b"\0" * (begin + offset - opened.tell()))
                opened.write(np.ascontiguousarray(array).data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read(file: File, format: str) -> tuple[dict[str, Column], dict[str, Any]]:
    """The arrays, mapped so that processes share them and what one writes stays its own, and the rest.

    DamagedFile when the file is of another format, cut short, or not as it was written.
    """
    path = Path(file)
    try:
        with path.open("rb") as opened:
            header = _header(path, format, opened)
            begin = _begin(format, len(header))
            described = json.loads(header)
            expected, size = begin + described["bytes"], path.stat().st_size
            if size != expected:
                raise DamagedFile(path, f"expected {expected:,} bytes, it has {size:,}")
            whole = np.memmap(opened, np.uint8, mode="c") if described["bytes"] else np.zeros(begin, np.uint8)
    except OSError as fault:
        raise DamagedFile(path, fault.strerror or "it cannot be read") from fault
    # As plain arrays over the mapped memory: numpy.memmap looks itself up anew for every slice and number.
    arrays = dict(_arrays(path, np.asarray(whole)[begin:], described["arrays"]))
    return arrays, described["told"]


def _magic(format: str) -> bytes:
    return f"{format}\n".encode()


def _begin(format: str, header: int) -> int:
    """Where the arrays begin."""
    return -(-(len(_magic(format)) + _LENGTHS.size + header) // _ALIGNED) * _ALIGNED


def _header(path: Path, format: str, file: IO[bytes]) -> bytes:
    magic = _magic(format)
    if file.read(len(magic)) != magic:
        raise DamagedFile(path, f"expected a file of format {format}")
    lengths = file.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        raise DamagedFile(path, "it is cut short")
    length, checksum = _LENGTHS.unpack(lengths)
    if length > _LONGEST_HEADER:
        raise DamagedFile(path, "its header is not as it was written")
    header = file.read(length)
    if len(header) != length or zlib.crc32(header) != checksum:
        raise DamagedFile(path, "its header is not as it was written")
    return header


def _arrays(path: Path, whole: Column, places: Mapping[str, Any]) -> Iterator[tuple[str, Column]]:
    for name, (kind, shape, at, checksum) in places.items():
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        raw = whole[at : at + size]
        # Reading every byte once also brings the pages in, before the first question is asked.
        if zlib.crc32(raw.data) != checksum:
            raise DamagedFile(path, f"{name} is not as it was written")
        yield name, raw.view(np.dtype(kind)).reshape(shape)

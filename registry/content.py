"""A hash of what tables say, the same however Arrow happens to lay them out."""

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from hashlib import _Hash

_ROWS_AT_ONCE = 50_000


def content_hash(tables: dict[str, pa.Table]) -> str:
    """SHA-256 over names, types and values of the tables, in their order."""
    digest = hashlib.sha256()
    for name, table in tables.items():
        digest.update(f"{name} {table.num_rows}".encode())
        for field in table.schema:
            digest.update(f"{field.name} {field.type}".encode())
            column = table[field.name]
            for at in range(0, table.num_rows, _ROWS_AT_ONCE):
                part = column.slice(at, _ROWS_AT_ONCE)
                _add(digest, pa.concat_arrays(part.chunks) if part.num_chunks else pa.array([], field.type))
    return digest.hexdigest()


def _add(digest: "_Hash", values: pa.Array) -> None:
    """Which values are known, then the values; what lies beneath a null, and where buffers begin, does not count."""
    digest.update(np.packbits(np.asarray(values.is_valid())).tobytes())
    if pa.types.is_list(values.type):
        _add(digest, pc.fill_null(pc.list_value_length(values), 0))
        _add(digest, pc.list_flatten(values))
    elif pa.types.is_string(values.type):
        known = pc.fill_null(values, "")
        _add(digest, pc.binary_length(known))
        digest.update("".join(known.to_pylist()).encode())
    else:
        number = values.cast(pa.int32()) if pa.types.is_date32(values.type) else values
        number = number.cast(pa.int8()) if pa.types.is_boolean(number.type) else number
        digest.update(np.ascontiguousarray(pc.fill_null(number, 0)).tobytes())

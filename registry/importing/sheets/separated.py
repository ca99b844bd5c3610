"""CSV as spreadsheets write it: comma, semicolon or tab, UTF-8 with or without a mark at its start."""

import csv
import io
import re

from registry.importing.reading import Unreadable, text_of

LARGEST = 50_000_000  # bytes
_LONGEST_CELL = 200_000  # characters; a text has at most 20,000
# Bytes of letters in Windows-1251 lie together from here up; in Windows-1254 they stand between ASCII letters.
_HIGH = re.compile(rb"[\xc0-\xff]{3,}")


def cells_of(raw: bytes) -> list[list[str]]:
    """Every row as its cells, the header first; Unreadable when it is no CSV file."""
    if len(raw) > LARGEST:
        raise Unreadable(None, f"expected a file of at most {LARGEST:,} bytes")
    text = _decoded(raw.removeprefix(b"\xef\xbb\xbf"))
    separator, text = _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as fault:
        raise Unreadable(None, f"not CSV: {fault}") from None
    if not rows:
        raise Unreadable(None, "expected a header row; the file is empty")
    return rows


def _decoded(raw: bytes) -> str:
    try:
        return text_of(raw)
    except Unreadable as fault:
        fault.expected += " (in Excel: save as CSV UTF-8)"
        if fault.found:
            fault.expected += f"; perhaps it is {'Windows-1251' if _HIGH.search(raw) else 'Windows-1254 or -1252'}"
        raise


def _separator(text: str) -> tuple[str, str]:
    """What stands between cells, by Excel's line ``sep=;`` or by the header; and the text without that line."""
    header, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=([;,\t])\r?", header)
    if told:
        return told.group(1), rest
    # No name of a column holds any of these.
    return max(",;\t", key=header.count), text

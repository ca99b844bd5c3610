"""Zip files and what is one inside (.xlsx, .docx): what they declare is checked before anything is unpacked."""

from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from registry.importing.reading import Unreadable

LARGEST_PACKED = 20_000_000  # bytes of the file
LARGEST_UNPACKED = 200_000_000  # bytes of everything inside
MOST_ENTRIES = 2_000
# Spreadsheets shrink 5 to 30 times; a bomb a thousand times. Small parts may shrink by more.
HIGHEST_RATIO, SMALL = 200, 1_000_000

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1


def names_inside(path: Path) -> list[str]:
    """The names in a zip file that is fit to be unpacked; Unreadable when it is not."""
    with _opened(path) as archive:
        entries = archive.infolist()
        _refuse_bombs(entries, path.stat().st_size)
        names = [entry.filename for entry in entries]
        if any(name.endswith("vbaProject.bin") for name in names):
            raise Unreadable(None, "expected a file without macros; save it as .xlsx or .docx")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                _refuse_doctype(archive, entry)
        return names


def _opened(path: Path) -> ZipFile:
    size = path.stat().st_size
    if size > LARGEST_PACKED:
        raise Unreadable(None, f"expected a file of at most {LARGEST_PACKED:,} bytes", f"{size:,} bytes")
    try:
        return ZipFile(path)
    except (BadZipFile, ValueError, NotImplementedError) as fault:  # the last: packed in an unknown way
        raise Unreadable(None, f"expected a whole zip file; this one is cut short or damaged: {fault}") from None


def _refuse_bombs(entries: list[ZipInfo], size: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(None, f"expected at most {MOST_ENTRIES:,} files inside", f"{len(entries):,}")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unreadable(None, "expected a file without a password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        expected = f"expected at most {LARGEST_UNPACKED:,} bytes when unpacked"
        raise Unreadable(None, expected, f"{unpacked:,} bytes")
    # Entries that share their bytes pack far more than they seem to.
    if sum(entry.compress_size for entry in entries) > size:
        raise Unreadable(None, "expected files inside that do not overlap")
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * entry.compress_size:
            ratio = entry.file_size // max(entry.compress_size, 1)
            expected = f"expected files inside that are packed at most {HIGHEST_RATIO} times"
            raise Unreadable(None, expected, f"{entry.filename}: {ratio:,} times")


def _refuse_doctype(archive: ZipFile, entry: ZipInfo) -> None:
    """Refuse XML that declares a document type: it may hold entities that grow without end."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unreadable(None, "expected XML without a document type (entities)", entry.filename)

    state = {"begun": False}

    def begun(*_: object) -> None:
        state["begun"] = True

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, begun
    try:
        with archive.open(entry) as file:
            # A document type can only stand before the first element.
            while not state["begun"] and (part := file.read(8_192)):
                parser.Parse(part)
    except (expat.ExpatError, BadZipFile, EOFError, NotImplementedError) as fault:  # the last: packed in an unknown way
        raise Unreadable(None, f"cannot be read: {entry.filename} is damaged ({fault})") from None

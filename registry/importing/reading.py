"""Bytes to plain values: sizes, encodings, JSON and YAML, with the line of everything."""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic_core import from_json
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from registry.errors import Problem, quoted

LONGEST_LINE = 1_000_000  # bytes; a profile is a few thousand
LARGEST_DOCUMENT = 2_000_000  # bytes; a mission is a few thousand
DEEPEST = 40

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Record:
    """One value of a file: where it begins, and where each of its parts does."""

    line: int
    value: Any
    lines: Mapping[Path_, int]

    def place(self, path: Path_, missing: bool = False) -> tuple[int | None, str]:
        """(line, name) of a part, of the nearest thing around it where the part has no line or is missing."""
        around = path[:-1] if missing else path
        while around and around not in self.lines:
            around = around[:-1]
        return self.lines.get(around, self.line), dotted(path)


def dotted(path: Path_) -> str:
    """A place as ``seats[0].wish[2].weight``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


class Unreadable(Exception):
    """A file or a line of it that cannot be turned into values."""

    def __init__(self, line: int | None, expected: str, found: str = "", field: str = "") -> None:
        self.line = line
        self.expected = expected
        self.found = found
        self.field = field
        super().__init__(expected)

    def at(self, file: Path) -> Problem:
        """The problem that this is for whoever wrote the file."""
        return Problem(str(file), self.line, self.field, self.found, self.expected)


def json_lines(path: Path) -> Iterator[Record | Unreadable]:
    """The objects of a JSON Lines file, one a line, ``.gz`` unpacked; a bad line is yielded and reading goes on."""
    try:
        with closing(_opened(path)) as file:
            yield from _lines(file)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Unreadable(None, "expected a whole gzip file; this one is cut short or damaged")
    except OSError as fault:
        yield Unreadable(None, f"cannot be read: {fault.strerror or fault}")


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _lines(file: BinaryIO) -> Iterator[Record | Unreadable]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            yield Unreadable(number, f"expected a record of at most {LONGEST_LINE:,} bytes on one line")
            _skip_line(file, raw)
        elif raw.strip():
            yield _parsed(raw, number)


def _skip_line(file: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(LONGEST_LINE)


def _parsed(raw: bytes, number: int) -> Record | Unreadable:
    try:
        text = text_of(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)
        return Record(number, json_value(text), {(): number})
    except Unreadable as fault:
        fault.line = number
        return fault


def text_of(raw: bytes) -> str:
    """Bytes as UTF-8 text; Unreadable with the line where they are not."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(1, "expected UTF-8; this is UTF-16")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise Unreadable(line, f"expected UTF-8; byte {fault.start + 1} is not", f"0x{raw[fault.start]:02x}") from None


def json_value(text: str) -> Any:
    """A JSON value; refuses what JSON leaves open: repeated keys, NaN and Infinity, lone surrogates, great depth."""
    try:
        value = json.loads(text, object_pairs_hook=_unrepeated, parse_constant=_not_finite)
    except RecursionError:
        raise Unreadable(None, f"expected at most {DEEPEST} levels of nesting") from None
    except json.JSONDecodeError as fault:
        found = quoted(text[fault.pos : fault.pos + 20].strip()) if text[fault.pos :].strip() else "the end"
        raise Unreadable(None, f"not JSON at column {fault.colno}: {fault.msg.lower()}", found) from None
    except ValueError:
        # Python refuses to read a number of thousands of digits.
        raise Unreadable(None, "expected numbers of fewer digits") from None
    if "\\u" in text:
        _refuse_surrogates(text)
    return value


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise Unreadable(None, "expected each field once; this one stands here twice", quoted(twice))
    return found


def _not_finite(name: str) -> Any:
    raise Unreadable(None, "expected a finite number", name)


def _refuse_surrogates(text: str) -> None:
    try:
        from_json(text)
    except ValueError:
        raise Unreadable(None, "expected whole Unicode characters; found half of a pair (\\ud800 to \\udfff)") from None


def document(path: Path) -> list[Record]:
    """The documents of a YAML or JSON file (JSON is YAML); Unreadable when any of it cannot be taken.

    YAML 1.2, so that NO stays Norway; days stay text; anchors, aliases and tags are refused.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_DOCUMENT:
            raise Unreadable(None, f"expected a file of at most {LARGEST_DOCUMENT:,} bytes", f"{size:,} bytes")
        raw = path.read_bytes()
    except OSError as fault:
        raise Unreadable(None, f"cannot be read: {fault.strerror or fault}") from None
    text = text_of(raw.removeprefix(b"\xef\xbb\xbf"))
    try:
        nodes = _composed(text)
    except MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        raise Unreadable(line, f"not YAML or JSON: {fault.problem or fault.context}") from None
    except YAMLError as fault:
        raise Unreadable(_line_of(fault), f"not YAML or JSON: {_first_line(fault)}") from None
    if not nodes:
        raise Unreadable(None, "expected a mapping; the file is empty")
    return [_record(node) for node in nodes]


def _composed(text: str) -> list[Node]:
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(event.start_mark.line + 1, "anchors and aliases are not taken; write it out")
        # What is too deep is not read to its end: the time to read it grows with the square of its depth.
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise Unreadable(event.start_mark.line + 1, f"expected at most {DEEPEST} levels of nesting")
    return [node for node in YAML(typ="safe", pure=True).compose_all(text) if node is not None]


def _line_of(fault: YAMLError) -> int | None:
    found = re.search(r"line (\d+)", str(fault))
    return int(found.group(1)) if found else None


def _first_line(fault: YAMLError) -> str:
    return str(fault).strip().splitlines()[0][:200]


def _record(node: Node) -> Record:
    lines: dict[Path_, int] = {}
    value = _plain(node, (), lines)
    return Record(node.start_mark.line + 1, value, lines)


def _plain(node: Node, path: Path_, lines: dict[Path_, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, SequenceNode):
        return [_plain(each, (*path, place), lines) for place, each in enumerate(node.value)]
    if isinstance(node, MappingNode):
        return _mapping(node, path, lines)
    return _scalar(cast(ScalarNode, node))


def _mapping(node: MappingNode, path: Path_, lines: dict[Path_, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
        if not isinstance(key_node, ScalarNode):
            raise Unreadable(line, "expected a plain name before the colon")
        if key in found:
            raise Unreadable(line, "expected each field once; this one stands here twice", quoted(key))
        lines[(*path, key)] = line
        found[key] = _plain(value_node, (*path, key), lines)
    return found


_WORDS: dict[str, Any] = {"null": None, "~": None, "": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)")


def _scalar(node: ScalarNode) -> Any:
    """A plain value by the core schema of YAML 1.2."""
    text: str = node.value
    line = node.start_mark.line + 1
    if node.tag and not str(node.tag).startswith("tag:yaml.org,2002:"):
        raise Unreadable(line, "tags are not taken", quoted(str(node.tag)))
    if node.style:  # quoted or block text
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NOT_FINITE.fullmatch(text):
        raise Unreadable(line, "expected a finite number", text)
    if _NUMBER.fullmatch(text):
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise Unreadable(line, "expected a finite number", quoted(text))
        return number
    return text

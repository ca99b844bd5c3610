"""A draft mission as YAML: beside each line the words that it came from, above it what is missing."""

import io
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from registry.errors import quoted
from registry.importing.terms import Draft, Extraction

_LONGEST_QUOTE = 100
_EXPECTED = {
    "title": "a line",
    "types": "one or more kinds of mission",
    "host_countries": "one or more countries",
    "window": "start and end, as YYYY-MM-DD",
}


def draft_text(draft: Draft, source: str) -> str:
    """The draft as mission/1 with comments; a required field that the text does not tell is named, never made up."""
    commented = _commented(draft.mission, (), draft)
    assert isinstance(commented, CommentedMap)
    commented.yaml_set_start_comment("\n".join(_opening(draft, source)))
    text = io.StringIO()
    yaml = YAML()
    yaml.width = 4096
    yaml.dump(commented, text)
    return text.getvalue()


def _opening(draft: Draft, source: str) -> Iterator[str]:
    yield f"Draft from {source}: hold every line against the words behind it, then import it."
    for field in draft.missing:
        yield f"MISSING {field}: not found in the text; expected {_EXPECTED[field]}"
    for note in draft.notes:
        yield f"NOTE {note.note}: {_words(note)}"


def _commented(value: Any, path: tuple[str | int, ...], draft: Draft) -> Any:
    """The same value with a comment wherever an extraction stands behind it."""
    if isinstance(value, dict):
        mapping = CommentedMap()
        for key, each in value.items():
            mapping[key] = _commented(each, (*path, key), draft)
            if (*path, key) in draft.sources:
                mapping.yaml_add_eol_comment(_words(draft.sources[*path, key]), key)
        return mapping
    if isinstance(value, list):
        return _sequence(value, path, draft)
    return value


def _sequence(values: list[Any], path: tuple[str | int, ...], draft: Draft) -> CommentedSeq:
    sequence = CommentedSeq()
    for at, each in enumerate(values):
        sequence.append(_commented(each, (*path, at), draft))
        source = draft.sources.get((*path, at))
        if source is None:
            continue
        if isinstance(each, dict) and path[:1] == ("seats",) and len(path) > 1:
            sequence[at].fa.set_flow_style()
            sequence.yaml_add_eol_comment(_words(source), at)
        elif isinstance(each, dict):
            sequence.yaml_set_comment_before_after_key(at, before=_words(source), indent=0)
        else:
            sequence.yaml_add_eol_comment(_words(source), at)
    return sequence


def _words(source: Extraction) -> str:
    """The quote behind a value, on one line."""
    also = f"; {source.note}" if source.note and source.field != "note" else ""
    return f"{quoted(source.quote.words, _LONGEST_QUOTE)} ({source.quote.place}, {source.confidence:.2f}{also})"

"""What was found in terms of reference, as an answer and as a terminal shows it."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field
from rich.table import Table
from rich.text import Text

from matching.shortlist import Answer
from registry.importing.terms import Draft, Extraction


class Finding(Answer):
    """One thing found; ``offset`` counts characters of the whole text from 0, ``paragraph`` and ``page`` from 1."""

    field: str
    value: Any
    strength: str
    confidence: float
    in_draft: bool
    words: str
    page: int | None
    paragraph: int
    offset: int
    note: str


class TermsDraft(Answer):
    """Everything found in one text, and the required fields that it does not tell."""

    schema_: Literal["draft/1"] = Field(default="draft/1", alias="schema")
    terms: str
    mission: str
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]


def draft_answer(terms: str, draft: Draft, found: Sequence[Extraction]) -> TermsDraft:
    """The answer for one text, its findings in the order of the fields."""
    findings = tuple(
        Finding(
            field=each.field,
            value=each.value,
            strength=each.strength,
            confidence=each.confidence,
            in_draft=each in draft.sources.values(),
            words=each.quote.words,
            page=each.quote.page,
            paragraph=each.quote.paragraph,
            offset=each.quote.offset,
            note=each.note,
        )
        for each in found
    )
    return TermsDraft(terms=terms, mission=draft.mission["id"], findings=findings, missing=draft.missing)


def draft_table(answer: TermsDraft) -> Table:
    """One row a finding; what did not go into the draft is dim."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    for heading in ("field", "value", "", "sure", "words", "where"):
        table.add_column(heading, overflow="fold")
    for each in answer.findings:
        page = f"p. {each.page}, " if each.page else ""
        cells = (each.field, _value(each.value), each.strength, f"{each.confidence:.2f}", each.words)
        where = f"{page}par. {each.paragraph}"
        style = "" if each.in_draft else "dim"
        table.add_row(*(Text(cell) for cell in (*cells, where)), style=style)
    return table


def _value(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return " ".join(" ".join(part) if isinstance(part, list) else str(part) for part in value.values())

"""One thing that a text asks, with the words that it came from."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.importing.terms.text import Passage

# What goes into the draft; below, it is only shown.
SURE_ENOUGH = 0.5


@dataclass(frozen=True)
class Quote:
    """Words of a text: their paragraph and offset in the whole text, from 0, and the page where there are pages."""

    words: str
    page: int | None
    paragraph: int
    offset: int

    @classmethod
    def of(cls, passage: Passage, start: int, end: int) -> "Quote":
        """The words from ``start`` to ``end`` of a passage."""
        return cls(passage.text[start:end], passage.page, passage.number, passage.offset + start)

    @property
    def place(self) -> str:
        """Where to look, in words."""
        page = f"page {self.page}, " if self.page else ""
        return f"{page}paragraph {self.paragraph}"


@dataclass(frozen=True)
class Extraction:
    """One thing found: ``field`` of mission/1 or of a requirement, its value, must or wish, and a confidence 0 to 1.

    ``strength`` is "must" or "wish" for a requirement, "" for anything else.
    """

    field: str
    value: Any
    quote: Quote
    confidence: float
    strength: str = ""
    note: str = ""
    beside: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def in_draft(self) -> bool:
        """Whether it is sure enough to be written into the draft."""
        return self.confidence >= SURE_ENOUGH

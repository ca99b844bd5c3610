"""Two entries that may be one person: what speaks for and against it, and what a registrar decided."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from registry.domain.base import Fact, Id, Line


class DuplicateState(StrEnum):
    """Whether somebody has decided, and what."""

    OPEN = "open"
    MERGED = "merged"
    DISTINCT = "distinct"


class Clue(Fact):
    """One thing that speaks for one person (bits above 0) or for two; each bit doubles the odds or halves them."""

    says: str
    bits: float


class Duplicate(Fact):
    """A pair in the queue (format duplicate/1); ``score`` is how likely it is one person, in per cent."""

    schema_: Literal["duplicate/1"] = Field("duplicate/1", alias="schema")
    first: Id
    second: Id
    score: Annotated[float, Field(ge=0, le=100)]
    clues: tuple[Clue, ...] = ()
    state: DuplicateState = DuplicateState.OPEN
    kept: Id | None = None
    decided_by: Line | None = None
    decided_at: AwareDatetime | None = None

"""What stands around a request or a person in the network, with the strongest paths (format network/1)."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from matching.shortlist import Answer

# What a picture can show legibly.
MOST_NODES = 150


class Node(Answer):
    """Something in the neighbourhood; ``column`` is its place from left to right in a picture."""

    id: str  # as "competence:TRN.TOT"
    kind: str
    label: str
    column: int
    strength: float | None = None


class Edge(Answer):
    """How two of them belong together; ``start`` and ``end`` are days, null where unknown."""

    source: str
    target: str
    kind: str
    weight: float = 1.0
    start: str | None = None
    end: str | None = None


class Path(Answer):
    """How the neighbourhood leads to one person, in words, and how strongly (0 to 1)."""

    specialist: str
    name: str
    strength: float
    words: str


class Neighbourhood(Answer):
    """A request or a person, and what stands around it; ``left_out`` people or missions did not fit in."""

    schema_: Literal["network/1"] = Field("network/1", alias="schema")
    about: str
    title: str
    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    paths: tuple[Path, ...]
    left_out: int = 0


def joined(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Each node once, in the order in which they were found."""
    return tuple({node.id: node for node in reversed(list(nodes))}.values())[::-1]

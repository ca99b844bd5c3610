"""Where the nodes of a neighbourhood stand in a picture: columns from left to right, few crossings, no overlaps."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.network import Neighbourhood, Node
from service.rendering.lettering import wrapped

BOX, HEIGHT, ROW, GAP = 340, 38, 46, 76
TOP, SIDE = 118, 28
LETTER = 7.6  # how wide a letter of average width is
EDGES, VALUE = 23, 36  # what a box has beside its label: both edges, and a number where there is one
_PASSES = 6


@dataclass(frozen=True)
class Box:
    """A node with the upper left corner of its box, and its label in at most two lines."""

    node: Node
    x: int
    y: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + HEIGHT / 2


@dataclass(frozen=True)
class Layout:
    """All boxes, and how large the picture is without its legend."""

    boxes: Mapping[str, Box]
    columns: tuple[tuple[int, str, int], ...]  # x, title, number of nodes
    width: int
    height: float
    box: int  # how wide a box is


def laid_out(found: Neighbourhood, box: int = BOX, gap: int = GAP) -> Layout:
    """The same neighbourhood always stands the same way; ``box``: how wide a box is, ``gap``: what is between two."""
    columns = _in_order(found)
    tallest = max(map(len, columns), default=1)
    boxes = {}
    for at, column in enumerate(columns):
        begin = TOP + (tallest - len(column)) * ROW / 2
        for place, node in enumerate(column):
            x = SIDE + at * (box + gap)
            boxes[node.id] = Box(node, x, begin + place * ROW, wrapped(node.label, _room(node, box), 2))
    heads = tuple((SIDE + at * (box + gap), title, len(columns[at])) for at, title in enumerate(found.columns))
    width = 2 * SIDE + len(found.columns) * (box + gap) - gap
    return Layout(boxes, heads, width, TOP + tallest * ROW, box)


def _room(node: Node, box: int) -> float:
    """How many letters of average width stand on one line of a box."""
    return (box - EDGES - (VALUE if node.strength is not None else 0)) / LETTER


def _in_order(found: Neighbourhood) -> list[list[Node]]:
    """Columns of nodes; each goes where its neighbours are, and the last keeps the order it was given."""
    columns = [[node for node in found.nodes if node.column == at] for at in range(len(found.columns))]
    beside = _neighbours(found)
    for _ in range(_PASSES):
        for at in range(len(columns) - 2, -1, -1):
            place = _places(columns)
            given = {node.id: number for number, node in enumerate(columns[at])}
            columns[at].sort(key=lambda node: (_mean(node, beside, place), given[node.id]))  # used at once
    return columns


def _neighbours(found: Neighbourhood) -> dict[str, list[str]]:
    beside: dict[str, list[str]] = {node.id: [] for node in found.nodes}
    for edge in found.edges:
        beside[edge.source].append(edge.target)
        beside[edge.target].append(edge.source)
    return beside


def _places(columns: list[list[Node]]) -> dict[str, float]:
    """How far down each node stands, 0 to 1, by its middle."""
    return {node.id: (at + 0.5) / len(column) for column in columns for at, node in enumerate(column)}


def _mean(node: Node, beside: Mapping[str, list[str]], place: Mapping[str, float]) -> float:
    found = [place[other] for other in beside[node.id]]
    return sum(found) / len(found) if found else 1.0

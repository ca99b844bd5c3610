"""The neighbourhood of a person: what is on file, past missions, and whom they met there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from matching import words
from matching.index import Index
from matching.network.edges import UNKNOWN
from matching.network.graph import day, label_of
from matching.network.kinds import EdgeKind, NodeKind
from matching.network.neighbourhood import Edge, Neighbourhood, Node, Path, joined
from matching.network.typed import Network
from registry.domain import Window
from registry.lifecycle import bars
from registry.snapshot import Snapshot

COLUMNS = ("On file", "The person", "Past missions", "People met there")
# At most so many of one kind are shown, the strongest or latest first.
_OF_A_KIND = 12
_ON_FILE = (EdgeKind.HELD, EdgeKind.CERTIFIED, EdgeKind.SPOKE, EdgeKind.SERVED_IN, EdgeKind.EMPLOYED_AT)
_MET = {EdgeKind.WORKED_WITH: "worked together on {0}", EdgeKind.TRAINED_BY: "trained by them on {0}"}
# So many missions together count as the strongest tie.
_OFTEN = 5
_TRAINED = "trained them on {0}"


@dataclass(frozen=True)
class Tie:
    """One edge of a person: the other end by number, and what the edge says."""

    kind: EdgeKind
    other: int
    outward: bool  # from the person to the other end
    weight: float
    start: int
    end: int


@dataclass(frozen=True)
class _Around:
    """All that the parts of a neighbourhood are made from."""

    network: Network
    index: Index
    past: pa.Table
    me: str
    open: list[bool]  # by row: whether that person may be named, being open to proposals
    withheld: dict[int, int]  # number of each person who is not named

    def node(self, number: int, column: int, strength: float | None = None) -> Node:
        """A node of the picture; somebody who cannot be proposed is not named."""
        kind, at = self.network.at(number)
        id = self.network.names[kind][at]
        if kind is NodeKind.SPECIALIST and not self.open[at]:
            # Neither id nor row: both would tell who it is.
            number = self.withheld.setdefault(at, len(self.withheld) + 1)
            return Node(id=f"specialist:withheld-{number}", kind=str(kind), label="name withheld", column=column)
        return Node(id=f"{kind}:{id}", kind=str(kind), label=self._label(kind, at), column=column, strength=strength)

    def _label(self, kind: NodeKind, at: int) -> str:
        if kind is NodeKind.SPECIALIST:
            return self.index.names[at]
        if kind is NodeKind.MISSION:
            return f"{self.past['title'][at].as_py()} ({self.past['start'][at].as_py().year})"
        return label_of(kind, self.network.names[kind][at])


def around_specialist(
    specialist: str, index: Index, snapshot: Snapshot, on: date, top: int = 20, network: Network | None = None
) -> Neighbourhood:
    """The neighbourhood of a person, at most ``top`` people in it; who cannot be proposed on a day is not named.

    ``index`` is that of the snapshot, row by row, and so is ``network``: laid out anew where it is not handed in, which
    is most of the time that this takes, O(facts). NoSuchSpecialist when the index does not hold them.
    """
    row = index.row_of(specialist)
    network = Network.of(snapshot) if network is None else network
    barred = np.logical_or.reduce(list(bars(index.membership, Window(start=on, end=on)).values()))
    around = _Around(network, index, snapshot.tables["assignments"], f"specialist:{specialist}", (~barred).tolist(), {})
    ties = _ties(network, row)
    met = sorted((tie for tie in ties if tie.kind in _MET), key=lambda tie: (-tie.weight, -tie.end, tie.other))
    people = list(dict.fromkeys(tie.other for tie in met))[:top]
    shown = [tie for tie in ties if tie.kind not in _MET] + [tie for tie in met if tie.other in people]
    placed = [(tie, around.node(tie.other, _column(tie), _strength(tie))) for tie in shown]
    centre = Node(id=around.me, kind="specialist", label=index.names[row], column=1)
    return Neighbourhood(
        about=specialist,
        title=f"{index.names[row]} ({specialist})",
        columns=COLUMNS,
        nodes=joined([centre, *(node for _, node in placed)]),
        edges=(*(_edge(tie, node, around) for tie, node in placed), *_where(people, shown, around)),
        paths=tuple(_path(tie, node) for tie, node in placed if tie.kind in _MET),
        left_out=len({tie.other for tie in met}) - len(people),
    )


def _ties(network: Network, row: int) -> list[Tie]:
    """Every edge of a person, of one kind at most so many."""
    found: list[Tie] = []
    for kind in (*_ON_FILE, EdgeKind.SERVED_ON, EdgeKind.ATTENDED, *_MET):
        edges = network.edges[kind]
        mine = edges.where((edges.source == row) | (edges.target == row)).merged()
        columns = (mine.source, mine.target, mine.weight, mine.start, mine.end)
        ties = [
            Tie(kind, other if one == row else one, one == row, weight, start, end)
            for one, other, weight, start, end in zip(*(column.tolist() for column in columns), strict=True)
        ]
        ties.sort(key=lambda tie: (-tie.end, -tie.weight, tie.other))
        found += ties if kind in _MET else ties[:_OF_A_KIND]
    return found


def _column(tie: Tie) -> int:
    return 0 if tie.kind in _ON_FILE else 3 if tie.kind in _MET else 2


def _strength(tie: Tie) -> float | None:
    return round(tie.weight, 4) if tie.kind in (EdgeKind.HELD, EdgeKind.SPOKE) else None


def _edge(tie: Tie, node: Node, around: _Around) -> Edge:
    source, target = (around.me, node.id) if tie.outward else (node.id, around.me)
    start, end = (None if number == UNKNOWN else day(number) for number in (tie.start, tie.end))
    return Edge(source=source, target=target, kind=str(tie.kind), weight=round(tie.weight, 4), start=start, end=end)


def _where(people: list[int], shown: list[Tie], around: _Around) -> Iterator[Edge]:
    """On which of the missions shown those people took part."""
    missions = {tie.other for tie in shown if tie.kind in (EdgeKind.SERVED_ON, EdgeKind.ATTENDED)}
    for kind in (EdgeKind.SERVED_ON, EdgeKind.ATTENDED):
        edges = around.network.edges[kind]
        there = np.flatnonzero(np.isin(edges.target, list(missions)) & np.isin(edges.source, people))
        for person, mission in zip(edges.source[there].tolist(), edges.target[there].tolist(), strict=True):
            yield Edge(source=around.node(person, 3).id, target=around.node(mission, 2).id, kind=str(kind))


def _path(tie: Tie, node: Node) -> Path:
    told = _MET[tie.kind] if tie.outward or tie.kind is EdgeKind.WORKED_WITH else _TRAINED
    often = words.plural(int(tie.weight), "mission" if tie.kind is EdgeKind.WORKED_WITH else "training")
    last = "" if tie.end == UNKNOWN else f", last in {day(tie.end)[:4]}"
    id = node.id.removeprefix("specialist:")
    return Path(
        specialist=id, name=node.label, strength=round(min(tie.weight / 5, 1.0), 4), words=told.format(often) + last
    )

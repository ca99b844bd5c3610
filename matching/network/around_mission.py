"""The neighbourhood of a request: what it asks, the past missions nearest to it, and whom they lead to."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from matching.ask import Ask
from matching.criteria.network import NetworkFactors, named, sentence
from matching.eligibility import eligible
from matching.index import Index
from matching.nearness import Request
from matching.network.graph import label_of
from matching.network.kinds import EdgeKind, NodeKind
from matching.network.neighbourhood import Edge, Neighbourhood, Node, Path, joined
from matching.paths import Paths, Way, ways
from registry.domain import Mission
from registry.snapshot import Snapshot

COLUMNS = ("The request", "What it asks", "Past missions near it", "People they lead to")
# At most so many missions without anybody who can be proposed are shown beside the others.
_BESIDE = 6
_LEADS = {
    NodeKind.COMPETENCE: EdgeKind.ABOUT,
    NodeKind.COUNTRY: EdgeKind.TOOK_PLACE_IN,
    NodeKind.ORGANISATION: EdgeKind.RAN_FOR,
}
_DID = {
    "served": EdgeKind.SERVED_ON,
    "attended": EdgeKind.ATTENDED,
    "worked_with": EdgeKind.WORKED_WITH,
    "trained_by": EdgeKind.TRAINED_BY,
}


@dataclass(frozen=True)
class _Around:
    """All that the parts of a neighbourhood are made from."""

    request: Request
    index: Index
    paths: Paths
    snapshot: Snapshot

    def mission(self, number: int) -> str:
        """A past mission as the id of a node."""
        return f"mission:{self.snapshot.tables['assignments']['id'][number].as_py()}"


def around_mission(
    mission: Mission, index: Index, snapshot: Snapshot, seat: int = 1, top: int = 20, beside: tuple[str, ...] = ()
) -> Neighbourhood:
    """The neighbourhood of one seat: at most ``top`` people, and only such as may be considered for it.

    ``index`` is that of the snapshot. NoSuchSeat when the mission has no such seat.
    """
    ask, by = Ask(mission, seat, beside), NetworkFactors().strengths
    around = _Around(Request.of(ask, index), index, Paths.of(Request.of(ask, index), index.past, by), snapshot)
    reached = around.paths.shares[index.people["person"]] * eligible(ask, index).mask
    order = np.lexsort((np.arange(len(reached)), -reached))
    rows = [row for row in order[:top].tolist() if reached[row] > 0]
    found = {row: ways(row, around.paths, index.past, by)[0] for row in rows}
    missions = _shown(list(found.values()), around.paths)
    centre = Node(id=f"request:{mission.id}", kind="request", label=mission.title, column=0)
    hubs = around.request.hubs
    return Neighbourhood(
        about=mission.id,
        title=f"{mission.id}, seat {seat}: {mission.title}",
        columns=COLUMNS,
        nodes=joined([centre, *_asked(around), *_past(missions, around), *_people(found, around)]),
        edges=(
            *(Edge(source=centre.id, target=index.past.hubs[hub], kind="asks") for hub in hubs),
            *_why(centre.id, missions, around),
            *(_reach(row, way, around) for row, way in found.items()),
        ),
        paths=tuple(
            Path(
                specialist=index.ids[row],
                name=index.names[row],
                strength=round(float(reached[row]), 4),
                words=sentence(way, around.request, index.past),
            )
            for row, way in found.items()
        ),
        left_out=int((reached > 0).sum()) - len(rows),
    )


def _shown(found: Collection[Way], paths: Paths) -> list[int]:
    """Missions that lead to somebody shown, and a few of the nearest others."""
    led = {way.mission if way.beyond is None else way.beyond for way in found}
    nearest = np.lexsort((np.arange(len(paths.near)), -paths.near))[: len(led) + _BESIDE].tolist()
    others = [mission for mission in nearest if mission not in led and paths.near[mission] > 0][:_BESIDE]
    return sorted([*led, *others], key=lambda mission: (-paths.near[mission], mission))


def _asked(around: _Around) -> Iterator[Node]:
    for hub in around.request.hubs:
        kind, _, id = around.index.past.hubs[hub].partition(":")
        yield Node(id=around.index.past.hubs[hub], kind=kind, label=label_of(NodeKind(kind), id), column=1)


def _past(missions: list[int], around: _Around) -> Iterator[Node]:
    for mission in missions:
        strength = round(float(around.paths.near[mission]), 4)
        label = named(mission, around.index.past)
        yield Node(id=around.mission(mission), kind="mission", label=label, column=2, strength=strength)


def _why(centre: str, missions: list[int], around: _Around) -> Iterator[Edge]:
    """What each mission shares with the request; a mission that shares nothing is near by what it was about."""
    walk, asked = around.index.past, set(around.request.hubs)
    for mission in missions:
        shared = [hub for hub in walk.hubs_of.of_one(mission) if hub in asked]
        for hub in shared:
            kind = _LEADS[NodeKind(walk.hubs[hub].partition(":")[0])]
            yield Edge(source=walk.hubs[hub], target=around.mission(mission), kind=str(kind))
        if not shared:
            weight = round(float(around.paths.near[mission]), 4)
            yield Edge(source=centre, target=around.mission(mission), kind="near", weight=weight)


def _people(found: dict[int, Way], around: _Around) -> Iterator[Node]:
    for row, way in found.items():
        label, strength = around.index.names[row], round(way.strength, 4)
        yield Node(
            id=f"specialist:{around.index.ids[row]}", kind="specialist", label=label, column=3, strength=strength
        )


def _reach(row: int, way: Way, around: _Around) -> Edge:
    near = way.mission if way.beyond is None else way.beyond
    return Edge(
        source=around.mission(near),
        target=f"specialist:{around.index.ids[row]}",
        kind=str(_DID[way.did]),
        weight=round(way.strength, 4),
    )

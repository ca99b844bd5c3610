"""The face of the expertise network: a networkx graph with documented attributes."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

import networkx as nx
import numpy as np

from matching import words
from matching.network.edges import UNKNOWN
from matching.network.kinds import EdgeKind, NodeKind
from matching.network.typed import Network
from registry.snapshot import Snapshot
from registry.vocabulary import countries, modules

_EPOCH = date(1970, 1, 1)


def graph(
    snapshot: Snapshot,
    edges: Collection[EdgeKind] | None = None,
    region: str | None = None,
    on: date | None = None,
    between: tuple[int, int] | None = None,
    names: bool = True,
) -> nx.MultiDiGraph:
    """The typed network of a snapshot, or a part of it, as networkx has it.

    Nodes are named ``kind:id``, such as ``competence:TRN.TOT``; edges have their kind as key. Attributes of a node:
    kind, id, label; of a country also region and subregion (M49). Of an edge: kind, weight, and where they are known
    start and end (ISO dates). ``worked_with`` stands once a pair. Vocabulary that nothing leads to is left out.
    ``region`` is an M49 region or sub-region; ``names=False`` labels people by id, for analysts.

    Costs about a kilobyte an edge: for whole pools up to about 100,000 people; select first for larger ones.
    """
    return as_networkx(Network.of(snapshot).selected(edges, region, on, between), labels(snapshot, names))


def labels(snapshot: Snapshot, names: bool = True) -> dict[NodeKind, list[str]]:
    """Labels of people and missions, which are the only ones that the vocabularies do not know."""
    people, past = snapshot.tables["specialists"], snapshot.tables["assignments"]
    given, family = people["given"].to_pylist(), people["family"].to_pylist()
    known = [f"{one} {other}".strip() for one, other in zip(given, family, strict=True)]
    years = [start.year for start in past["start"].to_pylist()]
    return {
        NodeKind.SPECIALIST: known if names else people["id"].to_pylist(),
        NodeKind.MISSION: [f"{title} ({year})" for title, year in zip(past["title"].to_pylist(), years, strict=True)],
    }


def as_networkx(network: Network, known: dict[NodeKind, list[str]]) -> nx.MultiDiGraph:
    """A network of arrays as networkx has it."""
    made = nx.MultiDiGraph()
    named = [f"{kind}:{id}" for kind, ids in network.names.items() for id in ids]
    used = _used(network)
    for kind, ids in network.names.items():
        first = network.first[kind]
        for at, id in enumerate(ids):
            if used[first + at] or kind in known:
                label = known[kind][at] if kind in known else label_of(kind, id)
                made.add_node(named[first + at], kind=str(kind), id=id, label=label, **_place(kind, id))
    for key, one, other, told in _edges(network):
        made.add_edge(named[one], named[other], key=str(key), kind=str(key), **told)
    return made


def label_of(kind: NodeKind, id: str) -> str:
    """What a term of a vocabulary is called, in English."""
    match kind:
        case NodeKind.COMPETENCE:
            return words.skill(id)
        case NodeKind.LANGUAGE:
            return words.language(id)
        case NodeKind.COUNTRY:
            return words.country(id)
        case NodeKind.COURSE:
            return f"{modules()[id].title} ({id})"
        case NodeKind.CERTIFICATE:
            module, level = id.split(" ")
            return f"{module} as {words.role(level)}"
    return id


def _place(kind: NodeKind, id: str) -> dict[str, str]:
    if kind is not NodeKind.COUNTRY:
        return {}
    return {"region": countries()[id].region, "subregion": countries()[id].subregion}


def _used(network: Network) -> Any:
    used = np.zeros(len(network), bool)
    for kind, edges in network.edges.items():
        # Terms alone do not make a network: only what leads to a person or a mission counts.
        if kind not in (EdgeKind.TEACHES, EdgeKind.ATTESTS, EdgeKind.BROADER):
            used[edges.source] = used[edges.target] = True
    return used


def _edges(network: Network) -> Iterator[tuple[EdgeKind, int, int, dict[str, Any]]]:
    used = _used(network)
    for kind, each in network.edges.items():
        edges = each.merged() if kind in (EdgeKind.WORKED_WITH, EdgeKind.TRAINED_BY) else each
        columns = (edges.source, edges.target, edges.weight, edges.start, edges.end)
        for one, other, weight, start, end in zip(*(column.tolist() for column in columns), strict=True):
            if used[one] and used[other]:
                known = {name: day(number) for name, number in (("start", start), ("end", end)) if number != UNKNOWN}
                yield kind, one, other, {"weight": weight, **known}


def day(number: int) -> str:
    """A day since 1970 as ISO writes it."""
    return str(_EPOCH + timedelta(days=number))

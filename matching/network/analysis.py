"""What planners and analysts ask of the network: communities, brokers, bridges, lineage, single points of failure.

Every function takes the graph that ``network.graph`` gives, states its cost, and is for reports: none blocks a request.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from matching.network.between import betweenness
from matching.network.kinds import EdgeKind

# Above so many people betweenness is estimated from a sample of so many of them.
MOST_EXACT, SAMPLED = 500, 200
_COLLEAGUES = (EdgeKind.WORKED_WITH, EdgeKind.TRAINED_BY)
_SCARCE = (EdgeKind.HELD, EdgeKind.SPOKE, EdgeKind.CERTIFIED)


@dataclass(frozen=True)
class Lineage:
    """Whom a trainer trained, and whom those trained after that."""

    trained: int  # people trained in person
    reach: int  # everybody down the line
    depth: int  # the longest line, in generations


@dataclass(frozen=True)
class Cut:
    """Somebody without whom colleagues would no longer hang together, and how many would be cut off."""

    specialist: str
    cut_off: int


def colleagues(network: nx.MultiDiGraph) -> nx.Graph:
    """People who worked together or trained one another; weight: how often. O(edges)."""
    found = nx.Graph()
    for one, other, told in network.edges(data=True):
        if told["kind"] in _COLLEAGUES:
            before = found.get_edge_data(one, other, {"weight": 0.0})["weight"]
            found.add_edge(one, other, weight=before + told["weight"])
    return found


def communities(network: nx.MultiDiGraph, seed: int = 7) -> list[list[str]]:
    """Circles of people who work with one another more than with others, the largest first.

    Louvain (Blondel et al. 2008), about O(edges x log people). The same seed gives the same.
    """
    among = _in_order(colleagues(network))
    found = nx.community.louvain_communities(among, weight="weight", seed=seed) if len(among) else []
    return sorted((sorted(each) for each in found), key=lambda each: (-len(each), each))


def brokers(network: nx.MultiDiGraph, seed: int = 7, top: int = 20) -> list[tuple[str, float]]:
    """People on most of the shortest ways between others, with their betweenness (0 to 1).

    Brandes (2001), O(people x edges) up to 500 people; above, estimated from 200 of them, O(200 x edges).
    """
    among = _in_order(colleagues(network))
    sample = SAMPLED if len(among) > MOST_EXACT else None
    between = betweenness(among, sample, seed)
    return sorted(((each, value) for each, value in between.items() if value > 0), key=lambda p: (-p[1], p[0]))[:top]


def bridges(network: nx.MultiDiGraph) -> list[tuple[str, str]]:
    """Pairs of colleagues who alone tie two circles together. O(people + edges)."""
    return sorted((min(pair), max(pair)) for pair in nx.bridges(colleagues(network)))


def articulation_points(network: nx.MultiDiGraph) -> list[Cut]:
    """People whose leaving cuts colleagues off from the rest, most cut off first.

    O(people + edges) (Hopcroft and Tarjan 1973): the blocks that no single person cuts form a tree with those who tie
    them together, and what is cut off are its branches.
    """
    among = colleagues(network)
    blocks = [frozenset(block) for block in nx.biconnected_components(among)]
    cuts = set(nx.articulation_points(among))
    tree = nx.Graph((cut, block) for block in blocks for cut in block & cuts)
    found = [cut for part in nx.connected_components(tree) for cut in _cut_off(tree.subgraph(part), cuts)]
    return sorted(found, key=lambda cut: (-cut.cut_off, cut.specialist))


def lineage(network: nx.MultiDiGraph) -> dict[str, Lineage]:
    """Who trained whom, and so on: every trainer's direct trainees, reach and depth.

    A line goes on only with trainings that began after the last one: who was trained later hands nothing down. Costs
    O(trainings x ancestors of each trainer).
    """
    ancestors: dict[str, dict[str, int]] = defaultdict(dict)
    trained: dict[str, set[str]] = defaultdict(set)
    for _, trainee, trainer in _trainings(network):
        trained[trainer].add(trainee)
        line = ancestors[trainee]
        for elder, generations in [(trainer, 0), *ancestors[trainer].items()]:
            if elder != trainee:
                line[elder] = max(line.get(elder, 0), generations + 1)
    reach: dict[str, list[int]] = defaultdict(list)
    for line in ancestors.values():
        for elder, generations in line.items():
            reach[elder].append(generations)
    return {each: Lineage(len(trained[each]), len(reach[each]), max(reach[each])) for each in sorted(trained)}


def single_points(network: nx.MultiDiGraph) -> dict[str, str]:
    """What only one specialist has (competence, language, certificate), and who that is. O(edges)."""
    holders: dict[str, set[str]] = defaultdict(set)
    for one, other, told in network.edges(data=True):
        if told["kind"] in _SCARCE:
            holders[other].add(one)
    return {each: next(iter(who)) for each, who in sorted(holders.items()) if len(who) == 1}


def _trainings(network: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    """(first day, trainee, trainer) in the order of days."""
    found = [
        (told.get("start", ""), one, other)
        for one, other, told in network.edges(data=True)
        if told["kind"] == EdgeKind.TRAINED_BY
    ]
    return sorted(found)


def _cut_off(tree: nx.Graph, cuts: set[str]) -> Iterator[Cut]:
    """How many colleagues lose touch with the largest part that remains; ``tree``: blocks, and who ties them."""
    root = next(node for node in tree if node not in cuts)
    below = {node: 1 if node in cuts else len(node - cuts) for node in tree}
    largest = dict.fromkeys(tree, 0)
    for above, node in reversed(list(nx.bfs_edges(tree, root))):
        below[above] += below[node]
        largest[above] = max(largest[above], below[node])
    everybody = below[root]
    for cut in cuts & set(tree):
        yield Cut(cut, everybody - 1 - max(largest[cut], everybody - below[cut]))


def _in_order(among: nx.Graph) -> nx.Graph:
    """The same graph with nodes and edges in the order of names, so that equal pools give equal answers."""
    made = nx.Graph()
    made.add_nodes_from(sorted(among))
    made.add_edges_from(sorted((min(a, b), max(a, b), told) for a, b, told in among.edges(data=True)))
    return made

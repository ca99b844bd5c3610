"""The typed expertise network: ``graph`` for networkx, ``Network`` for sparse arrays, and what can be asked of them."""

from matching.network.analysis import (
    Cut,
    Lineage,
    articulation_points,
    bridges,
    brokers,
    colleagues,
    communities,
    lineage,
    single_points,
)
from matching.network.around_mission import around_mission
from matching.network.around_specialist import around_specialist
from matching.network.graph import graph
from matching.network.kinds import MEANING, EdgeKind, NodeKind
from matching.network.leading import Lead, leading
from matching.network.neighbourhood import Edge, Neighbourhood, Node, Path
from matching.network.typed import Network

__all__ = [
    "MEANING",
    "Cut",
    "Edge",
    "EdgeKind",
    "Lead",
    "Lineage",
    "Neighbourhood",
    "Network",
    "Node",
    "NodeKind",
    "Path",
    "around_mission",
    "around_specialist",
    "articulation_points",
    "bridges",
    "brokers",
    "colleagues",
    "communities",
    "graph",
    "leading",
    "lineage",
    "single_points",
]

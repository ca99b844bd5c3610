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
from matching.network.graph import graph
from matching.network.kinds import EdgeKind, NodeKind
from matching.network.typed import Network

__all__ = [
    "Cut",
    "EdgeKind",
    "Lineage",
    "Network",
    "NodeKind",
    "articulation_points",
    "bridges",
    "brokers",
    "colleagues",
    "communities",
    "graph",
    "lineage",
    "single_points",
]

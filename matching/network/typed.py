"""The typed network of a snapshot as sparse arrays: nodes of eight kinds, edges of sixteen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any

import numpy as np
from scipy import sparse

from matching.network.edges import Edges
from matching.network.facts import edges_of, names_of
from matching.network.kinds import HAPPENED, MEANING, EdgeKind, NodeKind
from registry.snapshot import Snapshot
from registry.vocabulary import countries


@dataclass(frozen=True)
class Network:
    """Nodes numbered kind by kind, and edges of each kind as columns; colleagues stand once.

    ``names``: the ids of each kind, in order. ``edges``: by kind, ends as node numbers.
    """

    names: Mapping[NodeKind, list[str]]
    edges: Mapping[EdgeKind, Edges]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Network":
        """The network of a snapshot. Costs O(facts)."""
        names = names_of(snapshot.tables)
        bare = cls(names, {})
        placed = edges_of(snapshot, names)
        return replace(bare, edges={kind: bare._numbered(kind, placed[kind]) for kind in EdgeKind})

    def _numbered(self, kind: EdgeKind, edges: Edges) -> Edges:
        one, other, _, _ = MEANING[kind]
        first = self.first
        via = np.where(edges.via < 0, -1, edges.via + first[NodeKind.MISSION])
        return replace(edges, source=edges.source + first[one], target=edges.target + first[other], via=via)

    def __len__(self) -> int:
        return sum(map(len, self.names.values()))

    @property
    def first(self) -> dict[NodeKind, int]:
        """The number of the first node of each kind."""
        return dict(zip(self.names, accumulate(map(len, self.names.values()), initial=0), strict=False))

    def at(self, number: int) -> tuple[NodeKind, int]:
        """The kind of a node, and its place among those of its kind."""
        # Where a kind has no nodes, as missions in a pool without past, the next one begins at the same number.
        kind = [kind for kind, begin in self.first.items() if begin <= number][-1]
        return kind, number - self.first[kind]

    def selected(
        self,
        edges: Collection[EdgeKind] | None = None,
        region: str | None = None,
        on: date | None = None,
        between: tuple[int, int] | None = None,
    ) -> "Network":
        """The same nodes with some of the edges: of some kinds, in a region (M49), as of a day, or in some years.

        A region or sub-region keeps missions that took place there with all their edges, and who met there; missions
        elsewhere and other countries go.
        """
        within = self if region is None else self._within(region)
        kept = {kind: each for kind, each in within.edges.items() if edges is None or kind in edges}
        if on is not None:
            kept = {kind: each.where(each.known_on(on, kind in HAPPENED)) for kind, each in kept.items()}
        if between is not None:
            kept = {kind: each.where(each.between(*between)) for kind, each in kept.items()}
        return replace(self, edges=kept)

    def _within(self, region: str) -> "Network":
        """Only what lies in a region: its countries, and missions there."""
        here = np.zeros(len(self), bool)
        begin = self.first[NodeKind.COUNTRY]
        known = countries()
        for at, code in enumerate(self.names[NodeKind.COUNTRY], begin):
            here[at] = region in (known[code].region, known[code].subregion)
        elsewhere = np.zeros(len(self), bool)
        elsewhere[begin : begin + len(self.names[NodeKind.COUNTRY])] = True
        elsewhere &= ~here
        placed = self.edges[EdgeKind.TOOK_PLACE_IN]
        first = self.first[NodeKind.MISSION]
        elsewhere[first : first + len(self.names[NodeKind.MISSION])] = True
        elsewhere[placed.source[here[placed.target]]] = False
        edges = {}
        for kind, each in self.edges.items():
            out = elsewhere[each.source] | elsewhere[each.target] | ((each.via >= 0) & elsewhere[each.via])
            edges[kind] = each.where(~out)
        return replace(self, edges=edges)

    def matrix(self, *kinds: EdgeKind) -> Any:
        """(n_nodes, n_nodes): a sparse symmetric matrix of the weights of some kinds of edges."""
        some = [self.edges[kind] for kind in kinds if kind in self.edges]
        source, target = (np.concatenate([getattr(each, end) for each in some]) for end in ("source", "target"))
        weight = np.concatenate([each.weight for each in some])
        one_way = sparse.csr_array((weight, (source, target)), shape=(len(self), len(self)))
        return one_way + one_way.T

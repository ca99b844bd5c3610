"""The walk over past missions, solved: how often it is where, for every hub that it may start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from matching.arrays import Column, Shares
from matching.index.links import Links

# At each step the walk starts again with this probability: the usual value of personalised PageRank.
RESTART = 0.15
# The walk goes on to a mission and from there to a hub, both times without starting again.
_ON = (1 - RESTART) ** 2
# Finer differences are rounding, which must not depend on how a machine multiplies matrices.
_DIGITS = 9
# What is nearer than by chance, yet fainter than this, is noise.
_FAINT = 0.05


@dataclass(frozen=True)
class Solved:
    """Hubs that past missions connect, with missions and organisations eliminated exactly.

    With ``D`` the missions of each hub, ``T`` what pairs of hubs share (over all missions the product of their
    memberships by the number of hubs of the mission) and restart ``a``, a walk that starts at hub ``s`` is at hub ``h``
    with probability ``a D[h] L[h, s]``, where ``L = inverse(D - (1 - a)^2 T)``. No two organisations share a mission,
    so their block of that matrix is diagonal and drops out: only the first hubs, those of fixed vocabularies, are
    inverted. Exact but for rounding, whatever the number of missions and organisations.

    Source: personalised PageRank, Haveliwala (2002); block elimination as in Tong, Faloutsos and Pan (2006), Fast
    random walk with restart.
    """

    degrees: Shares  # (n_hubs,): missions of each hub
    whole: Shares  # (n_hubs,): pairs of mission and hub in the part of the graph that hangs together with it
    core: Shares  # (n_core, n_core): L between the first hubs
    alone: Shares  # (n_hubs - n_core,): the diagonal of the organisations
    coupled: Any  # (n_hubs - n_core, n_core): sparse, (1 - a)^2 T between organisations and the first hubs

    @classmethod
    def of(cls, hubs_of: Links, n_hubs: int, n_core: int) -> "Solved":
        """Solve the walk over missions, grouped with their hubs; those from ``n_core`` on are organisations."""
        linked = membership(hubs_of, n_hubs)
        per_mission = sparse.diags_array(1.0 / np.maximum(hubs_of.counts, 1))
        shared = _ON * (linked.T @ per_mission @ linked).tocsr()
        degrees = np.bincount(hubs_of.partners, minlength=n_hubs).astype(np.float64)
        alone = degrees[n_core:] - shared.diagonal()[n_core:]
        coupled = shared[n_core:, :n_core].tocsr()
        through = (coupled.T @ sparse.diags_array(1.0 / alone) @ coupled).toarray()
        inside = np.diag(degrees[:n_core]) - shared[:n_core, :n_core].toarray() - through
        core: Shares = np.linalg.inv(inside)
        return cls(degrees, _whole(shared, degrees), core, alone, coupled)

    @property
    def arrays(self) -> dict[str, Column]:
        """Everything as plain arrays, to be kept in a file."""
        coupled = self.coupled
        return {
            "degrees": self.degrees,
            "whole": self.whole,
            "core": self.core,
            "alone": self.alone,
            "coupled.values": coupled.data,
            "coupled.columns": coupled.indices.astype(np.int32),
            "coupled.starts": coupled.indptr.astype(np.int32),
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Column]) -> "Solved":
        """What such arrays hold."""
        core, alone = arrays["core"], arrays["alone"]
        parts = (arrays["coupled.values"], arrays["coupled.columns"], arrays["coupled.starts"])
        coupled = sparse.csr_array(parts, shape=(len(alone), len(core)))
        return cls(arrays["degrees"], arrays["whole"], core, alone, coupled)

    def lift(self, starts: Mapping[int, float]) -> Shares:
        """(n_hubs,): visits of a walk that starts at these hubs, for each mission of a hub.

        ``starts`` add up to 1, and so do all visits: these times ``degrees``, and those of missions.
        """
        n = len(self.core)
        own = {hub - n: weight for hub, weight in starts.items() if hub >= n}
        inside = np.zeros(n)
        if own:
            orgs = np.fromiter(own, np.int64)
            inside += self.coupled[orgs].T @ (np.fromiter(own.values(), np.float64) / self.alone[orgs])
        found = self.core @ inside if own else inside
        for hub, weight in starts.items():
            if hub < n:
                found = found + weight * self.core[:, hub]
        beyond = self.coupled @ found
        for org, weight in own.items():
            beyond[org] += weight
        return RESTART * np.concatenate([found, beyond / self.alone])

    def affinity(self, hub: int) -> Shares:
        """(n_hubs,): how near every hub lies to one; 1 for itself, 0 for what is hardly nearer than by chance.

        Visits of the walk from that hub, above those of a walk from nowhere in particular, as a share of its visits
        to itself. Such a walk finds each pair of mission and hub equally often.
        """
        lift = self.lift({hub: 1.0})
        by_chance = 1.0 / ((2 - RESTART) * self.whole[hub])
        most = lift[hub] - by_chance
        near = np.maximum(lift - by_chance, 0.0) / most if most > by_chance * 1e-9 else np.zeros(len(lift))
        rounded: Shares = np.round(np.minimum(near, 1.0), _DIGITS)
        rounded[rounded < _FAINT] = 0.0
        rounded[hub] = 1.0
        return rounded


def membership(hubs_of: Links, n_hubs: int) -> Any:
    """(n_missions, n_hubs): a sparse 1 for every mission and hub of it."""
    ones = np.ones(len(hubs_of.partners))
    return sparse.csr_array((ones, hubs_of.partners, hubs_of.starts), shape=(len(hubs_of), n_hubs))


def _whole(shared: Any, degrees: Shares) -> Shares:
    """Per hub the pairs of mission and hub in its part of the graph."""
    _, parts = sparse.csgraph.connected_components(shared, directed=False)
    found: Shares = np.asarray(np.bincount(parts, weights=degrees), np.float64)[parts]
    return found

"""How close a competence that is held lies to one that is asked."""

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np

from matching.arrays import Shares
from registry.vocabulary import competences, narrower


@lru_cache(maxsize=4096)
def neighbourhood(asked: str, related: float, least: float) -> Mapping[str, float]:
    """Every competence that counts for ``asked``, with its closeness, closest first, then by id.

    The competence itself and all narrower ones count fully: who knows the part that was asked about in the small
    knows it. Anything else counts by Wu-Palmer similarity, ``2 depth(common) / (depth(asked) + depth(held))``
    with a top group at depth 1, so that other groups count nothing; or by ``related`` where the taxonomy links
    the two. Closeness below ``least`` is dropped.

    Source: Wu and Palmer (1994), Verb semantics and lexical selection, ACL.
    """
    names = list(competences())
    near = _similarities()[names.index(asked)].copy()
    linked, full = _linked()[asked], narrower(asked) | {asked}
    for place, held in enumerate(names):
        if held in full:
            near[place] = 1.0
        elif held in linked:
            near[place] = max(near[place], related)
    kept = [(names[place], near.item(place)) for place in np.flatnonzero(near >= least).tolist()]
    return MappingProxyType(dict(sorted(kept, key=lambda pair: (-pair[1], pair[0]))))


def wu_palmer(one: str, other: str) -> float:
    """Wu-Palmer similarity of two competences along the broader tree, 0 to 1."""
    names = list(competences())
    return _similarities().item(names.index(one), names.index(other))


@cache
def _similarities() -> Shares:
    """(n_competences, n_competences): Wu-Palmer similarity of every two."""
    places = {name: place for place, name in enumerate(competences())}
    lines = np.zeros((len(places), len(places)), np.int64)
    for name, competence in competences().items():
        lines[places[name], [places[each] for each in (name, *competence.ancestors)]] = 1
    depths = lines.sum(axis=1)
    similar: Shares = 2 * (lines @ lines.T) / (depths[:, None] + depths)
    return similar


@cache
def _linked() -> Mapping[str, frozenset[str]]:
    """Every competence with those that the taxonomy links as related, either way."""
    linked: dict[str, set[str]] = {name: set() for name in competences()}
    for name, competence in competences().items():
        for other in competence.related:
            linked[name].add(other)
            linked[other].add(name)
    return {name: frozenset(others) for name, others in linked.items()}

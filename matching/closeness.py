"""How close a competence that is held lies to one that is asked."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

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
    full = {asked, *narrower(asked)}
    near = {held: 1.0 if held in full else _partly(asked, held, related) for held in competences()}
    kept = [(held, share) for held, share in near.items() if share >= least]
    return MappingProxyType(dict(sorted(kept, key=lambda pair: (-pair[1], pair[0]))))


def _partly(asked: str, held: str, related: float) -> float:
    linked = held in competences()[asked].related or asked in competences()[held].related
    return max(wu_palmer(asked, held), related if linked else 0.0)


def wu_palmer(one: str, other: str) -> float:
    """Wu-Palmer similarity of two competences along the broader tree, 0 to 1."""
    common = len(set(_line(one)) & set(_line(other)))
    return 2 * common / (competences()[one].depth + competences()[other].depth)


def _line(competence: str) -> tuple[str, ...]:
    return (competence, *competences()[competence].ancestors)

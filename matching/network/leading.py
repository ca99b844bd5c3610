"""The strongest paths from past missions near a seat to one person, link by link."""

from dataclasses import dataclass

import numpy as np

from matching.ask import Ask
from matching.criteria.network import NetworkFactors, named
from matching.index import Index
from matching.nearness import Request
from matching.paths import Paths, Way, ways


@dataclass(frozen=True)
class Lead:
    """One path: what the person did (served, attended, worked_with, trained_by), how strong it is (0 to 1).

    ``mission`` is where they did it; ``beyond`` the near mission where that is another one, over ``met`` (names).
    """

    did: str
    strength: float
    mission: str
    met: tuple[str, ...] = ()
    beyond: str | None = None


def leading(ask: Ask, index: Index, specialist: str, most: int = 3) -> tuple[Lead, ...]:
    """At most ``most`` paths to somebody, the strongest first; none where no past mission near the seat leads to them.

    NoSuchSpecialist when the index has none.
    """
    request, row = Request.of(ask, index), index.row_of(specialist)
    person = int(index.people["person"][row])
    if person < 0 or not request.on_record:
        return ()
    by = NetworkFactors().strengths
    paths = Paths.of(request, index.past, by)
    return tuple(_lead(way, index) for way in ways(person, paths, index.past, by)[:most])


def _lead(way: Way, index: Index) -> Lead:
    walk = index.past
    beyond = None if way.beyond is None else named(way.beyond, walk)
    met = tuple(name for each in way.met if (name := _name(each, index)) is not None)
    return Lead(way.did, round(way.strength, 4), named(way.mission, walk), met, beyond)


def _name(person: int, index: Index) -> str | None:
    """What somebody of the walk is called today; None where they have left the pool."""
    rows = np.flatnonzero(index.people["person"] == person).tolist()
    left = set(index.gone.tolist())
    return next((index.names[row] for row in rows if row not in left), None)

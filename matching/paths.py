"""From past missions near a request to people: how strongly a path leads to whom, and which."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.arrays import Shares
from matching.index.walk import Walk
from matching.nearness import Request, Strengths

# Less than any path.
_NOTHING = 1e-12


@dataclass(frozen=True)
class Paths:
    """How near past missions are, and how strongly the strongest path from there reaches people."""

    near: Shares  # (n_missions,): 0 below the least
    shares: Shares  # (n_people,): by the row of the walk

    @classmethod
    def of(cls, request: Request, walk: Walk, by: Strengths) -> "Paths":
        """All paths from one request; only missions and people that something leads to are touched."""
        least = max(by.least, _NOTHING)
        near = request.nearness(walk, by)
        near[near < least] = 0.0
        served, through = np.zeros(len(walk.served)), np.zeros(len(walk))
        walk.members.spread(served, near, 1.0, least)
        # Whoever is too far away for a path to lead on is not asked for colleagues.
        walk.served.spread(through, served, 1.0, least / max(by.worked_with, by.trained_by, _NOTHING))
        shares = served
        walk.trainees.spread(shares, near, by.attended, least)
        walk.members.spread(shares, through, by.worked_with, least)
        walk.trainees.spread(shares, through, by.trained_by, least)
        return cls(near, shares)

    def served(self, person: int, walk: Walk) -> float:
        """How near the nearest mission is on which somebody served."""
        return max((float(self.near[mission]) for mission in walk.served.of_one(person)), default=0.0)


@dataclass(frozen=True)
class Way:
    """One path to a person: what they did, on which mission, and whom they met there."""

    did: str  # served, attended, worked_with, trained_by
    strength: float
    mission: int
    met: tuple[int, ...] = ()  # people who served on ``beyond``
    beyond: int | None = None  # the near mission, where it is another one


def ways(person: int, paths: Paths, walk: Walk, by: Strengths) -> list[Way]:
    """The strongest path of each kind to a person, the strongest first; those below the least are left out."""
    found = [*_own(person, paths, walk, by), *_through_others(person, paths, walk, by)]
    strong = [way for way in found if way.strength > 0 and way.strength >= by.least]
    return sorted(strong, key=lambda way: -way.strength)


def _own(person: int, paths: Paths, walk: Walk, by: Strengths) -> Iterator[Way]:
    for did, factor, missions in (
        ("served", 1.0, walk.served.of_one(person)),
        ("attended", by.attended, walk.attended.of_one(person)),
    ):
        if missions:
            mission = max(missions, key=lambda each: (paths.near[each], -each))
            yield Way(did, factor * float(paths.near[mission]), mission)


def _through_others(person: int, paths: Paths, walk: Walk, by: Strengths) -> Iterator[Way]:
    for did, factor, missions in (
        ("worked_with", by.worked_with, walk.served.of_one(person)),
        ("trained_by", by.trained_by, walk.attended.of_one(person)),
    ):
        met = [(paths.served(other, walk), -other, -m) for m in missions for other in walk.members.of_one(m)]
        others = [each for each in met if -each[1] != person]
        if others:
            best, other, mission = max(others)
            beyond = max(walk.served.of_one(-other), key=lambda each: (paths.near[each], -each))
            there = set(walk.members.of_one(beyond))
            everybody = tuple(each for each in walk.members.of_one(-mission) if each in there and each != person)
            yield Way(did, factor * float(best), -mission, everybody, beyond)

"""Criterion network: how near somebody's past missions and colleagues are to the request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, OfRow, Priced, Reason, Share
from matching.index import Index
from matching.index.walk import Walk, seeds_of
from registry.domain import EvidenceStatus, SkillRequirement


class NetworkFactors(Factors):
    """The numbers of criterion network."""

    attended: Share = Field(0.5, description="having been trained on a near mission; ours")
    worked_with: Share = Field(0.5, description="having worked with somebody who served on a near mission; ours")
    trained_by: Share = Field(0.25, description="having been trained by somebody who served on one; ours")
    least_nearness: Share = Field(0.15, description="a mission farther away than this counts nothing; ours")


@dataclass(frozen=True)
class Paths:
    """How far each person is reached, path by path: ``(n_people,)`` each, by the row of the walk."""

    near: Shares  # (n_missions,): nearness of each past mission, 0 below the least
    served: Shares
    through: Shares  # (n_missions,): the best ``served`` of the people of each mission
    shares: Shares


class NetworkFit(Criterion[NetworkFactors]):
    """How near a specialist stands to the request by the missions on record: the strength of the strongest path.

    A random walk with restart from what is asked (competences, host countries, the beneficiary, missions of teammates
    already chosen) finds how near each past mission is, the nearest 1. A path leads from there to whoever served on
    it; in part to whoever was trained on it, worked with such a person, or was trained by one. Only the strongest path
    counts: more missions never add up, so popularity does not win by itself. Profiles do not carry the walk: no claim
    moves it.

    Shape:   float64 (n_rows,)
    Unit:    share of the nearest mission's nearness; 0 no relation on record
    Abstain: NaN for everyone when nothing that is asked occurs in a past mission
    Errors:  none; teammates who are not in the pool are left out of account
    Source:  personalised PageRank, see matching.index.walk; the strengths of paths: ours, docs/decisions/0010
    """

    name = "network"
    Factors = NetworkFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        paths = self._paths(ask, index)
        if paths is None:
            return []
        # One place more, that a person without a past (-1) finds.
        shares = np.append(paths.shares, 0.0)
        return [Priced.of(OfRow(shares[index.people["person"]]), None)]

    def _paths(self, ask: Ask, index: Index) -> Paths | None:
        walk, (hubs, missions) = index.past, _seeds(ask, index)
        if not hubs and not missions:
            return None
        near = walk.nearness(hubs, missions)
        near[near < self.factors.least_nearness] = 0.0
        served = walk.served.most(near)
        through = walk.members.most(served)
        ways = (
            served,
            self.factors.attended * walk.attended.most(near),
            self.factors.worked_with * walk.served.most(through),
            self.factors.trained_by * walk.attended.most(through),
        )
        shares: Shares = np.maximum.reduce(ways)
        return Paths(near, served, through, shares)

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        paths, people = self._paths(ask, index), index.people["person"][np.asarray(rows)].tolist()
        if paths is None:
            return [_NONE for _ in people]
        teammates = _missions_of(ask.beside, index)
        return [_NONE if person < 0 else self._told(person, paths, index.past, teammates) for person in people]

    def _told(self, person: int, paths: Paths, walk: Walk, teammates: Mapping[int, list[str]]) -> Reason:
        """The strongest path in words."""
        if not paths.shares[person] > 0:
            return _NONE
        served, attended = walk.served.of_one(person), walk.attended.of_one(person)
        near, through = paths.near, paths.through
        ways = [
            (1.0, "served on {0}", served, near),
            (self.factors.attended, "was trained on {0}", attended, near),
            (self.factors.worked_with, "worked on {0} with {1}", served, through),
            (self.factors.trained_by, "was trained on {0} by {1}", attended, through),
        ]
        strength = [
            factor * max((values[each] for each in missions), default=0.0) for factor, _, missions, values in ways
        ]
        _, sentence, missions, values = ways[strength.index(max(strength))]
        mission = max(missions, key=values.__getitem__)
        whom, beyond = _colleagues(person, mission, paths, walk)
        told = sentence.format(_named(mission, walk), whom)
        also = f", with {words.listed(teammates[mission])}" if mission in teammates and values is near else ""
        facts = {each: Evidence(_named(each, walk), EvidenceStatus.VERIFIED) for each in (mission, beyond)}
        backing = [facts[mission]] if values is near else list(facts.values())
        return Reason(f"{told}{also}", tuple(backing))


_NONE = Reason("no past mission on record near this one")


def _colleagues(person: int, mission: int, paths: Paths, walk: Walk) -> tuple[str, int]:
    """(those of a mission who served on the one nearest to the request, in words; that mission)."""
    others = [each for each in walk.members.of_one(mission) if each != person]
    best = max(others, key=lambda each: (paths.served[each], -each), default=None)
    if best is None:
        return "", mission
    nearest = max(walk.served.of_one(best), key=paths.near.__getitem__)
    with_them = sum(nearest in walk.served.of_one(each) for each in others)
    who = words.plural(with_them, "person", "people")
    return f"{who} who served on {_named(nearest, walk)}", nearest


def _named(mission: int, walk: Walk) -> str:
    title, year = walk.titles[mission], int(walk.years[mission])
    return f"{title} ({year})"


def _seeds(ask: Ask, index: Index) -> tuple[Mapping[int, float], Mapping[int, float]]:
    """(hubs, missions) where the walk starts, with weights; every kind that occurs on record counts the same."""
    walk, mission = index.past, ask.mission
    asked = {
        requirement.skill: getattr(requirement, "weight", None) or 1.0
        for requirement in (*ask.seat.must, *ask.seat.wish)
        if isinstance(requirement, SkillRequirement)
    }
    beneficiary = (mission.beneficiary or "").casefold()
    organisations = [hub for hub in walk.organisations if hub.removeprefix("organisation:").casefold() in beneficiary]
    kinds = (
        _known({f"competence:{skill}": weight for skill, weight in asked.items()}, walk),
        _known({f"country:{country}": 1.0 for country in mission.host_countries}, walk),
        _known(dict.fromkeys(organisations, 1.0), walk),
        dict.fromkeys(_missions_of(ask.beside, index), 1.0),
    )
    *hubs, missions = seeds_of(kinds)
    return {seed: weight for each in hubs for seed, weight in each.items()}, missions


def _known(weights: Mapping[str, float], walk: Walk) -> dict[int, float]:
    return {hub: weight for name, weight in weights.items() if (hub := walk.hub(name)) is not None}


def _missions_of(specialists: Sequence[str], index: Index) -> dict[int, list[str]]:
    """Past missions of some specialists, with who of them served there."""
    found: dict[int, list[str]] = {}
    for id in specialists:
        row = index.ids.row(id)
        person = -1 if row is None else int(index.people["person"][row])
        for mission in index.past.served.of_one(person) if person >= 0 else []:
            found.setdefault(mission, []).append(id)
    return found

"""What a seat asks, held against past missions: how near each of them is."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.arrays import Shares
from matching.ask import Ask
from matching.closeness import wu_palmer
from matching.index import Index
from matching.index.walk import Walk, folded, with_broader
from registry.domain import SkillRequirement
from registry.vocabulary import competences

Weights = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Strengths:
    """What each kind of what is asked counts, how much of a mission's nearness each kind of path passes on."""

    competences: float
    country: float
    beneficiary: float
    teammates: float
    enough: float  # a mission about this part of the competences counts as about all
    attended: float
    worked_with: float
    trained_by: float
    least: float  # what is less than this counts nothing


@dataclass(frozen=True)
class Request:
    """What a seat asks, as hubs of past missions; what occurs in none is left out."""

    competences: Weights  # by hub; they add up to 1
    standing: float  # how closely these stand for the competences asked: 1 for those themselves, less for broader ones
    countries: tuple[int, ...]  # any one of them will do
    organisations: tuple[int, ...]  # the same
    teammates: tuple[tuple[int, tuple[str, ...]], ...]  # past missions, and who of those already chosen served there
    chosen: int  # teammates with a past mission

    @classmethod
    def of(cls, ask: Ask, index: Index) -> "Request":
        """What one seat asks; teammates who are not in the pool are left out of account."""
        walk, mission = index.past, ask.mission
        beneficiary = folded(mission.beneficiary or "")
        named = [at for name, at in walk.organisations.items() if name in beneficiary and name.strip()]
        countries = [walk.hub(f"country:{code}") for code in mission.host_countries]
        teammates = _missions_of(ask.beside, index)
        asked, standing = _competences(ask, walk)
        return cls(
            competences=asked,
            standing=standing,
            countries=tuple(sorted({hub for hub in countries if hub is not None})),
            organisations=tuple(sorted(named)),
            teammates=tuple((mission, tuple(who)) for mission, who in sorted(teammates.items())),
            chosen=len({id for who in teammates.values() for id in who}),
        )

    @property
    def on_record(self) -> bool:
        """Whether anything that is asked occurs in a past mission."""
        return bool(self.competences or self.countries or self.organisations or self.teammates)

    @property
    def hubs(self) -> tuple[int, ...]:
        """Every hub that is asked for."""
        return (*(hub for hub, _ in self.competences), *self.countries, *self.organisations)

    def about(self, walk: Walk) -> Shares:
        """(n_hubs,): what each hub of a past mission counts as a competence that is asked."""
        return sum((weight * _counting(hub, walk) for hub, weight in self.competences), np.zeros(len(walk.hubs)))

    def nearness(self, walk: Walk, by: Strengths) -> Shares:
        """(n_missions,): 1 for a past mission about all that is asked, 0 for one about nothing near it."""
        about = by.competences * self.about(walk)
        asked = with_broader(walk.hubs[hub].removeprefix("competence:") for hub, _ in self.competences)
        most = by.enough * sum(about[hub] for id in asked if (hub := walk.hub(f"competence:{id}")) is not None)
        near = np.minimum(walk.added(about), most) * self.standing
        for weight, any_of in ((by.country, self.countries), (by.beneficiary, self.organisations)):
            if any_of:
                counts = weight * np.maximum.reduce([_counting(hub, walk) for hub in any_of])
                near += walk.added(counts)
                most += counts[list(any_of)].max()
        for mission, who in self.teammates:
            near[mission] += by.teammates * len(who) / self.chosen
        most += by.teammates * bool(self.teammates)
        return np.minimum(near / most, 1.0) if most > 0 else np.zeros(len(walk))


def _counting(hub: int, walk: Walk) -> Shares:
    """(n_hubs,): how near each lies to one that is asked, less where the one that is asked says little."""
    return walk.told_by(hub) * walk.affinity(hub)


def _competences(ask: Ask, walk: Walk) -> tuple[Weights, float]:
    """Hubs of the competences asked, or of the nearest broader one on record; and how closely they stand for them."""
    found: dict[int, tuple[float, float]] = {}
    for requirement in (*ask.seat.must, *ask.seat.wish):
        if isinstance(requirement, SkillRequirement):
            hub, closeness = _on_record(requirement.skill, walk)
            if hub is not None:
                weight = requirement.weight or 1.0
                found[hub] = max(found.get(hub, (0.0, 0.0)), (closeness * weight, weight))
    close, whole = (sum(each[part] for each in found.values()) for part in (0, 1))
    return tuple((hub, each / close) for hub, (each, _) in sorted(found.items())), close / whole if found else 1.0


def _on_record(competence: str, walk: Walk) -> tuple[int | None, float]:
    for each in (competence, *competences()[competence].ancestors):
        hub = walk.hub(f"competence:{each}")
        if hub is not None:
            return hub, wu_palmer(competence, each)
    return None, 0.0


def _missions_of(specialists: tuple[str, ...], index: Index) -> Mapping[int, list[str]]:
    """Past missions of some specialists, with who of them served there."""
    found: dict[int, list[str]] = {}
    for id in sorted(set(specialists)):
        row = index.ids.row(id)
        person = -1 if row is None else int(index.people["person"][row])
        for mission in index.past.served.of_one(person) if person >= 0 else []:
            found.setdefault(mission, []).append(id)
    return found

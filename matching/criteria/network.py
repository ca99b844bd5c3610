"""Criterion network: how near somebody's past missions and colleagues are to the request."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, OfRow, Priced, Reason, Share
from matching.index import Index
from matching.index.walk import Walk
from matching.nearness import Request, Strengths
from matching.paths import Paths, Way, ways
from registry.domain import EvidenceStatus


class NetworkFactors(Factors):
    """The numbers of criterion network."""

    competences: Share = Field(0.6, description="weight of the competences asked; ours")
    country: Share = Field(0.15, description="weight of the host countries, any one of them; ours")
    beneficiary: Share = Field(0.15, description="weight of the beneficiary; ours")
    teammates: Share = Field(0.2, description="weight of teammates already chosen; ours")
    enough: Share = Field(0.5, description="a mission about this part of the competences counts in full; ours")
    attended: Share = Field(0.5, description="having been trained on a near mission; ours")
    worked_with: Share = Field(0.5, description="having worked with somebody who served on a near mission; ours")
    trained_by: Share = Field(0.25, description="having been trained by somebody who served on one; ours")
    least_nearness: Share = Field(0.25, description="what is less near than this counts nothing; ours")

    @property
    def strengths(self) -> Strengths:
        """The same as the paths take them."""
        numbers = self.model_dump()
        return Strengths(least=numbers.pop("least_nearness"), **numbers)


class NetworkFit(Criterion[NetworkFactors]):
    """How near a specialist stands to the request by the missions on record: the strength of the strongest path.

    Each thing that is asked (competences by weight, one of the host countries, the beneficiary, teammates already
    chosen) is a place in a network of past missions. A random walk with restart says how near every subject of a past
    mission lies to it, compared with a walk from nowhere in particular; a common subject says less than a rare one. A
    mission is as near as its subjects together, 1 for one about what is asked. A path leads from there to whoever
    served on it; in part to whoever was trained on it, worked with such a person, or was trained by one. Only the
    strongest path counts: more missions never add up, so popularity does not win by itself. Profiles do not carry the
    walk: no claim moves it.

    Shape:   float64 (n_rows,)
    Unit:    share of a mission about what is asked; 0 no relation on record
    Abstain: NaN for everyone when nothing that is asked occurs in a past mission
    Errors:  none; teammates who are not in the pool are left out of account
    Source:  personalised PageRank, see matching.index.solved; the strengths of paths: ours, docs/decisions/0010
    """

    name = "network"
    Factors = NetworkFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        paths = self._paths(Request.of(ask, index), index)
        return [] if paths is None else [Priced.of(OfRow(_by_row(paths.shares, index)), None)]

    def _paths(self, request: Request, index: Index) -> Paths | None:
        if not request.on_record:
            return None
        return index.past.once((request, self.numbers), lambda: Paths.of(request, index.past, self.factors.strengths))

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        request = Request.of(ask, index)
        paths, people = self._paths(request, index), index.people["person"][np.asarray(rows)].tolist()
        if paths is None:
            return [_NONE for _ in people]
        found = [ways(each, paths, index.past, self.factors.strengths) if each >= 0 else [] for each in people]
        return [_reason(each, request, index.past) for each in found]


_NONE = Reason("no past mission on record near this one")


def _by_row(shares: Shares, index: Index) -> Shares:
    """(n_rows,): sealed rows are the people of the walk, later ones stand for one of them or for nobody (-1)."""
    if index.rows == index.sealed == len(shares):
        return shares
    return np.append(shares, 0.0)[index.people["person"]]


def _reason(found: Sequence[Way], request: Request, walk: Walk) -> Reason:
    """The strongest path in words, and the next one where it leads over another mission."""
    if not found:
        return _NONE
    first = found[0]
    second = next((way for way in found[1:] if way.mission != first.mission and way.beyond != first.mission), None)
    told = [way for way in (first, second) if way is not None]
    missions = dict.fromkeys(each for way in told for each in (way.mission, way.beyond) if each is not None)
    facts = tuple(Evidence(named(each, walk), EvidenceStatus.VERIFIED) for each in missions)
    return Reason("; ".join(sentence(way, request, walk) for way in told), facts)


def sentence(way: Way, request: Request, walk: Walk) -> str:
    """One path in words."""
    near = way.mission if way.beyond is None else way.beyond
    about = _shared(near, request, walk)
    members = words.plural(len(way.met), "member")
    told = {
        "served": f"served on {named(near, walk)}",
        "attended": f"was trained on {named(near, walk)}",
        "worked_with": f"worked with {members} of {named(near, walk)}",
        "trained_by": f"was trained by {members} of {named(near, walk)}",
    }[way.did]
    teammates = dict(request.teammates).get(near, ())
    also = f", with {', '.join(teammates)}" if teammates else ""
    return f"{told}{about}{also}"


def named(mission: int, walk: Walk) -> str:
    """A past mission by title and year."""
    title, year = walk.titles[mission], int(walk.years[mission])
    return f"{title} ({year})"


def _shared(mission: int, request: Request, walk: Walk) -> str:
    """What a past mission has in common with the request, in words."""
    hubs = set(walk.hubs_of.of_one(mission))
    common = [_hub(walk.hubs[hub]) for hub in request.hubs if hub in hubs]
    return f": {', '.join(common)}" if common else ""


def _hub(name: str) -> str:
    kind, _, id = name.partition(":")
    return {"competence": words.skill, "country": words.country}.get(kind, str)(id)

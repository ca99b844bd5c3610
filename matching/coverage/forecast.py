"""The missions on file against the pool: who could take each seat, and what keeps the others out."""

import math
from datetime import date

import numpy as np

from matching import words
from matching.ask import Ask
from matching.coverage.answer import Bottleneck, SeatForecast
from matching.coverage.rules import CoverageRules
from matching.coverage.served import Served
from matching.eligibility import Eligibility, easings, eligible
from matching.index import Index
from registry.domain import Window


def forecast(served: Served, index: Index, on: date, rules: CoverageRules) -> SeatForecast:
    """One seat: how many could take it today and on its dates, what is short, and which must-have is the bottleneck."""
    ask, then = served.wanted.ask, served.eligibility.count
    return SeatForecast(
        mission=ask.mission.id,
        seat=ask.number,
        role=words.role(ask.seat.role),
        count=ask.seat.count,
        start=ask.window.start,
        end=ask.window.end,
        now=eligible(_today(ask, on), index).count,
        then=then,
        shortfall=max(ask.seat.count - then, 0),
        expected_shortfall=round(expected_shortfall(ask.seat.count, then, rules.acceptance), 4),
        points=served.total / 100,
        bottleneck=_bottleneck(ask, index, served.eligibility),
    )


def _today(ask: Ask, on: date) -> Ask:
    """The same seat of a mission that lasts for one day."""
    mission = ask.mission.model_copy(update={"window": Window(start=on, end=on)})
    return Ask(mission, ask.number, ask.beside)


def expected_shortfall(places: int, people: int, acceptance: float) -> float:
    """Mean of the places left empty when each of ``people`` accepts with the same chance, independently.

    The sum over j < places of (places - j) P(j accept), binomial; by logarithms, so that large pools do not underflow.
    """
    if acceptance == 1.0 or not people:
        return float(max(places - people, 0))
    yes, no = math.log(acceptance), math.log1p(-acceptance)
    ways = (math.lgamma(people + 1) - math.lgamma(j + 1) - math.lgamma(people - j + 1) for j in range(people + 1))
    chances = (math.exp(way + j * yes + (people - j) * no) for j, way in zip(range(places), ways, strict=False))
    return math.fsum((places - j) * chance for j, chance in enumerate(chances))


def _bottleneck(ask: Ask, index: Index, eligibility: Eligibility) -> Bottleneck | None:
    """The must-have that alone keeps most people out; None where no must-have does so."""
    alone = [
        (int(np.count_nonzero(each.who & (eligibility.reasons == 1))), words.requirement(each.must))
        for each in eligibility.exclusions
        if each.must is not None
    ]
    count, must = max(alone, key=lambda each: each[0], default=(0, ""))
    if not count:
        return None
    eased = {each.must: each for each in easings(ask, index, eligibility)}.get(must)
    told, adds = (eased.eased, eased.adds) if eased else ("one step lower", 0)
    return Bottleneck(must=must, alone=count, eased=told, adds=adds)

"""Small worlds for what the matcher says only now and then."""

import random
from collections.abc import Iterator
from itertools import count

from matching import Ask, Index
from matching.criteria.text import TextFit
from matching.plan import Objective, Offer, PlanRules, plan
from matching.plan.answer import Plan
from matching.protected import Protected
from matching.teams import form
from matching.teams.answer import Team
from registry.domain import Mission
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment
from tests.matching.team_worlds import a_world
from tests.matching.test_plan import a_pool, missions_of
from tests.matching.test_plan_rules import at, pool
from tests.matching.test_text import BY_HAND, DOCUMENTS, MEANING
from tests.service.pages.matcher_says import of_criteria


def teams() -> Iterator[Team]:
    """Teams of people who know one another, and who do not."""
    for seed in range(6):
        world = a_world(random.Random(seed))
        yield form(world.mission, world.index)
    yield form(a_mission(seats=[{"role": "expert", "count": 1}]), pool(3))
    ids = ("s1", "s2", "s3", "s4", "s5")
    served = an_assignment("a1", team=[{"specialist": id, "role": "expert"} for id in ids])
    colleagues = Index.build(a_snapshot(*map(a_specialist, ids), assignments=(served,)))
    yield form(a_mission(seats=[{"role": "expert", "count": 5}]), colleagues)


def plans() -> Iterator[Plan]:
    """Plans whose seats stay empty for each of the reasons, and one that time cut short."""
    three = [at("m1", 1, 3), at("m2", 5, 7), at("m3", 9, 11)]
    two_seats = [{"role": "expert", "count": 1}, {"role": "team_lead", "count": 1}]
    yield plan([at("m1"), at("m2", 10, 20)], pool(3))
    yield plan([at("m1"), at("m2", 11, 20, places=3)], pool(3))
    yield plan([at("m1", places=2), at("m2", 10, 20)], pool(3, 3), fair=True)
    yield plan(three, pool(3), rules=PlanRules(most_missions=2))
    yield plan([a_mission(seats=two_seats)], pool(3))
    yield plan([at("m1")], Index.build(a_snapshot()))
    men = a_snapshot(*(a_specialist(id, gender="male", skills={"BRD": 3}) for id in ("s1", "s2")))
    rules = PlanRules(balance=0.5, imbalance=10_000)
    yield plan([at("m1", places=2)], Index.build(men), rules=rules, protected=Protected.of(men))
    offers = [Offer("m1", 1, "s1"), Offer("m2", 1, "s1")]
    yield plan(three, pool(4), rules=PlanRules(most_missions=1), fixed=offers)
    yield plan([at("m1")], Index.build(a_snapshot(a_specialist("s9", vetting="draft"))), fixed=[Offer("m1", 1, "s9")])
    for fair in (False, True):
        yield _cut_short(fair)


def _cut_short(fair: bool) -> Plan:
    dice, ticks = random.Random(5), count(step=1000)
    index, missions = a_pool(dice, 14), missions_of(dice, 8)
    clock = lambda: float(next(ticks))  # noqa: E731 (a clock that runs fast)
    return plan(missions, index, objective=Objective.POINTS, time_limit=1, fair=fair, clock=clock)


def reasons() -> Iterator[str]:
    """Teammates, trainers, texts near in meaning, and what is asked for exactly."""
    training = an_assignment(
        "a1", competences=["BRD"], team=[{"specialist": "s1", "role": "trainer"}], trainees=["s2", "s3"]
    )
    served = an_assignment(
        "a2", competences=["BRD"], team=[{"specialist": id, "role": "expert"} for id in ("s1", "s4")]
    )
    people = [
        a_specialist("s1", countries=[{"country": "GEO", "months": 4}], education={"level": 7}),
        a_specialist("s2", certificates=[_certificate()]),
        a_specialist("s3", education={"level": 6}, experience_years=9),
        a_specialist("s4", missions=[{"title": "A training", "role": "trainer"}]),
    ]
    index = Index.build(a_snapshot(*people, assignments=(training, served)))
    for ask in (Ask(_asking(), 1), Ask(_asking(), 1, ("s1",)), Ask(_asking(), 1, ("s4",))):
        yield from of_criteria(ask, index)
    texts = a_snapshot(a_specialist("s1", publications=[{"title": "Forged things"}]))
    near = Index.build(texts).understanding(BY_HAND)
    yield TextFit(MEANING).explain(Ask(DOCUMENTS, 1), near, 0)


def _certificate() -> dict[str, object]:
    return {
        "module": "RTCM-M1",
        "level": "trainer",
        "issued": "2026-01-01",
        "expires": "2029-01-01",
        "status": "verified",
    }


def _asking() -> Mission:
    wishes = (
        {"kind": "skill", "skill": "BRD", "level": 3},
        {"kind": "certificate", "module": "RTCM-M1", "level": "trainer"},
        {"kind": "training", "role": "trainer"},
        {"kind": "country", "country": "GEO", "months": 6},
        {"kind": "education", "level": 7},
        {"kind": "experience", "years": 5},
    )
    return a_mission(wish=wishes)

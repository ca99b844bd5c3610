"""Where there is no team, the smallest clash is named; where there is no time, what was proved."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Index
from matching.errors import OutOfTime
from matching.limits import Limit, standing_still
from matching.protected import Protected
from matching.teams import TERMS, Rules, Terms, clash, form
from matching.teams.problem import Asked
from registry.domain import Mission, Vetting
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, skill
from tests.matching.team_worlds import (
    AZE_ONLY,
    NOT_AZE,
    a_world,
    by_hand,
    chosen,
    pool,
    seats,
    some_rules,
)

CLASHES = [
    pytest.param(
        {"seats": [{"role": "expert", "count": 9}]}, Rules(), {}, ["seat 1 (expert): 9 people"], id="more-than-the-pool"
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 1, "must": [AZE_ONLY, NOT_AZE]}]},
        Rules(),
        {},
        ["seat 1: national of Azerbaijan", "seat 1: not a national of Azerbaijan", "seat 1 (expert): 1 person"],
        id="two-must-haves",
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 4}]},
        Rules(women=0.75, men=0.5),
        {},
        ["rule men", "rule women"],
        id="two-rules",
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 3, "must": [AZE_ONLY]}]},
        Rules(women=1.0),
        {},
        ["rule women", "seat 1: national of Azerbaijan"],
        id="a-rule-and-a-must-have",
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 3}]},
        Rules(per_organisation=1),
        {},
        ["rule per_organisation", "seat 1 (expert): 3 people"],
        id="a-rule-and-a-count",
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 1, "must": [AZE_ONLY]}]},
        Rules(),
        {1: ["s5"]},
        ["seat 1: national of Azerbaijan", "seat 1: s5 is fixed"],
        id="somebody-fixed-who-may-not",
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 1}]}, Rules(), {1: ["s6"]}, ["seat 1: s6 is fixed (not"], id="barred"
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 1}, {"role": "expert", "count": 1}]},
        Rules(),
        {1: ["s1"], 2: ["s1"]},
        ["seat 1: s1 is fixed", "seat 2: s1 is fixed"],
        id="fixed-twice",
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 1}]},
        Rules(),
        {1: ["s1", "s2"]},
        ["seat 1: s1 is fixed", "seat 1: s2 is fixed"],
        id="more-fixed-than-places",
    ),
    pytest.param(
        {"seats": [{"role": "team_lead", "count": 1}]},
        Rules(lead_years=30),
        {},
        ["rule lead_years", "seat 1 (team lead): 1 person"],
        id="no-such-lead",
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 2}]},
        Rules(budget=100),
        {},
        ["rule budget", "seat 1 (expert): 2 people"],
        id="nobody-is-that-cheap",
    ),
    pytest.param(
        {"seats": [{"role": "expert", "count": 5}], "exclude": {"specialists": ["s1", "s2"]}},
        Rules(),
        {},
        ["all seats: excluded by name in the mission", "seat 1 (expert): 5 people"],
        id="excluded-by-name",
    ),
]


@pytest.mark.parametrize(("facts", "rules", "fixed", "named"), CLASHES)
def test_the_smallest_clash_is_named(facts, rules, fixed, named):
    snapshot, mission = clashing_pool(), a_mission(**facts)
    team = form(mission, Index.build(snapshot), rules=rules, fixed=fixed, protected=Protected.of(snapshot))
    assert (team.status, team.clash_proof, team.points, team.gap) == ("infeasible", "smallest", None, None)
    assert len(team.clash) == len(named)
    for told, begin in zip(sorted(team.clash), sorted(named), strict=True):
        assert told.startswith(begin)
    assert all(not seat.chosen and not seat.alternates for seat in team.seats)


def clashing_pool() -> Snapshot:
    """Six who may be proposed, of two organisations, three women, and one who is not admitted."""
    people = [
        a_specialist(
            f"s{n}",
            gender="female" if n < 4 else "male",
            organisation=f"Sample {n % 2}",
            nationalities=["AZE"] if n in (1, 2, 4) else ["GEO"],
            experience_years=n,
        )
        for n in range(1, 7)
    ]
    return a_snapshot(*people[:5], people[5].model_copy(update={"vetting": Vetting.DRAFT}))


@given(seed=st.integers(0, 10**6))
def test_a_clash_cannot_do_without_any_of_its_requirements(seed):
    """Together they rule out every team; without any one of them there is one; no smaller set does."""
    dice = random.Random(seed)
    world = a_world(dice, people=5)
    rules = some_rules(dice)
    asked = Asked(world.mission, world.index, world.policy, rules, TERMS, Protected.of(world.snapshot), ())
    limit = Limit.of(60, standing_still)
    pool = clash.Pool(asked, limit)
    if pool.has_team(pool.requirements):
        assert by_hand(world, rules, "points", TERMS) is not None
        return
    assert by_hand(world, rules, "points", TERMS) is None
    found = clash.smallest_clash(asked, limit)
    assert found.proof in ("smallest", "irreducible")
    # Two seats may ask the same: whatever bears the name is meant.
    members = [each for each in pool.requirements if each.name in found.requirements]
    assert not pool.has_team(members)
    if len(members) == len(found.requirements):
        for each in members:
            assert pool.has_team([other for other in members if other is not each])
    for smaller in range(len(found.requirements) if found.proof == "smallest" else 0):
        assert all(pool.has_team(some) for some in combinations(pool.requirements, smaller))


class Ticking:
    """A clock on which a second passes whenever it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def tangled() -> tuple[Mission, Index, Snapshot]:
    """Where picking one by one finds no team, although there is one: the best two leave no woman for seat 2."""
    wish = [skill("BRD.CHK", 5)]
    mission = a_mission(
        seats=[
            {"role": "expert", "count": 1, "wish": wish},
            {"role": "expert", "count": 1, "wish": wish, "must": [AZE_ONLY]},
        ]
    )
    snapshot = a_snapshot(
        a_specialist("a", skills={"BRD.CHK": 5}, nationalities=["AZE"], official=True),
        a_specialist("b", skills={"BRD.CHK": 1}, nationalities=["GEO"], official=True),
    )
    return mission, Index.build(snapshot), snapshot


@pytest.mark.parametrize("seconds", [0.0, 2.0])
def test_without_time_the_gap_is_told(seconds):
    world = a_world(random.Random(12), people=12)
    best = by_hand(world, Rules(), "full", Terms(coverage=100))
    team = form(world.mission, world.index, time_limit=seconds, clock=Ticking(), terms=Terms(coverage=100))
    assert best is not None
    assert team.status == "feasible"
    assert team.points is not None
    assert team.gap is not None
    assert team.points <= best / 100 <= round(team.points + team.gap, 2)
    assert team.gap > 0


def test_without_time_what_needs_no_search_is_proved_all_the_same():
    people = [a_specialist(f"s{n}", skills={"BRD.CHK": n}) for n in range(1, 6)]
    team = form(seats(2), pool(*people), objective="points", time_limit=0)
    assert (team.status, team.gap) == ("optimal", 0.0)


def test_without_time_nothing_found_is_said():
    mission, index, _ = tangled()
    assert chosen(form(mission, index)) == [["b"], ["a"]]
    with pytest.raises(OutOfTime, match="no team was found within 0 seconds, and none was ruled out"):
        form(mission, index, time_limit=0)


def test_listeners_hear_what_is_done():
    heard: list[str] = []
    form(seats(2), pool(*(a_specialist(f"s{n}") for n in range(3))), told=heard.append)
    assert heard[0] == "who is eligible"


def test_the_numbers_have_a_version_and_a_hash():
    other = TERMS.model_copy(update={"together": 4.0})
    assert TERMS.hash != other.hash
    index = pool(*(a_specialist(f"s{n}") for n in range(3)))
    assert form(seats(2), index).numbers.hash == TERMS.hash

"""Teams: against every team there is, by both ways of searching, with cuts and alternates."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matching import DEFAULT, Index, recommend
from matching.index import Delta
from matching.limits import Limit, standing_still
from matching.protected import Protected
from matching.seats import best_of_seats
from matching.teams import TERMS, Rules, Terms, form
from matching.teams.alike import Alike
from matching.teams.branching import Search
from matching.teams.cut import ceiling, cut, enough
from matching.teams.linear import best_team, keeps_everything
from matching.teams.problem import Asked, problem_of
from matching.teams.start import picked
from matching.teams.worth import worth
from registry.domain import Mission
from registry.importing import read_mission
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import Snapshot
from tests.architecture.test_arrows import ROOT
from tests.builders import a_mission, a_specialist, an_assignment, skill
from tests.matching.team_worlds import (
    EFFORT,
    FEES,
    a_world,
    by_hand,
    chosen,
    pool,
    seats,
    some_rules,
    the_problem,
)
from tests.matching.teams_by_hand import gains_of, keeps, points_of, teams, value


@pytest.mark.parametrize("objective", ["points", "full"])
@given(seed=st.integers(0, 10**6))
def test_the_best_of_all_teams(objective, seed):
    """Value, proof and rules hold against trying every team; where there is none, so does the clash."""
    dice = random.Random(seed)
    world, rules = a_world(dice), some_rules(dice)
    terms = Terms(together=dice.choice([3, 20]), coverage=dice.choice([10, 50]), same_organisation=dice.choice([2, 20]))
    protected = Protected.of(world.snapshot)
    team = form(world.mission, world.index, DEFAULT, rules, objective, protected=protected, terms=terms)
    best = by_hand(world, rules, objective, terms)
    if best is None:
        assert (team.status, team.points, team.gap) == ("infeasible", None, None)
        assert team.clash
        return
    assert (team.status, team.gap, round((team.points or 0) * 100)) == ("optimal", 0.0, best)
    taken = tuple(tuple(each.specialist for each in seat.chosen) for seat in team.seats)
    assert [len(seat) for seat in taken] == [seat.count for seat in world.mission.seats]
    assert keeps(world, taken, rules, FEES, EFFORT)


@pytest.mark.parametrize("full", [True, False])
@given(seed=st.integers(0, 10**6))
@example(seed=11326)  # people, of whom nobody is eligible for anything
def test_solver_and_branching_prove_the_same(full, seed):
    """Both ways to the best team, each over everybody, find what trying every team finds."""
    dice = random.Random(seed)
    world, rules = a_world(dice), some_rules(dice)
    terms = Terms(together=20, coverage=dice.choice([10, 50]), same_organisation=dice.choice([0, 20]))
    best = by_hand(world, rules, "full" if full else "points", terms)
    problem = the_problem(world, rules, terms, full)
    limit = Limit.of(60, standing_still)
    solved = best_team(problem, limit)
    assert solved.impossible == (best is None)
    start = picked(problem)
    if best is None:
        assert start is None
        return
    assert solved.lineup is not None
    assert (worth(problem, solved.lineup).total, solved.most) == (best, best)
    if start is not None:
        branched = Search(problem, start, limit).run()
        assert (worth(problem, branched.lineup).total, branched.most) == (best, best)


@given(seed=st.integers(0, 10**6))
def test_a_cut_leaves_out_nobody_who_matters(seed):
    """Every team that reaches the value of a known team is still there after the cut; so is a best one by points."""
    dice = random.Random(seed)
    world, terms = a_world(dice), Terms(together=dice.choice([3, 20]), same_organisation=dice.choice([2, 20]))
    rules = some_rules(dice)
    problem = the_problem(world, rules, terms, full=True)
    points, gains = points_of(world), gains_of(world, terms)
    valued = [(value(world, team, points, gains, terms), team) for team in teams(world, points)]
    if not valued:
        return
    floor = dice.choice(valued)[0]
    left = cut(problem, floor)
    among = [
        {left.ids[person] for person in range(len(left.ids)) if left.eligible[seat, person]}
        for seat in range(len(left.counts))
    ]
    barred = problem.eligible.sum(axis=1).tolist() != [len(each) for each in points]  # a rule on leads
    for reached, team in valued:
        if reached >= floor and not barred:
            assert all(set(seat) <= ids for seat, ids in zip(team, among, strict=True))
    plain = problem.without_terms()
    limit = Limit.of(60, standing_still)
    whole, small = best_team(plain, limit), best_team(enough(plain), limit)
    assert (whole.most, whole.impossible) == (small.most, small.impossible)


def test_a_ceiling_is_one():
    """The control of the cut: with the value of the best team plus one nobody is left who makes a team."""
    world = a_world(random.Random(5))
    problem = the_problem(world, Rules(), TERMS, full=True)
    best = by_hand(world, Rules(), "full", TERMS)
    assert best is not None
    assert ceiling(problem).all >= best
    assert best_team(cut(problem, ceiling(problem).all + 1), Limit.of(60, standing_still)).impossible


@given(seed=st.integers(0, 10**6))
def test_alternates_cost_what_the_team_loses(seed):
    """Every outsider in place of every member is tried: the cheapest come first, at their true cost."""
    dice = random.Random(seed)
    world, rules = a_world(dice), some_rules(dice)
    team = form(world.mission, world.index, world.policy, rules, protected=Protected.of(world.snapshot), alternates=99)
    if team.status != "optimal":
        return
    points, gains = points_of(world), gains_of(world, TERMS)
    taken = [[each.specialist for each in seat.chosen] for seat in team.seats]
    now = value(world, tuple(map(tuple, taken)), points, gains, TERMS)
    for at, seat in enumerate(team.seats):
        costs: dict[str, int] = {}
        for member in taken[at]:
            for id in points[at].keys() - {id for each in taken for id in each}:
                swapped = [[id if each == member and n == at else each for each in s] for n, s in enumerate(taken)]
                lineup = tuple(map(tuple, swapped))
                if keeps(world, lineup, rules, FEES, EFFORT):
                    cost = now - value(world, lineup, points, gains, TERMS)
                    costs[id] = min(cost, costs.get(id, cost))
        assert {each.specialist: round(each.cost * 100) for each in seat.alternates} == costs
        assert [each.cost for each in seat.alternates] == sorted(each.cost for each in seat.alternates)
        assert all(each.cost >= 0 for each in seat.alternates)


def test_points_are_those_of_the_shortlist_and_add_up():
    people = [a_specialist(f"s{n}", skills={"BRD.CHK": n % 5 + 1}, languages={"eng": "B2"}) for n in range(8)]
    index, mission = pool(*people), seats(1, 2)
    shortlists = recommend(mission, index, top=8)
    for objective in ("points", "full"):
        team = form(mission, index, objective=objective)
        for seat, shortlist in zip(team.seats, shortlists, strict=True):
            told = {each.specialist: (each.score, each.contributions, each.flags) for each in shortlist.recommendations}
            for each in seat.chosen:
                assert (each.points, each.contributions, each.flags) == told[each.specialist]
        assert round(sum(term.points for term in team.terms), 2) == team.points


def test_one_seat_by_points_is_the_shortlist():
    people = [a_specialist(f"s{n}", skills={"BRD.CHK": 3}) for n in range(6)]
    team = form(seats(3), pool(*people[::-1]), objective="points")
    assert chosen(team) == [["s0", "s1", "s2"]]


def test_a_team_of_one_is_the_first_of_its_shortlist():
    people = [a_specialist(f"s{n}", skills={"BRD.CHK": n}) for n in range(1, 5)]
    team = form(seats(1), pool(*people))
    assert (chosen(team), team.points) == ([["s4"]], team.seats[0].chosen[0].points)


def test_one_person_takes_one_seat_and_two_seats_are_weighed_together():
    """Taking the first of each list in turn would give seat 1 to the only person seat 2 can have."""
    wish, must = [skill("BRD.CHK", 5)], [{"kind": "nationality", "any_of": ["GEO"]}]
    mission = a_mission(
        seats=[
            {"role": "expert", "count": 1, "wish": wish},
            {"role": "expert", "count": 1, "wish": wish, "must": must},
        ]
    )
    index = pool(
        a_specialist("a", skills={"BRD.CHK": 5}, nationalities=["GEO"]),
        a_specialist("b", skills={"BRD.CHK": 4}, nationalities=["AZE"]),
    )
    assert chosen(form(mission, index)) == [["b"], ["a"]]


@pytest.mark.parametrize(
    ("facts", "past", "best"),
    [
        pytest.param({}, (), ["a", "b"], id="points-alone"),
        pytest.param({"c": {"skills": {"LAW.INT": 5}}}, (), ["a", "c"], id="competences-that-complement"),
        pytest.param(
            {"c": {"skills": {"BRD.CHK": 4}}},
            (an_assignment(team=[{"specialist": id, "role": "expert"} for id in ("a", "c")]),),
            ["a", "c"],
            id="worked-together",
        ),
        pytest.param(
            {"b": {"organisation": "Sample A"}, "c": {"skills": {"BRD.CHK": 4}}}, (), ["a", "c"], id="not-of-one-house"
        ),
    ],
)
def test_what_a_team_has_as_a_whole(facts, past, best):
    """Each term alone moves the second place; the first person stays."""
    every = {
        "a": {"organisation": "Sample A", "skills": {"BRD.CHK": 5}},
        "b": {"organisation": "Sample B", "skills": {"BRD.CHK": 4}},
        "c": {"organisation": "Sample C", "skills": {"BRD.CHK": 3}},
    }
    people = [a_specialist(id, **{**told, **facts.get(id, {})}) for id, told in every.items()]
    wish = [skill("BRD.CHK", 5, weight=1.0), skill("LAW.INT", 5, weight=0.8)]
    mission = a_mission(seats=[{"role": "expert", "count": 2, "wish": wish}])
    assert sorted(chosen(form(mission, pool(*people, past=past)))[0]) == best


def test_the_same_bytes_whatever_the_order_and_however_it_was_built():
    dice = random.Random(3)
    world = a_world(dice)
    people = list(world.people)
    once = form(world.mission, world.index).model_dump_json()
    dice.shuffle(people)
    assert form(world.mission, Index.build(Snapshot.of(people, world.past))).model_dump_json() == once
    again = world.index.apply(Delta("", 0, put=world.people[:4]))
    assert form(world.mission, again).model_dump_json() == once


def real(id: str) -> Mission:
    return read_mission(next((ROOT / "registry/data/missions").glob(f"{id}-*.yaml")))


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    return Snapshot.of(sample_specialists(700, 7), sample_assignments(700, 7))


def test_one_national_and_one_international(sample):
    """v02: seat 1 is for nationals, seat 2 for others; each best by itself, and nobody better was left."""
    index, mission = Index.build(sample), real("v02")
    team = form(mission, index)
    nations = sample.to_frames()["nationalities"].groupby("specialist")["country"].agg(set)
    (national,), (international,) = chosen(team)
    assert "AZE" in nations[national]
    assert "AZE" not in nations[international]
    assert (team.status, team.gap) == ("optimal", 0.0)
    by_points = form(mission, index, objective="points")
    firsts = [each.recommendations[0].specialist for each in recommend(mission, index, top=1)]
    assert [id for seat in chosen(by_points) for id in seat] == firsts


def test_one_coordinator_and_fifteen_experts(sample):
    """v06: sixteen different people, proved; who leads is the strongest of them, since both seats ask the same."""
    index, mission = Index.build(sample), real("v06")
    team = form(mission, index)
    (lead,), experts = chosen(team)
    assert len({lead, *experts}) == 16
    assert team.status == "optimal"
    points = {each.specialist: each.points for seat in team.seats for each in seat.chosen}
    assert points[lead] == max(points.values())
    by_points = form(mission, index, objective="points")
    assert (by_points.points or 0) >= team.terms[0].points
    first16 = recommend(mission, index, top=16)[1].recommendations
    assert round(by_points.points or 0, 2) == round(sum(each.score for each in first16), 2)


@given(seed=st.integers(0, 10**6))
def test_seats_that_are_alike_are_searched_as_one(seed):
    """Joined and split again, a team is the same team; fixed people keep their seat."""
    dice = random.Random(seed)
    people = [a_specialist(f"s{n}", skills={"BRD.CHK": dice.randint(1, 5)}) for n in range(8)]
    counts = [dice.randint(1, 2) for _ in range(3)]
    fixed = {2: [dice.choice(people).id]}
    mission, index = seats(*counts), pool(*people)
    asked = Asked(mission, index, DEFAULT, Rules(), TERMS, None, ((1, index.row_of(fixed[2][0])),))
    alike = Alike.of(problem_of(asked, best_of_seats(mission, index, DEFAULT), True))
    assert alike.joined.counts == (sum(counts),)
    lineup = picked(alike.whole)
    assert lineup is not None
    again = alike.split(alike.join(lineup))
    assert keeps_everything(alike.whole, again)
    assert worth(alike.whole, again) == worth(alike.whole, lineup) == worth(alike.joined, alike.join(lineup))
    team = form(mission, index, fixed=fixed)
    assert team.status == "optimal"
    assert fixed[2][0] in chosen(team)[1]

"""What a plan says: why seats stay unfilled, contention, floors, prices, what was proved, and what is refused."""

import random
from datetime import date
from itertools import count

import pytest

from matching import Index
from matching.errors import BadPlan, NoSuchSeat, NoSuchSpecialist
from matching.plan import NO_RULES, Objective, Offer, PlanRules, Priority, Protected, plan
from matching.plan.calendar import Bar
from registry.lifecycle import Bar as Barred
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, skill
from tests.matching.test_index import changed
from tests.matching.test_plan import Brute, a_pool, kept, missions_of

POINTS = Objective.POINTS


def at(id, first=1, last=10, places=1, wish=("BRD",), **facts):
    """A mission of June 2027 between two days."""
    seats = [{"role": "expert", "count": places, "wish": [skill(each, 4) for each in wish], **facts}]
    return a_mission(id=id, window={"start": date(2027, 6, first), "end": date(2027, 6, last)}, seats=seats)


def people(*levels):
    return [a_specialist(f"s{n}", skills={"BRD": level} if level else {}) for n, level in enumerate(levels, start=1)]


def pool(*levels, **more) -> Index:
    return Index.build(a_snapshot(*people(*levels), **more))


def seated(answer) -> dict[str, list[str]]:
    return {m.mission: [each.specialist for s in m.seats for each in s.chosen] for m in answer.missions}


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        pytest.param(
            at("m2", 10, 20), f"of 1 eligible person: 1 {Bar.DATES}", id="the-last-day-is-the-first-of-another"
        ),
        pytest.param(at("m2", 11, 20), None, id="the-day-after"),
        pytest.param(
            at("m2", 11, 20, must=[{"kind": "experience", "years": 9}]), "nobody is eligible", id="nobody-eligible"
        ),
        pytest.param(at("m2", 11, 20, places=3), "only 1 person is eligible, and on this seat", id="too-few"),
    ],
)
def test_why_a_seat_stays_unfilled(second, reason):
    answer = plan([at("m1"), second], pool(3))
    assert [each.reason for each in answer.unfilled] == ([reason] if reason else [])
    assert [each.mission for each in answer.unfilled] == (["m2"] if reason else [])


def test_the_most_missions_for_one_person_are_a_reason():
    missions = [at("m1", 1, 3), at("m2", 5, 7), at("m3", 9, 11)]
    answer = plan(missions, pool(3), rules=PlanRules(most_missions=2))
    assert sum(map(len, seated(answer).values())) == 2
    assert [each.reason for each in answer.unfilled] == [f"of 1 eligible person: 1 {Bar.LOAD}"]
    (price,) = [each for each in answer.prices if each.rule == "most_missions"]
    assert (price.points, price.proof) == (round(100 + answer.points / 2 + 5, 2), "optimum")


def test_two_seats_of_one_mission_are_for_two_people():
    seats = [{"role": "expert", "count": 1}, {"role": "team_lead", "count": 1}]
    answer = plan([a_mission(seats=seats)], pool(3))
    assert [each.reason for each in answer.unfilled] == [f"of 1 eligible person: 1 {Bar.SAME_MISSION}"]


def test_points_leave_a_seat_empty_where_its_people_bring_more_elsewhere_and_full_does_not():
    missions = [at("m1", wish=("BRD",)), at("m2", wish=("BRD", "LAW.INT", "TRN"))]
    strong = a_specialist("s1", skills={"BRD": 5, "LAW.INT": 1})
    index = Index.build(a_snapshot(strong, a_specialist("s2", skills={"LAW.INT": 1}, vetting="draft")))
    assert len(plan(missions, index, objective=POINTS).unfilled) == 1
    weak = a_specialist("s2", skills={"TRN": 1}, nationalities=["AZE"])
    only = [{"kind": "nationality", "any_of": ["AZE"]}]
    three = [at("m1", wish=("BRD", "LAW.INT", "TRN")), at("m2", 1, 10), at("m3", 1, 10, must=only)]
    index = Index.build(a_snapshot(strong, weak))
    points, full = plan(three, index, objective=POINTS), plan(three, index)
    assert points.points >= full.points
    assert len(full.unfilled) == len(points.unfilled) == 1


def test_filling_a_seat_is_worth_points_to_the_full_objective_alone():
    """s1 may sit on both, s2 on the first only: by points alone s1 takes the first, and the second stays empty."""
    first, second = at("m1"), at("m2", must=[skill("LAW.INT", 1)], wish=("TRN",))
    s1 = a_specialist("s1", skills={"BRD": 4, "LAW.INT": 1})
    index = Index.build(a_snapshot(s1, a_specialist("s2")))
    assert seated(plan([first, second], index, objective=POINTS))["m1"] == ["s1"]
    assert seated(plan([first, second], index)) == {"m1": ["s2"], "m2": ["s1"]}


def test_contention_counts_missions_among_whose_best_somebody_stands():
    answer = plan([at("m1"), at("m2"), at("m3", 20, 25)], pool(5, 3, 2))
    assert [(each.specialist, each.wanted_by, each.missions) for each in answer.contention] == [
        ("s1", 3, ("m1", "m2", "m3"))
    ]


def test_rotation_prefers_whom_nobody_has_used_by_so_many_points():
    past = (an_assignment(team=[{"specialist": "s1", "role": "expert"}]),)
    index = pool(4, 3, assignments=past)
    served, new = (plan([at("m1")], index, rules=PlanRules(rotation=points)) for points in (0, 60))
    assert (seated(served)["m1"], seated(new)["m1"]) == (["s1"], ["s2"])
    (price,) = [each for each in new.prices if each.rule == "rotation"]
    assert price.points == pytest.approx(served.points - new.points)


def test_priority_decides_who_gets_the_one_person():
    missions, index = [at("m1"), at("m2")], pool(4)
    for first in ("m1", "m2"):
        answer = plan(missions, index, priorities={first: Priority.HIGH})
        assert seated(answer)[first] == ["s1"]


def test_balance_moves_a_place_and_says_what_it_costs():
    folk = [
        a_specialist("s1", skills={"BRD": 4}, gender="male"),
        a_specialist("s2", skills={"BRD": 3}, gender="female"),
    ]
    folk.append(a_specialist("s3", skills={"BRD": 4}, gender="male"))
    snapshot = a_snapshot(*folk)
    rules = PlanRules(balance=0.5, imbalance=60)
    index, protected = Index.build(snapshot), Protected.of(snapshot)
    answer = plan([at("m1", places=2)], index, rules=rules, protected=protected)
    assert set(seated(answer)["m1"]) == {"s2", "s1"}
    assert (answer.balance.women, answer.balance.men) == (1, 1)
    blind = plan([at("m1", places=2)], index)
    (price,) = [each for each in answer.prices if each.rule == "balance"]
    assert price.points == pytest.approx(blind.points - answer.points)
    assert blind.balance is None


@pytest.mark.parametrize("seed", range(12))
def test_no_mission_is_left_below_the_floor(seed):
    dice = random.Random(seed)
    index, missions = a_pool(dice, 14), missions_of(dice, 4)
    fair, free = plan(missions, index, objective=POINTS, fair=True), plan(missions, index, objective=POINTS)
    assert fair.status == "optimal"
    assert kept(fair, missions)
    assert fair.floor.reached <= fair.floor.most + 0.001 <= fair.floor.wanted + 0.002
    assert fair.points <= free.points + 0.001
    if fair.floor.most >= fair.floor.wanted - 0.001:
        assert fair.floor.reached >= fair.floor.wanted * 0.3 - 0.001


def test_the_floor_helps_the_mission_that_would_get_least():
    """Together the first two bring most to m1; the floor sees that m2 gets as much as it would have by itself."""
    missions = [at("m1", wish=("BRD",)), at("m2", wish=("BRD", "LAW.INT"))]
    s1 = a_specialist("s1", skills={"BRD": 4, "LAW.INT": 1})
    s2 = a_specialist("s2", skills={"BRD": 1})
    index = Index.build(a_snapshot(s1, s2))
    free, fair = plan(missions, index, objective=POINTS), plan(missions, index, objective=POINTS, fair=True)
    least = [min(each.points for each in answer.missions) for answer in (free, fair)]
    assert least[0] <= least[1]
    assert fair.floor.reached == pytest.approx(least[1])


def test_a_floor_that_cannot_be_reached_is_said_and_the_one_that_can_is_found():
    answer = plan([at("m1"), at("m2")], pool(4), objective=POINTS, fair=True)
    assert answer.floor.wanted > 0
    assert answer.floor.most == answer.floor.wanted / 2
    assert answer.floor.reached == 0


def test_an_accepted_offer_stands_though_nobody_would_choose_it_and_is_flagged():
    outsider = a_specialist("s9", vetting="draft")
    index = Index.build(a_snapshot(*people(4), outsider))
    answer = plan([at("m1")], index, fixed=[Offer("m1", 1, "s9")])
    (chosen,) = answer.missions[0].seats[0].chosen
    assert (chosen.specialist, chosen.fixed, chosen.flags) == ("s9", True, (f"not eligible: {Barred.NOT_ADMITTED}",))


def test_accepted_offers_stand_above_the_most_missions():
    missions = [at("m1", 1, 3), at("m2", 5, 7), at("m3", 9, 11)]
    offers = [Offer("m1", 1, "s1"), Offer("m2", 1, "s1")]
    answer = plan(missions, pool(4), rules=PlanRules(most_missions=1), fixed=offers)
    assert seated(answer) == {"m1": ["s1"], "m2": ["s1"], "m3": []}
    assert answer.missions[0].seats[0].chosen[0].flags == ("on 2 missions, 1 at most for others",)


def test_a_pool_of_nobody():
    answer = plan([at("m1")], Index.build(a_snapshot()))
    assert (answer.status, answer.points, [each.reason for each in answer.unfilled]) == (
        "optimal",
        0,
        ["nobody is eligible"],
    )


def test_when_the_time_is_up_the_answer_says_what_is_open():
    dice = random.Random(5)
    index, missions = a_pool(dice, 14), missions_of(dice, 8)
    ticks = count(step=1000)
    answer = plan(missions, index, objective=POINTS, time_limit=1, clock=lambda: float(next(ticks)))
    best = plan(missions, index, objective=POINTS)
    assert answer.status == "feasible"
    assert kept(answer, missions)
    assert answer.points <= best.points <= answer.bound
    assert answer.gap == pytest.approx(answer.bound - answer.worth, abs=0.011)
    assert f"{answer.gap:.2f} points" in answer.proof


@pytest.mark.parametrize("seed", range(10))
def test_an_index_that_took_changes_gives_the_same_plan(seed):
    index, built, _ = changed(seed)
    missions = missions_of(random.Random(seed), 3)
    one, other = plan(missions, index), plan(missions, built)
    assert seated(one) == seated(other)
    assert one.worth == other.worth


TWO = (at("m1"), at("m2", 5, 20))


def run(missions=TWO, index=None, **options):
    return plan(list(missions), index or pool(4), **options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param({"missions": ()}, "a plan needs at least one mission", id="no-missions"),
        pytest.param({"missions": (at("m1"), at("m1"))}, "mission m1 stands in the plan twice", id="mission-twice"),
        pytest.param({"time_limit": -1}, "time limit of 0 seconds or more (found -1)", id="time-limit-below-0"),
        pytest.param({"time_limit": float("nan")}, "0 seconds or more (found nan)", id="time-limit-nan"),
        pytest.param(
            {"fixed": [Offer("m1", 1, "s1"), Offer("m2", 1, "s1")]},
            "fixed offers m1:1=s1 and m2:1=s1 overlap: 2027-06-01 to 2027-06-10 and 2027-06-05 to 2027-06-20",
            id="offers-overlap",
        ),
        pytest.param(
            {"fixed": [Offer("m1", 1, "s1"), Offer("m1", 1, "s1")]}, "m1:1=s1 stands there twice", id="offer-twice"
        ),
        pytest.param(
            {"fixed": [Offer("m1", 1, "s1"), Offer("m1", 1, "s2")], "index": pool(4, 4)},
            "2 fixed offers for seat 1 of mission m1, which has 1",
            id="more-offers-than-places",
        ),
        pytest.param({"fixed": [Offer("m3", 1, "s1")]}, "mission m3 is not in the plan", id="offer-elsewhere"),
        pytest.param({"priorities": {"m3": Priority.LOW}}, "priority of mission m3", id="priority-elsewhere"),
        pytest.param(
            {"objective": POINTS, "rules": PlanRules(rotation=9)},
            "objective points heeds no rules",
            id="points-with-rules",
        ),
        pytest.param({"rules": PlanRules(balance=0.4)}, "needs the gender of people", id="balance-without-gender"),
        pytest.param({"policy": {}}, "no policy for mission m1", id="no-policy"),
    ],
)
def test_what_is_refused(options, said):
    with pytest.raises(BadPlan) as fault:
        run(**options)
    assert said in str(fault.value)
    assert run().status == "optimal"


def test_unknown_seats_and_people_are_refused():
    with pytest.raises(NoSuchSeat):
        run(fixed=[Offer("m1", 2, "s1")])
    with pytest.raises(NoSuchSpecialist):
        run(fixed=[Offer("m1", 1, "nobody")])


def test_points_and_full_without_rules_are_the_same():
    dice = random.Random(9)
    index, missions = a_pool(dice, 6), missions_of(dice, 3)
    assert plan(missions, index, rules=NO_RULES).points == plan(missions, index, objective=POINTS).points
    assert plan(missions, index, rules=NO_RULES).points == pytest.approx(Brute(missions, index).best(), abs=0.001)

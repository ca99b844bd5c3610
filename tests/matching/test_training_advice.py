"""Which training helps most: against every other choice, each scored by the matcher over a pool that is built anew."""

import random
from datetime import date, timedelta
from itertools import combinations

import pytest

from matching import DEFAULT, POLICIES, Index, recommend
from matching.coverage import RULES, CoverageRules, advise, seats_of
from matching.coverage.choice import Problem, bound, greedy
from matching.coverage.modules import useful
from matching.coverage.needed import needed
from matching.coverage.options import Option
from matching.coverage.proof import proved
from registry.domain import Certificate, CertificateLevel
from registry.vocabulary import modules
from tests.builders import a_mission, a_snapshot, a_specialist, language, skill
from tests.matching.test_promises import some_mission, somebody

ON = date(2026, 11, 25)
ISSUED = ON + timedelta(days=30)


def certificate(module, level="participant", **more):
    return {"kind": "certificate", "module": module, "level": level, **more}


def training(role="trainer", **more):
    return {"kind": "training", "role": role, **more}


def served(people, missions, policy=DEFAULT):
    """The points of the best people over all seats, from a pool built anew; in hundredths."""
    index, total = Index.build(a_snapshot(*people)), 0
    for mission in missions:
        for seat, asked in enumerate(mission.seats, start=1):
            (found,) = recommend(mission, index, policy, asked.count, seat)
            total += sum(round(each.score * 100) for each in found.recommendations)
    return total


def trained(people, given, rules=RULES):
    """The people after certifications ``(specialist, module)``."""
    earned = {}
    for who, module in given:
        one = Certificate(module=module, level=rules.grants, issued=ISSUED, status="issued")
        earned.setdefault(who, []).append(one)
    return [each.model_copy(update={"certificates": (*each.certificates, *earned.get(each.id, ()))}) for each in people]


def advised(people, missions, k, policy=DEFAULT, rules=RULES, seconds=10.0):
    known = {each.id: each for each in people}
    seats = seats_of(missions, lambda _: policy)
    return advise(Index.build(a_snapshot(*people)), seats, known.__getitem__, k, ON, rules, seconds)


def chosen(advice):
    return [(each.specialist, each.module) for each in advice.certifications]


def a_world(seed):
    """A few people and missions that ask for certificates in every way."""
    dice = random.Random(seed)
    people = [somebody(dice, f"s{n}") for n in range(5)]
    musts = [[certificate("RTCM-M3")], [certificate("RTCM-M3"), certificate("PP-2", "trainer")], [training()], []]
    missions = []
    for n in range(3):
        wish = [*some_mission(dice).seats[0].model_dump(mode="json")["wish"], training(), certificate("RTCM-M4")]
        must = dice.choice(musts)
        missions.append(
            a_mission(
                id=f"m{n}",
                window={"start": f"2027-0{n + 2}-01", "end": f"2027-0{n + 2}-20"},
                seats=[{"role": "trainer", "count": dice.randint(1, 2), "must": must, "wish": wish[n:]}],
            )
        )
    return people, missions


@pytest.mark.parametrize("seed", range(3))
def test_one_certification_against_every_other(seed):
    """All modules that there are, for everybody."""
    people, missions = a_world(seed)
    people = people[:3]
    best = max(served(trained(people, [(p.id, m)]), missions) for p in people for m in modules())
    advice = advised(people, missions, 1)
    assert (advice.status, round(advice.after * 100)) == ("optimal", best)
    assert round(advice.before * 100) == served(people, missions) <= best


@pytest.mark.parametrize(("seed", "k"), [(0, 2), (1, 2), (3, 3), (5, 2)])
def test_several_against_every_other_choice(seed, k):
    people, missions = a_world(seed)
    people = people[: 5 - k]
    every = [(p.id, m) for p in people for m in ("RTCM-M3", "RTCM-M4", "RTCM-TOT1", "PP-2")]
    best = max(served(trained(people, given), missions) for given in combinations(every, k))
    advice = advised(people, missions, k)
    assert advice.status == "optimal"
    assert round(advice.after * 100) >= best
    assert round(advice.after * 100) == served(trained(people, chosen(advice)), missions)
    assert sum(each.gain for each in advice.certifications) == pytest.approx(advice.after - advice.before)
    without_proof = advised(people, missions, k, seconds=0)
    assert without_proof.after <= advice.after <= without_proof.bound
    assert round(without_proof.after * 100) == served(trained(people, chosen(without_proof)), missions)


def test_worlds_differ_in_what_training_adds():
    gains = [advice.after - advice.before for advice in (advised(*a_world(seed), 2) for seed in range(6))]
    assert len({round(gain, 2) for gain in gains}) == 6
    assert all(gain > 0 for gain in gains)


TWO_MUSTS = {"role": "expert", "count": 1, "must": [certificate("RTCM-M1"), certificate("RTCM-M3")]}


def pair_or_single():
    """A seat that needs two certificates of one person, 100 points, and one that needs one of another, 60 points."""
    wish = [skill("BRD.CHK", 5)]
    both = a_mission(id="both", seats=[{**TWO_MUSTS, "wish": wish}])
    one = a_mission(id="one", must=(language("rus", "B2"), certificate("PP-2")), wish=tuple(wish))
    verified = {"skill": "BRD.CHK", "status": "verified"}
    strong = a_specialist("strong", skills=[{**verified, "level": 5}])
    weak = a_specialist("weak", skills=[{**verified, "level": 3}], languages={"rus": "C1"})
    return [strong, weak], [both, one]


def test_two_that_only_help_together():
    """Greedy takes the single that gives 60 for one; the two that give 100 together are better, and are proved."""
    people, missions = pair_or_single()
    quick, proof = advised(people, missions, 2, seconds=0), advised(people, missions, 2)
    assert (quick.status, quick.after, chosen(quick)) == ("feasible", 60.0, [("weak", "PP-2")])
    assert quick.bound >= 100.0
    assert quick.gap == quick.bound - quick.after
    assert (proof.status, proof.after, proof.bound, proof.gap) == ("optimal", 100.0, 100.0, 0.0)
    assert chosen(proof) == [("strong", "RTCM-M1"), ("strong", "RTCM-M3")]
    assert [each.gain for each in proof.certifications] == [0.0, 100.0]
    assert proof.certifications[0].effects[0].reason == (
        "would open seat 1 of both, together with RTCM-M3: missing are valid certificate RTCM-M1 as participant and "
        "valid certificate RTCM-M3 as participant; 100.00 points in a place that is empty now"
    )
    assert advised(people, missions, 3).after == 160.0


def test_the_only_must_have_missing():
    people = [a_specialist("s1", skills={"BRD.CHK": 4}), a_specialist("s2")]
    advice = advised(people, [a_mission(must=(certificate("RTCM-M3"),), wish=(skill("BRD.CHK", 4),))], 1)
    (one,) = advice.certifications
    assert (one.specialist, one.module, one.level, one.issued) == ("s1", "RTCM-M3", "trainer", ISSUED)
    assert [each.reason for each in one.effects] == [
        "would open seat 1 of m1: valid certificate RTCM-M3 as participant is the only must-have missing; 60.00 points "
        "in a place that is empty now"
    ]


def test_a_place_that_somebody_else_has_now():
    held = {"module": "RTCM-M3", "level": "trainer", "issued": "2026-01-01", "status": "issued"}
    people = [
        a_specialist("best", skills={"BRD.CHK": 4}),
        a_specialist("has", skills={"BRD.CHK": 2}, certificates=[held]),
    ]
    advice = advised(people, [a_mission(must=(certificate("RTCM-M3"),), wish=(skill("BRD.CHK", 4),))], 1)
    assert chosen(advice) == [("best", "RTCM-M3")]
    assert advice.certifications[0].effects[0].reason.endswith("60.00 points, the last place has 30.00")


@pytest.mark.parametrize(
    ("facts", "must"),
    [
        pytest.param({"consent": {}}, (certificate("RTCM-M3"),), id="nobody-trains-for-a-missing-consent"),
        pytest.param({}, (certificate("RTCM-M3"), language("rus", "B2")), id="nor-for-a-missing-language"),
        pytest.param({}, (certificate("RTCM-M3", "assessor"),), id="nor-for-a-level-that-training-does-not-give"),
        pytest.param({}, (), id="nor-where-no-certificate-is-asked"),
    ],
)
def test_nothing_to_gain(facts, must):
    advice = advised([a_specialist("s1", skills={"BRD.CHK": 4}, **facts)], [a_mission(must=must)], 3)
    assert (advice.certifications, advice.considered, advice.status) == ((), 0, "optimal")
    assert advice.before == advice.after == advice.bound


def test_a_mission_that_begins_before_the_certificate_is_issued():
    people = [a_specialist("s1", skills={"BRD.CHK": 4})]
    days = {"start": "2026-12-01", "end": "2026-12-10"}
    soon = a_mission(must=(certificate("RTCM-M3"),), wish=(skill("BRD.CHK", 4),), window=days)
    assert advised(people, [soon], 1).certifications == ()
    at_once = CoverageRules(training_days=0)
    assert chosen(advised(people, [soon], 1, rules=at_once)) == [("s1", "RTCM-M3")]


def test_more_than_exists():
    people = [a_specialist("s1", skills={"BRD.CHK": 4}), a_specialist("s2", skills={"BRD.CHK": 3})]
    advice = advised(people, [a_mission(must=(certificate("RTCM-M3"),), wish=(skill("BRD.CHK", 4),))], 500)
    assert (advice.status, chosen(advice)) == ("optimal", [("s1", "RTCM-M3")])


def test_no_missions():
    advice = advised([a_specialist()], [], 2)
    assert (advice.before, advice.after, advice.status, advice.certifications) == (0.0, 0.0, "optimal", ())


def test_every_policy():
    people, missions = a_world(1)
    for policy in POLICIES.values():
        best = max(
            served(trained(people, [(p.id, m)]), missions, policy)
            for p in people
            for m in ("RTCM-M3", "RTCM-M4", "PP-2")
        )
        assert round(advised(people, missions, 1, policy).after * 100) >= best


def test_which_modules_are_worth_giving():
    """For a training wish every fitting module does the same; RTCM's own stands for all of them."""
    seats = seats_of([a_mission(wish=(training(), skill("LAW.NAT", 3)))], lambda _: DEFAULT)
    found = useful(seats, ISSUED, 3, RULES)
    assert found.modules == ("RTCM-M1",)
    assert {"RTCM-M3", "RTCM-TOT1"} <= set(found.instead["RTCM-M1"])
    assert "RTCM-M2" not in found.instead["RTCM-M1"]
    assert found.bundles == ((frozenset({"RTCM-M1"}),),)
    low = useful(seats, ISSUED, 3, CoverageRules(grants=CertificateLevel.PARTICIPANT))
    assert low.modules == ("RTCM-M1",)
    assert useful(seats_of([a_mission()], lambda _: DEFAULT), ISSUED, 3, RULES).modules == ()


def a_problem(seed):
    """Seats, people and options at random; one certificate alone, two together, or the one being part of the two."""
    dice = random.Random(seed)
    places = [dice.randint(1, 3) for _ in range(3)]
    now = [{f"b{n}": dice.randint(1, 60) for n in range(dice.randint(0, each))} for each in places]
    options = []
    for seat in range(3):
        for who in [*(f"p{n}" for n in range(5)), *now[seat]]:
            for some in [("A",), ("B",), ("A", "B")]:
                if dice.random() < 0.4:
                    options.append(Option(seat, who, frozenset(some), dice.randint(1, 100)))
    return Problem(places, now, options)


@pytest.mark.parametrize("seed", range(30))
def test_greedy_bound_and_proof_against_every_choice(seed):
    problem, k = a_problem(seed), 1 + seed % 4
    every = sorted({(each.specialist, module) for each in problem.options for module in each.modules})
    best = 0
    for some in combinations(every, min(k, len(every))):
        given = {who: frozenset(m for w, m in some if w == who) for who, _ in some}
        best = max(best, problem.value(given))
    quick = greedy(problem, k)
    assert problem.value(quick) <= best <= min(bound(problem, {}, k), bound(problem, quick, k)) + 1e-9
    proof = proved(problem, k, 20)
    assert problem.value(proof.given) == best == proof.bound
    assert sum(map(len, proof.given.values())) <= k


def test_somewhere_greedy_is_not_enough_and_somewhere_the_bound_is_not_tight():
    loose, behind = 0, 0
    for seed in range(30):
        problem, k = a_problem(seed), 1 + seed % 4
        best, quick = proved(problem, k, 20).bound, greedy(problem, k)
        behind += problem.value(quick) < best
        loose += min(bound(problem, {}, k), bound(problem, quick, k)) > best
    assert behind >= 1
    assert loose >= 1


def test_people_who_only_stand_in_for_others_are_left_out():
    options = [Option(0, f"p{n}", frozenset("A"), 10 + n) for n in range(50)] + [Option(1, "p0", frozenset("A"), 5)]
    assert {each.specialist for each in needed(options, [{}, {}], 2)} == {"p49", "p48", "p0"}
    # Who has a place now cannot stand in: they would have to leave it.
    assert {each.specialist for each in needed(options, [{}, {"p49": 3}], 2)} == {"p49", "p48", "p47", "p0"}


@pytest.mark.parametrize("seed", range(30, 60))
def test_nothing_is_lost_by_leaving_people_out(seed):
    problem, k = a_problem(seed), 1 + seed % 3
    fewer = Problem(problem.places, problem.now, needed(problem.options, problem.now, k))
    assert proved(fewer, k, 20).bound == proved(problem, k, 20).bound


def test_people_are_left_out_of_some_problems():
    left = [len(needed(p.options, p.now, 1)) < len(p.options) for p in map(a_problem, range(30, 60))]
    assert sum(left) > 10

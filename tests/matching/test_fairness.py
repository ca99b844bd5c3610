"""The report on fairness: figures by hand, planted bias, small groups, and who is never proposed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import DEFAULT, Index
from matching.fairness import (
    RULES,
    Protected,
    assignment_stage,
    offer_stage,
    plan_stage,
    report,
    shortlist_stage,
)
from matching.fairness.groups import NOT_STATED, hidden
from matching.fairness.measures import exposures, impact
from matching.plan import plan
from registry.domain import Candidacy
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, skill


def people(women, men, **more):
    """Women w00, w01 ... and men m00, m01 ..., alike in everything else."""
    ids = [(f"w{n:02}", "female") for n in range(women)] + [(f"m{n:02}", "male") for n in range(men)]
    return [a_specialist(id, gender=gender, **more) for id, gender in ids]


def reported(snapshot, *stages, **more):
    return report(stages, Index.build(snapshot), Protected.of(snapshot), **more)


def group(found, *name, stage=0):
    attribute = {1: 0, 2: 3}[len(name)]
    return next(g for g in found.stages[stage].attributes[attribute].groups if g.group == name)


def test_figures_by_hand():
    # 20 of 40 men and 5 of 40 women: a quarter as often.
    found = impact(5, 40, 20, 40, 0.95)
    assert found.ratio == 0.25
    spread = 1.959964 * math.sqrt(1 / 5 - 1 / 40 + 1 / 20 - 1 / 40)
    assert found.low == pytest.approx(0.25 * math.exp(-spread), rel=1e-6)
    assert found.high == pytest.approx(0.25 * math.exp(spread), rel=1e-6)
    # The exact test by its definition: all tables with the same margins that are no likelier.
    ways = [math.comb(40, k) * math.comb(40, 25 - k) for k in range(26)]
    assert found.p == pytest.approx(sum(w for w in ways if w <= ways[5]) / sum(ways), rel=1e-9)


def test_nobody_chosen_has_an_interval_from_nothing():
    found = impact(0, 30, 15, 30, 0.95)
    assert (found.ratio, found.low) == (0.0, 0.0)
    assert 0 < found.high < 0.8


def test_the_interval_holds_the_true_ratio_about_as_often_as_it_says():
    chance = np.random.Generator(np.random.PCG64(5))
    drawn = zip(chance.binomial(80, 0.2, 600).tolist(), chance.binomial(80, 0.4, 600).tolist(), strict=True)
    found = [impact(one, 80, other, 80, 0.95) for one, other in drawn]
    assert 0.93 <= sum(each.low <= 0.5 <= each.high for each in found) / len(found) <= 0.98


def test_a_place_on_a_list_is_worth_less_further_down():
    assert exposures(3, ranked=True) == pytest.approx([1, 1 / math.log2(3), 0.5])
    assert exposures(3, ranked=False).tolist() == [1, 1, 1]


def past(*who):
    return [an_assignment(f"a{n:02}", team=[{"specialist": id, "role": "expert"}]) for n, id in enumerate(who)]


def test_a_planted_bias_is_reported_and_its_absence_too():
    snapshot = a_snapshot(*people(40, 40))
    index = Index.build(snapshot)
    work = past(*(f"{'w' if n < 5 else 'm'}{n:02}" for n in range(25)))
    biased = report([assignment_stage(work, index)], index, Protected.of(snapshot))
    women, men = group(biased, "female"), group(biased, "male")
    assert (women.people, women.chosen, women.ratio) == (40, 5, 0.25)
    assert (women.below, women.clearly) == (True, True)
    assert women.p < 0.001
    assert men.reference
    assert men.ratio is None
    alike = past(*(f"{'wm'[n % 2]}{n:02}" for n in range(24)))
    even = report([assignment_stage(alike, index)], index, Protected.of(snapshot))
    assert {each.below for each in even.stages[0].attributes[0].groups} == {None, False}


def test_exposure_by_rank():
    # Women hold the better claims, so the first ranks of the list are theirs.
    better = [a_specialist(f"w{n}", gender="female", skills={"BRD.CHK": 5}) for n in range(6)]
    worse = [a_specialist(f"m{n}", gender="male", skills={"BRD.CHK": 1}) for n in range(6)]
    snapshot = a_snapshot(*better, *worse)
    mission = a_mission(wish=(skill("BRD.CHK", 5),))
    stage = shortlist_stage([mission], Index.build(snapshot), {"m1": DEFAULT}, 10)
    found = reported(snapshot, stage)
    worth = exposures(10, ranked=True)
    assert group(found, "female").exposure == pytest.approx(worth[:6].sum() / worth.sum(), abs=1e-4)
    assert group(found, "female").due == 0.5
    assert found.stages[0].never == ("m4", "m5")
    assert (found.stages[0].rotation.places, found.stages[0].rotation.people) == (10, 10)


def test_regions_are_those_of_m49_and_crossed():
    pool = [
        a_specialist(f"{gender}{land}{n}", gender=gender, residence=land)
        for gender in ("female", "male")
        for land in ("AZE", "KAZ")
        for n in range(6)
    ]
    snapshot = a_snapshot(*pool)
    found = reported(snapshot, shortlist_stage([a_mission()], Index.build(snapshot), {"m1": DEFAULT}, 6))
    assert {g.group for g in found.stages[0].attributes[1].groups} == {("Central Asia",), ("Western Asia",)}
    assert [each.attribute for each in found.stages[0].attributes] == [
        "gender",
        "region",
        "employer_type",
        "gender x region",
        "gender x employer_type",
        "region x employer_type",
    ]
    assert group(found, "female", "Western Asia").people == 6


def test_a_small_group_is_suppressed_with_another_one():
    pool = people(20, 30) + [a_specialist(f"o{n}", gender="other") for n in range(2)]
    snapshot = a_snapshot(*pool)
    stage = shortlist_stage([a_mission()], Index.build(snapshot), {"m1": DEFAULT}, 10)
    found = reported(snapshot, stage)
    assert [g.group[0] for g in found.stages[0].attributes[0].groups if g.suppressed] == ["female", "other"]
    assert all(g.people is None and g.rate is None for g in found.stages[0].attributes[0].groups if g.suppressed)
    assert found.representation[0].women is None
    # Whoever has not said is suppressed first.
    silent = a_snapshot(*pool, *(a_specialist(f"x{n}") for n in range(7)))
    later = reported(silent, shortlist_stage([a_mission()], Index.build(silent), {"m1": DEFAULT}, 10))
    assert [g.group[0] for g in later.stages[0].attributes[0].groups if g.suppressed] == ["other", NOT_STATED]
    assert (later.representation[0].women, later.representation[0].men) == (20, 30)
    assert later.representation[0].women_share == 0.4


def test_few_who_have_not_said_hide_nobody():
    snapshot = a_snapshot(*people(20, 30), *(a_specialist(f"x{n}") for n in range(2)))
    found = reported(snapshot, shortlist_stage([a_mission()], Index.build(snapshot), {"m1": DEFAULT}, 10))
    assert [(g.group[0], g.people) for g in found.stages[0].attributes[0].groups] == [
        ("female", 20),
        ("male", 30),
        (NOT_STATED, 2),
    ]


@given(
    counts=st.lists(st.integers(0, 30), min_size=4, max_size=12),
    columns=st.integers(2, 4),
)
def test_no_sum_of_a_line_gives_a_hidden_count_away(counts, columns):
    rows = len(counts) // columns
    cells = counts[: rows * columns] if rows else counts
    names = [(str(at // columns), str(at % columns)) for at in range(len(cells))]
    gone = hidden(names, cells, 5)
    assert {at for at, count in enumerate(cells) if 0 < count < 5} <= gone
    for part in (0, 1):
        for line in {name[part] for name in names}:
            inside = [at for at, name in enumerate(names) if name[part] == line]
            unseen = [at for at in inside if at in gone]
            shown = [at for at in inside if at not in gone and cells[at]]
            enough = len(unseen) >= 2 and sum(cells[at] for at in unseen) >= 5
            assert not unseen or enough or not shown


def test_offers_are_held_against_everybody_proposed():
    snapshot = a_snapshot(*people(10, 10))
    candidacies = [
        Candidacy(id=each.id, mission="m1", seat=1, specialist=each.id, state=state)
        for each, state in zip(
            people(10, 10),
            ["not_selected"] * 8 + ["declined"] * 2 + ["accepted"] * 8 + ["shortlisted"] * 2,
            strict=True,
        )
    ]
    found = reported(snapshot, offer_stage(candidacies, Index.build(snapshot)))
    assert [(group(found, g).chosen, group(found, g).people) for g in ("female", "male")] == [(2, 10), (8, 10)]
    assert group(found, "female").ratio == 0.25


def test_women_and_men_of_a_plan():
    snapshot = a_snapshot(*people(6, 6))
    index, mission = Index.build(snapshot), a_mission()
    answer = plan([mission], index, {"m1": DEFAULT})
    found = reported(snapshot, plan_stage(answer, [mission], index))
    assert [each.of for each in found.representation] == ["pool", "plan"]
    assert found.representation[0].women_share == 0.5
    assert sum((found.representation[1].women, found.representation[1].men)) == 1


def test_pseudonyms_stand_in_for_every_id():
    snapshot = a_snapshot(*people(6, 6))
    stage = shortlist_stage([a_mission()], Index.build(snapshot), {"m1": DEFAULT}, 3)
    found = reported(snapshot, stage, pseudonym=lambda id: f"p-{id[::-1]}")
    assert len(found.stages[0].never) == 9
    assert all(each.startswith("p-") for each in found.stages[0].never)
    assert list(found.stages[0].never) == sorted(found.stages[0].never)


def test_people_who_came_back_count_once_and_the_gone_not_at_all():
    snapshot = a_snapshot(*people(6, 6))
    index = Index.build(snapshot)
    stage = assignment_stage([an_assignment(team=[{"specialist": "nobody", "role": "expert"}])], index)
    found = report([stage], index, Protected.of(snapshot))
    assert found.stages[0].rotation.places == 0
    assert all(g.ratio is None for g in found.stages[0].attributes[0].groups)


def test_nothing_to_report():
    snapshot = a_snapshot()
    found = reported(snapshot, shortlist_stage([], Index.build(snapshot), {}, RULES.top))
    assert found.stages == ()
    assert found.representation[0].women_share is None

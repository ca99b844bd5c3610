"""How often a place holds when weights move: against a plain loop, and against cases that can be worked out."""

import random

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import beta

from matching import POLICIES, Index, Policy, Weightings, recommend
from matching.ask import Ask
from matching.eligibility import eligible
from matching.index import Delta
from matching.ranking.standard import scored
from matching.stability import stability
from matching.weightings import drawn
from registry.sample import sample_pool
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, country, language, skill
from tests.matching.test_promises import EVERY_CRITERION, some_mission, somebody, worlds

TWO = Policy(name="two", weights={"skill": 40, "language": 15})
THREE = Policy(name="three", weights={"skill": 40, "language": 15, "country": 10})
WISH = (skill("BRD.IBM", 4), language("rus", "C2"))


def person(id, level, cefr):
    return a_specialist(
        id,
        skills=[{"skill": "BRD.IBM", "level": level, "status": "verified"}],
        languages=[{"language": "rus", "speaking": cefr, "status": "verified"}],
    )


# Shares 1 and 1/3 against 1/2 and 1: the first wins when skill has more than 4/7 of the weight.
SKILLED, FLUENT = person("skilled", 4, "A2"), person("fluent", 2, "C2")
TURNS_AT = 4 / 7


def plainly(ask, index, policy, top, weightings):
    """(first, in_top) in parts of one, by id: every weighting as a policy of its own, ranked and sorted."""
    mask = eligible(ask, index).mask
    names = [criterion.name for criterion in policy.criteria]
    first, listed = {}, {}
    shares, _ = scored(ask, index, policy)
    for weights in drawn(policy, weightings):
        with_these = policy.model_copy(update={"weights": dict(zip(names, weights.tolist(), strict=True))})
        points = with_these.points(shares, index.rows)
        order = sorted(np.flatnonzero(mask).tolist(), key=lambda row: (-points[row], index.ids[row]))
        for row in order[:top]:
            listed[index.ids[row]] = listed.get(index.ids[row], 0) + 1
        for row in order[:1]:
            first[index.ids[row]] = first.get(index.ids[row], 0) + 1
    n = weightings.draws
    return lambda id: (first.get(id, 0) / n, listed.get(id, 0) / n)


def assert_as_plainly(mission, index, policy, top, weightings):
    told = plainly(Ask(mission, 1), index, policy, top, weightings)
    (shortlist,) = recommend(mission, index, policy, top, weightings=weightings)
    found = {each.specialist: (each.stability.first, each.stability.in_top) for each in shortlist.recommendations}
    assert found == {id: told(id) for id in found}


@given(worlds)
def test_the_same_as_a_plain_loop(world):
    people, mission = world
    index = Index.build(a_snapshot(*people))
    assert_as_plainly(mission, index, EVERY_CRITERION, 3, Weightings(draws=25, seed=3))


def test_the_same_as_a_plain_loop_where_some_abstain_for_some_people():
    """Nobody was ever appraised, or some were: track record abstains person by person."""
    dice = random.Random(5)
    people, mission = [somebody(dice, f"s{n:02}") for n in range(30)], some_mission(dice)
    policy = POLICIES["rtcm-network"]
    assert_as_plainly(mission, Index.build(a_snapshot(*people)), policy, 5, Weightings(draws=40, concentration=0))


@pytest.mark.parametrize("concentration", [0, 20])
def test_the_same_as_a_plain_loop_where_most_cannot_reach_the_list(concentration):
    people = [each for block in sample_pool(900, 3) for each in block.specialists]
    index = Index.build(Snapshot.of(people))
    mission = a_mission(wish=(skill("BRD.IBM", 4), language("rus", "C1"), country("AZE", 12)))
    ask = Ask(mission, 1)
    assert eligible(ask, index).count > 450  # so that some are left out early
    assert_as_plainly(mission, index, THREE, 10, Weightings(draws=60, concentration=concentration))


@pytest.mark.parametrize(
    ("policy", "concentration", "share"),
    [
        pytest.param(TWO, 0, 1 - TURNS_AT, id="every-weighting-alike"),
        pytest.param(THREE, 0, 1 - TURNS_AT, id="what-abstains-shares-its-weight-out"),
        pytest.param(TWO, 20, beta.sf(TURNS_AT, 20 * 40 / 55, 20 * 15 / 55), id="around-the-policy"),
        pytest.param(TWO, 200, beta.sf(TURNS_AT, 200 * 40 / 55, 200 * 15 / 55), id="close-to-the-policy"),
    ],
)
def test_two_people_and_two_criteria(policy, concentration, share):
    index = Index.build(a_snapshot(SKILLED, FLUENT))
    weightings = Weightings(draws=100_000, concentration=concentration)
    (shortlist,) = recommend(a_mission(wish=WISH), index, policy, weightings=weightings)
    found = {each.specialist: each.stability.first for each in shortlist.recommendations}
    assert found["skilled"] == pytest.approx(share, abs=0.006)  # over three standard errors
    assert found["skilled"] + found["fluent"] == pytest.approx(1)


def test_better_in_everything_is_first_in_every_weighting():
    index = Index.build(a_snapshot(SKILLED, FLUENT, person("best", 4, "C2")))
    best, *others = recommend(a_mission(wish=WISH), index, TWO, 2, weightings=Weightings())[0].recommendations
    assert (best.specialist, best.stability.first, best.stability.in_top) == ("best", 1.0, 1.0)
    assert [each.stability.first for each in others] == [0.0]


def test_equal_people_stand_in_the_order_of_ids():
    index = Index.build(a_snapshot(person("b", 3, "B1"), person("a", 3, "B1")))
    found = recommend(a_mission(wish=WISH), index, TWO, 1, weightings=Weightings())[0].recommendations
    assert [(each.specialist, each.stability.first, each.stability.in_top) for each in found] == [("a", 1.0, 1.0)]


def test_a_seed_gives_the_same_bytes_and_another_others():
    index = Index.build(a_snapshot(SKILLED, FLUENT))
    one, again, other = (
        recommend(a_mission(wish=WISH), index, TWO, weightings=Weightings(seed=seed))[0].model_dump_json()
        for seed in (1, 1, 2)
    )
    assert one == again != other


def test_nothing_is_worked_out_unless_asked():
    (shortlist,) = recommend(a_mission(wish=WISH), Index.build(a_snapshot(SKILLED)), TWO)
    assert [each.stability for each in shortlist.recommendations] == [None]


def test_nobody_eligible():
    index = Index.build(a_snapshot(a_specialist("s1", vetting="draft")))
    assert recommend(a_mission(wish=WISH), index, TWO, weightings=Weightings())[0].recommendations == ()


def test_changed_and_rebuilt_alike():
    dice = random.Random(8)
    people, mission = [somebody(dice, f"s{n:02}") for n in range(20)], some_mission(dice)
    after = [somebody(dice, each.id) if n % 3 else each for n, each in enumerate(people)]
    grown = Index.build(a_snapshot(*people)).apply(Delta("", 0, put=[each for n, each in enumerate(after) if n % 3]))
    rebuilt = Index.build(a_snapshot(*after))
    one, other = (recommend(mission, index, weightings=Weightings(draws=50)) for index in (grown, rebuilt))
    assert one == other


def test_of_rows_that_are_not_on_the_list():
    """Who is not listed may be asked about as well."""
    index = Index.build(a_snapshot(SKILLED, FLUENT, person("worst", 1, "A1")))
    ask = Ask(a_mission(wish=WISH), 1)
    rows = [index.row_of("worst")]
    (worst,) = stability(ask, index, TWO, eligible(ask, index).mask, rows, 1, Weightings())
    assert (worst.first, worst.in_top) == (0.0, 0.0)

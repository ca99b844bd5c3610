"""Invitation plans against every outcome written out, every other plan, and input that means nothing."""

from itertools import combinations_with_replacement, product
from math import inf, nan, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.answering import ASSUMED_DAYS, History, Pool, Prior, answered_by, chance_of_at_least, prior_of
from matching.errors import NothingToAsk
from matching.invitations import plan_invitations

CHANCES = st.lists(st.floats(0, 1), max_size=8)
COUNTS = st.integers(0, 6)


def histories(least: int, most: int):
    counts = st.tuples(COUNTS, COUNTS, COUNTS)
    return st.lists(counts, min_size=least, max_size=most).map(
        lambda found: tuple(History(f"s{at}", *each) for at, each in enumerate(found))
    )


@given(CHANCES, st.integers(0, 9))
def test_the_sum_of_yeses_against_every_outcome(chances, wanted):
    outcomes = product((False, True), repeat=len(chances))
    expected = sum(
        prod(chance if yes else 1 - chance for chance, yes in zip(chances, outcome, strict=True))
        for outcome in outcomes
        if sum(outcome) >= wanted
    )
    assert chance_of_at_least(wanted, chances) == pytest.approx(expected, abs=1e-9)


def played(plan, ranked, pool):
    """The chance to fill the seats and the people asked, over every outcome of a real run of the plan.

    Each person says yes between two of the days that matter, or not in time; a wave goes out only when it is needed.
    """
    prior, moments = prior_of(pool.histories), [wave.day for wave in plan.waves] + [plan.days]
    day_of = {wave.number: wave.day for wave in plan.waves}
    asked = [(each, day_of[each.wave]) for each in plan.people]
    known = {each.specialist: each for each in ranked}
    filled = people = yeses = 0.0
    for slots in product(range(len(moments)), repeat=len(asked)):
        likely, slot_of = 1.0, {}
        for (each, day), slot in zip(asked, slots, strict=True):
            chance = prior.chance(known[each.specialist])
            inside = [moment for moment in moments if moment > day]
            parts = [answered_by(moment - day, pool.answer_days) for moment in inside]
            steps = [b - a for a, b in zip([0.0, *parts], parts, strict=False)]
            # Slot 0 stands for no yes in time; the others for the times between the moments after being asked.
            likely *= 1 - chance * parts[-1] if slot == 0 else chance * steps[slot - 1] if slot <= len(steps) else 0.0
            slot_of[each.specialist] = inside[slot - 1] if 0 < slot <= len(inside) else inf
        yes_days: list[float] = []
        for wave in plan.waves:
            if sum(day <= wave.day for day in yes_days) < plan.places:
                mine = [each for each in plan.people if each.wave == wave.number]
                people += likely * len(mine)
                yes_days += [slot_of[each.specialist] for each in mine]
        said = sum(day <= plan.days for day in yes_days)
        filled += likely * (said >= plan.places)
        yeses += likely * said
    return filled, people, yeses


@settings(max_examples=25)
@given(
    histories(1, 6),
    st.integers(1, 2),
    st.floats(0.1, 0.9),
    st.integers(2, 20),
    st.lists(st.integers(0, 9).map(float), max_size=5).map(tuple),
)
def test_a_plan_does_what_it_says(ranked, places, chance, days, times):
    pool = Pool(ranked, times)
    plan = plan_invitations(ranked, places, chance, days, pool)
    filled, people, yeses = played(plan, ranked, pool)
    assert plan.reached == pytest.approx(filled, abs=1e-3)
    assert plan.expected_asked == pytest.approx(people, abs=0.01)
    assert plan.expected_yes == pytest.approx(yeses, abs=0.01)
    assert plan.enough == (filled >= chance or plan.reached >= chance) or filled == pytest.approx(chance, abs=1e-6)


@settings(max_examples=25)
@given(histories(1, 7), st.integers(1, 2), st.floats(0.1, 0.9), st.sampled_from([4, 9, 20]))
def test_no_other_plan_asks_fewer(ranked, places, chance, days):
    times = (1.0, 1.0, 2.0, 2.0, 2.0, 3.0)
    plan = plan_invitations(ranked, places, chance, days, Pool(ranked, times))
    prior = prior_of(ranked)
    pause = next(day for day in range(1, 99) if answered_by(day, times) >= 0.8)
    starts = [pause * wave for wave in range(max(1, min(3, days // pause)))]

    def chances(cut, until):
        first, found = 0, []
        for start, last in zip(starts, cut, strict=True):
            found += [prior.chance(each) * answered_by(until - start, times) for each in ranked[first:last]]
            first = last
        return found

    def asked(cut):
        total = cut[0]
        for wave in range(1, len(cut)):
            before = (*cut[:wave], *[cut[wave - 1]] * (len(cut) - wave))
            total += (cut[wave] - cut[wave - 1]) * (1 - chance_of_at_least(places, chances(before, starts[wave])))
        return total

    cuts = combinations_with_replacement(range(len(ranked) + 1), len(starts))
    enough = [cut for cut in cuts if chance_of_at_least(places, chances(cut, days)) >= chance]
    assert plan.enough == bool(enough)
    if enough:
        assert plan.expected_asked == pytest.approx(min(map(asked, enough)), abs=0.01)
    else:
        assert len(plan.people) == len(ranked)


def test_the_order_of_the_list_is_kept():
    ranked = (History("never", declines=9), History("always", accepts=9), History("new"))
    plan = plan_invitations(ranked, 1, 0.5, 7, Pool(ranked))
    assert [each.specialist for each in plan.people] == ["never", "always"]
    assert plan.people[0].chance < 0.3 < 0.7 < plan.people[1].chance


def test_an_open_offer_counts_for_what_is_left_of_it():
    ranked = (History("out", waiting=0.0), History("old", waiting=30.0), History("new"))
    plan = plan_invitations(ranked, 1, 0.6, 7)
    by = {each.specialist: each for each in plan.people}
    assert (by["out"].wave, by["new"].wave) == (0, 1)
    assert by["out"].in_time == pytest.approx(by["new"].in_time)
    assert by["old"].in_time == 0


def test_somebody_of_whom_little_is_known_is_like_the_pool():
    pool = tuple(History(f"p{at}", accepts=8, declines=2) for at in range(50))
    prior = prior_of(pool)
    assert prior.chance(History("new")) == pytest.approx(0.8, abs=0.01)
    assert prior.chance(History("once", declines=1)) == pytest.approx(
        0.8, abs=0.01
    )  # all alike: one answer says little
    apart = tuple(History(f"p{at}", accepts=10 * (at % 2), declines=10 * (1 - at % 2)) for at in range(50))
    assert prior_of(apart).chance(History("once", declines=1)) < 0.25  # nobody alike: it says much


def test_where_nothing_is_known_it_says_so():
    plan = plan_invitations([History("a"), History("b")], 1, 0.9, 7)
    assert prior_of(()) == Prior(1.0, 1.0)
    assert answered_by(ASSUMED_DAYS / 2, ()) == 0.5
    assert not plan.enough
    assert plan.reached == 0.75
    assert [note for note in plan.notes if "assumed, not seen" in note] == list(plan.notes[:2])


@given(histories(1, 12), st.floats(0.05, 0.95), st.integers(1, 30))
def test_a_higher_chance_asks_no_fewer(ranked, chance, days):
    less = plan_invitations(ranked, 1, chance / 2, days, Pool(ranked))
    more = plan_invitations(ranked, 1, chance, days, Pool(ranked))
    assert less.expected_asked <= more.expected_asked
    assert plan_invitations(ranked, 1, chance, days, Pool(ranked)) == more


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"places": 0}, id="no-place"),
        pytest.param({"places": 11}, id="too-many-places"),
        pytest.param({"chance": 0.0}, id="no-chance"),
        pytest.param({"chance": 1.0}, id="certainty"),
        pytest.param({"chance": nan}, id="chance-nan"),
        pytest.param({"days": 0}, id="no-time"),
        pytest.param({"days": inf}, id="endless"),
        pytest.param({"days": nan}, id="days-nan"),
        pytest.param({"ranked": []}, id="nobody"),
        pytest.param({"ranked": [History("a"), History("a")]}, id="twice"),
        pytest.param({"ranked": [History(f"s{at}") for at in range(101)]}, id="too-many"),
        pytest.param({"ranked": [History("a", accepts=-1)]}, id="negative-count"),
        pytest.param({"ranked": [History("a", waiting=-1.0)]}, id="negative-wait"),
        pytest.param({"ranked": [History("a", waiting=nan)]}, id="wait-nan"),
        pytest.param({"pool": Pool(answer_days=(-1.0,))}, id="negative-time"),
        pytest.param({"pool": Pool((History("a", silent=-2),))}, id="negative-count-of-the-pool"),
    ],
)
def test_refusals(wrong):
    with pytest.raises(NothingToAsk, match=r"expected|twice"):
        plan_invitations(**{"ranked": [History("a")], "places": 1, "chance": 0.9, "days": 7, **wrong})

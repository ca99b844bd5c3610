"""The compiled kernel gives the same bytes as the definition in NumPy."""

import os
import random
import subprocess
import sys
from datetime import date
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.pools import recombined
from matching import DEFAULT, POLICIES, Ask, Index, Policy, recommend
from matching.eligibility import eligible
from matching.ranking import beforehand, compiled, standard
from matching.ranking.weighing import WHOLE
from registry.domain import Window
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import Snapshot
from registry.vocabulary import competences
from tests.builders import a_mission, a_snapshot, a_specialist, skill
from tests.matching.test_index import changed
from tests.matching.test_promises import a_world, past, some_mission
from tests.service.commands import ROOT

pytest.importorskip("numba", reason="the extra fast is not installed")
kernel = compiled._kernel()
eights = import_module("matching.ranking.eights")

# Nobody, not even root, can make a folder here.
NOWHERE = "/proc/1/nowhere"
_EPOCH = date(1970, 1, 1).toordinal()


@pytest.fixture(scope="module")
def sampled() -> Index:
    return Index.build(Snapshot.of(sample_specialists(1200, seed=5), sample_assignments(1200, seed=5)))


def both(mission, index, policy, top, monkeypatch_large) -> tuple[str, str]:
    found = []
    for large in (10**9, 0):
        monkeypatch_large(large)
        found.append(recommend(mission, index, policy, top)[0].model_dump_json())
    return found[0], found[1]


@pytest.fixture
def large(monkeypatch):
    return lambda size: monkeypatch.setattr(compiled, "LARGE", size)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("seed", range(40))
def test_random_missions_on_a_sample_pool(seed, policy, sampled, large):
    dice = random.Random(seed)
    standard_answer, compiled_answer = both(some_mission(dice), sampled, policy, dice.choice([1, 5, 20, 300]), large)
    assert compiled_answer == standard_answer


@pytest.mark.parametrize("seed", range(40))
def test_random_pools_with_ties(seed, large):
    people, mission = a_world(seed)
    index = Index.build(Snapshot.of([*people, *_twins(people)], past(people)))
    for top in (1, 3, 10, 100):
        standard_answer, compiled_answer = both(mission, index, POLICIES["rtcm-track-record"], top, large)
        assert compiled_answer == standard_answer


@pytest.mark.parametrize("policy", [DEFAULT, POLICIES["rtcm-network"]], ids=["default", "network"])
@pytest.mark.parametrize("seed", range(15))
def test_an_index_that_took_changes(seed, policy, large):
    index, built, missions = changed(seed)
    for mission in missions:
        for top in (2, 50):
            answers = {*both(mission, index, policy, top, large), *both(mission, built, policy, top, large)}
            assert len(answers) == 1


@pytest.mark.parametrize("seed", range(12))
def test_who_is_barred(seed, sampled):
    """On the dates of many missions, with every effort, before and after changes."""
    dice = random.Random(seed)
    index, _, missions = changed(seed)
    for pool, mission in ((sampled, some_mission(dice)), *((index, each) for each in missions)):
        for first in dice.sample(range(20_000, 22_000), 5):
            window = Window(start=date.fromordinal(_EPOCH + first), end=date.fromordinal(_EPOCH + first + 60))
            effort = dice.choice([None, 10, 40])
            ask = Ask(mission.model_copy(update={"window": window, "effort_days": effort}), 1)
            expected, found = standard.barred(ask, pool), compiled.barred(ask, pool)
            assert found.counts == expected.counts
            assert found.hits.tolist() == expected.hits.tolist()
            assert found.mask.tolist() == expected.mask.tolist()


def test_a_closer_look_takes_the_larger_of_each_number():
    dice = np.random.default_rng(3)
    one, other = dice.integers(0, 128, (2, 500, 8), np.uint8)
    found = [eights.larger(*pair) for pair in zip(one.view(np.uint64)[:, 0], other.view(np.uint64)[:, 0], strict=True)]
    assert np.array(found, np.uint64).view(np.uint8).reshape(-1, 8).tolist() == np.maximum(one, other).tolist()


def test_compiled_code_that_can_be_kept_nowhere_runs_all_the_same(tmp_path):
    code = f"exec(compile('def twice(x):\\n    return 2 * x', '{NOWHERE}/twice.py', 'exec'))"
    program = f"from matching.compiling import compiled\n{code}\nprint(compiled(twice)(21))"
    env = {**os.environ, "HOME": NOWHERE, "XDG_CACHE_HOME": NOWHERE, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("42\n", 0), done.stderr


@given(
    st.dictionaries(st.sampled_from(list(DEFAULT.weights)), st.floats(0.01, 1000), min_size=1), st.integers(0, 10**6)
)
def test_any_weights(sampled, weights, seed):
    ask = Ask(some_mission(random.Random(seed)), 1)
    policy, mask = Policy(name="any", weights=weights), eligible(ask, sampled).mask
    found = [each.contenders(ask, sampled, policy, mask, 20) for each in (standard, compiled)]
    rows = [each.rows[standard.in_order(each, 20, sampled)].tolist() for each in found]
    points = [each.points[standard.in_order(each, 20, sampled)].tolist() for each in found]
    assert rows[0] == rows[1]
    assert points[0] == points[1]


def test_more_rows_than_a_block(large):
    index = Index.build(recombined(Snapshot.of(sample_specialists(600, seed=8)), 9000, 8))
    assert index.rows > kernel.BLOCK
    for seed in range(25):
        mission, top = some_mission(random.Random(seed)), 1 + seed
        standard_answer, compiled_answer = both(mission, index, DEFAULT, top, large)
        assert compiled_answer == standard_answer


def test_who_has_a_claim(monkeypatch):
    index, dice = (
        Index.build(recombined(Snapshot.of(sample_specialists(300, seed=8)), 6000, 8)),
        np.random.default_rng(4),
    )
    for noun in ("skills", "languages", "nationalities"):
        claims = index.claims(noun)
        for part in (0.0, 0.1, 0.6):
            terms, grades = dice.random(len(claims.names)) < part, dice.random(len(claims.grades)) < 0.5
            found = []
            for large in (0, 10**9):
                monkeypatch.setattr("matching.index.claims._LARGE", large)
                found.append(claims.any(terms, grades).tolist())
            assert found[0] == found[1]
            assert any(found[0]) == bool(terms.any() and grades.any())


def test_more_wishes_than_lanes(sampled, large):
    asked = ["TRN.TOT", "TRN.CUR", "TRN", "BRD", "BRD.IBM", "BRD.CHK", "BRD.CHK.AIR", "LAW.INT", "ASY.RSD", "TRN.TNA"]
    mission = a_mission(wish=tuple(skill(id, 3, weight=1 + n) for n, id in enumerate(asked)))
    standard_answer, compiled_answer = both(mission, sampled, DEFAULT, 20, large)
    assert compiled_answer == standard_answer


def test_more_claims_than_a_first_look_takes_in(large):
    many = ["BRD", "BRD.IBM", "BRD.CHK", "BRD.CHK.AIR", "TRN", "TRN.TOT", "TRN.CUR", "TRN.TNA", "LAW.INT", "ASY.RSD"]
    skills = [{"skill": id, "level": 5, "status": "verified"} for id in _all_competences(many)]
    people = [a_specialist(f"s{n:03}", skills=skills[: n % 20]) for n in range(60)]
    assert max(len(each.skills) for each in people) > 16
    for wish in (skill("BRD.IBM", 5), skill("ASY.RSD", 2)):
        standard_answer, compiled_answer = both(
            a_mission(wish=(wish,)), Index.build(a_snapshot(*people)), DEFAULT, 7, large
        )
        assert compiled_answer == standard_answer


@pytest.mark.parametrize("wish", [(), (skill("BRD", 3),)])
def test_nobody_and_nothing_asked(wish, large):
    for people in ([], [a_specialist("s1", vetting="draft")], [a_specialist("s1"), a_specialist("s2")]):
        standard_answer, compiled_answer = both(
            a_mission(wish=wish), Index.build(a_snapshot(*people)), DEFAULT, 3, large
        )
        assert compiled_answer == standard_answer


def test_the_bound_never_drops_anybody_who_is_among_the_best(sampled):
    """With room for everybody nothing can be dropped; with room for one, whoever is first must be the same."""
    for seed in range(30):
        ask = Ask(some_mission(random.Random(seed)), 1)
        mask = eligible(ask, sampled).mask
        everybody = compiled.contenders(ask, sampled, DEFAULT, mask, sampled.rows)
        order = standard.in_order(everybody, sampled.rows, sampled)
        assert len(order) == mask.sum()
        one = compiled.contenders(ask, sampled, DEFAULT, mask, 1)
        assert one.rows.tolist() == everybody.rows[order[:1]].tolist()
        shares, points = standard.scored(ask, sampled, DEFAULT)
        assert everybody.points[order].tolist() == points[everybody.rows[order]].tolist()
        for name, share in shares.items():
            np.testing.assert_array_equal(everybody.shares[name][order], share[everybody.rows[order]])


def _twins(people):
    """The same people once more under other ids: every score is tied."""
    return [each.model_copy(update={"id": f"t{each.id}"}) for each in people]


def _all_competences(first: list[str]) -> list[str]:
    return [*first, *(id for id in sorted(competences()) if id not in first)]


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_nobody_has_more_points_than_they_can_reach(policy, sampled):
    """Whatever the dates: what is worked out for one mission serves the same wishes on other days."""
    for seed in range(25):
        mission = some_mission(random.Random(seed))
        later = mission.model_copy(update={"window": Window(start=date(2031, 3, 1), end=date(2031, 3, 9))})
        for ask in (Ask(mission, 1), Ask(later, 1)):
            asked = {each.name: wishes for each in policy.criteria if (wishes := each.priced(ask, sampled))}
            laid = compiled.laid_out(asked, sampled, policy)
            reach = beforehand.reached(laid, sampled, sampled.rows)
            _, points = standard.scored(ask, sampled, policy)
            # Points are rounded to the nearest hundredth.
            assert (reach >= (points - 0.5) / 10_000 * WHOLE).all()


def test_what_can_be_reached_is_kept_for_so_many_seats_only(sampled, monkeypatch):
    monkeypatch.setattr(beforehand, "_MOST_BYTES", 2 * sampled.sealed * 7)
    sampled.skills.postings.kept("reach", dict).clear()
    for seed in range(20):
        compiled.contenders(Ask(some_mission(random.Random(seed)), 1), sampled, DEFAULT, np.ones(sampled.rows, bool), 5)
        assert 0 < len(sampled.skills.postings.kept("reach", dict)) <= 6


def test_two_threads_find_the_same(sampled, large, monkeypatch):
    large(0)
    asked = [some_mission(random.Random(seed)) for seed in range(30)]
    one = [recommend(mission, sampled, DEFAULT, 20) for mission in asked]
    sampled.skills.postings.kept("reach", dict).clear()
    monkeypatch.setattr(compiled, "VERY_LARGE", 0)
    monkeypatch.setattr(beforehand, "_VERY_LARGE", 0)
    assert [recommend(mission, sampled, DEFAULT, 20) for mission in asked] == one

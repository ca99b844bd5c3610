"""What a person does best by themselves, against every set there is; rough prices lead to the same plan."""

import itertools
import random

import numpy as np
import pytest

from matching.plan import alone, optimum, plan
from matching.plan.program import APART
from tests.matching.test_plan import a_pool, missions_of


def sets_of(mine):
    """Every set of somebody's (first, last, gain, held) whose dates do not overlap, with all that are held."""
    for size in range(len(mine) + 1):
        for some in itertools.combinations(range(len(mine)), size):
            pairs = itertools.combinations(some, 2)
            apart = all(mine[a][1] < mine[b][0] or mine[b][1] < mine[a][0] for a, b in pairs)
            if apart and {at for at, each in enumerate(mine) if each[3]} <= {*some}:
                yield some


@pytest.mark.parametrize("seed", range(30))
def test_the_best_set_and_the_best_with_each_pair_against_all_sets(seed):
    dice = random.Random(seed)
    rows = []
    for person in dice.sample(range(9), 4):
        for place in range(dice.randint(1, 6)):
            first = dice.randrange(10)
            rows.append((person, first, first + dice.randrange(5), dice.randint(-5, 20), place == 0 and seed % 2))
    dice.shuffle(rows)
    person, first, last, gain, held = (np.array(column) for column in zip(*rows, strict=True))
    found = alone.alone(first + APART * person, last + APART * person, person, gain.astype(float), held.astype(bool))
    total = 0.0
    for who in {*person.tolist()}:
        at = np.flatnonzero(person == who)
        mine = [rows[each][1:] for each in at]
        worth = {some: sum(mine[each][2] for each in some) for some in sets_of(mine)}
        best = max(worth.values())
        total += best
        for place, pair in enumerate(at):
            among = [value for some, value in worth.items() if place in some]
            if among:
                assert found.adds[pair] == pytest.approx(max(among) - best)
            else:
                assert found.adds[pair] < -1e5
    assert found.total == pytest.approx(total)


def test_of_nobody():
    none = np.zeros(0, np.int64)
    assert alone.alone(none, none, none, np.zeros(0), np.zeros(0, bool)).total == 0


@pytest.mark.parametrize("seed", range(8))
def test_rough_prices_first_give_the_same_plan(seed, monkeypatch):
    dice = random.Random(5000 + seed)
    index, missions = a_pool(dice, 40), missions_of(dice, 12, most_places=3)
    whole = plan(missions, index)
    monkeypatch.setattr(optimum, "_LARGE", 0)
    rough = plan(missions, index)
    assert (rough.status, rough.worth) == (whole.status, whole.worth)

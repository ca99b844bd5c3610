"""Plans against brute force, against the program over everybody, and the rules one by one."""

import itertools
import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import DEFAULT, Index, recommend
from matching.plan import Objective, Offer, PlanRules, Priority, Protected, lists, optimum, plan
from matching.plan.proof import Prices
from registry.domain import Gender, Mission
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, skill
from tests.matching.test_promises import SKILLS, somebody

POINTS = Objective.POINTS
PLAIN = PlanRules(filled=0, most_missions=None, rotation=0)


def missions_of(dice: random.Random, number: int, most_places: int = 2) -> list[Mission]:
    """Random missions of July 2027, many of them at the same time, some with two seats."""
    return [_mission(dice, f"m{place}", most_places) for place in range(number)]


def _mission(dice: random.Random, id: str, most_places: int) -> Mission:
    start = date(2027, 7, 1) + timedelta(days=dice.randrange(12))
    wishes = [[skill(s, dice.randint(1, 5)) for s in dice.sample(SKILLS, 2)] for _ in range(dice.choice((1, 1, 2)))]
    seats = [{"role": "expert", "count": dice.randint(1, most_places), "wish": wish} for wish in wishes]
    window = {"start": start, "end": start + timedelta(days=dice.randrange(8))}
    return a_mission(id=id, window=window, effort_days=1, seats=seats)


def a_pool(dice: random.Random, people: int) -> Index:
    return Index.build(pool_of(dice, people))


def pool_of(dice: random.Random, people: int) -> Snapshot:
    team = [{"specialist": f"s{n:02}", "role": "trainer"} for n in range(0, people, 2)]
    folk = [somebody(dice, f"s{n:02}") for n in range(people)]
    return a_snapshot(*folk, assignments=(an_assignment(team=team),) if team else ())


def overlap(one: Mission, other: Mission) -> bool:
    return one.window.start <= other.window.end and other.window.start <= one.window.end


class Brute:
    """Every plan there is, seat by seat, from the shortlists that anybody can print."""

    def __init__(self, missions, index, cap=None, offers=(), worth=lambda mission, specialist, points: points):
        self.missions = {each.id: each for each in missions}
        self.seats = [(each.id, number + 1, seat.count) for each in missions for number, seat in enumerate(each.seats)]
        self.cap, self.offers, self.worth = cap, offers, worth
        self.scores = {}
        for each in missions:
            for shortlist in recommend(each, index, DEFAULT, 1000):
                found = {r.specialist: r.score for r in shortlist.recommendations}
                self.scores[each.id, shortlist.seat] = found

    def best(self) -> float:
        return self._best(0, {})

    def _best(self, place, held) -> float:
        if place == len(self.seats):
            return 0.0
        mission, seat, count = self.seats[place]
        scores = self.scores[mission, seat]
        must = {o.specialist for o in self.offers if (o.mission, o.seat) == (mission, seat)}
        elsewhere = {o.specialist for o in self.offers if (o.mission, o.seat) != (mission, seat)}
        found = -1e9
        for size in range(len(must), count + 1):
            for group in itertools.combinations(sorted(scores), size):
                if not must <= {*group} or any(not self._free(mission, each, held, elsewhere) for each in group):
                    continue
                more = {each: [*held.get(each, ()), mission] for each in group}
                gain = sum(self.worth(mission, each, scores[each]) for each in group)
                found = max(found, gain + self._best(place + 1, {**held, **more}))
        return found

    def _free(self, mission, specialist, held, elsewhere) -> bool:
        mine = held.get(specialist, ())
        if any(overlap(self.missions[mission], self.missions[each]) for each in mine):
            return False
        return self.cap is None or len(mine) < self.cap


def kept(answer, missions, cap=None) -> bool:
    """Whether a plan keeps within counts, dates and loads, and adds up."""
    by_id, held = {each.id: each for each in missions}, {}
    for mission in answer.missions:
        seats = by_id[mission.mission].seats
        assert [seat.count for seat in mission.seats] == [seat.count for seat in seats]
        for seat in mission.seats:
            assert len(seat.chosen) <= seat.count
            for each in seat.chosen:
                held.setdefault(each.specialist, []).append(by_id[mission.mission])
        assert round(sum(each.points for seat in mission.seats for each in seat.chosen), 2) == mission.points
    assert round(sum(each.points for each in answer.missions), 2) == answer.points
    free = all(not overlap(a, b) for mine in held.values() for a, b in itertools.combinations(mine, 2))
    return free and (cap is None or all(len(mine) <= cap for mine in held.values()))


@pytest.mark.parametrize("seed", range(40))
def test_points_against_brute_force(seed):
    dice = random.Random(seed)
    index, missions = a_pool(dice, dice.randint(1, 6)), missions_of(dice, dice.randint(1, 4))
    answer = plan(missions, index, objective=POINTS)
    assert answer.status == "optimal"
    assert answer.gap == 0
    assert kept(answer, missions)
    assert answer.points == answer.worth == pytest.approx(Brute(missions, index).best(), abs=0.001)


@pytest.mark.parametrize("seed", range(40))
def test_load_priority_rotation_and_filled_places_against_brute_force(seed):
    dice = random.Random(1000 + seed)
    index, missions = a_pool(dice, dice.randint(2, 6)), missions_of(dice, dice.randint(2, 4))
    rules = PlanRules(
        filled=dice.choice((0, 30, 100)), most_missions=dice.choice((1, 2)), rotation=dice.choice((0, 5, 40))
    )
    priorities = {each.id: dice.choice(list(Priority)) for each in missions}
    new = {f"s{n:02}" for n in range(1, 99, 2)}

    def worth(mission, specialist, points):
        factor = {Priority.HIGH: 2, Priority.NORMAL: 1, Priority.LOW: 0.5}[priorities[mission]]
        return factor * (points + rules.filled) + rules.rotation * (specialist in new)

    answer = plan(missions, index, rules=rules, priorities=priorities)
    assert answer.status == "optimal"
    assert kept(answer, missions, rules.most_missions)
    brute = Brute(missions, index, rules.most_missions, worth=worth)
    assert answer.worth == pytest.approx(brute.best(), abs=0.1)  # each place is rounded to a hundredth


@pytest.mark.parametrize("seed", range(30))
def test_accepted_offers_against_brute_force(seed):
    dice = random.Random(2000 + seed)
    index, missions = a_pool(dice, 6), missions_of(dice, 3)
    free = plan(missions, index, objective=POINTS)
    brute = Brute(missions, index)
    offers = [Offer(m, s, sorted(scores)[-1]) for (m, s), scores in brute.scores.items() if scores][:1]
    answer = plan(missions, index, objective=POINTS, fixed=offers)
    brute.offers = offers
    assert answer.status == "optimal"
    assert answer.points == pytest.approx(brute.best(), abs=0.001)
    held = [(m.mission, s.seat, c.specialist) for m in answer.missions for s in m.seats for c in s.chosen if c.fixed]
    assert held == [(o.mission, o.seat, o.specialist) for o in offers]
    (price,) = answer.prices
    assert price.rule == "fixed"
    assert price.points == pytest.approx(free.points - answer.points, abs=0.001)


@pytest.mark.parametrize("seed", range(15))
def test_balance_against_brute_force(seed):
    dice = random.Random(3000 + seed)
    snapshot = pool_of(dice, 5)
    index, missions = Index.build(snapshot), missions_of(dice, 2)
    protected = Protected.of(snapshot)
    rules = PlanRules(filled=0, most_missions=None, rotation=0, balance=0.5, imbalance=30)
    answer = plan(missions, index, rules=rules, protected=protected)
    assert answer.status == "optimal"
    assert answer.worth == pytest.approx(_balanced(missions, index, protected, rules), abs=0.01)
    chosen = [each.specialist for m in answer.missions for s in m.seats for each in s.chosen]
    counts = protected.count(chosen)
    assert (answer.balance.women, answer.balance.men) == (counts[Gender.FEMALE], counts[Gender.MALE])


def _balanced(missions, index, protected, rules) -> float:
    """All ways of putting people on places, one after another."""
    brute = Brute(missions, index)
    pairs = [(m, s, who, score) for (m, s), scores in brute.scores.items() for who, score in scores.items()]
    counts = {(m, s): count for m, s, count in brute.seats}
    best = 0.0

    def go(at, held, room, points):
        nonlocal best
        counted = protected.count(who for who, all in held.items() for _ in all)
        women, men = counted[Gender.FEMALE], counted[Gender.MALE]
        best = max(best, points - rules.imbalance * max(0, rules.balance * (women + men) - min(women, men)))
        for place in range(at, len(pairs)):
            m, s, who, score = pairs[place]
            mine = held.get(who, ())
            if room[m, s] and not any(overlap(brute.missions[m], brute.missions[each]) for each in mine):
                go(place + 1, {**held, who: (*mine, m)}, {**room, (m, s): room[m, s] - 1}, points + score)

    go(0, {}, counts, 0.0)
    return best


@pytest.mark.parametrize("seed", range(12))
def test_narrow_lists_give_what_the_program_over_everybody_gives(seed, monkeypatch):
    """The proof over the whole pool: rankings of one or two people, deepened where prices say so."""
    dice = random.Random(4000 + seed)
    index, missions = a_pool(dice, 40), missions_of(dice, 12, most_places=3)
    whole = plan(missions, index)
    monkeypatch.setattr(lists, "FIRST_LOOK", 1)
    monkeypatch.setattr(lists, "_TIMES_PLACES", 1)
    monkeypatch.setattr(optimum, "_FIRST", 0)
    monkeypatch.setattr(optimum, "_MORE", 1)
    narrow = plan(missions, index)
    assert (narrow.status, whole.status) == ("optimal", "optimal")
    assert narrow.worth == whole.worth


def test_who_does_not_look_beyond_the_lists_loses(monkeypatch):
    """The control of the test above: a proof that is blind to everybody beyond the lists misses the best plan."""
    dice = random.Random(4001)
    index, missions = a_pool(dice, 40), missions_of(dice, 12, most_places=3)
    whole = plan(missions, index)
    monkeypatch.setattr(lists, "FIRST_LOOK", 1)
    monkeypatch.setattr(lists, "_TIMES_PLACES", 1)
    monkeypatch.setattr(Prices, "beyond", lambda self, problem, lists: np.full(len(problem.factors), -np.inf))
    assert plan(missions, index).worth < whole.worth


@given(st.integers(0, 10**6), st.randoms())
def test_the_order_of_the_input_does_not_matter(seed, chance):
    dice = random.Random(seed)
    people = [somebody(dice, f"s{n:02}") for n in range(12)]
    missions = missions_of(dice, 5)
    shuffled_people, shuffled = [*people], [*missions]
    chance.shuffle(shuffled_people)
    chance.shuffle(shuffled)
    one = plan(missions, Index.build(Snapshot.of(people, ())))
    other = plan(shuffled, Index.build(Snapshot.of(shuffled_people, ())))
    assert one.model_dump_json() == other.model_dump_json()


def test_ties_go_by_id():
    twins = [a_specialist(f"s{n}", skills={"BRD": 3}) for n in (3, 1, 2)]
    answer = plan([a_mission(wish=(skill("BRD"),))], Index.build(a_snapshot(*twins)))
    assert answer.missions[0].seats[0].chosen[0].specialist == "s1"

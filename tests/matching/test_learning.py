"""Learned weights: planted ones are found again, bias is not learned, the thin is refused, nothing later leaks in."""

from datetime import date, timedelta

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from matching import Ask, Index, Policy
from matching.errors import TooThin
from matching.fairness import Protected, assignment_stage, report, shortlist_stage
from matching.learning import learn, of_assignments, of_candidacies, pairs
from matching.learning.fitting import fitted
from matching.learning.pairs import Pairs
from matching.learning.past import before
from registry.domain import Candidacy, Mission
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, country, language, skill

SKILLS = ("BRD.CHK", "BRD.RSK", "TRN.TOT", "GOV.INT")
PLACES = ("AZE", "GEO", "KAZ")
TONGUES = ("rus", "eng", "tur")
PLANTED = {"skill": 20.0, "language": 55.0, "country": 25.0}
EVEN = Policy(name="even", weights={"skill": 40, "language": 30, "country": 30})
# How sure simulated choosers are: a difference of a tenth of the scale is preferred in 88 of 100 pairs.
SURE = 20.0


def simulated_people(chance, n=60):
    """People whose claims have nothing to do with their gender."""
    return [
        a_specialist(
            f"s{at:03}",
            gender="female" if at % 2 else "male",
            skills={each: int(chance.integers(1, 6)) for each in SKILLS if chance.random() < 0.7},
            languages={each: str(chance.choice(["A2", "B1", "B2", "C1"])) for each in TONGUES if chance.random() < 0.8},
            countries=[
                {"country": each, "months": int(chance.integers(1, 24)), "last_year": 2026}
                for each in PLACES
                if chance.random() < 0.6
            ],
        )
        for at in range(n)
    ]


def simulated_missions(chance, n):
    return [
        a_mission(
            id=f"m{at:03}",
            wish=(
                skill(str(chance.choice(SKILLS)), 5),
                language(str(chance.choice(TONGUES)), "C1"),
                country(str(chance.choice(PLACES)), 24),
            ),
        )
        for at in range(n)
    ]


def chosen_by(scores, chance, sure=SURE):
    """One of many, the likelier the higher their scores."""
    return int(np.argmax(sure * scores + chance.gumbel(size=len(scores))))


def decisions(chance, index, missions, weights, shortlisted=12, bonus=None):
    """Candidacies of each mission: one is accepted, by planted weights, out of some that were put forward."""
    policy = Policy(name="planted", weights=weights)
    found = []
    for mission in missions:
        shares = {each.name: each.score(Ask(mission, 1), index) for each in policy.criteria}
        scores = policy.points(shares, index.rows) / 10_000 + (0 if bonus is None else bonus)
        rows = chance.choice(index.rows, shortlisted, replace=False)
        taken = chosen_by(scores[rows], chance)
        found += [
            Candidacy(
                id=f"{mission.id}-{row}",
                mission=mission.id,
                seat=1,
                specialist=index.ids[int(row)],
                state="accepted" if place == taken else "not_selected",
            )
            for place, row in enumerate(rows)
        ]
    return found


def world(seed, missions=80):
    chance = np.random.Generator(np.random.PCG64(seed))
    snapshot = a_snapshot(*simulated_people(chance))
    return chance, snapshot, Index.build(snapshot), simulated_missions(chance, missions)


def learned_from(candidacies, missions, snapshot, policy=EVEN, shown=()):
    choices = of_candidacies(candidacies, {each.id: each for each in missions})
    return learn(choices, snapshot, policy, shown)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_planted_weights_are_found_again(seed):
    chance, snapshot, index, missions = world(seed)
    found, proposed = learned_from(decisions(chance, index, missions, PLANTED), missions, snapshot, shown=missions[:5])
    assert proposed.weights == pytest.approx(PLANTED, abs=12)
    assert found.gain.gain > 0
    assert found.verdict == ("gain" if found.gain.low > 0 else "no gain shown")
    assert {each.criterion: each.now for each in found.weights} == {"skill": 40, "language": 30, "country": 30}
    assert all(each.low <= each.learned + 6 and each.learned - 6 <= each.high for each in found.weights)
    assert proposed.hash != EVEN.hash
    assert found.moves


def test_a_gain_is_told_where_its_whole_interval_lies_above_nothing():
    chance, snapshot, index, missions = world(3)
    found, _ = learned_from(decisions(chance, index, missions, PLANTED), missions, snapshot)
    assert found.verdict == "gain"
    assert 0 < found.gain.low < found.gain.gain < found.gain.high


def test_choices_by_the_policy_itself_show_no_gain():
    chance, snapshot, index, missions = world(9)
    found, proposed = learned_from(decisions(chance, index, missions, EVEN.weights), missions, snapshot)
    assert found.verdict == "no gain shown"
    assert proposed.weights == pytest.approx(EVEN.weights, abs=12)


@pytest.mark.parametrize("seed", [1, 3])
def test_a_bias_towards_men_is_reported_and_not_learned(seed):
    """Choosers give men a fifth of the whole scale: learned weights stay within 10 of 100 of those without."""
    chance, snapshot, index, missions = world(seed, 120)
    men = np.array([at % 2 == 0 for at in range(index.rows)])
    state = chance.bit_generator.state
    fair = decisions(chance, index, missions, PLANTED)
    chance.bit_generator.state = state
    biased = decisions(chance, index, missions, PLANTED, bonus=0.2 * men)
    one, other = (learned_from(each, missions, snapshot)[1] for each in (fair, biased))
    assert other.weights == pytest.approx(one.weights, abs=10)
    protected = Protected.of(snapshot)
    taken = [each.specialist for each in biased if each.state == "accepted"]
    work = [an_assignment(f"a{n}", team=[{"specialist": id, "role": "expert"}]) for n, id in enumerate(taken)]
    told = report([assignment_stage(work, index)], index, protected).stages[0].attributes[0].groups
    women = next(each for each in told if each.group == ("female",))
    assert women.below
    assert women.p < 0.05
    shares = [women_on_lists(missions, index, policy, protected) for policy in (one, other)]
    assert shares[1] == pytest.approx(shares[0], abs=0.05)


def women_on_lists(missions, index, policy, protected):
    """The part of all attention by rank that goes to women."""
    stage = shortlist_stage(missions, index, {each.id: policy for each in missions}, 10)
    groups = report([stage], index, protected).stages[0].attributes[0].groups
    return next(each.exposure for each in groups if each.group == ("female",))


def random_pairs(n=300, k=3, seed=3):
    chance = np.random.Generator(np.random.PCG64(seed))
    differences = chance.normal(size=(n, k)) + np.array([0.8, 0.4, 0.6])[:k]
    return Pairs(differences, np.arange(n), np.ones(n), np.arange(n))


def test_the_fit_is_that_of_scikit_learn_where_no_bound_and_no_policy_matter():
    made = random_pairs()
    # Firmly held weights of a policy are no help to an outsider; next to nothing leaves the choices alone.
    ours = fitted(made, np.array([1.0, 1.0, 1.0]), 1e-9)
    both = np.concatenate([made.differences, -made.differences])
    theirs = LogisticRegression(C=1e9, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(
        both, np.repeat([1, 0], len(made.differences))
    )
    assert (theirs.coef_ > 0).all()
    assert ours == pytest.approx(theirs.coef_[0] / theirs.coef_.sum(), abs=1e-4)


def test_no_weight_falls_below_nothing():
    made = random_pairs()
    against = Pairs(made.differences * np.array([1, -1, 1]), made.choice, made.worth, made.mission)
    assert fitted(against, np.array([1.0, 1.0, 1.0]), 1.0)[1] == 0
    assert fitted(Pairs(-made.differences, made.choice, made.worth, made.mission), np.ones(3), 1e-6).sum() == 0


def test_the_firmer_the_nearer_to_the_policy():
    made, around = random_pairs(20), np.array([0.1, 0.8, 0.1])
    apart = [np.abs(fitted(made, around, strength) - around).sum() for strength in (0.1, 10, 1000)]
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] < 0.05


def test_order_of_the_input_moves_nothing():
    chance, snapshot, index, missions = world(1, 30)
    made = decisions(chance, index, missions, PLANTED)
    assert learned_from(made, missions, snapshot)[0] == learned_from(made[::-1], missions[::-1], snapshot)[0]


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        pytest.param(lambda made: [], "no past decisions", id="none"),
        pytest.param(lambda made: [each for each in made if each.mission == "m000"], "of 1 mission", id="one-mission"),
        pytest.param(
            lambda made: [
                each.model_copy(update={"specialist": "s000"}) if each.state == "accepted" else each
                for each in made
                if each.specialist != "s000" or each.state == "accepted"
            ],
            "the same 1 people",
            id="always-the-same-person",
        ),
    ],
)
def test_too_thin(keep, said):
    chance, snapshot, index, missions = world(1, 30)
    made = keep(decisions(chance, index, missions, PLANTED))
    with pytest.raises(TooThin, match=said):
        learned_from(made, missions, snapshot)


def test_choices_that_no_criterion_tells_apart():
    snapshot = a_snapshot(*(a_specialist(f"s{n:02}") for n in range(20)))
    missions = [a_mission(id=f"m{n:02}", wish=(skill("BRD.CHK", 3),)) for n in range(20)]
    made = [
        Candidacy(id=f"{each.id}-{n}", mission=each.id, seat=1, specialist=f"s{n:02}", state=state)
        for at, each in enumerate(missions)
        for n, state in ((at, "accepted"), ((at + 1) % 20, "not_selected"))
    ]
    with pytest.raises(TooThin, match="look the same"):
        learned_from(made, missions, snapshot)


def work(day, id="a1", **more):
    return an_assignment(id, **{"from": str(day), "to": str(day + timedelta(4)), "country": "AZE", **more})


def test_a_choice_sees_nothing_that_came_later():
    day = date(2025, 5, 1)
    marked = [{"specialist": "s1", "by": "peer", "on": "2025-06-01", "ratings": {"delivery": 5}}]
    events = (work(day, "early"), work(day + timedelta(30), "late", appraisals=marked))
    snapshot = a_snapshot(a_specialist("s1"), a_specialist("s2"), assignments=events)
    earlier = before(snapshot, day + timedelta(20))
    assert earlier.tables["assignments"]["id"].to_pylist() == ["early"]
    assert earlier.tables["members"]["assignment"].to_pylist() == [0]
    assert earlier.tables["appraisals"].num_rows == 0
    assert before(snapshot, date(2030, 1, 1)).content_hash() == snapshot.content_hash()
    assert before(snapshot, day).tables["assignments"].num_rows == 0
    assert before(snapshot, day).tables["appraisals"].num_rows == 0


def test_a_planted_leak_is_not_learned_from(monkeypatch):
    """Serving well shows in the record of whoever served: with it in view, the record would seem to decide."""
    day, people = date(2022, 1, 10), [f"s{n:02}" for n in range(50)]
    events = tuple(
        work(
            day + timedelta(7 * n),
            f"a{n:02}",
            competences=["BRD.CHK"],
            team=[{"specialist": id, "role": "expert"}],
            appraisals=[
                {"specialist": id, "by": "planner", "on": str(day + timedelta(7 * n + 6)), "ratings": {"delivery": 5}}
            ],
        )
        for n, id in enumerate(people[:30])
    )
    # Whoever is chosen holds the competence a little better than most.
    pool = [a_specialist(id, skills={"BRD.CHK": (2 if n < 30 else 1) + n % 2}) for n, id in enumerate(people)]
    snapshot = a_snapshot(*pool, assignments=events)
    policy = Policy(name="record", weights={"skill": 50, "track_record": 50})
    honest = learn(of_assignments(events, {}), snapshot, policy)[1].weights["track_record"]
    monkeypatch.setattr(pairs, "before", lambda snapshot, day: snapshot)
    leaking = learn(of_assignments(events, {}), snapshot, policy)[1].weights["track_record"]
    assert honest < 40
    assert leaking > 60


def test_past_work_as_choices():
    praised = [
        {"specialist": "s1", "by": "requester", "on": "2025-06-01", "ratings": {"delivery": 2}},
        {"specialist": "s1", "by": "specialist", "on": "2025-06-01", "ratings": {"delivery": 5}},
        {"specialist": "s2", "by": "peer", "on": "2025-06-01", "ratings": {"delivery": 5}, "would_use_again": False},
    ]
    team = [{"specialist": "s1", "role": "trainer"}, {"specialist": "s2", "role": "expert"}]
    event = work(date(2025, 5, 1), competences=["BRD.CHK"], team=team, appraisals=praised)
    one, two = of_assignments([event], {})
    assert [each.ask.seat.role for each in (one, two)] == ["trainer", "expert"]
    assert [wish.kind for wish in one.ask.seat.wish] == ["skill", "country", "training"]
    assert [wish.kind for wish in two.ask.seat.wish] == ["skill", "country"]
    assert (one.worth, two.worth) == (0.5, 0.0)
    # The mission itself is asked where it is on file.
    mission = Mission.model_validate({**a_mission(wish=(language("rus", "C1"),)).model_dump(by_alias=True), "id": "a1"})
    (known,) = of_assignments([event], {"a1": mission})
    assert known.ask.seat.wish[0].kind == "language"
    assert of_assignments([work(date(2025, 5, 1), country=None)], {}) == []


def test_whoever_withdrew_was_not_passed_over():
    states = {"s1": "accepted", "s2": "withdrawn", "s3": "not_selected"}
    made = [Candidacy(id=id, mission="m1", seat=1, specialist=id, state=state) for id, state in states.items()]
    (choice,) = of_candidacies(made, {"m1": a_mission()})
    assert (choice.chosen, choice.others) == (("s1",), ("s3",))
    assert of_candidacies(made, {}) == []

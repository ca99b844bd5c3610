"""The back-test: the pool as it stood, leaks that are found, measures, and what is told of thin records."""

import math
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from matching import POLICIES, Policy
from matching.errors import LeakFound, NothingToEvaluate
from matching.evaluation import Plan, as_of, evaluate, leaks
from matching.evaluation.answer import Kind
from matching.evaluation.backtest import variants
from matching.evaluation.measures import gain, gini, mean_of, rank_correlation, recall, reciprocal, resampled
from registry.domain import Specialist
from registry.snapshot import Snapshot
from tests.builders import a_specialist, an_assignment

TODAY = date(2026, 11, 25)
POLICY = POLICIES["rtcm-text"]
PLAN = Plan(POLICY, (POLICIES["rtcm-track-record"],), k=3, resamples=200)
SUBJECTS = ("BRD.CHK", "ASY.RSD", "LAW.INT", "TRN.CUR", "LAB")


def served(id: str, subject: str, year: int, *people: str, **facts):
    usual = {
        "title": f"Work on {subject}",
        "types": ["advisory"],
        "country": "AZE",
        "competences": [subject],
        "team": [{"specialist": person, "role": "expert"} for person in people],
        "from": f"{year}-05-01",
        "to": f"{year}-05-05",
    }
    return an_assignment(id, **{**usual, **facts})


def holder(number: int, id: str = "", **facts) -> Specialist:
    claims = [{"skill": SUBJECTS[number % 5], "level": level(number), "status": "verified"}]
    return a_specialist(id or f"s{number:02}", skills=claims, experience_years=10 + number % 3, **facts)


def level(number: int) -> int:
    """The last five know their subject best."""
    return (1, 1, 2, 2, 3)[number // 5]


# Somebody who knows the subject best was always chosen.
PEOPLE = [holder(number) for number in range(25)]
EVENTS = [served(f"a{n}", SUBJECTS[n % 5], 2015 + n, f"s{20 + n % 5:02}") for n in range(8)]
POOL = Snapshot.of(PEOPLE, EVENTS)


def by_name(answer, kind=None):
    return {each.name: each for each in answer.ranked if kind is None or each.kind is kind}


def test_a_policy_that_chose_is_found_right_and_chance_is_not():
    answer = evaluate(POOL, PLAN, TODAY)
    found = by_name(answer, Kind.POLICY)[POLICY.name]
    assert (found.ndcg.value, found.mrr.value, found.recall.value, found.against) == (1, 1, 1, None)
    assert (found.ndcg.low, found.ndcg.high) == (1, 1)
    random = by_name(answer)["random"]
    assert random.ndcg.low <= random.ndcg.value <= random.ndcg.high < 0.7
    assert random.against.value == pytest.approx(random.ndcg.value - 1)
    assert by_name(answer, Kind.WITHOUT)["skill"].ndcg.value < 1
    assert (answer.missions, answer.seats, str(answer.first), str(answer.last)) == (8, 8, "2015-05-01", "2022-05-01")
    assert found.seen == pytest.approx(15 / 25)


def test_the_same_seed_gives_the_same_bytes_in_any_order_of_the_input():
    answer = evaluate(POOL, PLAN, TODAY).model_dump_json()
    assert evaluate(Snapshot.of(PEOPLE[::-1], EVENTS[::-1]), PLAN, TODAY).model_dump_json() == answer
    assert evaluate(POOL, Plan(POLICY, PLAN.others, 3, resamples=200, seed=8), TODAY).model_dump_json() != answer


# What came after the missions of 2022, and would lift somebody who was not chosen above those who were.
CERTIFICATE = {"module": "RTCM-TOT1", "level": "trainer", "issued": "2023-01-01", "status": "issued"}
SAID = {"specialist": "s00", "by": "peer", "on": "2023-06-01", "ratings": {"delivery": 5}}
LATER = {
    "assignments": ({}, [served("z1", "BRD.CHK", 2024, "s00", "s01")]),
    "appraisals": ({}, [served("z1", "BRD.CHK", 2014, "s00", appraisals=[SAID])]),
    "certificates": ({"certificates": [CERTIFICATE]}, []),
    "service": ({"missions": [{"title": "Work on BRD.CHK", "from": "2024-01-01", "to": "2024-02-01"}]}, []),
    "countries": ({"countries": [{"country": "AZE", "months": 90, "last_year": 2024, "status": "verified"}]}, []),
    "publications": ({"publications": [{"title": "Work on BRD.CHK border checks", "year": 2024}]}, []),
}


def planted(noun: str) -> Snapshot:
    facts, events = LATER[noun]
    return Snapshot.of([holder(0, **facts), *PEOPLE[1:]], [*EVENTS, *events])


def leaking(noun: str):
    """A way back in time that forgets one noun."""

    def earlier(snapshot: Snapshot, day: date, today: date) -> Snapshot:
        found = as_of(snapshot, day, today)
        forgotten = {noun, "members", "appraisals"} if noun == "assignments" else {noun}
        kept = {each: snapshot.tables[each] for each in forgotten}
        return Snapshot(found.epoch, found.revision, {**found.tables, **kept})

    return earlier


@pytest.mark.parametrize("noun", LATER)
def test_what_came_later_is_planted_and_found(noun):
    snapshot, eve = planted(noun), date(2015, 4, 30)
    assert any(each.startswith(noun) for each in leaks(snapshot, eve))
    assert leaks(as_of(snapshot, eve, TODAY), eve) == []
    with pytest.raises(LeakFound, match=rf"mission \w+ was ranked by what came after .*{noun}"):
        evaluate(snapshot, PLAN, TODAY, earlier=leaking(noun))


@pytest.mark.parametrize("noun", ["certificates", "service", "countries", "publications"])
def test_what_came_later_moves_no_figure(noun):
    figures = [evaluate(each, PLAN, TODAY).ranked for each in (POOL, planted(noun))]
    assert figures[0] == figures[1]


def test_an_appraisal_that_came_later_moves_no_figure_of_missions_before():
    rival = holder(20, "s00a")  # as able as whoever was chosen, and before them by id

    def figures(on: str):
        said = [
            {**SAID, "specialist": id, "on": on, "ratings": {"delivery": mark}}
            for id, mark in (("s00a", 1), ("s20", 5))
        ]
        events = [served("z1", "GOV", 2014, "s00a", "s20", appraisals=said), *EVENTS]
        plan = Plan(POLICIES["rtcm-track-record"], k=3, resamples=200)
        return by_name(evaluate(Snapshot.of([*PEOPLE, rival], events), plan, TODAY))["rtcm-track-record"].mrr.value

    assert figures("2023-01-01") == figures("2024-01-01") < figures("2014-06-01")


def test_what_was_there_is_kept_and_years_are_taken_back():
    facts = {
        "certificates": [{**CERTIFICATE, "issued": "2014-01-01"}],
        "missions": [{"title": "M", "from": "2013-01-01", "to": "2013-02-01"}, {"title": "no dates"}],
        "countries": [{"country": "AZE", "months": 9, "last_year": 2014}, {"country": "GEO", "months": 9}],
        "publications": [{"title": "Old", "year": 2014}, {"title": "the same year", "year": 2015}],
        "availability": [{"from": "2015-05-01", "to": "2015-06-01", "kind": "away"}],
        "vetting": "draft",
    }
    snapshot = Snapshot.of([holder(0, **facts), *PEOPLE[1:]], [served("z0", "LAB", 2013, "s00"), *EVENTS])
    then = as_of(snapshot, date(2015, 4, 30), TODAY)
    counts = {noun: len(then.tables[noun]) for noun in ("certificates", "service", "countries", "publications")}
    assert counts == dict.fromkeys(counts, 1)
    assert then.tables["assignments"]["id"].to_pylist() == ["z0"]
    assert then.tables["members"].to_pylist() == [{"assignment": 0, "specialist": 0, "role": "expert"}]
    assert len(then.tables["availability"]) == 0
    assert set(then.tables["specialists"]["vetting"].to_pylist()) == {"admitted"}
    years = (TODAY - date(2015, 4, 30)).days / 365.25
    assert then.tables["specialists"]["experience_years"].to_pylist()[1] == pytest.approx(max(11 - years, 0))


def test_who_restricted_the_use_of_the_profile_is_looked_at_nowhere():
    hidden = PEOPLE[20].model_copy(update={"restricted": True})
    answer = evaluate(Snapshot.of([*PEOPLE[:20], hidden, *PEOPLE[21:]], EVENTS), PLAN, TODAY)
    assert (answer.missions, answer.left_out[0].reason) == (6, "nobody served who may be looked at")


def test_without_a_criterion_is_the_policy_with_its_weight_at_nought():
    found = {name: policy for kind, name, policy in variants(PLAN) if kind is Kind.WITHOUT}
    assert found.keys() == {criterion.name for criterion in POLICY.criteria}
    weights = {**POLICY.weights, "skill": 0}
    by_hand = evaluate(POOL, Plan(Policy(name="x", version=1, weights=weights), k=3, resamples=200), TODAY).ranked[0]
    assert by_name(evaluate(POOL, PLAN, TODAY), Kind.WITHOUT)["skill"].ndcg == by_hand.ndcg


@pytest.mark.parametrize(
    ("events", "said"),
    [
        pytest.param([], r"no past mission can be asked again \(there are no past missions\)", id="none"),
        pytest.param(EVENTS[:1], "only one past mission can be asked again", id="one"),
        pytest.param([EVENTS[0], served("b", "LAB", 2020, "s01", country=None)], "no country on record: 1", id="place"),
        pytest.param([EVENTS[0], served("b", "LAB", 2020, "s01", competences=[])], "no competence", id="subject"),
        pytest.param([EVENTS[0], served("b", "LAB", 2027, "s01")], "not ended: 1", id="still-to-come"),
    ],
)
def test_thin_records_are_told(events, said):
    with pytest.raises(NothingToEvaluate, match=said):
        evaluate(Snapshot.of(PEOPLE, events), PLAN, TODAY)


@pytest.mark.parametrize(
    ("places", "k", "ndcg", "mrr", "part"),
    [
        pytest.param([1], 10, 1.0, 1.0, 1.0, id="first"),
        pytest.param([3], 10, 0.5, 1 / 3, 1.0, id="third"),
        pytest.param([11], 10, 0.0, 1 / 11, 0.0, id="beyond-k"),
        pytest.param([1, 3], 2, 1 / (1 + 1 / math.log2(3)), 1.0, 0.5, id="one-of-two"),
        pytest.param([1, 2, 3], 2, 1.0, 1.0, 2 / 3, id="more-chosen-than-k"),
    ],
)
def test_measures(places, k, ndcg, mrr, part):
    at = np.array(places)
    assert (gain(at, k), reciprocal(at), recall(at, k)) == pytest.approx((ndcg, mrr, part))


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 1, 1, 1], 0.0), ([0, 0, 0, 4], 0.75), ([0, 1], 0.5), ([0, 0], 0.0)],
    ids=["all-alike", "all-with-one", "half", "nothing-to-share"],
)
def test_gini(values, expected):
    assert gini(np.array(values, float)) == pytest.approx(expected)


def test_rank_correlation_and_interval():
    assert rank_correlation(np.array([1.0, 2, 3]), np.array([10.0, 30, 20])) == pytest.approx(0.5)
    assert math.isnan(rank_correlation(np.array([1.0, 1]), np.array([1.0, 2])))
    values = np.random.default_rng(1).random(400)
    found = mean_of(values, resampled(400, 4000, 3))
    half = 1.96 * values.std() / 20
    assert (found.low, found.high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.004)


def judged(marks) -> Snapshot:
    """Past missions whose people were then appraised."""
    events = []
    for n, mark in enumerate(marks):
        person = f"s{n:02}"
        said = {"specialist": person, "by": "requester", "on": f"{2015 + n % 8}-06-01", "ratings": {"delivery": mark}}
        own = {**said, "by": "specialist", "ratings": {"delivery": 5}}
        subject = SUBJECTS[n % 5]
        events.append(served(f"a{n:02}", subject, 2015 + n % 8, person, appraisals=[said, own]))
    return Snapshot.of(PEOPLE, events)


def test_points_beside_appraisals():
    # Whoever has a higher level was appraised better.
    found = evaluate(judged([1 + level(n) for n in range(25)]), PLAN, TODAY).calibration
    assert found.appraised == 25
    assert found.correlation.value > 0.8
    assert [band.people for band in found.bands] == [5] * 5
    assert [band.mark for band in found.bands] == [2, 2, 3, 3, 4]
    assert all(low.highest <= high.lowest for low, high in pairwise(found.bands))
    assert evaluate(judged([3] * 25), PLAN, TODAY).calibration.correlation is None


def test_few_appraisals_make_no_figure_about_single_people():
    found = evaluate(judged([3, 4, 5, 2]), PLAN, TODAY).calibration
    assert (found.appraised, found.correlation, found.bands) == (4, None, ())

"""Criterion network: the walk is exact, paths are told in words, and popularity alone does not win."""

import math
import random

import networkx as nx
import numpy as np
import pytest

from matching import Ask, Index
from matching.criteria.network import NetworkFactors, NetworkFit
from matching.index import links
from matching.index.solved import RESTART, membership
from matching.index.walk import Walk
from matching.nearness import Request
from matching.paths import Paths
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, skill

TOT_IN_GEORGIA = a_mission(wish=(skill("TRN.TOT"),), host_countries=["GEO"])


@pytest.fixture(scope="module")
def sampled() -> Walk:
    return Walk.build(Snapshot.of(sample_specialists(400, seed=5), sample_assignments(400, seed=5)))


def some_starts(walk: Walk, seed: int) -> dict[int, float]:
    """Weights of a few hubs, organisations among them, that add up to 1."""
    dice = random.Random(seed)
    hubs = dice.sample(range(len(walk.hubs)), 5) + [walk.organisations[name] for name in list(walk.organisations)[:1]]
    weights = {hub: dice.random() for hub in hubs}
    return {hub: weight / sum(weights.values()) for hub, weight in weights.items()}


@pytest.mark.parametrize("seed", range(8))
def test_visits_are_those_of_the_exact_solution(seed, sampled):
    starts = some_starts(sampled, seed)
    hubs, missions = sampled.visits(starts)
    n, linked = len(sampled.hubs), membership(sampled.hubs_of, len(sampled.hubs)).toarray()
    both = np.block([[np.zeros((n, n)), linked.T], [linked, np.zeros((len(sampled), len(sampled)))]])
    steps = both / both.sum(axis=0)
    begin = np.zeros(len(both))
    begin[list(starts)] = list(starts.values())
    exact = np.linalg.solve(np.eye(len(both)) - (1 - RESTART) * steps, RESTART * begin)
    assert np.abs(np.concatenate([hubs, missions]) - exact).sum() < 1e-12


def test_visits_are_those_of_networkx(sampled):
    starts = some_starts(sampled, 99)
    graph = nx.Graph()
    graph.add_edges_from((("mission", mission), ("hub", hub)) for mission, hub in sampled.hubs_of)
    wanted = {("hub", hub): weight for hub, weight in starts.items()}
    peer = nx.pagerank(graph, alpha=1 - RESTART, personalization=wanted, tol=1e-14, max_iter=1000)
    hubs, missions = sampled.visits(starts)
    ours = {("hub", at): value for at, value in enumerate(hubs)}
    ours |= {("mission", at): value for at, value in enumerate(missions)}
    assert sum(abs(ours[node] - peer[node]) for node in graph) < 1e-9


def test_a_hub_is_nearest_to_itself_and_near_alike_in_both_directions(sampled):
    for hub in range(0, len(sampled.hubs), 7):
        near = sampled.affinity(hub)
        assert near[hub] == 1.0
        assert ((near >= 0) & (near <= 1)).all()
    core = sampled.solved.core
    assert np.allclose(core, core.T, rtol=0, atol=1e-12)


def pool(*events, people: int = 8) -> Index:
    return Index.build(a_snapshot(*(a_specialist(f"s{n}") for n in range(1, people)), assignments=events))


def event(id: str, team: str, about=("TRN.TOT",), country="GEO", trainees: str = "", **facts):
    """A past mission of people named by numbers."""
    members = [{"specialist": f"s{n}", "role": "trainer"} for n in team]
    return an_assignment(
        id, team=members, trainees=[f"s{n}" for n in trainees], competences=list(about), country=country, **facts
    )


def shares(index: Index, mission=TOT_IN_GEORGIA, beside=(), **factors) -> dict[str, float]:
    values = NetworkFit(NetworkFactors(**factors)).score(Ask(mission, 1, beside), index)
    return {index.ids[row]: float(values[row]) for row in range(index.rows)}


FAR = event("far", "23", about=("RET.REIN",), country="UZB")


def test_how_strong_each_kind_of_path_is():
    index = pool(event("near", "12", trainees="3"), FAR, event("far2", "24", ("LAW.INT",), "KAZ", trainees="5"))
    found = shares(index)
    assert (found["s1"], found["s2"], found["s3"], found["s4"]) == (1.0, 1.0, 0.5, 0.5)
    assert (found["s5"], found["s6"]) == (0.25, 0.0)


# What nine pairs of mission and subject say of one that two missions have; one that a single mission has says 1.
OF_TWO = math.log(10 / 2) / math.log(10)


@pytest.mark.parametrize(
    ("about", "country", "expected"),
    [
        pytest.param(("TRN.TOT",), "GEO", 1.0, id="all-that-is-asked"),
        # Half of the competences are enough, so that they weigh 0.5 x 0.6 against 0.15 of the country.
        pytest.param(("TRN.TOT",), "UZB", 0.3 * OF_TWO / (0.3 * OF_TWO + 0.15), id="the-competence-elsewhere"),
        pytest.param(("RET.REIN",), "UZB", 0.0, id="nothing-of-it"),
    ],
)
def test_a_mission_is_as_near_as_its_subjects(about, country, expected):
    index = pool(event("one", "1", about, country), event("two", "2"), event("far", "3", ("RET.REIN",), "UZB"))
    assert shares(index)["s1"] == pytest.approx(expected, abs=1e-9)


def test_the_competence_elsewhere_says_more_than_the_country_alone():
    index = pool(event("all", "1"), event("elsewhere", "2", country="UZB"), event("country", "3", ("RET.REIN",)), FAR)
    found = shares(index, least_nearness=0.0)
    assert found["s1"] == 1.0 > found["s2"] > found["s3"] > 0.0


def test_a_narrower_competence_counts():
    index = pool(event("narrow", "1", ("BRD.CHK.AIR",)), event("other", "2", ("BRD",)), FAR)
    found = shares(index, a_mission(wish=(skill("BRD.CHK"),), host_countries=["GEO"]))
    assert found["s1"] == 1.0 > found["s2"]


@pytest.mark.parametrize(
    ("on_record", "expected"),
    [
        pytest.param("BRD.CHK.AIR", 1.0, id="itself"),
        pytest.param("BRD.CHK", 4 / 5, id="the-next-broader"),
        pytest.param("BRD", 2 / 4, id="the-top-group"),
    ],
)
def test_a_broader_competence_stands_in_in_part(on_record, expected):
    """Nobody is as near as can be by a mission that was about something wider: Wu and Palmer say how near it is."""
    index = pool(event("one", "1", (on_record,)), event("far", "2", ("RET.REIN",)))
    found = shares(index, a_mission(wish=(skill("BRD.CHK.AIR"),), host_countries=["KAZ"]))
    assert found["s1"] == pytest.approx(expected)
    assert found["s2"] == 0.0


def test_the_beneficiary_counts_by_whole_words():
    events = [
        event(f"e{n}", n, country="UZB", organisation=name) for n, name in (("1", "Border Service"), ("2", "Bor"))
    ]
    index = pool(*events)
    asked = a_mission(wish=(skill("TRN.TOT"),), beneficiary="The border-service of Georgia")
    found = shares(index, asked)
    assert found["s1"] > found["s2"]


def test_teammates_count_and_unknown_ones_are_left_out():
    index = pool(event("a", "12", ("LAW.INT",), "KAZ"), event("b", "34", ("RET.REIN",), "UZB"))
    found = shares(index, beside=("s1",))
    assert found["s2"] > found["s3"] == 0.0
    assert shares(index, beside=("s1", "nobody")) == found
    assert "with s1" in NetworkFit().explain(Ask(TOT_IN_GEORGIA, 1, ("s1",)), index, index.row_of("s2"))


def test_nothing_asked_on_record_abstains():
    assert all(np.isnan(value) for value in shares(pool()).values())
    assert all(np.isnan(value) for value in shares(pool(FAR)).values())


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("s1", "served on Training of judges (2022): Training of trainers (TRN.TOT), Georgia"),
        ("s3", "was trained on Training of judges (2022): Training of trainers (TRN.TOT), Georgia"),
        ("s4", "worked with 2 members of Training of judges (2022): Training of trainers (TRN.TOT), Georgia"),
        ("s5", "was trained by 2 members of Training of judges (2022): Training of trainers (TRN.TOT), Georgia"),
        ("s6", "no past mission on record near this one"),
    ],
)
def test_the_strongest_path_in_words(person, said):
    near = event("near", "12", trainees="3", title="Training of judges", **{"from": "2022-05-01", "to": "2022-05-04"})
    index = pool(near, event("far2", "124", ("LAW.INT",), "KAZ", trainees="5"), FAR)
    assert NetworkFit().explain(Ask(TOT_IN_GEORGIA, 1), index, index.row_of(person)) == said


def test_popularity_alone_does_not_win():
    """Somebody on thirty missions with everybody else, against somebody on the one mission that is near."""
    busy = [event(f"busy{n:02}", "1" + "34567"[n % 5], ("RET.REIN",), "UZB") for n in range(30)]
    found = shares(pool(*busy, event("near", "2")))
    assert found["s2"] == 1.0
    assert found["s1"] == 0.0


def test_more_near_missions_never_add_up():
    once = shares(pool(event("a", "1"), event("b", "2"), FAR))
    often = shares(pool(event("a", "1"), *(event(f"b{n}", "2") for n in range(9)), FAR))
    assert once["s1"] == once["s2"] == often["s1"] == often["s2"] == 1.0


@pytest.mark.parametrize("seed", range(12))
def test_unrelated_edges_do_not_raise_a_rank(seed):
    """Of a random pool: a part in missions that share nothing with any other moves nobody at all."""
    people, events = list(sample_specialists(120, seed)), list(sample_assignments(120, seed))
    before = shares(Index.build(Snapshot.of(people, events)))
    dice, ids = random.Random(seed), [each.id for each in people]
    more = [
        an_assignment(
            f"zz{n}",
            team=[{"specialist": each, "role": "expert"} for each in dice.sample(ids, 1)],
            competences=[],
            country="ISL",
            organisation="Unrelated",
        )
        for n in range(20)
    ]
    after = shares(Index.build(Snapshot.of(people, [*events, *more])))
    assert "ISL" not in {each.country for each in events}
    assert max(before.values()) > 0
    assert after == before


@pytest.mark.parametrize("part", ["team", "trainees"])
@pytest.mark.parametrize("seed", range(4))
def test_a_part_in_a_mission_moves_only_whom_it_reaches(part, seed):
    """Of missions that hang together with what is asked: whoever shares no mission with somebody does not move.

    Somebody gets a part in one more past mission. Nobody falls, so that no rank rises but by an own share that does;
    and only those move who share a mission with that person, or nobody else where the part was that of a trainee.
    """
    people, events = list(sample_specialists(150, seed)), list(sample_assignments(150, seed))
    before, dice, moved = shares(Index.build(Snapshot.of(people, events))), random.Random(seed), 0
    for _ in range(12):
        at = dice.randrange(len(events))
        among = {*(each.specialist for each in events[at].team), *events[at].trainees}
        who = dice.choice([each.id for each in people if each.id not in among])
        more = {"specialist": who, "role": "expert"} if part == "team" else who
        told = events[at].model_dump(mode="json", by_alias=True)
        changed = an_assignment(**{**told, part: [*told[part], more]})
        after = shares(Index.build(Snapshot.of(people, [*events[:at], changed, *events[at + 1 :]])))
        reached = {who} if part == "trainees" else _sharing(who, [*events, changed])
        assert all(after[each] >= share for each, share in before.items())
        assert {each for each, share in before.items() if after[each] != share} <= reached
        moved += after != before
    assert moved > 0


def _sharing(who, events) -> set[str]:
    """Everybody with a part in a mission on which somebody served."""
    found = {who}
    for each in events:
        team = {member.specialist for member in each.team}
        if who in team:
            found |= team | set(each.trainees)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_compiled_passes_give_the_same_bits(seed, monkeypatch):
    pytest.importorskip("numba", reason="the extra fast is not installed")
    index = Index.build(Snapshot.of(sample_specialists(400, seed=5), sample_assignments(400, seed=5)))
    asked = some_mission(random.Random(seed), index)
    request, by = Request.of(Ask(asked, 1), index), NetworkFactors().strengths
    found = []
    for many in (10**9, 0):
        monkeypatch.setattr(links, "_MANY", many)
        paths = Paths.of(request, index.past, by)
        found.append((paths.near.tobytes(), paths.shares.tobytes()))
    assert paths.shares.any()
    assert found[0] == found[1]


def some_mission(dice: random.Random, index: Index):
    """A mission about what is on record."""
    known = [hub.partition(":")[2] for hub in index.past.hubs if hub.startswith("competence:")]
    countries = [hub.partition(":")[2] for hub in index.past.hubs if hub.startswith("country:")]
    wishes = tuple(skill(each, weight=dice.randint(1, 5)) for each in dice.sample(known, 3))
    return a_mission(wish=wishes, host_countries=dice.sample(countries, 2))


def test_less_on_record_never_raises_the_own_share():
    """Somebody's part in a past mission taken away, one after another: the share never grows."""
    people, events = list(sample_specialists(150, seed=3)), list(sample_assignments(150, seed=3))
    before = shares(Index.build(Snapshot.of(people, events)))
    tried = 0
    for at, each in enumerate(events):
        if len(each.team) < 2:
            continue
        gone = each.team[0].specialist
        fewer = each.model_copy(update={"team": each.team[1:], "appraisals": ()})
        after = shares(Index.build(Snapshot.of(people, [*events[:at], fewer, *events[at + 1 :]])))
        assert after[gone] <= before[gone]
        tried += 1
        if tried == 15:
            break
    assert tried == 15


def test_claims_move_nothing():
    events = (event("near", "12"), FAR)
    plain = shares(pool(*events))
    boast = {"skills": {"TRN.TOT": 5}, "missions": [{"title": "ToT in Georgia", "country": "GEO"}] * 5}
    people = [a_specialist(f"s{n}", **(boast if n == 6 else {})) for n in range(1, 8)]
    assert shares(Index.build(a_snapshot(*people, assignments=events))) == plain


def test_a_saved_walk_answers_alike(sampled):
    again = Walk.of_arrays(sampled.arrays, sampled.hubs)
    for hub in (0, len(sampled.hubs) - 1):
        assert again.affinity(hub).tobytes() == sampled.affinity(hub).tobytes()

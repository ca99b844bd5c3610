"""The typed network: nodes, edges, selections, and what planners and analysts ask of it."""

import random
from datetime import date

import networkx as nx
import pytest

from matching import Index, network
from matching.errors import NoSuchSeat, NoSuchSpecialist
from matching.network import MEANING, EdgeKind, Network, NodeKind
from matching.network.between import betweenness
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, skill

FULL = a_specialist(
    "s1",
    skills=[{"skill": "BRD.CHK", "level": 4}],
    languages={"eng": "C1"},
    countries=[{"country": "GEO", "months": 12, "last_year": 2020}],
    certificates=[{"module": "RTCM-M4", "level": "trainer", "issued": "2024-01-01", "status": "issued"}],
)


def event(id: str, team: str, trainees: str = "", year: int = 2022, **facts):
    members = [{"specialist": f"s{n}", "role": "trainer"} for n in team]
    when = {"from": f"{year}-05-01", "to": f"{year}-05-04"}
    return an_assignment(id, team=members, trainees=[f"s{n}" for n in trainees], **{**when, **facts})


def a_pool(*events, people: int = 9) -> Snapshot:
    return a_snapshot(FULL, *(a_specialist(f"s{n}") for n in range(2, people)), assignments=events)


TRAINED = a_pool(
    event("a", "12", "3", competences=["TRN.TOT"], country="GEO", module="RTCM-TOT1", organisation="Service"),
    event("b", "3", "45", 2023, country="KAZ"),
    event("c", "4", "6", 2021),
)


def ends(graph: nx.MultiDiGraph, kind: str) -> set[tuple[str, str]]:
    return {(one, other) for one, other, told in graph.edges(data=True) if told["kind"] == kind}


def test_every_kind_of_edge_leads_where_it_says():
    graph = network.graph(Snapshot.of(sample_specialists(200, 3), sample_assignments(200, 3)))
    seen = set()
    for one, other, told in graph.edges(data=True):
        source, target, _, _ = MEANING[EdgeKind(told["kind"])]
        assert (graph.nodes[one]["kind"], graph.nodes[other]["kind"]) == (source, target)
        assert told["weight"] > 0
        seen.add(told["kind"])
    assert seen == set(EdgeKind)
    assert {told["kind"] for _, told in graph.nodes(data=True)} == set(NodeKind)
    assert all(told["label"] and told["id"] for _, told in graph.nodes(data=True))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("held", {("specialist:s1", "competence:BRD.CHK")}),
        ("spoke", {("specialist:s1", "language:eng")}),
        ("served_in", {("specialist:s1", "country:GEO")}),
        ("certified", {("specialist:s1", "certificate:RTCM-M4 trainer")}),
        ("worked_with", {("specialist:s1", "specialist:s2")}),
        ("about", {("mission:a", "competence:TRN.TOT")}),
        ("took_place_in", {("mission:a", "country:GEO"), ("mission:b", "country:KAZ")}),
        ("ran_for", {("mission:a", "organisation:Service")}),
        ("taught", {("mission:a", "course:RTCM-TOT1")}),
        ("attended", {(f"specialist:s{n}", f"mission:{m}") for n, m in ((3, "a"), (4, "b"), (5, "b"), (6, "c"))}),
    ],
)
def test_edges_of_a_small_pool(kind, expected):
    assert ends(network.graph(TRAINED), kind) == expected


def test_what_an_edge_tells():
    graph = network.graph(a_pool(event("a", "12"), event("b", "12", year=2024)))
    told = graph.edges["specialist:s1", "specialist:s2", "worked_with"]
    assert told == {"kind": "worked_with", "weight": 2.0, "start": "2022-05-01", "end": "2024-05-04"}
    assert graph.edges["specialist:s1", "competence:BRD.CHK", "held"]["weight"] == 0.8
    held = graph.edges["specialist:s1", "certificate:RTCM-M4 trainer", "certified"]
    assert (held["start"], held["end"]) == ("2024-01-01", "2027-01-01")
    assert "end" not in graph.edges["specialist:s1", "language:eng", "spoke"]
    assert graph.nodes["country:GEO"]["subregion"] == "Western Asia"


def test_selected_by_kind_region_and_time():
    only = network.graph(TRAINED, edges=[EdgeKind.HELD])
    assert {told["kind"] for _, _, told in only.edges(data=True)} == {"held"}
    in_asia = network.graph(TRAINED, region="Central Asia")
    assert ends(in_asia, "took_place_in") == {("mission:b", "country:KAZ")}
    assert ends(in_asia, "worked_with") == set()
    assert ends(network.graph(TRAINED, on=date(2021, 12, 31)), "attended") == {("specialist:s6", "mission:c")}
    assert ends(network.graph(TRAINED, on=date(2030, 1, 1)), "certified") == set()
    assert ends(network.graph(TRAINED, between=(2023, 2024)), "trained_by") == {
        ("specialist:s4", "specialist:s3"),
        ("specialist:s5", "specialist:s3"),
    }


def test_labels_without_names():
    assert network.graph(TRAINED, names=False).nodes["specialist:s1"]["label"] == "s1"
    assert network.graph(TRAINED).nodes["specialist:s1"]["label"] == "Test s1"


def test_the_matrix_holds_the_same_edges_as_the_graph():
    snapshot = Snapshot.of(sample_specialists(120, 4), sample_assignments(120, 4))
    matrix = Network.of(snapshot).matrix(EdgeKind.WORKED_WITH)
    graph = network.graph(snapshot, edges=[EdgeKind.WORKED_WITH])
    assert matrix.nnz == 2 * graph.number_of_edges() > 0
    assert matrix.sum() == 2 * sum(weight for _, _, weight in graph.edges(data="weight"))


def test_lineage_goes_on_only_with_later_trainings():
    found = network.lineage(network.graph(TRAINED))
    # s4 trained s6 before being trained: s6 is not down the line of s1.
    assert found["specialist:s1"] == network.Lineage(trained=1, reach=3, depth=2)
    assert found["specialist:s3"] == network.Lineage(trained=2, reach=2, depth=1)
    assert found["specialist:s4"] == network.Lineage(trained=1, reach=1, depth=1)


def test_a_ring_of_trainers_ends():
    ring = network.graph(a_pool(event("a", "1", "2"), event("b", "2", "1", 2023), event("c", "1", "2", 2024)))
    found = network.lineage(ring)
    assert found["specialist:s1"].reach == found["specialist:s2"].reach == 1


# Two circles of three that only s4 ties together.
CIRCLES = a_pool(event("a", "1234"), event("b", "4567"))


def test_who_ties_circles_together():
    graph = network.graph(CIRCLES)
    assert network.articulation_points(graph) == [network.Cut("specialist:s4", 3)]
    assert network.brokers(graph)[0][0] == "specialist:s4"
    assert network.bridges(graph) == []
    assert network.bridges(network.graph(a_pool(event("a", "12")))) == [("specialist:s1", "specialist:s2")]
    circles = network.communities(graph)
    assert sorted(map(len, circles)) == [3, 4]


@pytest.mark.parametrize("seed", range(30))
def test_who_is_cut_off_is_who_no_longer_hangs_together(seed):
    dice = random.Random(seed)
    meetings = [event(f"e{at}", dice.sample("12345678", dice.choice([2, 2, 3]))) for at in range(dice.randint(1, 9))]
    graph = network.graph(a_pool(*meetings), edges=[EdgeKind.WORKED_WITH])
    among = network.colleagues(graph)
    expected = {}
    for who in nx.articulation_points(among):
        others = nx.node_connected_component(among, who) - {who}
        expected[who] = len(others) - max(map(len, nx.connected_components(among.subgraph(others))))
    assert {cut.specialist: cut.cut_off for cut in network.articulation_points(graph)} == expected


def test_betweenness_is_that_of_networkx_and_a_sample_comes_near(monkeypatch):
    graph = network.graph(Snapshot.of(sample_specialists(400, 3), sample_assignments(400, 3)))
    exact = dict(network.brokers(graph, top=10))
    peer = nx.betweenness_centrality(network.colleagues(graph))
    assert all(value == pytest.approx(peer[each]) for each, value in exact.items())
    monkeypatch.setattr(network.analysis, "MOST_EXACT", 10)
    sampled = dict(network.brokers(graph, top=10))
    assert sampled == dict(network.brokers(graph, top=10))
    assert len(exact.keys() & sampled.keys()) >= 6


@pytest.mark.parametrize("seed", range(12))
def test_the_ways_over_somebody_are_those_of_networkx(seed):
    """In networks that fall apart, with lines, rings and people without colleagues, also from a sample of all."""
    among = nx.gnm_random_graph(4 + 3 * seed, 2 + 4 * seed, seed=seed)
    among.add_edges_from([("a", "b"), ("b", "c")])
    among.add_node("alone")
    peer = nx.betweenness_centrality(among)
    assert betweenness(among) == pytest.approx(peer)
    assert betweenness(among, sample=len(among)) == pytest.approx(peer)


def test_what_only_one_person_has():
    found = network.single_points(network.graph(TRAINED))
    assert found == {
        "certificate:RTCM-M4 trainer": "specialist:s1",
        "competence:BRD.CHK": "specialist:s1",
        "language:eng": "specialist:s1",
    }


@pytest.mark.parametrize(
    "snapshot", [a_snapshot(), a_snapshot(a_specialist(organisation=None))], ids=["nobody", "bare"]
)
def test_no_people_and_no_edges(snapshot):
    graph = network.graph(snapshot)
    assert graph.number_of_edges() == 0
    assert network.communities(graph) == network.brokers(graph) == network.bridges(graph) == []
    assert network.articulation_points(graph) == []
    assert network.lineage(graph) == network.single_points(graph) == {}
    found = network.around_mission(a_mission(wish=(skill("BRD"),)), Index.build(snapshot), snapshot)
    assert found.paths == ()
    assert [node.kind for node in found.nodes] == ["request"]


def test_equal_pools_give_equal_answers():
    people, events = list(sample_specialists(150, 3)), list(sample_assignments(150, 3))
    one, other = (network.graph(Snapshot.of(p, e)) for p, e in ((people, events), (people[::-1], events[::-1])))
    assert network.communities(one) == network.communities(other)
    assert network.brokers(one) == network.brokers(other)
    assert list(one.edges(data=True)) == list(other.edges(data=True))


ASKED = a_mission(wish=(skill("TRN.TOT"),), host_countries=["GEO"])


def test_around_a_mission_only_those_who_may_be_considered():
    people = [a_specialist("s1"), a_specialist("s2", vetting="draft"), *(a_specialist(f"s{n}") for n in (3, 4))]
    snapshot = a_snapshot(*people, assignments=(event("a", "12", "3", competences=["TRN.TOT"], country="GEO"),))
    found = network.around_mission(ASKED, Index.build(snapshot), snapshot)
    assert [(path.specialist, path.strength) for path in found.paths] == [("s1", 1.0), ("s3", 0.5)]
    assert "s2" not in found.model_dump_json()
    ids = {node.id for node in found.nodes}
    assert all(edge.source in ids and edge.target in ids for edge in found.edges)
    with pytest.raises(NoSuchSeat):
        network.around_mission(ASKED, Index.build(snapshot), snapshot, seat=2)


def test_around_a_person_of_a_pool_without_past_missions():
    snapshot = a_snapshot(a_specialist("s1", skills={"BRD.IBM": 4}, organisation=None))
    around = network.around_specialist("s1", Index.build(snapshot), snapshot, date(2026, 11, 25))
    assert [node.id for node in around.nodes] == ["specialist:s1", "competence:BRD.IBM"]


def test_around_a_person_nobody_is_named_who_cannot_be_proposed():
    people = [FULL, a_specialist("s2"), a_specialist("s3", consent={}), a_specialist("s4")]
    snapshot = a_snapshot(*people, assignments=(event("a", "123", "4"),))
    found = network.around_specialist("s1", Index.build(snapshot), snapshot, date(2027, 1, 1))
    assert {path.words for path in found.paths} == {
        "worked together on 1 mission, last in 2022",
        "trained them on 1 training, last in 2022",
    }
    assert {path.name for path in found.paths} == {"Test s2", "name withheld", "Test s4"}
    assert "s3" not in found.model_dump_json()
    ids = {node.id for node in found.nodes}
    assert {"competence:BRD.CHK", "mission:a", "language:eng"} <= ids
    assert all(edge.source in ids and edge.target in ids for edge in found.edges)
    with pytest.raises(NoSuchSpecialist):
        network.around_specialist("nobody", Index.build(snapshot), snapshot, date(2027, 1, 1))

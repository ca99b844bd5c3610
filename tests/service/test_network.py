"""Command network: text, JSON by its schema, valid and safe GraphML and SVG, and wrong input."""

import json
import re
import xml.etree.ElementTree as ET

import jsonschema
import networkx as nx
import pytest

from matching import Index
from matching.network import Edge, Neighbourhood, Node, around_mission
from registry.errors import BadInput
from registry.snapshot import Snapshot
from registry.store import Store
from service.rendering.graphml import graphml
from service.rendering.layout import BOX, HEIGHT, laid_out
from service.rendering.lettering import cut, width, wrapped
from service.rendering.picture import picture
from service.schemas import Noun, schema_text
from tests.builders import a_mission, a_specialist, an_assignment, skill
from tests.service.commands import process, rtcm

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script> & \"'> ]]> \u0001\ufffe"


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('network') / 'pool.db'}"
    near = an_assignment("near", competences=["TRN.TOT"], country="AZE", trainees=["s3"])
    with Store.create(url) as store, store.writing(actor="test", purpose="test") as writing:
        writing.put_specialists([a_specialist(f"s{n}", skills={"BRD": 3}) for n in range(1, 5)])
        writing.put_assignments([near])
        writing.put_missions([a_mission(wish=(skill("TRN.TOT"),))])
    return url


def test_a_mission_and_a_person_as_text(url):
    ran = rtcm("network", "m1", url=url)
    assert ran.code == 0, ran.err
    for part in ("m1, seat 1: A test mission", "Strongest paths", "s1", "served on A test training (2025)", "1.00"):
        assert part in ran.out
    ran = rtcm("network", "s1", "--on", "2027-01-01", url=url)
    assert "trained them on 1 training, last in 2025" in ran.out


def test_json_is_valid_by_its_schema_and_the_same_in_another_process(url):
    schema = json.loads(schema_text(Noun.NETWORK))
    for about in ("m1", "s1"):
        ran = rtcm("network", about, "--format", "json", "--on", "2027-01-01", url=url)
        jsonschema.validate(json.loads(ran.out), schema)
        assert ran.out == process("network", about, "--format", "json", "--on", "2027-01-01", url=url).out


@pytest.mark.parametrize("format", ["json", "graphml", "svg"])
def test_into_a_file_the_same_in_another_process(format, url, tmp_path):
    out = tmp_path / f"m1.{format}"
    ran = process("network", "m1", "--format", format, "--out", out, url=url)
    assert (ran.code, ran.out) == (0, "")
    assert "nodes and" in ran.err
    assert out.read_text() == rtcm("network", "m1", "--format", format, url=url).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["s22"], 'no mission "s22" in the pool; no specialist "s22" in the pool'),
        (["sample"], "expected a mission or a specialist"),
        (["m1", "--seat", "2"], "mission m1 has seats 1 to 1, not 2"),
        (["m1", "--top", "0"], "--top"),
        (["s1", "--on", "tomorrow"], "--on"),
        (["m1", "--out", "x.txt"], "--out goes with json, graphml or svg"),
        (["none.yaml"], "cannot be read"),
    ],
)
def test_wrong_input(arguments, said, url):
    ran = rtcm("network", *arguments, url=url)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_nearest_ids_are_proposed(sqlite_url):
    with Store.open(sqlite_url) as store, store.writing(actor="test", purpose="test") as writing:
        writing.put_specialists([a_specialist("sample-000123")])
    ran = rtcm("network", "sample-000124", url=sqlite_url)
    assert ran.code == 2
    assert "nearest: sample-000123" in ran.err


def test_a_pool_of_nobody(sqlite_url):
    with Store.open(sqlite_url) as store, store.writing(actor="test", purpose="test") as writing:
        writing.put_missions([a_mission()])
    for format in ("table", "json", "graphml", "svg"):
        ran = rtcm("network", "m1", "--format", format, url=sqlite_url)
        assert ran.code == 0, ran.err
    assert "Nobody is reached" in rtcm("network", "m1", url=sqlite_url).out


def hostile() -> Neighbourhood:
    """Names that no edge of the system would let in, drawn all the same."""
    nodes = [
        Node(id="request:x", kind="request", label=HOSTILE, column=0),
        Node(id=f"specialist:{HOSTILE}", kind="specialist", label=HOSTILE * 5, column=1, strength=0.5),
    ]
    edge = Edge(source=nodes[0].id, target=nodes[1].id, kind="near")
    return Neighbourhood(about="x", title=HOSTILE, columns=("A", HOSTILE), nodes=nodes, edges=(edge,), paths=())


def test_hostile_names_stay_text():
    for text in (picture(hostile()), graphml(hostile())):
        root = ET.fromstring(text)
        assert not [each for each in root.iter() if each.tag.endswith("script")]
        assert "<script" not in text
    assert "script" in "".join(ET.fromstring(picture(hostile())).itertext())
    read = nx.parse_graphml(graphml(hostile()))
    assert read.number_of_nodes() == 2


def large(people: int) -> Neighbourhood:
    specialists = [
        a_specialist(f"s{n:03}", name={"given": "Anna-Maria", "family": f"Longname-{n}"}) for n in range(people)
    ]
    events = [
        an_assignment(
            f"a{n:03}",
            title=f"Training of trainers on integrated border management, part {n}",
            team=[{"specialist": f"s{at:03}", "role": "expert"} for at in range(n, people, 40)],
            competences=["TRN.TOT"],
            country="AZE",
        )
        for n in range(40)
    ]
    snapshot = Snapshot.of(specialists, events)
    return around_mission(a_mission(wish=(skill("TRN.TOT"),)), Index.build(snapshot), snapshot, top=60)


def test_a_large_picture_is_legible():
    """Boxes overlap nowhere, and labels stay inside their boxes."""
    found = large(100)
    assert 90 <= len(found.nodes) <= 150
    boxes = list(laid_out(found).boxes.values())
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert abs(one.x - other.x) >= BOX or abs(one.y - other.y) >= HEIGHT
        assert all(7.5 * width(line) <= BOX - 18 for line in one.lines)
    root = ET.fromstring(picture(found))
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text.startswith("Columns from left to right")
    assert root.get("role") == "img"
    assert "prefers-color-scheme:dark" in root.find(f"{SVG}style").text
    assert picture(found) == picture(large(100))
    assert not re.search(r"\b(nan|inf)\b", picture(found))


def test_more_than_a_picture_can_show_is_refused():
    nodes = [Node(id=f"n{n}", kind="mission", label="x", column=0) for n in range(151)]
    found = Neighbourhood(about="x", title="x", columns=("A",), nodes=nodes, edges=(), paths=())
    with pytest.raises(BadInput, match="at most 150 nodes"):
        picture(found)
    assert picture(found.model_copy(update={"nodes": tuple(nodes[:150])}))


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("short", 20, ("short",)),
        ("two words here", 8, ("two", "words…")),
        ("Training of officials and judges in Tashkent (2024)", 22, ("Training of officials and", "judges in… (2024)")),
        ("", 8, ()),
    ],
)
def test_labels_are_wrapped_and_cut(text, room, lines):
    found = wrapped(text, room, 2)
    assert len(found) == len(lines)
    assert all(width(line) <= room for line in found)
    assert [line[:3] for line in found] == [line[:3] for line in lines]
    assert [line.endswith("(2024)") for line in found] == [line.endswith("(2024)") for line in lines]


def test_a_cut_label_says_so():
    assert cut("a" * 50, 10).endswith("…")
    assert cut("a" * 9, 10) == "a" * 9

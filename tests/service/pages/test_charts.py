"""Pictures: well formed, coloured by class alone, with their words and their table, safe from what they are given."""

import csv
import io
import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest

from registry.vocabulary import countries
from service.pages import charts
from service.pages.charts import Column, Interval, Kin, Part, Span, Stage, Tile, Told
from service.pages.charts.base import SLIM
from service.pages.charts.shades import shade
from service.pages.charts.tiles import layout
from service.pages.examples import pictures
from service.pages.wording import wording

HOSTILE = '"><script>alert(1)</script>&\x00='
TOLD = Told("sample", HOSTILE, HOSTILE)
DAY = date(2027, 3, 1)
HEADS = (HOSTILE, "b", "c", "d")
SVG = "{http://www.w3.org/2000/svg}"

# Each kind with values that could do harm, and with none at all.
KINDS = {
    "tiles": lambda w: charts.tiles(TOLD, {"AZE": Tile(w, 3, w)} if w else {}, (w, w)),
    "heat": lambda w: charts.heat(
        TOLD, [("r", w)] if w else [], [("c", w)] if w else [], {("r", "c"): 2} if w else {}, w
    ),
    "columns": lambda w: charts.columns(TOLD, [Column(w, 3), Column(w, 0)] if w else [], HEADS[:2]),
    "funnel": lambda w: charts.funnel(TOLD, [Stage(w, 3, w)] if w else [], HEADS[:3]),
    "intervals": lambda w: charts.intervals(TOLD, [Interval(w, 0, 0, 0)] if w else [], 0, str, HEADS),
    "lineage": lambda w: charts.lineage(TOLD, [Kin("a", w, None, w), Kin("b", w, "a", w)] if w else [], HEADS[:3]),
    "timeline": lambda w: charts.timeline(TOLD, [Span(w, w, DAY, DAY)] if w else [], str, str, HEADS, DAY),
}


def drawings(picture):
    """The picture as it stands in a page, where there is room and on a phone."""
    return [ElementTree.fromstring(each) for each in (picture.inline, picture.on_phone) if each]


def bare(picture):
    """Attributes and elements that a strict page would not colour or not allow."""
    for element in (each for drawing in drawings(picture) for each in drawing.iter()):
        if element.tag in (f"{SVG}style", f"{SVG}script"):
            yield element.tag
        yield from (name for name in element.attrib if name in ("style", "fill", "stroke") or name.startswith("on"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", [HOSTILE, "x" * 400, ""], ids=["hostile", "long", "none"])
def test_every_kind(kind, words):
    picture = KINDS[kind](words)
    assert list(bare(picture)) == []
    root = ElementTree.fromstring(picture.standalone())
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert "alert(1)" in title.text
    for cell in (cell for row in csv.reader(io.StringIO(picture.csv())) for cell in row):
        assert cell[:1] not in "=+-@" or not cell


@pytest.mark.parametrize("language", ["en", "az", "ru", "tr"])
def test_no_label_is_wider_than_its_picture(language):
    shown = [each for picture in pictures(wording(language)).values() for each in (picture, picture.slim) if each]
    for picture in shown:
        for text in ElementTree.fromstring(picture.inline).iter(f"{SVG}text"):
            x, look = float(text.attrib["x"]), text.attrib.get("class", "").split()
            long = len(text.text) * 6
            left = x - long if "end" in look else x - long / 2 if "mid" in look else x
            assert left > -12, (picture.told.name, text.text)
            assert left + long < picture.width + 12, (picture.told.name, text.text)


@pytest.mark.parametrize("name", ["heat", "ends", "funnel", "intervals", "lineage"])
def test_a_picture_is_drawn_for_a_phone_too(name):
    picture = pictures(wording("ru"))[name]
    wide, slim = drawings(picture)
    assert float(slim.attrib["width"]) <= SLIM < float(wide.attrib["width"])
    assert wide.attrib["aria-labelledby"] != slim.attrib["aria-labelledby"]
    assert picture.slim.table == picture.table
    # A count in each cell, bar or row: nothing is left out.
    numbers = [[text.text for text in each.iter(f"{SVG}text") if text.text[:1].isdigit()] for each in (wide, slim)]
    assert name == "intervals" or numbers[0] == numbers[1]


def test_a_score_is_split_by_criterion():
    drawn = ElementTree.fromstring(charts.split([Part("skill", "Skill", 40), Part("network", "Network", 10)], HOSTILE))
    wide = {each.attrib["class"]: float(each.attrib["width"]) for each in drawn}
    assert wide == {"track": 100, "c-skill": pytest.approx(39.6), "c-network": pytest.approx(9.6)}
    assert drawn.attrib["aria-label"].startswith('"><script>')


def test_the_map_has_every_country_of_the_region_once():
    region = {code for code, country in countries().items() if country.rtcm}
    assert set(layout()) == region
    places = [(column, row) for column, row, _ in layout().values()]
    assert len(set(places)) == len(places)
    assert all(countries()[code].alpha2 == short for code, (_, _, short) in layout().items())


def test_a_country_outside_of_the_region_stands_in_the_table():
    picture = charts.tiles(TOLD, {"FRA": Tile("France", 2, "2"), "AZE": Tile("Azerbaijan", 1, "1")}, ("a", "b"))
    assert picture.table.rows == (("France", "2"), ("Azerbaijan", "1"))
    assert "France" not in picture.body


def test_a_funnel_is_as_long_as_its_numbers():
    picture = charts.funnel(TOLD, [Stage("a", 100, ""), Stage("b", 25, ""), Stage("c", 0, "")], HEADS[:3])
    wide = [
        float(each.attrib["width"]) for each in ElementTree.fromstring(picture.inline) if each.get("class") == "mark"
    ]
    assert [each / wide[0] for each in wide] == pytest.approx([1, 0.25, 0])


def test_an_interval_that_does_not_reach_the_line_has_another_shape():
    groups = [Interval("in", 0.1, 0.2, 0.3), Interval("out", 0.3, 0.4, 0.5)]
    drawn = ElementTree.fromstring(charts.intervals(TOLD, groups, 0.2, str, HEADS).inline)
    assert [each.get("class") for each in drawn.iter(f"{SVG}circle")] == ["mark"]
    assert [each.get("class") for each in drawn.iter(f"{SVG}rect")] == ["m-bad"]


def test_lineage_puts_everybody_under_their_trainer_and_survives_a_ring():
    people = [Kin("c", "C", "a"), Kin("a", "A", None), Kin("d", "D", "c"), Kin("x", "X", "gone")]
    rows = charts.lineage(TOLD, people, HEADS[:3]).table.rows
    assert [row[:2] for row in rows] == [("A", "–"), ("C", "A"), ("D", "C"), ("X", "–")]
    ring = charts.lineage(TOLD, [Kin("a", "A", None), Kin("b", "B", "c"), Kin("c", "C", "b")], HEADS[:3])
    assert [row[0] for row in ring.table.rows] == ["A"]


def test_a_timeline_stands_where_its_days_are():
    spans = [Span("m", "x", date(2027, 1, 1), date(2027, 1, 31)), Span("n", "y", date(2027, 2, 1), date(2027, 2, 28))]
    drawn = ElementTree.fromstring(charts.timeline(TOLD, spans, str, str, HEADS, date(2026, 1, 1)).inline)
    first, second = (each for each in drawn.iter(f"{SVG}rect") if each.get("class") == "m-accent")
    end = float(first.attrib["x"]) + float(first.attrib["width"])
    assert 0 < float(second.attrib["x"]) - end < 2
    assert not [each for each in drawn if each.get("class") == "now"]


@pytest.mark.parametrize(("value", "highest", "step"), [(0, 9, 0), (1, 100, 1), (50, 100, 3), (100, 100, 4), (1, 0, 0)])
def test_shades(value, highest, step):
    assert shade(value, highest) == step

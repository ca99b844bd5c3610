"""How answers look in a notebook, and as frames: the same numbers, escaped, without scripts."""

import re
from html.parser import HTMLParser

import pytest

from matching import Index, recommend, why_not
from matching.plan import plan
from matching.teams import form
from registry.html import Html, bar, face, facts, line, listed, table
from tests.builders import a_mission, a_snapshot, a_specialist, skill

EVIL = "<script>alert('x')</script>"


@pytest.fixture(scope="module")
def answers():
    """A mission with an evil title, and every answer about it, of people with evil names."""
    people = [
        a_specialist(f"s{n}", name={"given": EVIL, "family": str(n)}, skills={"BRD.CHK": 1 + n % 5}) for n in range(6)
    ]
    index = Index.build(a_snapshot(*people, a_specialist("out", name={"given": EVIL}, vetting="draft")))
    mission = a_mission(wish=(skill("BRD.CHK", 5),), title=EVIL, description=EVIL, beneficiary=EVIL)
    shortlist = recommend(mission, index, top=3)[0]
    return {
        "mission": mission,
        "shortlist": shortlist,
        "recommendation": shortlist.recommendations[0],
        "why not": why_not(mission, index, "s0", top=3),
        "why excluded": why_not(mission, index, "out", top=3),
        "team": form(mission, index),
        "plan": plan([mission], index, priced=False),
    }


class Tags(HTMLParser):
    """Every tag that opens, and those that never close."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.still_open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag != "br":
            self.still_open.append(tag)

    def handle_endtag(self, tag):
        assert self.still_open.pop() == tag


@pytest.mark.parametrize("name", ["mission", "shortlist", "recommendation", "why not", "why excluded", "team", "plan"])
def test_a_face_stands_alone(name, answers):
    text = answers[name]._repr_html_()
    tags = Tags()
    tags.feed(text)
    assert tags.still_open == []
    assert "script" not in tags.seen
    assert "&lt;script&gt;" in text
    assert not re.search(r"https?:|//|@import|on\w+=", text)
    assert "prefers-color-scheme: dark" in text


def test_the_same_numbers_everywhere(answers):
    shortlist = answers["shortlist"]
    frame = shortlist.to_frame()
    criteria = list(dict.fromkeys(c.criterion for r in shortlist.recommendations for c in r.contributions))
    assert frame["specialist"].tolist() == [each.specialist for each in shortlist.recommendations]
    assert frame[criteria].sum(axis=1).round(2).tolist() == frame["score"].tolist()
    for score in frame["score"]:
        assert f"<td class=number>{score:.2f}</td>" in shortlist._repr_html_()


def test_frames_of_team_and_plan(answers):
    team, planned = answers["team"].to_frame(), answers["plan"].to_frame()
    assert team["specialist"].tolist() == planned["specialist"].tolist() == ["s4"]
    assert team["points"].tolist() == planned["points"].tolist()
    assert planned["mission"].tolist() == ["m1"]


def test_frames_without_rows_have_their_columns():
    index = Index.build(a_snapshot(a_specialist("out", vetting="draft")))
    mission = a_mission()
    assert list(recommend(mission, index)[0].to_frame()) == ["rank", "specialist", "name", "score"]
    nobody = form(mission, index)
    assert nobody.to_frame().empty
    assert "no team" in nobody._repr_html_()
    empty = plan([mission], index, priced=False)
    assert "places empty" in empty._repr_html_()
    assert list(empty.to_frame())[:3] == ["mission", "priority", "seat"]


def test_parts_of_a_face():
    assert line("a<b") == "<p>a&lt;b</p>"
    assert facts({"a": 1, "unknown": None}) == "<table><tr><th scope=row>a</th><td>1</td></tr></table>"
    assert "<td class=number>1.50</td><td class=number>2</td><td>True</td><td></td>" in table(
        ("x",), [(1.5, 2, True, None)]
    )
    assert listed(["a", "<"]) == "a<br>&lt;"
    assert 'aria-label="track record 12.00"' in bar({"track_record": 12.0})
    assert face("t", Html("<b>x</b>")).endswith("<h4>t</h4><b>x</b></div>")

"""The best team of a mission on a page: rules, exchanges, and the team taken over with reasons."""

import re

import pytest

from registry.domain import Candidacy, Decision
from registry.store import Store
from service.pages.casework import teaming
from tests.builders import skill
from tests.fresh import sqlite_pool
from tests.service.pages.flow import Flow, a_pool, found

SEATS = [
    {"role": "expert", "count": 1, "wish": [skill("BRD.IBM", 5)]},
    {"role": "trainer", "count": 1, "wish": [skill("BRD.IBM", 3)]},
]


@pytest.fixture
def flow(tmp_path):
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        flow = Flow(a_pool(store))
        flow.sourced(seats=SEATS)
        yield flow


def members(page):
    return [tuple(each.split("-")) for each in found(r'name="member" value="([^"]+)"', page)]


def points(page):
    (said,) = re.findall(r"([\d.]+) points\. It is proved", page)
    return float(said)


def test_a_team_is_formed_exchanged_and_taken_over(flow):
    page = flow.see("planner", "/missions/m1/team")
    best = dict(members(page))
    assert set(best.values()) == {"s1", "s2"}
    swap = found(r'href="(/missions/m1/team\?swap=[^"]+)"', page)[0]
    page = flow.see("planner", swap)
    assert re.search(r"the team loses \d+\.\d points", page)
    _, out, into = swap.partition("=")[2].split(":")
    assert into in dict(members(page)).values()
    assert out not in dict(members(page)).values()

    typed = {f"why-{seat}-{id}": f"Right for seat {seat}" for seat, id in members(page)}
    first = next(iter(typed))
    kept = {"member": [f"{seat}-{id}" for seat, id in members(page)]}
    refused = flow.send("planner", swap, 422, **{**typed, **kept, first: ""})
    assert "Fill in this field." in refused
    assert "Right for seat 2" in refused
    flow.send("planner", swap, **typed, **kept)
    assert len(flow.store.cases.find(Decision)) == 2
    assert {(str(each.seat), each.specialist) for each in flow.store.cases.find(Candidacy)} == set(members(page))


def test_rules_are_kept_to_and_clashes_explained(flow):
    free = points(flow.see("planner", "/missions/m1/team?objective=points"))
    page = flow.see("planner", "/missions/m1/team?per_organisation=1")
    assert "No team keeps to all of this at once." in page
    assert 'value="1"' in page
    assert free > 0
    flow.see("planner", "/missions/m1/team?women=400", 422)
    assert "This is not a number" in flow.see("planner", "/missions/m1/team?budget=lots", 422)
    assert "not in the pool" in flow.see("planner", "/missions/m1/team?swap=1:s1:nobody")


def test_a_team_is_kept_until_the_pool_changes(flow, monkeypatch):
    formed, form = [], teaming.form
    monkeypatch.setattr(teaming, "form", lambda *asked, **more: formed.append(1) or form(*asked, **more))
    first = members(flow.see("planner", "/missions/m1/team"))
    assert members(flow.see("planner", "/missions/m1/team")) == first
    assert len(formed) == 1
    flow.see("planner", "/missions/m1/team?objective=points")
    assert len(formed) == 2
    with flow.store.writing("tester", "test") as writing:
        writing.put_specialists([flow.store.specialist("s1").model_copy(update={"restricted": True})])
    assert "s1" not in dict(members(flow.see("planner", "/missions/m1/team"))).values()


def test_whoever_may_see_it(flow):
    flow.see("planner", "/missions/m1/team")
    flow.see("requester", "/missions/m1/team", 403)
    flow.see("planner", "/missions/m9/team", 404)


def test_all_decisions_or_none(flow):
    page = flow.see("planner", "/missions/m1/team")
    typed = {f"why-{seat}-{id}": "Right" for seat, id in members(page)}
    assert "cannot be done now" in flow.send("planner", "/missions/m1/team", **typed, **{"why-2-nobody": "Who?"})
    assert flow.store.cases.find(Decision) == []

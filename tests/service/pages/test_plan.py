"""A plan on pages: asked for, followed, stopped, shown, and given as files."""

from datetime import timedelta
from threading import Event

import pytest

from registry.errors import NotFound
from registry.jobs import Job, JobState
from registry.store import Store
from service.jobs import Stopped
from tests.fresh import sqlite_pool
from tests.service.pages.flow import Flow, a_pool, found

ALL = {"objective": "full", "switch": ["filled", "rotation", "fair", "priced"], "most_missions": "3"}


@pytest.fixture
def flow(tmp_path):
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        flow = Flow(a_pool(store))
        flow.sourced("m1", title="Border training")
        flow.sourced("m2", title="Border <b>advice</b>")
        yield flow
        flow.app.state.jobs.wait()


def planned(flow, **typed):
    """Ask for a plan, and wait until it is made; its address and page."""
    answer = flow.browser("planner").post("/plan", data={"missions": ["m1", "m2"], **ALL, **typed})
    assert answer.status_code == 303, answer.text
    flow.app.state.jobs.wait()
    path = answer.headers["location"]
    return path, flow.see("planner", path)


def test_a_plan_is_asked_for_and_shown(flow):
    page = flow.see("planner", "/plan")
    assert 'value="m1" checked' in page
    path, page = planned(flow)
    assert "It is proved that no plan is better." in page
    assert "data-follow" not in page
    assert "Sample One" in page
    assert "Border &lt;b&gt;advice&lt;/b&gt;" in page
    assert "Newcomers get a turn" in page
    assert "None: every place is taken." in page
    assert "Sample One" in flow.see("planner", f"{path}?by=people")
    table = flow.browser("planner").get(f"{path}/people.csv")
    assert len(table.text.splitlines()) == 3
    assert flow.browser("planner").get(f"{path}/missions.svg").headers["content-type"].startswith("image/svg")
    flow.see("planner", f"{path}/other.svg", 404)
    assert path in flow.see("planner", "/plan")


def test_what_cannot_be_planned_is_said(flow):
    refused = flow.send("planner", "/plan", 422, **{**ALL, "most_missions": "none"})
    assert "Choose at least one mission." in refused
    assert 'value="none"' in refused
    assert "This is not a number" in flow.send("planner", "/plan", 422, missions="m1", **{**ALL, "balance": "70"})
    flow.sourced("m3", seats=[{"role": "expert", "count": 2, "must": [{"kind": "experience", "years": 60}]}])
    _, page = planned(flow, missions=["m3"])
    assert "nobody is eligible" in page


def test_work_is_followed_and_stopped(flow):
    began, go_on, ended = Event(), Event(), []

    def task(told):
        told.progress(1, 3)
        began.set()
        go_on.wait(20)
        told._next = 0.0
        try:
            told.progress(2, 3)
        except Stopped:
            ended.append(True)
            raise
        return {}

    asked = {"missions": ["m1"], "rules": {}}
    job = flow.app.state.jobs.start("plan", "planner", asked, task)
    assert began.wait(20)
    page = flow.see("planner", f"/plan/{job.id}")
    assert f'data-follow="/plan/{job.id}"' in page
    assert "1 of 4" in page
    assert "The search is stopped." in flow.send("planner", f"/plan/{job.id}/cancel")
    go_on.set()
    flow.app.state.jobs.wait()
    assert ended == [True]
    assert flow.store.jobs.get(job.id).state is JobState.CANCELLED
    assert "cannot be done now" in flow.send("planner", f"/plan/{job.id}/cancel")


def test_work_of_a_process_that_has_ended_is_told_as_lost(flow):
    now = flow.gate.now()
    job = Job(id="j1", kind="plan", account="planner", began=now, seen=now, asked={"missions": ["m1"], "rules": {}})
    flow.store.jobs.add(job)
    assert "data-follow" in flow.see("planner", "/plan/j1")
    flow.gate.now.wait(minutes=5)
    page = flow.see("planner", "/plan/j1")
    assert "data-follow" not in page
    assert "Ask again." in page


def test_a_fault_of_the_question_is_told(flow):
    def task(told):
        raise NotFound("mission", "m9")

    job = flow.app.state.jobs.start("plan", "planner", {"missions": ["m9"], "rules": {}}, task)
    flow.app.state.jobs.wait()
    page = flow.see("planner", f"/plan/{job.id}")
    assert "No plan could be made:" in page
    assert "m9" in page


def test_who_is_erased_goes_from_plans_and_old_plans_go_by_themselves(flow):
    path, _ = planned(flow)
    assert flow.see("planner", path)
    now = flow.gate.now()
    asked = {"missions": ["m1"], "rules": {}}
    old = now - timedelta(days=31)
    flow.store.jobs.add(Job(id="old", kind="plan", account="planner", began=old, seen=old, asked=asked))
    flow.store.jobs.add(Job(id="new", kind="plan", account="planner", began=now, seen=now, asked=asked))
    flow.see("planner", "/plan/old", 404)
    flow.store.erase("s1", "tester")
    flow.see("planner", path, 404)
    flow.see("planner", "/plan/new")


def test_whoever_may_see_it(flow):
    flow.see("requester", "/plan", 403)
    flow.see("planner", "/plan/nowhere", 404)
    assert found("/plan", flow.see("planner", "/"))

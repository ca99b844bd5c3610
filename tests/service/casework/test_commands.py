"""The whole story from the command line, on both databases: each verb, with what a wrong one says."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from registry.store import Store
from tests.builders import a_specialist
from tests.service.auth.building import a_gate, add
from tests.service.casework.cast import wanted
from tests.service.commands import rtcm


@pytest.fixture
def url(database_url):
    with Store.open(database_url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([a_specialist(id, skills={"BRD.IBM": 4}) for id in ("s1", "s2")])
        gate = a_gate(store)
        for office in ("requester", "planner", "approver"):
            add(gate, office, office)
        add(gate, "s1", "specialist", specialist="s1")
    return database_url


@pytest.fixture
def run(url):
    def ran(*words, code=0):
        found = rtcm(*words, url=url)
        assert found.code == code, found.err
        return [json.loads(line) for line in found.out.splitlines()] if "json" in words else found

    return ran


def test_a_mission_by_command(run, tmp_path):
    file = tmp_path / "m1.json"
    # The command line goes by the clock of the day: the mission begins today.
    today = datetime.now(UTC).date()
    days = {"start": today, "end": today + timedelta(days=20)}
    file.write_text(json.dumps(wanted(window=days, policy="rtcm-track-record")), encoding="utf-8")
    report = tmp_path / "report.txt"
    report.write_text("Everybody was trained.", encoding="utf-8")
    requester, planner, approver, s1 = (
        ("--as", f"{name}@example.org") for name in ("requester", "planner", "approver", "s1")
    )
    run("mission", "request", file, *requester)
    run("mission", "step", "m1", "submit", *requester)
    refused = run("mission", "step", "m1", "approve", *requester, code=2)
    assert "it is a step of approver" in refused.err
    run("mission", "step", "m1", "approve", *approver)
    run("mission", "step", "m1", "source", *planner)
    run("mission", "decide", "m1", "1", "--choose", "s1", *planner, code=2)
    (decision,) = run("mission", "decide", "m1", "1", "--choose", "s1=the best", *planner, "--format", "json")
    run("mission", "step", "m1", "lock", *planner)
    (candidacy,) = run("candidacy", "list", *requester, "--format", "json")
    run("candidacy", "select", candidacy["id"], *requester)
    run("mission", "step", "m1", "offer", *planner)
    (offer,) = run("offer", "list", *s1, "--format", "json")
    run("offer", "accept", offer["id"], *planner, code=2)
    assert "accepted" in run("offer", "accept", offer["id"], *s1).out
    shown = run("mission", "show", "m1", *planner).out
    assert "lock  by planner" in shown
    assert "s1 for m1 seat 1, rank 1, selected" in shown
    replayed = run("decision", "replay", decision["id"])
    assert "the same bytes as on" in replayed.err
    assert json.loads(replayed.out)["schema"] == "shortlist/1"
    before = score(run)

    run("mission", "step", "m1", "staff", *planner, code=2)
    run("candidacy", "step", candidacy["id"], "confirm", "--vouch", "available", *planner)
    run("mission", "step", "m1", "staff", *planner)
    run("candidacy", "settle", candidacy["id"], "--released", "--travel", "--inducted", *planner)
    for event in ("make_ready", "start", "end_work"):
        run("mission", "step", "m1", event, *planner)
    for judge in (requester, planner):
        (form,) = run("appraise", *judge, "--format", "json")
        run("appraise", form["id"], "--mark", "technical_quality=5", "--again", *judge)
    run("mission", "step", "m1", "close", *planner, code=2)
    assert "closed" in run("mission", "step", "m1", "close", "--report", report, *planner).out
    file = tmp_path / "people.jsonl"
    run("export", "specialists", "--out", file)
    people = {each["id"]: each for each in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    assert people["s1"]["missions"][0]["title"] == "A test mission"
    assert score(run) > before


def score(run):
    """The points of s1 for the mission as things stand."""
    (shortlist,) = run("recommend", "m1", "--format", "json")
    return {each["specialist"]: each["score"] for each in shortlist["recommendations"]}["s1"]


def test_who_is_not_known(run):
    assert 'no account in use "nobody@example.org"' in run("offer", "list", "--as", "nobody@example.org", code=2).err
    assert (
        "expected one of technical_quality"
        in run("appraise", "a1", "--mark", "looks=5", "--as", "planner@example.org", code=2).err
    )

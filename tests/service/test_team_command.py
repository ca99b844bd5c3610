"""The command team on the real pool: the same numbers in every form, and refusals that name the place."""

import csv
import io
import json
from functools import partial

import jsonschema
import pytest

from matching import Index
from matching.teams import form
from registry.domain import Mission
from registry.importing import import_assignments, import_missions, import_specialists
from registry.sample import sample_lines
from registry.store import Store
from service import rendering
from service.rendering.team import CSV_COLUMNS, team_table, write_csv
from service.schemas import Noun, schema_text
from tests.builders import a_mission, a_snapshot, a_specialist
from tests.service.commands import ROOT, Ran, rtcm

MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    """A pool of 300 with the real missions."""
    folder = tmp_path_factory.mktemp("pool")
    url = f"sqlite:///{folder / 'pool.db'}"
    people, past = folder / "people.jsonl", folder / "past.jsonl"
    blocks = list(sample_lines(300, 11))
    people.write_text("\n".join(line.strip() for block in blocks for line in block.specialists))
    past.write_text("\n".join(line.strip() for block in blocks for line in block.assignments))
    with Store.create(url) as store:
        import_specialists(store, [people], actor="test")
        import_assignments(store, [past], actor="test")
        import_missions(store, MISSIONS, actor="test")
    return url


@pytest.fixture
def run(url):
    """The real command in this process: the same entry, the same exit codes."""
    return partial(rtcm, url=url)


def team(run, *arguments: object) -> dict:
    ran = run("team", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_one_object_valid_by_the_published_schema(run):
    found = team(run, "v06", "--alternates", 1)
    jsonschema.validate(found, json.loads(schema_text(Noun.TEAM)))
    assert list(found)[:8] == ["schema", "mission", "status", "gap", "points", "rules", "seats", "clash"]
    assert (found["schema"], found["mission"], found["status"], found["gap"]) == ("team/1", "v06", "optimal", 0.0)
    assert [len(seat["chosen"]) for seat in found["seats"]] == [1, 15]
    assert [len(seat["alternates"]) for seat in found["seats"]] == [1, 1]
    assert round(sum(term["points"] for term in found["terms"]), 2) == found["points"]
    for seat in found["seats"]:
        for each in seat["chosen"]:
            assert round(sum(part["points"] for part in each["contributions"]), 2) == each["points"]


def test_the_same_numbers_in_table_json_and_csv(run):
    found = team(run, "v02")
    table = run("team", "v02").out
    rows = list(csv.DictReader(io.StringIO(run("team", "v02", "--format", "csv").out)))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert f"{found['points']:.2f} points: the best team there is, proved" in table
    for seat in found["seats"]:
        for each in seat["chosen"]:
            assert f"{each['points']:.2f}  {each['name']}" in table
            mine = [row for row in rows if row["specialist"] == each["specialist"]]
            parts = {part["criterion"]: f"{part['points']:.2f}" for part in each["contributions"]}
            assert {row["criterion"]: row["criterion_points"] for row in mine} == parts
        for each in seat["alternates"]:
            assert f"({each['specialist']}): costs {each['cost']:.2f} instead of {each['instead_of']}" in table


def test_points_of_the_team_are_those_of_the_shortlist(run):
    found = team(run, "v02", "--objective", "points")
    ran = run("recommend", "v02", "--top", 300, "--format", "json")
    for seat, line in zip(found["seats"], ran.out.splitlines(), strict=True):
        listed = {each["specialist"]: each["score"] for each in json.loads(line)["recommendations"]}
        assert all(listed[each["specialist"]] == each["points"] for each in seat["chosen"])
    assert found["points"] == round(sum(each["points"] for seat in found["seats"] for each in seat["chosen"]), 2)


def test_rules_and_fixed_people_are_kept_and_shown(run):
    first = team(run, "v06")["seats"][1]["chosen"][-1]["specialist"]
    options = ("--rule", "women=0.5", "--rule", "per_organisation=1", "--fix", f"1={first}")
    found = team(run, "v06", *options)
    assert [(each["rule"], each["value"]) for each in found["rules"]] == [("women", 0.5), ("per_organisation", 1.0)]
    assert found["rules"][0]["reached"] >= 8
    assert found["rules"][1]["reached"] == 1
    assert [each["specialist"] for each in found["seats"][0]["chosen"]] == [first]
    table = run("team", "v06", *options).out
    assert "Rules switched on" in table
    assert "at least 8 of 16 are women" in table


def test_a_clash_is_named_and_is_an_answer(run):
    options = ("v06", "--rule", "women=0.9", "--rule", "men=0.9")
    found = team(run, *options)
    jsonschema.validate(found, json.loads(schema_text(Noun.TEAM)))
    assert (found["status"], found["points"], found["gap"]) == ("infeasible", None, None)
    assert [each.split(":")[0] for each in found["clash"]] == ["rule women", "rule men"]
    table = run("team", *options).out
    assert "There is no team. These requirements clash" in table
    assert "No smaller set of requirements clashes." in table


def test_a_time_limit_of_0_says_what_was_proved(run):
    found = team(run, "v06", "--time-limit", 0)
    assert found["status"] == "feasible"
    assert found["gap"] > 0
    best = team(run, "v06")
    assert found["points"] <= best["points"] <= round(found["points"] + found["gap"], 2)
    table = run("team", "v06", "--time-limit", 0).out
    assert f"a better team has at most {found['gap']:.2f} more" in table


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["--rule", "wommen=0.5"], "unknown rule; expected NAME=VALUE with one of women", id="unknown-rule"
        ),
        pytest.param(["--rule", "wommen=0.5"], "did you mean women?", id="a-near-rule"),
        pytest.param(["--rule", "women=1.5"], "--rule: women: expected 1 or less", id="share-above-1"),
        pytest.param(["--rule", "women=0"], "--rule: women: expected more than 0", id="share-0"),
        pytest.param(["--rule", "women=nan"], "--rule: women: expected a finite number", id="nan"),
        pytest.param(["--rule", "women"], "--rule: women: expected a number", id="no-value"),
        pytest.param(["--rule", "newcomers=1.5"], "--rule: newcomers: expected a whole number", id="half-a-person"),
        pytest.param(["--rule", "budget=-1"], "--rule: budget: expected 0 or more", id="budget-below-0"),
        pytest.param(["--rule", "women=0.4", "--rule", "women=0.5"], "expected each rule once", id="rule-twice"),
        pytest.param(["--fix", "sample-000001"], "--fix: expected SEAT=SPECIALIST", id="no-seat"),
        pytest.param(["--fix", "3=sample-000001"], "mission v06 has seats 1 to 2, not 3", id="no-such-seat"),
        pytest.param(["--fix", "1=nobody"], "no specialist nobody in the pool", id="no-such-specialist"),
        pytest.param(["--time-limit", "-1"], "--time-limit", id="time-below-0"),
        pytest.param(["--objective", "best"], "--objective", id="unknown-objective"),
        pytest.param(["--rule", "women=0.9", "--rule", "per_organisation=1", "--time-limit", "0"], "", id="control"),
    ],
)
def test_wrong_input(arguments, said, run):
    ran: Ran = run("team", "v06", *arguments)
    if not said:
        # With time, or none, the same rules are taken: an answer, or the one message that time was too short.
        assert ran.code == 0 or "no team was found within 0 seconds" in ran.err
        return
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_an_unknown_mission(run):
    ran = run("team", "v99")
    assert (ran.code, ran.out) == (2, "")
    assert "v99" in ran.err


def test_a_pipe_gets_no_colours_and_no_bar(url):
    ran = rtcm("team", "v02", url=url)
    assert "\x1b" not in ran.out + ran.err
    assert ran.err == ""


def small() -> tuple[Mission, Index]:
    mission = a_mission(seats=[{"role": "expert", "count": 2}])
    return mission, Index.build(
        a_snapshot(a_specialist("a", name={"given": "=cmd()", "family": "x"}), a_specialist("b"))
    )


def test_formulas_in_csv_are_defused():
    written, (mission, index) = io.StringIO(), small()
    write_csv(form(mission, index), written)
    assert "'=cmd() x" in written.getvalue()


def test_a_seat_without_alternates_says_so():
    written, (mission, index) = io.StringIO(), small()
    rendering.console(written).print(team_table(form(mission, index), mission))
    assert "no alternate: nobody else may take this seat" in written.getvalue()

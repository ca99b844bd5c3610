"""The real command plan: the same plan in every form, and wrong input."""

import csv
import io
import json
import re

import jsonschema
import pytest

from service.rendering.plan import CSV_COLUMNS
from service.schemas import Noun, schema_text
from tests.service.commands import rtcm
from tests.service.test_commands import MISSIONS
from tests.service.test_commands import url as url  # noqa: PLC0414  # the pool made by commands
from tests.service.test_wrong_input import written


def planned(url, *arguments):
    ran = rtcm("plan", *arguments, "--format", "json", url=url)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_the_same_plan_in_table_json_and_csv(url):
    options = ("--all", "--priority", "v05=high", "--balance", 0.4, "--fair", "--most-missions", 1)
    answer = planned(url, *options)
    jsonschema.validate(answer, json.loads(schema_text(Noun.PLAN)))
    assert answer["status"] == "optimal"
    assert answer["rules"]["most_missions"] == 1
    table = rtcm("plan", *options, url=url).out
    rows = list(csv.DictReader(io.StringIO(rtcm("plan", *options, "--format", "csv", url=url).out)))
    assert tuple(rows[0]) == CSV_COLUMNS
    told = [
        (mission["mission"], str(seat["seat"]), each["specialist"], f"{each['points']:.2f}")
        for mission in answer["missions"]
        for seat in mission["seats"]
        for each in seat["chosen"]
    ]
    assert told == [(r["mission"], r["seat"], r["specialist"], r["points"]) for r in rows if r["specialist"]]
    for _, _, specialist, points in told:
        assert re.search(rf"{specialist} .* {points}\b", table)
    assert f"{answer['points']:.2f} points · optimal" in table
    for price in answer["prices"]:
        assert f"{price['points']:.2f}" in table


def test_files_and_imported_missions_give_the_same_bytes(url):
    by_file = rtcm("plan", *MISSIONS, "--objective", "points", "--format", "json", url=url)
    by_id = rtcm("plan", "--all", "--objective", "points", "--format", "json", url=url)
    assert by_file.out == by_id.out != ""


def test_accepted_offers_by_option_and_by_file(url, tmp_path):
    offers = written(tmp_path, "# accepted\nv03:1=sample-000001  # by letter\n\n", "offers.txt")
    for options in (("--fix", "v03:1=sample-000001"), ("--fixed", offers)):
        answer = planned(url, "v03", "v04", *options)
        (chosen,) = answer["missions"][0]["seats"][0]["chosen"]
        assert (chosen["specialist"], chosen["fixed"]) == ("sample-000001", True)


def test_rules_by_file(url, tmp_path):
    rules = written(tmp_path, "schema: plan-rules/1\nname: mine\nversion: 4\nrotation: 0\n", "rules.yaml")
    answer = planned(url, "v03", "--rules", rules, "--filled", 7, "--without-prices")
    assert [answer["rules"][name] for name in ("name", "version", "rotation", "filled")] == ["mine", 4, 0, 7]
    assert answer["prices"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "a plan needs at least one mission", id="no-missions"),
        pytest.param(["v03", "--all"], "expected missions or --all, not both", id="missions-and-all"),
        pytest.param(["v03", "v03"], "mission v03 stands in the plan twice", id="mission-twice"),
        pytest.param(["v99"], 'no mission "v99" in the pool', id="unknown-mission"),
        pytest.param(["v03", "--time-limit", "0"], "time limit of more than 0 seconds", id="time-limit-0"),
        pytest.param(["v03", "--fix", "v03=x"], "expected MISSION:SEAT=SPECIALIST", id="offer-without-seat"),
        pytest.param(["v03", "--fix", "v03:9=sample-000001"], "seats 1 to 1, not 9", id="no-such-seat"),
        pytest.param(["v03", "--fix", "v03:1=nobody"], "no specialist nobody", id="unknown-specialist"),
        pytest.param(
            ["v03", "v06", "--fix", "v03:1=sample-000001", "--fix", "v06:1=sample-000001"], "overlap", id="overlap"
        ),
        pytest.param(["v03", "--fixed", "offers.txt"], "offers.txt:2: expected MISSION:SEAT", id="offer-in-a-file"),
        pytest.param(["v03", "--fixed", "none.txt"], "none.txt: cannot be read", id="no-file"),
        pytest.param(["v03", "--priority", "v03=urgent"], "expected MISSION=high", id="priority"),
        pytest.param(["v03", "--balance", "0.7"], "--balance: expected a number less than or equal", id="balance"),
        pytest.param(["v03", "--most-missions", "0"], "--most-missions: expected a number greater", id="most-0"),
        pytest.param(["v03", "--rotation", "nan"], "--rotation: expected a number", id="rotation-nan"),
        pytest.param(["v03", "--objective", "points", "--rotation", "3"], "heeds no rules", id="points-with-rules"),
        pytest.param(["v03", "--rules", "rules.yaml"], "rules.yaml:2: rotatoin: unknown field", id="rules-file"),
    ],
)
def test_wrong_use(arguments, said, url, tmp_path):
    written(tmp_path, "v03:1=sample-000001\nv03\n", "offers.txt")
    written(tmp_path, "name: x\nrotatoin: 3\n", "rules.yaml")
    ran = rtcm("plan", *arguments, url=url, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err

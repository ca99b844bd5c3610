"""The real command plan: the same plan in every form, and wrong input."""

import csv
import io
import json
import re
from functools import partial

import jsonschema
import pytest

from registry.importing import import_missions
from registry.store import Store
from service.commands.demo import load_sample
from service.rendering.plan import CSV_COLUMNS
from service.schemas import Noun, schema_text
from tests.service.commands import process, rtcm
from tests.service.test_commands import MISSIONS
from tests.service.test_wrong_input import written


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    """A pool of generated people with the real missions."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pool') / 'pool.db'}"
    with Store.create(url) as store:
        load_sample(store, 200, 11)
        import_missions(store, MISSIONS, actor="test")
    return url


@pytest.fixture
def run(url, tmp_path):
    """The real command in this process: the same entry, the same exit codes."""
    return partial(rtcm, "plan", url=url, cwd=tmp_path)


def planned(run, *arguments):
    ran = run(*arguments, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_the_same_plan_in_table_json_and_csv(run):
    options = ("--all", "--priority", "v05=high", "--balance", 0.4, "--fair", "--most-missions", 1)
    answer = planned(run, *options)
    jsonschema.validate(answer, json.loads(schema_text(Noun.PLAN)))
    assert answer["status"] == "optimal"
    assert answer["rules"]["most_missions"] == 1
    table = run(*options).out
    rows = list(csv.DictReader(io.StringIO(run(*options, "--format", "csv").out)))
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


def test_files_and_imported_missions_give_the_same_bytes_in_another_process(run, url):
    by_file = run(*MISSIONS, "--objective", "points", "--format", "json")
    by_id = process("plan", "--all", "--objective", "points", "--format", "json", url=url)
    assert by_file.out == by_id.out != ""


def test_accepted_offers_by_option_and_by_file(run, tmp_path):
    offers = written(tmp_path, "# accepted\nv03:1=sample-000001  # by letter\n\n", "offers.txt")
    for options in (("--fix", "v03:1=sample-000001"), ("--fixed", offers)):
        answer = planned(run, "v03", "v04", *options)
        (chosen,) = answer["missions"][0]["seats"][0]["chosen"]
        assert (chosen["specialist"], chosen["fixed"]) == ("sample-000001", True)


def test_rules_by_file(run, tmp_path):
    rules = written(tmp_path, "schema: plan-rules/1\nname: mine\nversion: 4\nrotation: 0\n", "rules.yaml")
    answer = planned(run, "v03", "--rules", rules, "--filled", 7, "--without-prices")
    assert [answer["rules"][name] for name in ("name", "version", "rotation", "filled")] == ["mine", 4, 0, 7]
    assert answer["prices"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "a plan needs at least one mission", id="no-missions"),
        pytest.param(["v03", "--all"], "expected missions or --all, not both", id="missions-and-all"),
        pytest.param(["v03", "v03"], "mission v03 stands in the plan twice", id="mission-twice"),
        pytest.param(["v99"], 'no mission "v99" in the pool', id="unknown-mission"),
        pytest.param(["v03", "--time-limit", "-1"], "--time-limit", id="time-below-0"),
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
def test_wrong_use(arguments, said, run, tmp_path):
    written(tmp_path, "v03:1=sample-000001\nv03\n", "offers.txt")
    written(tmp_path, "name: x\nrotatoin: 3\n", "rules.yaml")
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_without_time_there_is_a_plan_all_the_same(run):
    for options in ((), ("--fair",)):
        found = planned(run, "v03", "v04", "--time-limit", 0, *options)
        assert found["points"] <= found["bound"]
        assert (found["status"] == "optimal") == (found["gap"] == 0)

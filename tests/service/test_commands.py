"""The main job on the real command: a sample in, a shortlist out, the same numbers in every form."""

import csv
import io
import json
import re

import jsonschema
import pytest

from matching import Index, recommend
from registry.store import Store
from service.commands import demo
from service.rendering.shortlist import CSV_COLUMNS, write_csv
from service.schemas import Noun, schema_text
from service.settings import Settings, described
from tests.builders import a_mission, a_snapshot, a_specialist
from tests.service.commands import ROOT, rtcm

MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    """A pool made by commands alone."""
    folder = tmp_path_factory.mktemp("pool")
    url = f"sqlite:///{folder / 'pool.db'}"
    people, past = folder / "people.jsonl.gz", folder / "past.jsonl"
    for command in (
        ("init",),
        ("sample", "--specialists", 300, "--seed", 11, "--out", people, "--assignments", past),
        ("import", "specialists", people),
        ("import", "assignments", past),
        ("import", "missions", *MISSIONS),
    ):
        ran = rtcm(*command, url=url)
        assert ran.code == 0, ran.err
        assert ran.out == ""
    return url


def shortlists(url: str, *arguments: object) -> list[dict]:
    return [json.loads(line) for line in rtcm("recommend", *arguments, "--format", "json", url=url).out.splitlines()]


def test_one_json_object_per_seat_and_line_valid_by_the_published_schema(url):
    schema = json.loads(rtcm("schema", "shortlist", url=url).out)
    found = shortlists(url, "v06", "--top", 4)
    assert [each["seat"] for each in found] == [1, 2]
    for each in found:
        jsonschema.validate(each, schema)
        assert len(each["recommendations"]) == 4
    assert shortlists(url, "v06", "--top", 4, "--seat", 2) == found[1:]


def test_the_same_numbers_in_table_json_and_csv(url):
    (found,) = shortlists(url, "v03", "--top", 5)
    table = rtcm("recommend", "v03", "--top", 5, url=url).out
    rows = list(csv.DictReader(io.StringIO(rtcm("recommend", "v03", "--top", 5, "--format", "csv", url=url).out)))
    assert tuple(rows[0]) == CSV_COLUMNS
    for each in found["recommendations"]:
        line = next(line for line in table.splitlines() if f" {each['specialist']} " in line)
        points = {part["criterion"]: f"{part['points']:.2f}" for part in each["contributions"]}
        shown = [p for c, p in points.items() if next(x for x in each["contributions"] if x["criterion"] == c)["share"]]
        assert f"{each['score']:.2f}" in line
        assert all(value in line for value in shown)
        mine = [row for row in rows if row["specialist"] == each["specialist"]]
        assert {row["criterion"]: row["points"] for row in mine} == points
        assert {row["score"] for row in mine} == {f"{each['score']:.2f}"}


def test_a_file_and_the_imported_mission_give_the_same_bytes(url):
    by_file = rtcm("recommend", MISSIONS[2], "--format", "json", url=url).out
    assert by_file == rtcm("recommend", "v03", "--format", "json", url=url).out != ""


def test_every_real_mission_finds_people(url):
    for mission in MISSIONS:
        for each in shortlists(url, mission, "--top", 3):
            assert each["recommendations"], (mission.name, each["excluded"])


def test_a_policy_by_name_and_by_file(url, tmp_path):
    text = rtcm("policy", "rtcm-track-record", url=url).out
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("name: rtcm-track-record", "name: mine"))
    (by_name,) = shortlists(url, "v03", "--policy", "rtcm-track-record")
    (by_file,) = shortlists(url, "v03", "--policy", file)
    assert by_name["policy"].pop("name") != by_file["policy"].pop("name")
    assert by_name == by_file
    assert "track_record" in by_name["policy"]["weights"]


def test_why_not(url):
    everybody = shortlists(url, "v03", "--top", 300)[0]["recommendations"]
    ran = rtcm("recommend", "v03", "--top", 3, "--why-not", everybody[3]["specialist"], url=url)
    assert "rank 4" in ran.out
    assert "Smallest change that would bring them in: " in ran.out
    told = json.loads(
        rtcm("recommend", "v03", "--top", 3, "--why-not", everybody[0]["specialist"], "--format", "json", url=url).out
    )
    assert told["on_list"] is True


def test_formulas_in_csv_are_defused(url):
    written = io.StringIO()
    person = a_specialist("s1", name={"given": "=cmd()", "family": "x"})
    write_csv(recommend(a_mission(), Index.build(a_snapshot(person))), written)
    assert "'=cmd() x" in written.getvalue()


@pytest.mark.parametrize("noun", list(Noun))
def test_schemas_are_json_schema_and_accept_what_we_write(noun, url, tmp_path):
    schema = json.loads(schema_text(noun))
    jsonschema.Draft202012Validator.check_schema(schema)
    out = tmp_path / "out.jsonl"
    if noun in ("specialist", "mission", "assignment"):
        assert rtcm("export", f"{noun}s", "--out", out, url=url).code == 0
        lines = out.read_text().splitlines()
        assert lines
        validator = jsonschema.Draft202012Validator(schema)
        for line in lines[:40]:
            validator.validate(json.loads(line))


def test_the_settings_are_in_the_help(url):
    said = " ".join(rtcm("--help", url=url).out.split())
    for name in Settings.model_fields:
        assert f"RTCM_{name.upper()}" in said
        assert f"RTCM_{name.upper()}" in described()


def test_demo(tmp_path):
    """The first thing a newcomer sees; twice, for the second must begin anew."""
    for _ in range(2):
        ran = rtcm("demo", url="sqlite:///unused.db", cwd=tmp_path)
        assert ran.code == 0, ran.err
    assert "700 generated specialists" in ran.err
    assert re.search(r"v03 · Short-term expert", ran.out)
    for part in ("rank", "score", "skill", "Reasons", "Removed", "Next:", "--why-not sample-"):
        assert part in ran.out
    with Store.open(f"sqlite:///{tmp_path / demo.DATABASE}") as store:
        assert (store.count("specialist"), store.count("mission")) == (700, 7)
    shown = re.search(r"recommend (\S+) --why-not (\S+)", ran.out)
    assert shown
    again = rtcm("recommend", shown[1], "--why-not", shown[2], url=f"sqlite:///{tmp_path / demo.DATABASE}")
    assert again.code == 0, again.err


def test_a_pipe_gets_no_colours_and_no_bar(url):
    ran = rtcm("recommend", "v03", url=url)
    assert "\x1b" not in ran.out + ran.err


def test_benchmark_measures_every_seat_of_the_own_pool(url):
    lines = [json.loads(line) for line in rtcm("benchmark", "v06", "--runs", 3, "--json", url=url).out.splitlines()]
    assert [(line["mission"], line["seat"], line["specialists"]) for line in lines] == [
        ("v06", 1, 300),
        ("v06", 2, 300),
    ]
    assert all(0 < line["p50_ms"] <= line["p99_ms"] and line["bytes_per_specialist"] > 100 for line in lines)
    with Store.open(url) as store:
        assert {(line["epoch"], line["revision"]) for line in lines} == {store.revision()}
    table = rtcm("benchmark", "v03", "--runs", 2, "--top", 5, url=url)
    assert table.code == 0
    assert "the 5 best of 300 specialists" in table.out
    assert "index built in" in table.out


def test_benchmark_of_an_empty_pool_and_of_no_mission(tmp_path):
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    assert rtcm("init", url=empty).code == 0
    ran = rtcm("benchmark", MISSIONS[0], "--runs", 1, url=empty)
    assert (ran.code, "nobody in it" in ran.out) == (0, True)
    refused = rtcm("benchmark", "nothing", url=empty)
    assert (refused.code, refused.out) == (2, "")

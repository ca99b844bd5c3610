"""Command coverage on a pool made by commands: the same numbers in every form, wrong input, and nothing that hangs."""

import csv
import io
import json
from datetime import date
from functools import partial

import jsonschema
import pytest

from matching import DEFAULT, Index
from matching.coverage import advise, cover, seats_of
from registry.importing import import_assignments, import_missions, import_specialists
from registry.store import Store
from service.rendering.coverage import CSV_COLUMNS
from tests.service.commands import ROOT, Ran, rtcm

MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))
ON = date(2026, 11, 25)


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    """A pool of 250 with the real missions."""
    folder = tmp_path_factory.mktemp("pool")
    url, people, past = f"sqlite:///{folder / 'pool.db'}", folder / "people.jsonl", folder / "past.jsonl"
    rtcm("sample", "--specialists", 250, "--seed", 11, "--out", people, "--assignments", past, url=url)
    with Store.create(url) as store:
        import_specialists(store, [people], actor="test")
        import_assignments(store, [past], actor="test")
        import_missions(store, MISSIONS, actor="test")
    return url


@pytest.fixture
def empty_url(sqlite_url) -> str:
    """A pool without anybody and without missions."""
    return sqlite_url


@pytest.fixture
def run(url):
    """The real command in this process."""
    return partial(rtcm, url=url)


def answer(ran: Ran) -> dict:
    assert ran.code == 0, ran.err
    (line,) = ran.out.splitlines()
    return json.loads(line)


def test_json_is_valid_by_the_published_schema_and_what_the_matcher_says(run, url):
    found = answer(run("coverage", "--on", ON, "--train", 2, "--format", "json"))
    jsonschema.validate(found, json.loads(run("schema", "coverage").out))
    with Store.open(url) as store:
        index, missions = Index.build(store.snapshot()), list(store.missions())
        seats = seats_of(missions, lambda _: DEFAULT)
        rows = [each["id"] for each in found["competences"]]
        places = sorted({code for each in missions for code in each.host_countries})
        plain = cover(index, seats, ON, date(2027, 11, 25), rows, places, ["eng", "rus", "aze", "tur"])
        training = advise(index, seats, store.specialist, 2, ON)
    assert found == json.loads(plain.model_copy(update={"training": training}).model_dump_json())
    assert len(found["forecast"]) == 9
    assert found["training"]["certifications"]


def test_the_same_numbers_in_table_json_and_csv(run):
    asked = ("coverage", "--on", ON, "--competence", "GOV.INT", "--country", "AZE", "--country", "TUR")
    found = answer(run(*asked, "--format", "json"))
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out)))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert {row["on"] for row in rows} == {"2026-11-25"}
    by_csv = [tuple(row[name] for name in ("competence", "country", "language", "people", "holders")) for row in rows]
    assert by_csv == [
        (e["competence"], e["country"] or "", e["language"] or "", str(e["people"]), str(e["holders"]))
        for e in found["cells"]
    ]
    table = run(*asked).out
    cells = {(e["competence"], e["country"]): e["people"] for e in found["cells"] if e["language"] is None}
    line = next(line.split() for line in table.splitlines() if line.startswith("GOV.INT "))
    shown = [int(mark.rstrip("!").replace("·", "0")) for mark in line[-3:]]
    assert shown == [cells["GOV.INT", country] for country in (None, "AZE", "TUR")]
    assert shown[0] > 1


def test_a_competence_comes_with_those_right_below_it(run):
    found = answer(run("coverage", "--competence", "Border management", "--format", "json"))
    rows = [each["id"] for each in found["competences"]]
    assert rows[0] == "BRD"
    assert "BRD.CHK" in rows
    assert "BRD.CHK.AIR" not in rows


def test_one_map_for_each_language_named(run):
    table = run("coverage", "--language", "Russian", "--language", "en").out
    assert "By country, Russian" in table
    assert "By country, English" in table
    assert "any language" not in table


def test_a_pipe_gets_plain_text_that_fits(url):
    ran = rtcm("coverage", "--train", 1, url=url)
    assert ran.code == 0, ran.err
    assert "\x1b" not in ran.out + ran.err
    assert max(map(len, ran.out.splitlines())) <= 120
    for part in ("By country", "By language", "Single points", "Certificates that end", "Forecast", "Training: the 1 "):
        assert part in ran.out


def test_today_unless_a_day_is_given(run):
    assert answer(run("coverage", "--format", "json"))["on"] == str(date.today())


def test_missions_by_file_and_by_id(run):
    found = answer(run("coverage", "--missions", "v02", "--missions", MISSIONS[5], "--format", "json"))
    assert [(each["mission"], each["seat"]) for each in found["forecast"]] == [
        ("v02", 1),
        ("v02", 2),
        ("v06", 1),
        ("v06", 2),
    ]


def test_thresholds(run):
    low, high = (
        answer(run("coverage", *given, "--format", "json"))
        for given in (
            ("--level", 1, "--cefr", "A2", "--months", 1),
            ("--level", 5, "--cefr", "C2", "--months", 60),
        )
    )
    assert high["rules"]["cefr"] == "C2"
    assert sum(e["people"] for e in low["cells"]) > sum(e["people"] for e in high["cells"])


def test_published(run):
    ran = run("coverage", "--publish")
    assert "Counts from 1 to 4 are suppressed" in ran.out
    assert "sample-" not in ran.out
    assert "1!" not in ran.out.split("By country")[1]
    found = answer(run("coverage", "--publish", "--format", "json"))
    assert not [e for e in found["cells"] if e["people"] is not None and 0 < e["people"] < 5]


def test_a_time_limit_of_nothing(run):
    found = answer(run("coverage", "--train", 3, "--time-limit", 0, "--format", "json"))["training"]
    assert found["before"] <= found["after"] <= found["bound"]
    assert (found["status"] == "optimal") == (found["gap"] == 0)


def test_more_training_than_helps(run):
    ran = run("coverage", "--train", 1000, "--format", "json")
    found = answer(ran)["training"]
    assert len(found["certifications"]) < 1000
    assert f"{len(found['certifications'])} of 1000 certifications: no further one adds anything." in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--competence", "Bordr management"], "BRD (Border management)", id="unknown-competence"),
        pytest.param(["--country", "Azerbaijn"], "AZE (Azerbaijan)", id="unknown-country"),
        pytest.param(["--language", "Rusian"], "rus (Russian)", id="unknown-language"),
        pytest.param(["--cefr", "D1"], "expected one of A1, A2, B1, B2, C1, C2", id="unknown-level"),
        pytest.param(["--missions", "v99"], 'no mission "v99"', id="unknown-mission"),
        pytest.param(["--missions", "none.yaml"], "none.yaml", id="missing-file"),
        pytest.param(["--on", "soon"], "'soon' does not match the formats '%Y-%m-%d'", id="not-a-day"),
        pytest.param(["--on", "2026-02-30"], "does not match the formats", id="no-such-day"),
        pytest.param(["--on", "1900-01-01"], "expected a day from 1970-01-01 to 2200-12-31", id="long-ago"),
        pytest.param(["--until", "9999-12-31"], "expected a day from 1970-01-01 to 2200-12-31", id="far-off"),
        pytest.param(["--on", "2027-01-01", "--until", "2026-01-01"], "lies before 2027-01-01", id="out-of-order"),
        pytest.param(["--train", "0"], "greater than or equal to 1", id="no-training"),
        pytest.param(["--train", "-3"], "greater than or equal to 1", id="less-than-no-training"),
        pytest.param(["--train", "2", "--time-limit", "-1"], "greater than or equal to 0", id="negative-time"),
        pytest.param(["--train", "2", "--time-limit", "nan"], "less than or equal to 3600", id="not-a-time"),
        pytest.param(["--level", "6"], "less than or equal to 5", id="level-out-of-range"),
        pytest.param(["--months", "0"], "greater than or equal to 1", id="no-months"),
        pytest.param(["--train", "2", "--publish"], "--train names people", id="names-in-what-is-published"),
    ],
)
def test_wrong_input(arguments, said, run):
    ran = run("coverage", *arguments)
    assert ran.code == 2, ran.err
    assert " ".join(said.split()) in " ".join(ran.err.replace("│", " ").split())
    assert ran.out == ""


def test_an_empty_pool(run, empty_url):
    ran = run("coverage", url=empty_url)
    assert (ran.code, ran.out) == (2, "")
    assert "the pool is empty: bring people in with rtcm import specialists" in ran.err


def test_no_missions_on_file(run, empty_url, tmp_path):
    person = tmp_path / "p.jsonl"
    person.write_text('{"schema": "specialist/1", "id": "p1", "name": {"given": "Test", "family": "Person"}}\n')
    with Store.open(empty_url) as store:
        import_specialists(store, [person], actor="test")
    ran = run("coverage", url=empty_url)
    assert ran.code == 0, ran.err
    assert "No missions on file." in ran.out
    assert "AZE" in ran.out  # RTCM's own countries stand in for those of missions
    train = run("coverage", "--train", 2, url=empty_url)
    assert train.code == 2
    assert "no missions on file: import some, or name them with --missions" in " ".join(train.err.split())


def test_a_mission_with_an_unknown_policy_is_named(run, tmp_path):
    file = tmp_path / "m.yaml"
    file.write_text(MISSIONS[0].read_text().replace("id: v01\n", "id: odd\npolicy: nobodys\n", 1))
    ran = run("coverage", "--missions", file)
    assert ran.code == 2
    assert "mission odd: unknown policy" in ran.err


def test_a_shortlist_with_its_stability(run):
    plain, stable = (answer(run("recommend", "v03", *more, "--format", "json")) for more in ((), ("--stability", 300)))
    assert [each.pop("stability") for each in plain["recommendations"]] == [None] * 10
    assert plain.pop("weightings") is None
    assert stable.pop("weightings") == {"draws": 300, "seed": 7, "concentration": 20.0}
    shares = [each.pop("stability") for each in stable["recommendations"]]
    assert plain == stable
    assert sum(each["first"] for each in shares) <= 1
    assert all(each["first"] <= each["in_top"] <= 1 for each in shares)
    first = f"{shares[0]['first'] * 100:.0f} %"
    table = " ".join(run("recommend", "v03", "--stability", 300).out.split())
    assert f"first in {first} of weightings" in table
    rows = list(csv.DictReader(io.StringIO(run("recommend", "v03", "--stability", 300, "--format", "csv").out)))
    assert float(rows[0]["first"]) == shares[0]["first"]
    without = list(csv.DictReader(io.StringIO(run("recommend", "v03", "--format", "csv").out)))
    assert (without[0]["first"], without[0]["in_top"]) == ("", "")


@pytest.mark.parametrize("draws", ["0", "-1", "100001", "many"])
def test_wrong_numbers_of_weightings(draws, run):
    ran = run("recommend", "v03", "--stability", draws)
    assert ran.code == 2
    assert "--stability" in ran.err

"""Spreadsheets, résumés and terms of reference on the real command."""

import json

import pytest

from registry.importing import read_mission
from registry.store import Store
from tests.builders import a_specialist
from tests.fresh import sqlite_pool
from tests.service.commands import rtcm

TERMS = (
    "Title: Adviser on visa policy\nType of mission: technical advice\nCountry: Georgia\n"
    "Duration: 2027-03-01 to 2027-03-31\nRequired: Russian (B2)\n"
)


@pytest.fixture
def url(sqlite_url):
    with Store.open(sqlite_url) as store, store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("p1", skills={"BRD": 3})])
    return sqlite_url


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv.zip", "people", "people.jsonl.gz"])
def test_out_and_in_again(name, url, tmp_path):
    other = sqlite_pool(tmp_path / "other.db")
    assert rtcm("export", "specialists", "--out", tmp_path / name, url=url).code == 0
    ran = rtcm("import", "specialists", tmp_path / name, url=other)
    assert (ran.code, "specialists: 1 added" in ran.err) == (0, True)


def test_a_template_has_no_people(url, tmp_path):
    assert rtcm("template", "specialists", "--out", tmp_path / "t.xlsx", url=url).code == 0
    ran = rtcm("import", "specialists", tmp_path / "t.xlsx", url=url)
    assert (ran.code, "expected at least one record" in ran.err) == (2, True)
    assert rtcm("template", "specialists", "--out", tmp_path / "t.csv", url=url).code == 2


def test_every_wrong_cell_in_one_go(url, tmp_path):
    (tmp_path / "specialists.csv").write_text("id;given;gender\np9;Test;x\np9;Test;\n", encoding="utf-8")
    (tmp_path / "skills.csv").write_text("specialist;skill;level\np9;BRD;7\n", encoding="utf-8")
    ran = rtcm("import", "specialists", tmp_path / "specialists.csv", tmp_path / "skills.csv", url=url)
    assert (ran.code, ran.out) == (2, "")
    assert "3 problems, nothing was changed" in ran.err
    for place in ("specialists!C2 gender", "specialists!A3 id", "skills!C2 level"):
        assert f"{tmp_path}: {place}:" in ran.err


def test_terms_of_reference_to_a_mission_that_can_be_imported(url, tmp_path):
    (tmp_path / "Visa Terms.txt").write_text(TERMS, encoding="utf-8")
    ran = rtcm("draft", tmp_path / "Visa Terms.txt", "--out", tmp_path / "m.yaml", url=url)
    assert (ran.code, "Russian (B2)" in ran.out, "par. 5" in ran.out) == (0, True, True)
    mission = read_mission(tmp_path / "m.yaml")
    assert (mission.id, mission.host_countries) == ("visa-terms", ("GEO",))
    assert rtcm("import", "missions", tmp_path / "m.yaml", url=url).code == 0


def test_findings_for_a_program(url, tmp_path):
    (tmp_path / "t.txt").write_text(TERMS.replace("Country: Georgia\n", ""), encoding="utf-8")
    out = tmp_path / "m.yaml"
    ran = rtcm("draft", tmp_path / "t.txt", "--out", out, "--id", "m7", "--format", "json", url=url)
    answer = json.loads(ran.out)
    assert (answer["schema"], answer["mission"], answer["missing"]) == ("draft/1", "m7", ["host_countries"])
    language = next(each for each in answer["findings"] if "language" in str(each["value"]))
    assert (language["strength"], language["words"], language["paragraph"]) == ("must", "Russian (B2)", 4)
    assert "not found and to be added: host_countries" in ran.err


@pytest.mark.parametrize("arguments", [("--format", "csv"), ("--out", "no/such/folder/m.yaml")])
def test_a_draft_that_cannot_be_written(arguments, url, tmp_path):
    (tmp_path / "t.txt").write_text(TERMS, encoding="utf-8")
    ran = rtcm("draft", tmp_path / "t.txt", "--out", tmp_path / "m.yaml", *arguments, url=url, cwd=tmp_path)
    assert (ran.code, "Traceback" in ran.err) == (2 if "csv" in arguments else 1, False)
    assert not (tmp_path / "m.yaml").exists()


def test_a_resume_out_and_in_again(url, tmp_path):
    assert rtcm("export", "resume", "p1", "--out", tmp_path / "r.json", url=url).code == 0
    ran = rtcm("draft-profile", tmp_path / "r.json", "--id", "p2", "--out", tmp_path / "p.jsonl", url=url)
    assert (ran.code, "mapped    skills[0].name  ->  skills: BRD 3" in ran.out) == (0, True)
    assert rtcm("import", "specialists", tmp_path / "p.jsonl", url=url).code == 0
    assert rtcm("export", "resume", "nobody", "--out", tmp_path / "n.json", url=url).code == 2
    assert not (tmp_path / "n.json").exists()


def test_terms_that_cannot_be_read(url, tmp_path):
    ran = rtcm("draft", tmp_path / "none.pdf", "--out", tmp_path / "m.yaml", url=url)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "none.pdf: cannot be read: No such file" in ran.err

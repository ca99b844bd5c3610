"""Wrong input on the real command: exit code, one clear message naming the place, nothing half-written."""

import gzip
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from registry.store import Store
from tests.service.commands import python, rtcm, start

MISSION = """schema: mission/1
id: mine
title: A mission
types: [advisory]
host_countries: [AZE]
window:
  start: 2027-03-01
  end: 2027-03-31
seats:
- role: expert
  count: 1
  must:
  - {kind: language, language: rus, level: B2}
  wish:
  - kind: skill
    skill: BRD.IBM
    level: 3
    weight: 1.0
"""
PERSON = {"schema": "specialist/1", "id": "p1", "name": {"given": "Test", "family": "Person"}}


@pytest.fixture
def url(sqlite_url, monkeypatch) -> str:
    monkeypatch.setenv("RTCM_DATABASE_URL", sqlite_url)
    return sqlite_url


@pytest.fixture
def run(url):
    """The real command in this process: the same entry, the same exit codes."""
    return rtcm


def written(folder: Path, content: str | bytes, name: str = "m.yaml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def nothing_was_kept(url: str) -> bool:
    with Store.open(url) as store:
        return store.revision()[1] == 0 and not store.count("mission") and not store.count("specialist")


@pytest.mark.parametrize(
    ("find", "put", "line", "said"),
    [
        pytest.param("id: mine", "id: [mine", 3, "not YAML or JSON", id="not-yaml"),
        pytest.param(MISSION, "- a\n- list\n", 1, "expected a mapping of names to values (found a list)", id="a-list"),
        pytest.param("title:", "titel:", 3, "titel: unknown field; did you mean title?", id="unknown-field"),
        pytest.param("title: A mission\n", "", 1, "title: required field is missing", id="missing-field"),
        pytest.param(
            "weight: 1.0", "wieght: 1.0", 18, "seats[0].wish[0].wieght: unknown field", id="unknown-deep-field"
        ),
        pytest.param("BRD.IBM", "BRD.IBN", 16, 'unknown competence "BRD.IBN"; nearest: BRD.IBM', id="competence"),
        pytest.param("language: rus", "language: russsian", 13, "nearest: rus (Russian)", id="language"),
        pytest.param("[AZE]", "[Azerbaijn]", 5, "host_countries[0]: unknown country", id="country"),
        pytest.param("level: B2", "level: C3", 13, "expected one of A1, A2, B1, B2, C1, C2", id="level-C3"),
        pytest.param("end: 2027-03-31", "end: 2027-01-31", 6, "end before start", id="end-before-start"),
        pytest.param("end: 2027-03-31", "end: 2027-02-30", 8, "window.end: expected a date", id="no-such-day"),
        pytest.param("end: 2027-03-31", "end: 20270331", 8, "expected a date as YYYY-MM-DD", id="a-number-as-day"),
        pytest.param("count: 1", "count: 0", 11, "seats[0].count: expected 1 or more", id="count-0"),
        pytest.param("count: 1", "count: true", 11, "seats[0].count: expected a whole number", id="count-true"),
        pytest.param("weight: 1.0", "weight: NaN", 18, "weight: expected a finite number", id="weight-nan"),
        pytest.param("weight: 1.0", "weight: .nan", 18, "expected a finite number", id="weight-yaml-nan"),
        pytest.param("weight: 1.0", "weight: -1", 18, "weight: expected more than 0", id="weight-minus-1"),
        pytest.param("weight: 1.0", "weight: 1e999", 18, "expected a finite number", id="weight-1e999"),
        pytest.param("level: B2}", "level: B2, weight: 2}", 13, "a must has no weight", id="must-with-weight"),
        pytest.param("kind: skill", "kind: skil", 15, "expected kind to be one of", id="unknown-kind"),
        pytest.param("title: A mission", "title: A\ntitle: B", 4, "this one stands here twice", id="field-twice"),
        pytest.param("[AZE]", "&a [AZE]", 5, "anchors and aliases are not taken", id="yaml-anchor"),
        pytest.param("title: A mission", "title: " + "[" * 3000, 3, "levels of nesting", id="deep-nesting"),
        pytest.param("A mission", '"A\\u0000mission"', 3, "text without control characters", id="control-character"),
    ],
)
def test_a_wrong_mission(find, put, line, said, run, url, tmp_path):
    file = written(tmp_path, MISSION.replace(find, put))
    for arguments in (["import", "missions", file], ["recommend", file]):
        ran = run(*arguments)
        assert ran.code == 2, ran.err
        assert ran.out == ""
        assert said in ran.err
        assert f"{file}:{line}:" in ran.err or (line == 3 and str(file) in ran.err)
        assert "Traceback" not in ran.err
    assert nothing_was_kept(url)


def test_the_mission_without_a_fault_is_taken(run, url, tmp_path):
    """The control of all of the above."""
    assert run("import", "missions", written(tmp_path, MISSION)).code == 0
    assert not nothing_was_kept(url)


def test_norway_is_not_false(run, tmp_path):
    assert run("import", "missions", written(tmp_path, MISSION.replace("[AZE]", "[NO]"))).code == 0
    assert run("export", "missions", "--out", tmp_path / "out.jsonl").code == 0
    assert json.loads((tmp_path / "out.jsonl").read_text())["host_countries"] == ["NOR"]


def test_every_problem_of_every_file_in_one_go(run, url, tmp_path):
    first = written(tmp_path, MISSION.replace("[AZE]", "[XX]").replace("count: 1", "count: 0"), "a.yaml")
    second = written(tmp_path, MISSION.replace("BRD.IBM", "NONE"), "b.yaml")
    ran = run("import", "missions", first, second)
    assert ran.code == 2
    assert "3 problems, nothing was changed" in ran.err
    assert [f"{first}:5:" in ran.err, f"{first}:11:" in ran.err, f"{second}:16:" in ran.err] == [True] * 3
    assert nothing_was_kept(url)


def test_a_file_of_200_megabytes_is_refused_unread(run, tmp_path):
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    ran = run("recommend", huge)
    assert ran.code == 2
    assert "expected a file of at most 2,000,000 bytes (found 200,000,000 bytes)" in ran.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(MISSION.replace("A mission", "Ä").encode("latin-1"), ":3: expected UTF-8; byte", id="latin-1"),
        pytest.param(MISSION.encode("utf-16"), "expected UTF-8; this is UTF-16", id="utf-16"),
        pytest.param(b"", "the file is empty", id="empty"),
    ],
)
def test_a_mission_in_another_encoding(content, said, run, tmp_path):
    ran = run("recommend", written(tmp_path, content))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def lines(*records: object) -> str:
    return "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records)


def person(**facts: object) -> dict[str, object]:
    return {**PERSON, **facts}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        pytest.param(person(id="p0"), ":2: id: expected each id once; it stands in", id="duplicate-id"),
        pytest.param("{not json", ":2: not JSON at column 2", id="not-json"),
        pytest.param("[1, 2]", ":2: expected a mapping of names to values (found a list)", id="a-list"),
        pytest.param('{"id": "a", "id": "b"}', 'this one stands here twice (found "id")', id="field-twice"),
        pytest.param('{"schema": NaN}', ":2: expected a finite number (found NaN)", id="nan"),
        pytest.param(json.dumps(person(experience_years=5)).replace(": 5", ": 1e999"), "finite number", id="1e999"),
        pytest.param(json.dumps(PERSON).replace("Test", "\\ud800"), ":2: ", id="lone-surrogate"),
        pytest.param('{"a":' * 4000, ":2: ", id="deep-nesting"),
        pytest.param(person(extra=1), "extra: unknown field", id="unknown-field"),
        pytest.param(
            person(skills=[{"skill": "XYZ", "level": 9}]), "skills[0].level: expected 5 or less", id="level-9"
        ),
        pytest.param(
            person(certificates=[{"module": "RTCM-M1", "issued": "2026-01-01", "expires": "2025-01-01"}]),
            "certificates[0]: expires before issued: 2025-01-01 < 2026-01-01",
            id="certificate-expires-before-issued",
        ),
        pytest.param(
            person(availability=[{"from": "2027-01-02", "to": "2027-01-02", "kind": "away"}]),
            "availability[0]: to 2027-01-02 is not after from",
            id="empty-period",
        ),
        pytest.param(
            person(skills=[{"skill": "BRD", "level": 1}, {"skill": "brd", "level": 2}]),
            "skills: BRD stands here twice",
            id="skill-twice",
        ),
        pytest.param(
            person(languages=[{"language": "en", "speaking": "C3"}]), 'unknown CEFR level "C3"', id="level-C3"
        ),
        pytest.param(person(id="../../etc"), "id: expected letters, digits", id="strange-id"),
        pytest.param(person(experience_years=10**30), "expected 80 or less", id="overflow"),
        pytest.param(person(name={}), "name: expected a given or a family name", id="no-name"),
        pytest.param('{"x": "' + "y" * 1_100_000 + '"}', "at most 1,000,000 bytes on one line", id="long-line"),
    ],
)
def test_a_wrong_profile(bad, said, run, url, tmp_path):
    file = written(tmp_path, lines(person(id="p0"), bad, person(id="p9")), "people.jsonl")
    ran = run("import", "specialists", file)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert f"{file}:2:" in ran.err
    assert nothing_was_kept(url)


def test_partial_keeps_the_good_and_reports_the_bad(run, url, tmp_path):
    file = written(tmp_path, lines(person(id="p0"), person(id="p1", gender="?"), person(id="p2")), "people.jsonl")
    ran = run("import", "specialists", "--partial", file)
    assert ran.code == 2
    assert "2 added" in ran.err
    assert "1 refused" in ran.err
    assert f"{file}:2: gender: expected one of" in ran.err
    with Store.open(url) as store:
        assert [each.id for each in store.specialists()] == ["p0", "p2"]


@pytest.mark.parametrize("spoil", [lambda b: b[:-9], lambda b: b"no gzip at all"], ids=["cut-short", "not-gzip"])
def test_a_damaged_gzip(spoil, run, url, tmp_path):
    file = written(
        tmp_path, spoil(gzip.compress(lines(*(person(id=f"p{n}") for n in range(99))).encode())), "p.jsonl.gz"
    )
    ran = run("import", "specialists", file)
    assert ran.code == 2
    assert "whole gzip file" in ran.err
    assert nothing_was_kept(url)


def test_a_gzip_bomb_stays_small(run, tmp_path):
    packed = io.BytesIO()
    with gzip.open(packed, "wb") as file:
        for _ in range(100):
            file.write(b" " * 1_000_000)
    ran = run("import", "specialists", written(tmp_path, packed.getvalue(), "bomb.jsonl.gz"))
    assert ran.code == 2
    assert "at most 1,000,000 bytes on one line" in ran.err


def test_a_file_that_is_not_there(run, tmp_path):
    ran = run("import", "specialists", tmp_path / "none.jsonl")
    assert ran.code == 2
    assert "none.jsonl: cannot be read: No such file" in ran.err


def test_assignments_of_strangers(run, url, tmp_path):
    event = {
        "schema": "assignment/1",
        "id": "a1",
        "title": "T",
        "types": ["advisory"],
        "from": "2025-01-01",
        "to": "2025-01-02",
        "team": [{"specialist": "nobody", "role": "expert"}],
    }
    ran = run("import", "assignments", written(tmp_path, lines(event), "a.jsonl"))
    assert ran.code == 2
    assert "names specialists not in the pool: nobody" in ran.err
    assert nothing_was_kept(url)


def test_an_empty_pool(run, tmp_path):
    ran = run("recommend", written(tmp_path, MISSION))
    assert ran.code == 0
    assert "0 of 0 specialists eligible" in ran.out
    assert "Nobody is eligible" in ran.out


def test_a_pool_where_nobody_qualifies(run, tmp_path):
    run("import", "specialists", written(tmp_path, lines(PERSON), "p.jsonl"))
    ran = run("recommend", written(tmp_path, MISSION))
    assert ran.code == 0
    for reason in ("not admitted to the pool", "no valid consent to be searched", "must-have not met: Russian B2"):
        assert reason in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["recommend", "unknown"], 'no mission "unknown" in the pool', id="unknown-mission"),
        pytest.param(["recommend", "m.yaml", "--seat", "2"], "mission mine has seats 1 to 1, not 2", id="no-such-seat"),
        pytest.param(["recommend", "m.yaml", "--top", "0"], "--top", id="top-0"),
        pytest.param(["recommend", "m.yaml", "--why-not", "x"], "no specialist", id="unknown-specialist"),
        pytest.param(["recommend", "m.yaml", "--policy", "none"], "expected a policy file or one of:", id="no-policy"),
        pytest.param(["recommend", "m.yaml", "--why-not", "x", "--format", "csv"], "", id="why-not-as-csv"),
        pytest.param(["schema", "nothing"], "nothing", id="unknown-schema"),
        pytest.param(["nothing"], "No such command", id="unknown-command"),
    ],
)
def test_wrong_usage(arguments, said, run, tmp_path):
    file = written(tmp_path, MISSION)
    ran = run(*(str(file) if each == "m.yaml" else each for each in arguments))
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        pytest.param("weights: {skil: 1}", "unknown criterion skil; expected some of", id="unknown-criterion"),
        pytest.param("weights: {skill: -1}", "weights.skill: expected a weight of 0 or more", id="negative"),
        pytest.param("weights: {skill: 0}", "expected at least one weight above 0", id="all-zero"),
        pytest.param("weights: {skill: .nan}", "expected a finite number", id="nan"),
        pytest.param(
            "weights: {skill: 1}\nfactors:\n  skill: {related: 2}",
            ":5: factors.skill.related: expected 1 or less",
            id="factor-above-1",
        ),
        pytest.param(
            "weights: {skill: 1}\nfactors:\n  skill: {relatd: 1}",
            ":5: factors.skill.relatd: unknown field; did you mean related?",
            id="unknown-factor",
        ),
        pytest.param(
            "weights: {skill: 1}\nfactors: {skill: {evidence: {claimed: 1, evidenced: 0.5}}}",
            "expected verified >= evidenced >= claimed",
            id="a-claim-above-evidence",
        ),
    ],
)
def test_a_wrong_policy(policy, said, run, tmp_path):
    file = written(tmp_path, f"schema: policy/1\nname: mine\n{policy}\n", "policy.yaml")
    ran = run("recommend", written(tmp_path, MISSION), "--policy", file)
    assert ran.code == 2, ran.err
    assert str(file) in ran.err
    assert said in ran.err


def test_a_database_from_the_future(run, url, tmp_path):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    ran = run("recommend", written(tmp_path, MISSION))
    assert ran.code == 1
    assert "written by a later release" in ran.err


def test_no_database_yet(run, tmp_path, monkeypatch):
    monkeypatch.setenv("RTCM_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    ran = run("recommend", written(tmp_path, MISSION))
    assert ran.code == 2
    assert "make one with rtcm init" in ran.err
    assert not (tmp_path / "none.db").exists()


def test_an_address_that_is_no_database(run, monkeypatch):
    monkeypatch.setenv("RTCM_DATABASE_URL", "mysql://x")
    ran = run("init")
    assert ran.code == 2
    assert "expected sqlite:///FILE or postgresql+psycopg://" in ran.err


def test_a_full_disk(url, tmp_path):
    """The real command under a real limit on file size: it fails with one line, and the pool is as it was."""
    people = written(tmp_path, lines(*(person(id=f"p{n}", bio={"en": "x" * 9000}) for n in range(800))), "p.jsonl")
    limited = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000));"
    limited += f"sys.argv = ['rtcm', 'import', 'specialists', {str(people)!r}];"
    limited += "from service.cli import main; main()"
    ran = python("-c", limited, url=url)
    assert ran.code == 1, ran.err
    assert ran.err.startswith("rtcm: ")
    assert "Traceback" not in ran.err
    assert nothing_was_kept(url)
    assert rtcm("import", "specialists", people, url=url).code == 0


def test_a_read_only_disk(url, tmp_path):
    """SQLite opened read-only, as on a read-only disk (root may write to any file, so file modes prove nothing)."""
    people = written(tmp_path, lines(PERSON), "p.jsonl")
    read_only = url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    ran = rtcm("import", "specialists", people, url=read_only)
    assert ran.code == 1, ran.err
    assert "read-only" in ran.err
    assert "Traceback" not in ran.err
    assert nothing_was_kept(url)


def test_two_imports_at_the_same_time(database_url, tmp_path):
    """Both end whole, each as one revision."""
    files = [
        written(tmp_path, lines(*(person(id=f"{name}{n}") for n in range(1500))), f"{name}.jsonl") for name in "ab"
    ]
    running = [start("import", "specialists", file, url=database_url) for file in files]
    for process in running:
        _, said = process.communicate(timeout=100)
        assert process.returncode == 0, said
        assert "1500 added" in said
    with Store.open(database_url) as store:
        assert store.count("specialist") == 3000
        assert store.revision()[1] == 2
        assert {(c.rev, c.id[0]) for c in store.changes_since(0).items} in (
            {(1, "a"), (2, "b")},
            {(1, "b"), (2, "a")},
        )

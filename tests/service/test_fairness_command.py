"""Commands fairness, learn and policies on a generated pool: table and JSON agree, wrong input, versions stay."""

import io
import json
import sys
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest

from matching import Policy
from matching.fairness.groups import NOT_STATED
from matching.learning import Learned
from registry.domain import Candidacy, CandidacyState, Decision, Offer, Ranked
from registry.importing import import_missions
from registry.importing.missions import read_mapping
from registry.store import Store
from service import cli
from service.approved import Approved
from service.commands.demo import load_sample
from service.rendering import console
from service.rendering.learned import learned_table
from service.schemas import Noun, schema_text
from tests.service.commands import ROOT, Ran

MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))[:3]


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    """A pool of 150 with three missions."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pool') / 'pool.db'}"
    with Store.create(url) as store:
        load_sample(store, 150, 11)
        import_missions(store, MISSIONS, actor="test")
    return url


@pytest.fixture
def run(url, monkeypatch, capsys, tmp_path):
    """The real command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object, url: str = url) -> Ran:
        monkeypatch.setenv("RTCM_DATABASE_URL", url)
        monkeypatch.setattr(sys, "argv", ["rtcm", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return command


@pytest.fixture
def empty_url(tmp_path) -> str:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    Store.create(url).close()
    return url


def answer(ran: Ran) -> dict:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def lines(*candidacies: dict) -> str:
    return "".join(json.dumps(each) + "\n" for each in candidacies)


def test_fairness_in_table_and_json(run, tmp_path):
    offers = tmp_path / "offers.jsonl"
    ids = [f"sample-{n:06}" for n in range(1, 21)]
    offers.write_text(
        lines(
            *(
                {
                    "id": f"c{n}",
                    "mission": "v01",
                    "seat": 1,
                    "specialist": id,
                    "state": "accepted" if n < 4 else "proposed",
                }
                for n, id in enumerate(ids)
            )
        )
    )
    asked = ("fairness", "--candidacies", offers, "--plan", "--since", "2022-01-01")
    found = answer(run(*asked, "--format", "json"))
    jsonschema.validate(found, json.loads(schema_text(Noun.FAIRNESS)))
    assert [each["stage"] for each in found["stages"]] == ["shortlist", "offer", "assignment", "plan"]
    assert found["stages"][1]["rotation"]["places"] == 4
    table = run(*asked).out
    for each in found["representation"]:
        if each["women"] is not None:
            assert f"{each['women']}" in next(line for line in table.splitlines() if line.startswith(each["of"]))
    women = next(g for g in found["stages"][0]["attributes"][0]["groups"] if g["group"] == ["female"])
    line = next(line for line in table.split("Shortlist")[1].splitlines() if line.startswith("female")).split()
    assert line[1:3] == [str(women["people"]), str(women["chosen"])]
    later = answer(run("fairness", "--since", "2999-01-01", "--format", "json"))
    assert [each["stage"] for each in later["stages"]] == ["shortlist"]


def test_no_count_below_the_least_is_shown(run):
    found = answer(run("fairness", "--format", "json", "--least", 8))
    groups = [g for s in found["stages"] for a in s["attributes"] for g in a["groups"]]
    assert min(g["people"] for g in groups if not g["suppressed"] and {*g["group"]} != {NOT_STATED}) >= 8
    assert any(g["suppressed"] for g in groups)


def test_pseudonyms_differ_from_report_to_report(run):
    one, two = (answer(run("fairness", "--pseudonyms", "--format", "json")) for _ in range(2))
    named = [set(each["stages"][0]["never"]) for each in (one, two)]
    assert len(named[0]) == len(named[1]) > 10
    assert not named[0] & named[1]
    assert "sample-" not in run("fairness", "--pseudonyms").out


def test_learning_writes_a_proposal_and_applies_nothing(run, tmp_path):
    before = run("recommend", "v03", "--format", "json").out
    file = tmp_path / "proposal.yaml"
    ran = run("learn", "--out", file, "--format", "json")
    found = answer(ran)
    jsonschema.validate(found, json.loads(schema_text(Noun.LEARNED)))
    assert "nothing applies" in ran.err
    proposed = read_mapping(file, Policy)
    assert proposed.name == "rtcm-default-learned"
    assert proposed.weights == {each["criterion"]: each["learned"] for each in found["weights"] if each["learned"]}
    assert run("recommend", "v03", "--format", "json").out == before
    shown = io.StringIO()
    console(shown).print(learned_table(Learned.model_validate(found)))
    assert "not applied" in shown.getvalue()


def test_versions_of_an_approved_policy_stay(run, tmp_path):
    file = tmp_path / "mine.yaml"
    for skill in (50, 60):
        file.write_text(f"schema: policy/1\nname: mine\nweights: {{skill: {skill}, language: 10}}\n")
        assert run("policies", "approve", file, "--name", "field", "--by", "A. Planner").code == 0
    rows = [line.split("\t") for line in run("policies", "list").out.splitlines()]
    assert [row[:3] for row in rows] == [["field", "1", "A. Planner"], ["field", "2", "A. Planner"]]
    for asked, version, skill in (("field", 2, 60), ("field@1", 1, 50), ("field@2", 2, 60)):
        used = answer(run("recommend", "v03", "--policy", asked, "--format", "json"))["policy"]
        assert (used["name"], used["version"], used["weights"]["skill"]) == ("field", version, skill)
    kept = read_mapping(tmp_path / "policies/field.v1.yaml", Approved)
    assert kept.on.tzinfo is not None
    # A mission may name it too.
    mission = tmp_path / "m.yaml"
    mission.write_text(MISSIONS[0].read_text().replace("id: v01\n", "id: named\npolicy: field\n", 1))
    assert answer(run("recommend", mission, "--format", "json"))["policy"]["version"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["fairness", "--format", "csv"], "table or json", id="no-csv"),
        pytest.param(["fairness", "--missions", "v99"], 'no mission "v99"', id="unknown-mission"),
        pytest.param(["fairness", "--since", "yesterday"], "--since", id="not-a-day"),
        pytest.param(["fairness", "--top", "0"], "--top", id="no-top"),
        pytest.param(["fairness", "--candidacies", "none.jsonl"], "none.jsonl: cannot be read", id="no-such-file"),
        pytest.param(["learn", "--format", "csv"], "table or json", id="learn-no-csv"),
        pytest.param(["learn", "--policy", "nobodys"], "nobodys", id="unknown-policy"),
        pytest.param(["learn", "--least-missions", "99999"], "expected at least 99999", id="too-few-missions"),
        pytest.param(["learn", "--strength", "0"], "--strength", id="no-strength"),
        pytest.param(
            ["policies", "approve", "none.yaml", "--name", "x", "--by", "y"], "none.yaml", id="no-policy-file"
        ),
    ],
)
def test_wrong_input(arguments, said, run):
    ran = run(*arguments)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())
    assert ran.out == ""


@pytest.mark.parametrize("name", ["rtcm-default", "Ä", "../x", "", "a" * 65])
def test_names_that_cannot_be_given(name, run, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("schema: policy/1\nname: mine\nweights: {skill: 1}\n")
    ran = run("policies", "approve", file, "--name", name, "--by", "A. Planner")
    assert ran.code == 2
    assert "--name: expected small letters" in ran.err
    assert not (tmp_path / "policies").exists()


def test_a_line_that_is_no_candidacy(run, tmp_path):
    file = tmp_path / "offers.jsonl"
    file.write_text(lines({"id": "c1", "mission": "v01", "seat": 0, "specialist": "s1"}))
    for command in ("fairness", "learn"):
        ran = run(command, "--candidacies", file)
        assert ran.code == 2
        assert "offers.jsonl:1: seat: expected 1 or more" in ran.err


def test_a_pool_where_nobody_was_chosen_yet(run, empty_url):
    fair, learned = run("fairness", url=empty_url), run("learn", url=empty_url)
    assert (fair.code, learned.code) == (2, 2)
    assert "nobody was chosen yet" in " ".join(fair.err.split())
    assert "no past decisions" in learned.err


def on_file(url: str, states: dict[str, str], offered: str) -> None:
    """Candidacies for seat 1 of the first mission, an offer of one of them, and a decision on another mission."""
    mission, other = (path.stem[:3] for path in MISSIONS[:2])
    sent = datetime(2026, 11, 1, tzinfo=UTC)
    with Store.open(url) as store, store.writing(actor="test", purpose="test") as writing:
        for at, (specialist, state) in enumerate(states.items(), start=1):
            writing.cases.add(
                Candidacy(id=f"c{at}", mission=mission, seat=1, specialist=specialist, state=CandidacyState(state))
            )
        of = list(states).index(offered) + 1
        offer = {"candidacy": f"c{of}", "mission": mission, "seat": 1, "specialist": offered}
        writing.cases.add(Offer(id="o1", **offer, sent=sent, expires=sent + timedelta(days=3)))
        ranking = tuple(Ranked(specialist=id, score=50.0) for id in states)
        writing.cases.add(
            Decision.model_validate(
                {
                    "id": "d1",
                    "mission": other,
                    "version": 1,
                    "seat": 1,
                    "policy": {},
                    "policy_hash": "x",
                    "epoch": "x",
                    "revision": 1,
                    "code": "x",
                    "top": 10,
                    "answer": "x",
                    "ranking": ranking,
                    "excluded": (),
                    "chosen": [{"specialist": offered, "rank": 1, "reason": "the best"}],
                    "by": "planner",
                    "drawn": sent,
                    "at": sent,
                }
            )
        )


def test_casework_on_file_counts(run, tmp_path):
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with Store.create(url) as store:
        load_sample(store, 60, 11)
        import_missions(store, MISSIONS, actor="test")
        ids = sorted(each.id for each in store.specialists())[:8]
    without = [each["stage"] for each in answer(run("fairness", "--format", "json", url=url))["stages"]]
    before = answer(run("learn", "--format", "json", "--least-missions", "5", url=url))
    assert without == ["shortlist", "assignment"]
    on_file(url, {**dict.fromkeys(ids[:4], "not_selected"), ids[4]: "offered", ids[5]: "withdrawn"}, ids[5])
    stages = answer(run("fairness", "--format", "json", "--least", 1, url=url))["stages"]
    offers = next(each for each in stages if each["stage"] == "offer")
    # Whoever withdrew after an offer was offered the seat.
    assert sum(each["chosen"] for each in offers["attributes"][0]["groups"]) == 2
    assert sum(each["people"] for each in offers["attributes"][0]["groups"]) == 6
    # A choice among candidacies, and one of a planner; a file goes before what is on file.
    learned = answer(run("learn", "--format", "json", "--least-missions", "5", url=url))
    assert learned["choices"] == before["choices"] + 2
    file = tmp_path / "offers.jsonl"
    file.write_text(
        lines({"id": "c5", "mission": MISSIONS[0].stem[:3], "seat": 1, "specialist": ids[4], "state": "not_selected"})
    )
    told = answer(run("fairness", "--format", "json", "--least", 1, "--candidacies", file, url=url))["stages"]
    offers = next(each for each in told if each["stage"] == "offer")
    assert sum(each["chosen"] for each in offers["attributes"][0]["groups"]) == 1

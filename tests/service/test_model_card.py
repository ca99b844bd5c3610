"""The model card: from the build and measured metrics, and refused while one of them is missing."""

import json
import sys

import pytest

from matching import DEFAULT, Index
from matching.fairness import Protected, report, shortlist_stage
from registry.errors import BadInput
from service import cli
from service.model_card import NEEDED, BackTest, card, evaluation_metrics, fairness_metrics, plain_metrics
from tests.builders import a_mission, a_snapshot, a_specialist, skill

WHOLE = {name: round(0.5 + at / 100, 2) for at, name in enumerate(NEEDED)}


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rtcm", "model-card", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.mark.parametrize("name", NEEDED)
def test_no_card_with_a_metric_missing(name):
    without = {other: value for other, value in WHOLE.items() if other != name}
    with pytest.raises(BadInput, match=f"metrics.json: {name}: required metric is missing"):
        card(DEFAULT, without, "metrics.json")


def test_a_card_tells_policy_and_metrics():
    text = card(DEFAULT, WHOLE, "metrics.json")
    for heading in ("Purpose", "Data", "Policy", "Metrics", "Limits"):
        assert f"## {heading}" in text
    assert DEFAULT.hash[:16] in text
    for name, weight in DEFAULT.weights.items():
        assert f"| {name} | {weight:g} |" in text
    for name, value in WHOLE.items():
        assert f"| `{name}` | {value:.4g} | {NEEDED[name]} |" in text


def test_metrics_of_a_report_on_fairness():
    people = [
        a_specialist(
            f"s{n:02}",
            gender="female" if n % 2 else "male",
            residence="AZE" if n % 4 < 2 else "KAZ",
            employer_type="ngo" if n < 20 else "government",
            skills={"BRD.CHK": 1 + n % 5},
        )
        for n in range(40)
    ]
    snapshot = a_snapshot(*people)
    index = Index.build(snapshot)
    stage = shortlist_stage([a_mission(wish=(skill("BRD.CHK", 5),))], index, {"m1": DEFAULT}, 20)
    found = fairness_metrics(report([stage], index, Protected.of(snapshot)))
    assert {name for name in NEEDED if name.startswith("fairness")} <= found.keys()
    assert found["fairness.pool.women_share"] == 0.5


def test_metrics_of_a_back_test(run, tmp_path):
    def ranked(kind, number):
        estimate = {"value": number, "low": number - 0.1, "high": number + 0.1}
        return {"name": "x", "kind": kind, "ndcg": estimate, "mrr": estimate, "recall": estimate, "seen": 0.5}

    ways = [ranked("policy", 0.6), ranked("without", 0.9), ranked("rival", 0.3), ranked("rival", 0.4)]
    told = {"schema": "evaluation/1", "k": 10, "missions": 55, "ranked": ways, "seed": 7}
    found = evaluation_metrics(BackTest.model_validate(told))
    assert {name for name in NEEDED if name.startswith("evaluation")} == found.keys()
    assert (found["evaluation.ndcg_at_10_low"], found["evaluation.best_baseline_ndcg_at_10"]) == (0.5, 0.4)
    (tmp_path / "e.json").write_text(json.dumps(told))
    assert "fairness.pool.women_share" in run("e.json")[2]
    # A back-test of other depth is not what the card tells.
    (tmp_path / "e.json").write_text(json.dumps({**told, "k": 5}))
    assert "evaluation.ndcg_at_10" in run("e.json")[2]


def test_written_by_the_command_from_several_files(run, tmp_path):
    names = list(WHOLE)
    for file, some in (("one.json", names[:6]), ("two.json", names[6:])):
        (tmp_path / file).write_text(json.dumps({name: WHOLE[name] for name in some}))
    code, out, err = run("one.json")
    assert (code, out) == (2, "")
    assert names[-1] in err
    assert run("one.json", "two.json", "--out", "card.md")[0] == 0
    assert (tmp_path / "card.md").read_text() == card(DEFAULT, WHOLE, "")
    assert run("one.json", "two.json")[1] == card(DEFAULT, WHOLE, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("{", "not JSON", id="not-json"),
        pytest.param("[1]", "expected a mapping of names to numbers", id="a-list"),
        pytest.param('{"evaluation.mrr": "high"}', "evaluation.mrr: expected a finite number", id="a-word"),
        pytest.param('{"evaluation.mrr": NaN}', "evaluation.mrr: expected a finite number", id="nan"),
        pytest.param('{"schema": "fairness/1"}', "no whole fairness/1", id="half-a-report"),
    ],
)
def test_wrong_metrics(text, said, run, tmp_path):
    (tmp_path / "m.json").write_text(text)
    code, out, err = run("m.json", "--out", "card.md")
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "card.md").exists()


def test_a_file_that_is_not_there(run):
    code, _, err = run("none.json")
    assert code == 2
    assert "none.json: cannot be read" in err


def test_numbers_alone_are_metrics():
    assert plain_metrics({"a": 1}, "m.json") == {"a": 1.0}
    with pytest.raises(BadInput):
        plain_metrics({"a": True}, "m.json")

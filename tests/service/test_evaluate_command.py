"""The real commands evaluate and competence, encoders that are absent or damaged, and wrong input."""

import json
import shutil
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from matching import Ask, Index
from matching.criteria.text import TextFactors, TextFit
from matching.text.meaning import Encoders, names_of_competences, nearest
from registry.snapshot import Snapshot
from registry.store import Store
from service import cli, encoders
from service.commands import competence as competence_command
from service.commands import evaluate as evaluate_command
from service.commands import meanings as meanings_command
from service.commands.demo import load_sample
from service.encoders import ENGLISH, MANY_LANGUAGES, NoEncoder, english, folder_of, many_languages
from service.schemas import Noun, schema_text
from tests.builders import a_mission, a_specialist, an_assignment
from tests.registry.test_gold_files import GOLD, PAPERS, PROFILES, RATINGS, a_folder
from tests.service.commands import Ran


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    """A pool of generated people with their past missions."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pool') / 'pool.db'}"
    with Store.create(url) as store:
        load_sample(store, 100, 11)
    return url


@pytest.fixture
def run(url, monkeypatch, capsys):
    """The real command in this process: the same entry, the same exit codes."""

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


FEW = ("--missions", 4, "--resamples", 100, "--on", "2026-11-25")


def test_the_same_figures_in_table_and_json(run):
    ran = run("evaluate", *FEW, "--format", "json")
    answer = json.loads(ran.out)
    jsonschema.validate(answer, json.loads(schema_text(Noun.EVALUATION)))
    assert (ran.code, answer["missions"], answer["policy"]["name"]) == (0, 4, "rtcm-default")
    table = run("evaluate", *FEW).out
    for each in answer["ranked"]:
        line = next(line for line in table.splitlines() if line.startswith(f"{each['name']} "))
        assert f"{each['ndcg']['value']:.3f} [{each['ndcg']['low']:.2f}, {each['ndcg']['high']:.2f}]" in line
        assert f"{each['gini']:.2f}" in line
    assert run("evaluate", *FEW, "--format", "json").out == ran.out


def test_another_policy_and_other_numbers(run):
    ran = run("evaluate", *FEW, "--policy", "rtcm-text", "--k", 5, "--seed", 1, "--format", "json")
    answer = json.loads(ran.out)
    assert (answer["policy"]["name"], answer["k"], answer["seed"]) == ("rtcm-text", 5, 1)
    assert answer["ranked"][0]["name"] == "rtcm-text"
    assert "text" in [each["name"] for each in answer["ranked"] if each["kind"] == "without"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--missions", 1), "--missions", id="one-mission"),
        pytest.param(("--k", 0), "--k", id="k-0"),
        pytest.param(("--policy", "none"), "expected a policy file or one of", id="unknown-policy"),
        pytest.param(("--on", "2000-01-01"), "no past mission can be asked again (not ended", id="before-all"),
        pytest.param(("--gold", "nowhere"), "expected the files expertise.csv", id="no-folder"),
    ],
)
def test_wrong_input_is_told(run, arguments, said):
    ran = run("evaluate", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_an_empty_pool_is_told(run, tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    Store.create(url).close()
    ran = run("evaluate", url=url)
    assert (ran.code, "there are no past missions" in ran.err) == (2, True)


def test_a_gold_standard_a_line_for_each_method(run, tmp_path):
    # What ann wrote is about passports, like the paper she knows, and not like the one she does not.
    others = [{"id": f"x{n}", "title": title} for n, title in enumerate(("Visas", "Asylum law", "Data", "Return"))]
    papers = GOLD[PAPERS] + "".join(json.dumps(each) + "\n" for each in others)
    profiles = json.dumps([{"ann": ["w1"]}, {"ann": ["w1", "x2"]}])
    folder = a_folder(tmp_path, **{PAPERS: papers, PROFILES: profiles})
    ran = run("evaluate", "--gold", folder, "--format", "json")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert [each["method"] for each in answers] == ["tfidf", "bm25cos", "minilm", "bm25cos+minilm"]
    for each in answers:
        assert each.pop("seconds") >= 0
        assert each == {"method": each["method"], "loss": 0, "loss_interval": [0, 0], "easy": 1, "hard": None}
    table = run("evaluate", "--gold", folder).out
    assert "2 ratings by 1 people" in table
    assert "bm25cos+minilm" in table


def test_a_gold_standard_with_a_broken_line(run, tmp_path):
    ran = run("evaluate", "--gold", a_folder(tmp_path, **{RATINGS: GOLD[RATINGS] + "x\n", PROFILES: "{}"}))
    assert (ran.code, ran.out) == (2, "")
    assert "2 problems, nothing was changed" in ran.err
    assert PAPERS not in ran.err


def copied(tmp_path, weights, damaged: bool):
    """The folders of an encoder's packages, copied, with the first file damaged or left out."""
    first = True
    for package, name in weights.files:
        path = tmp_path / package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if first and damaged:
            path.write_bytes(b"\0" + (folder_of(package) / name).read_bytes()[1:])
        elif not first:
            shutil.copy(folder_of(package) / name, path)
        first = False
    return lambda package: tmp_path / package


@pytest.mark.parametrize(("make", "weights"), [(english, ENGLISH), (many_languages, MANY_LANGUAGES)])
@pytest.mark.parametrize("damaged", [True, False], ids=["damaged", "absent"])
def test_weights_are_checked_before_they_are_read(tmp_path, make, weights, damaged):
    with pytest.raises(NoEncoder) as fault:
        make(copied(tmp_path, weights, damaged))
    assert ("is not as it was published" if damaged else "install the extra") in str(fault.value)
    assert "\n" not in str(fault.value)
    make()  # as they are installed


def test_what_is_not_installed_is_told(monkeypatch):
    monkeypatch.setattr(encoders, "find_spec", lambda name: None)
    with pytest.raises(NoEncoder, match="onnxruntime, tokenizers"):
        english()


def test_without_weights_the_gold_standard_is_measured_by_words(run, tmp_path, monkeypatch):
    monkeypatch.setattr(evaluate_command, "english", lambda: english(lambda package: None))
    ran = run("evaluate", "--gold", a_folder(tmp_path), "--format", "json")
    assert [json.loads(line)["method"] for line in ran.out.splitlines()] == ["tfidf", "bm25cos"]
    assert (ran.code, len(ran.err.splitlines())) == (0, 1)
    assert "Measured without meanings: the English encoder" in ran.err


def test_meanings_that_are_near_and_far():
    encode = english()
    rows = encode(["forged passports", "fake travel documents", "a cake recipe " * 300, "forged passports"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    near = rows @ rows.T
    assert near[0, 1] > near[0, 2] + 0.2
    assert near[0, 3] == pytest.approx(1, abs=1e-5)
    assert encode([]).shape[0] == 0


@pytest.fixture(scope="module")
def concepts():
    """The encoder for several languages, and every English name of a competence as it encodes it."""
    encode = many_languages()
    ids, names = zip(*names_of_competences(), strict=True)
    return encode, encode(names), ids


@pytest.mark.parametrize(
    ("phrase", "id"),
    [
        pytest.param("подготовка тренеров", "TRN.TOT", id="russian"),
        pytest.param("проверка подлинности документов", "IDM.DOC", id="russian-in-other-words"),
        pytest.param("sahte belge tespiti", "IDM.DOC", id="turkish"),
        pytest.param("Arbeitsmigration", "LAB", id="german"),
    ],
)
def test_a_phrase_is_nearest_to_the_english_concept(concepts, phrase, id):
    encode, vectors, ids = concepts
    (first, near), (_, next_near) = nearest(encode([phrase])[0], vectors, ids, 2)
    assert first == id
    assert 1 > near > next_near


def test_the_command_finds_a_competence_in_another_language_and_by_name(run):
    ran = run("competence", "sahte belgelerin tespiti", "--top", 2, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["IDM.DOC", "IDM.DOC.LAB"]
    assert run("competence", "training of trainers").out.split() == ["1.00", "TRN.TOT", "Training", "of", "trainers"]


def test_without_weights_a_competence_is_found_by_name_alone(run, monkeypatch):
    monkeypatch.setattr(competence_command, "many_languages", lambda: many_languages(lambda package: None))
    assert run("competence", "Training of trainers").code == 0
    ran = run("competence", "Schulung von Ausbildern")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Searched by name alone: the encoder for several languages")
    assert "unknown competence" in ran.err


@pytest.mark.parametrize("phrase", ["", "?", "x" * 301], ids=["empty", "no-word", "too-long"])
def test_what_is_no_phrase_is_refused(run, phrase):
    ran = run("competence", phrase)
    assert (ran.code, ran.out) == (2, "")
    assert "unknown competence" in ran.err


MISSION = Path(__file__).parents[2] / "registry/data/missions/v03-af-short-term-expert-training-of-trainers.yaml"


def shortlists(ran):
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_a_shortlist_by_meanings_says_so_and_is_the_same_again(run):
    asked = ("recommend", MISSION, "--policy", "rtcm-text", "--top", 5, "--format", "json")
    words, meanings, again = run(*asked), run(*asked, "--semantic"), run(*asked, "--semantic")
    assert meanings.out == again.out != words.out
    (by_words,), (by_meanings,) = shortlists(words), shortlists(meanings)
    assert by_meanings["policy"]["name"] == "rtcm-text+semantic"
    assert by_meanings["policy"]["hash"] != by_words["policy"]["hash"]
    told = [each["reason"] for r in by_meanings["recommendations"] for each in r["contributions"]]
    assert any("nearest in meaning: " in each for each in told)


def test_without_weights_a_shortlist_goes_by_words_and_says_so(run, monkeypatch):
    monkeypatch.setattr(meanings_command, "encoders", lambda: english(lambda package: None))
    asked = ("recommend", MISSION, "--policy", "rtcm-text", "--top", 5, "--format", "json")
    ran = run(*asked, "--semantic")
    assert (ran.code, ran.out) == (0, run(*asked).out)
    assert ran.err.startswith("Ranked by words alone: the English encoder")
    assert len(ran.err.splitlines()) == 1


def test_meanings_need_a_policy_with_criterion_text(run):
    ran = run("recommend", MISSION, "--semantic")
    assert (ran.code, ran.out) == (2, "")
    assert "policy rtcm-default does not use criterion text; rtcm-text does" in ran.err


def test_a_russian_mission_finds_english_records(concepts):
    encode, _, _ = concepts
    people = [a_specialist(f"s{n}") for n in range(4)]
    titles = ("Labour market statistics", "Training of trainers", "Detection of forged documents", "Asylum interviews")
    events = [
        an_assignment(f"a{n}", title=title, team=[{"specialist": f"s{n}", "role": "expert"}])
        for n, title in enumerate(titles)
    ]
    index = Index.build(Snapshot.of(people, events)).understanding(Encoders(encode, encode))
    for title, best in (("Подготовка тренеров", 1), ("Выявление поддельных документов", 2)):
        found = TextFit(TextFactors(meaning=1.0)).score(Ask(a_mission(title=title), 1), index)
        assert (int(found.argmax()), found.max()) == (best, 1.0)

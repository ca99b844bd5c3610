"""What machines call things in plain words: the record, settings, clues of duplicates, pictures of the network."""

import re
from pathlib import Path

import pytest

from matching.network.around_mission import COLUMNS as MISSION_COLUMNS
from matching.network.around_specialist import COLUMNS as PERSON_COLUMNS
from registry.domain import Clue
from registry.history import MODELS
from registry.lifecycle import MACHINES
from service.pages.administering import acts, fields
from service.pages.administering.meanings import GROUPS
from service.pages.exploring.neighbours import PICTURED
from service.pages.registering.clues import clue, strength
from service.pages.wording import wording
from service.rendering.picture import KINDS, LINES, NUMBERS
from service.settings import Settings

EN = wording("en")
ROOT = Path(__file__).parents[3]
# How the service hands a purpose that is always the same to the record.
PURPOSE = re.compile(
    r'(?:writing|note_\w+|_change|confirm_factor|drop_factor|reset|add_first|link)\([^()]*?"([a-z ]+)"'
)


def test_every_step_of_a_machine_has_words():
    events = {name: {each.event for each in machine.transitions} for name, machine in MACHINES.items()}
    assert {name: set(acts.STEPS[name]) for name in events} == events


def test_every_purpose_of_the_service_has_words():
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "service").rglob("*.py")]
    purposes = {found for source in sources for found in PURPOSE.findall(source)}
    assert len(purposes) > 25
    not_purposes = {"export", "show", "duplicate"}
    assert {each for each in purposes - not_purposes if acts.why(EN, each) == each} == set()


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        pytest.param("mission end_work", "Work ended", id="a-step-of-a-mission"),
        pytest.param("accept offer", "Offer accepted", id="an-answer"),
        pytest.param("consent give share_name", "Consent given: Sharing the name with requesters", id="a-consent"),
        pytest.param("consent to search withdrawn", "Consent withdrawn: Being found for missions", id="by-command"),
        pytest.param("import of specialists", "File taken in", id="an-import"),
        pytest.param("mission to Mars", "mission to Mars", id="words-of-somebody"),
    ],
)
def test_why(purpose, words):
    assert acts.why(EN, purpose) == words


def test_what_is_found_by_either_wording():
    told = acts.told("ru", "accept offer", "offer", "update")
    assert "предложение принято" in told
    assert "accept offer" in told


def test_every_field_and_kind_has_words():
    names = {field.alias or name for model in MODELS.values() for name, field in model.model_fields.items()}
    assert {*fields.FIELDS, *fields.UNTOLD} == names
    assert {*MODELS} <= {*acts.KINDS}
    assert fields.field_words(EN, ["schema", "skills", "competences"]) == ["Competences"]


def test_every_setting_has_words():
    named = [name for settings in GROUPS.values() for name in settings]
    assert sorted(named) == sorted(Settings.model_fields)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        pytest.param("same name: A B", "То же имя: A B", id="with-a-name"),
        pytest.param("contradiction: no nationality in common", "Нет общего гражданства", id="whole"),
        pytest.param("contradiction: gender female / male", "Разный пол: Женщина / Мужчина", id="genders"),
        pytest.param("competences in common: 3 of 5", "Общие компетенции: 3 из 5", id="counts"),
        pytest.param(
            "contradiction: at one time in AZE and GEO (2024-05-01)",
            "В одно время на работе в двух местах: Азербайджан и Грузия, 1 мая 2024",
            id="places",
        ),
    ],
)
def test_a_clue_in_the_language_of_the_reader(says, words):
    assert clue(wording("ru"), says) == words


def test_every_clue_has_words():
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "registry/duplicates").glob("*sign*.py")]
    sources.append((ROOT / "registry/duplicates/finding.py").read_text(encoding="utf-8"))
    said = {
        found
        for source in sources
        for found in re.findall(r'(?:f?")((?:same|contradiction|names|different) [^"]+)"', source)
    }
    assert len(said) > 10
    for each in said:
        sample = each.replace("{self._at_once(one, other)}", "AZE and GEO (2024-05-01)")
        sample = re.sub(r"\{\w+\} / \{\w+\}", "female / male", sample)
        assert clue(EN, sample)[0].isupper()


@pytest.mark.parametrize(("bits", "words"), [(-9.0, "strong"), (4.0, "medium"), (-0.5, "weak")])
def test_how_strong_a_clue_is(bits, words):
    assert strength(EN, Clue(says="same nationality", bits=bits)) == words


def test_every_word_of_a_picture_of_the_network_can_be_translated():
    words = {
        *MISSION_COLUMNS,
        *PERSON_COLUMNS,
        *KINDS.values(),
        *NUMBERS.values(),
        *(said for said, _ in LINES.values()),
    }
    assert words == {*PICTURED}

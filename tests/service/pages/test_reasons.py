"""Every sentence of the matcher is read by one pattern, and said in the reader's language."""

import pytest

from matching import Ask, Index
from matching.protected import Protected
from matching.teams import Rules, form
from matching.teams.rules import meaning
from registry.lifecycle import Bar
from registry.vocabulary import LANGS
from service.pages.environment import environment
from service.pages.reasons import clauses, in_words, readings
from service.pages.sentences import TABLES
from service.pages.wording import wording
from tests.builders import a_mission
from tests.matching.test_team_clash import CLASHES, clashing_pool
from tests.service.pages import small_worlds
from tests.service.pages.matcher_says import (
    MISSIONS,
    a_pool,
    of_a_plan,
    of_a_seat,
    of_a_small_world,
    of_a_team,
    of_those_left_out,
)

_RULES = Rules(women=0.4, men=0.2, per_organisation=2, per_nationality=3, lead_years=1, newcomers=1, budget=10**6)


@pytest.fixture(scope="module")
def said():
    """Every sentence that the matcher says here, once."""
    index, small = Index.build(a_pool(100)), Index.build(a_pool(30, 3))
    found = {text for mission in MISSIONS for text in of_a_seat(Ask(mission, 1), index)}
    found.update(bar.value for bar in Bar)
    found.update(text for mission in MISSIONS[:2] for text in of_those_left_out(mission, small))
    found.update(of_a_small_world())
    found.update(small_worlds.reasons())
    found.update(meaning(rule, value, 4) for rule, value in _RULES.switched_on())
    found.update(text for each in _teams() for text in of_a_team(each))
    found.update(text for each in small_worlds.plans() for text in of_a_plan(each))
    return sorted(found)


def _teams():
    world = clashing_pool()
    yield from small_worlds.teams()
    for facts, rules, fixed, _ in (each.values for each in CLASHES):
        yield form(a_mission(**facts), Index.build(world), rules=rules, fixed=fixed, protected=Protected.of(world))


def test_every_sentence_is_read_by_one_pattern(said):
    assert len(said) > 1000
    assert [each for each in said if not clauses(each)] == []
    several = [each for text in said for each in clauses(text) if len(readings(each)) != 1]
    assert several == []


def test_every_pattern_reads_a_sentence(said):
    used = set()

    def note(sentence, between="; ", tables=tuple(TABLES)):
        for clause in clauses(sentence, between, tables):
            (read,) = readings(clause, tables)
            used.add(read.forms)
            for name, value in read.values.items():
                kind = name.partition("_")[0]
                if kind in TABLES or kind in ("clauses", "counts"):
                    note(value, ", " if kind == "counts" else "; ", (kind,) if kind in TABLES else tuple(TABLES))

    for each in said:
        note(each)
    missed = [forms for table in TABLES.values() for forms in table if forms not in used]
    assert missed == []


@pytest.mark.parametrize("language", LANGS)
def test_every_sentence_can_be_said(said, language):
    own = wording(language)
    for each in said:
        told = in_words(each, own)
        assert told
        assert "%(" not in told


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        ("en", "Border management (BRD) 3/5, claimed", "Border management 3/5, claimed"),
        ("az", "Georgia 12 months up to 2021, claimed", "Gürcüstan: 12 ay, son il 2021, bəyan edilib"),
        ("ru", "Georgia 2 months", "Грузия: 2 месяца"),
        (
            "ru",
            "must-have not met: national of Georgia or Armenia",
            "не выполнено обязательное требование: гражданство: Грузия или Армения",
        ),
        ("tr", "a doctorate; a master's degree asked", "doktora; istenen: yüksek lisans derecesi"),
        (
            "tr",
            "2.5 of 5 in 3 appraisals by others (pool 4.1)",
            "başkalarından 3 değerlendirmede 5 üzerinden 2,5 (havuz 4,1)",
        ),
    ],
)
def test_in_words(language, sentence, told):
    assert in_words(sentence, wording(language)) == told
    assert environment(language).from_string("{{ each | reason }}").render(each=sentence) == told.replace("'", "&#39;")


def test_what_others_wrote_may_hold_the_sign_between_clauses():
    sentence = "served on Borders; a review (2020): passport, visa; and 2 further texts"
    assert clauses(sentence) == ("served on Borders; a review (2020): passport, visa", "and 2 further texts")
    assert "Borders; a review (2020)" in in_words(sentence, wording("ru"))


@pytest.mark.parametrize("sentence", ["something new", "Georgia 12 months; something new", "Atlantis 12 months"])
def test_a_sentence_without_a_pattern_is_found_and_stays_as_it_is(sentence):
    assert clauses(sentence) == ()
    assert in_words(sentence, wording("az")) == sentence

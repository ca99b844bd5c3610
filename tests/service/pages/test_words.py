"""Every word can be translated, and is, in all four languages."""

import re
from datetime import date
from enum import Enum

import pytest
from jinja2 import nodes

from matching.criteria import CRITERIA
from registry.domain import EvidenceStatus
from registry.vocabulary import LANGS
from service.locale import catalogue, read, words
from service.locale.updating import extracted, missing
from service.pages import faults, navigation, taxonomy
from service.pages import words as names
from service.pages.environment import TEMPLATES, environment
from service.pages.wording import wording

OFFERED = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
_SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-none", "data-saved", "data-saving", "data-unsaved")
PLACE = re.compile(r"%\((\w+)\)s")


def untranslated(source):
    """Words of a template that stand there as they are, in its text or in an attribute that is read out."""
    parsed = environment("en").parse(source)
    text = "".join(
        node.data if isinstance(node, nodes.TemplateData) else "{}"
        for output in parsed.find_all(nodes.Output)
        for node in output.nodes
    )
    yield from re.findall(rf'(?:{"|".join(_SPOKEN)})="([^"{{}}]*[^\W\d_][^"]*)"', text)
    plain = re.sub(r"<[^>]*>", " ", text.replace("{}", ""))
    # A macro may give attributes alone.
    plain = re.sub(r' [\w-]+="[^"]*"', " ", plain)
    yield from re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", "", plain))


@pytest.mark.parametrize("template", OFFERED)
def test_every_word_of_a_template_can_be_translated(template):
    assert list(untranslated((TEMPLATES / template).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source", ["<p>Hello</p>", '<p aria-label="Hello">', '<img alt="A {{ x }}">', "<p>{{ x }} people</p>"]
)
def test_a_word_that_cannot_be_is_found(source):
    assert list(untranslated(source)) != []


@pytest.mark.parametrize("source", ['<p class="box">{{ _("Hello") }}</p>', "{% trans %}Hello{% endtrans %}", "&nbsp;–"])
def test_words_that_can_be_are_not(source):
    assert list(untranslated(source)) == []


@pytest.fixture(scope="module")
def template():
    return extracted()


def called(source):
    """The texts that a template asks for, as Jinja reads it and not as they are extracted."""
    for call in environment("en").parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ("_", "gettext", "ngettext"):
            yield from (each.value for each in call.args[:1] if isinstance(each, nodes.Const))


@pytest.mark.parametrize("offered", OFFERED)
def test_every_text_of_a_template_is_extracted(offered, template):
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in template}
    assert set(called((TEMPLATES / offered).read_text(encoding="utf-8"))) <= known
    assert set(called('{{ _("Never said") }}')) == {"Never said"}


@pytest.mark.parametrize("language", LANGS)
def test_a_catalogue_is_complete_and_up_to_date(language, template):
    assert list(missing(language, template)) == []
    held = {message.id for message in read(catalogue(language), language)}
    assert held == {message.id for message in template}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param('msgstr "Saxla"', 'msgstr ""', id="empty"),
        pytest.param('msgid "Save"', '#, fuzzy\nmsgid "Save"', id="a-guess"),
        pytest.param('msgid "Save"', 'msgid "Sav"', id="absent"),
    ],
)
def test_what_a_catalogue_lacks_is_found(before, after, template, tmp_path, monkeypatch):
    text = catalogue("az").read_text(encoding="utf-8")
    assert f"{before}\n" in text
    broken = tmp_path / "az.po"
    broken.write_text(text.replace(f"{before}\n", f"{after}\n"), encoding="utf-8")
    monkeypatch.setattr("service.locale.updating.catalogue", lambda language: broken)
    assert list(missing("az", template)) == ["Save"]


@pytest.mark.parametrize("language", LANGS)
def test_a_translation_keeps_what_is_filled_in(language):
    wrong = []
    for message in read(catalogue(language), language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            wrong += [string for string in strings if set(PLACE.findall(string)) != set(PLACE.findall(ids[-1]))]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 second."),
        ("en", 2, "2 seconds."),
        ("ru", 1, "1 секунду."),
        ("ru", 3, "3 секунды."),
        ("ru", 11, "11 секунд."),
        ("ru", 21, "21 секунду."),
        ("tr", 5, "5 saniye"),
        ("az", 5, "5 saniyə"),
    ],
)
def test_plural_forms(language, count, said):
    one, many = "Too many tries. Wait %(count)s second.", "Too many tries. Wait %(count)s seconds."
    assert said in wording(language).say_many(one, many, count)


def test_every_code_has_a_word():
    kinds = {kind for kind, _ in names.NAMES}
    assert all((kind, code) in names.NAMES for kind in kinds for code in kind if isinstance(code, Enum))
    assert set(names.CRITERIA) == set(CRITERIA)
    assert set(names.EVIDENCE) == {*EvidenceStatus, "absent"} == set(names.EVIDENCE_MEANS)


def test_words_that_are_chosen_at_run_time_are_extracted(template):
    known = {message.id for message in template}
    chosen = [*names.NAMES.values(), *names.CRITERIA.values(), *names.EVIDENCE.values(), *names.EVIDENCE_MEANS.values()]
    chosen += [text for told in faults.TOLD.values() for text in told]
    assert set(chosen) <= known
    assert {entry.name for entry in navigation.ENTRIES} <= known


@pytest.mark.parametrize(
    ("language", "day", "number", "percent"),
    [
        ("en", "5 Mar 2027", "1,234.5", "12.5%"),
        ("az", "5 mar 2027", "1.234,5", "12,5%"),
        ("ru", "5 мар. 2027", "1\xa0234,5", "12,5\xa0%"),
        ("tr", "5 Mar 2027", "1.234,5", "%12,5"),
    ],
)
def test_dates_and_numbers(language, day, number, percent):
    own = wording(language)
    assert (own.day(date(2027, 3, 5)), own.number(1234.5), own.percent(0.125, 1)) == (day, number, percent)


def test_months_do_not_run_over_from_one_language_to_another():
    march = date(2027, 4, 1)
    assert [wording(language).short_month(march) for language in ("az", "tr", "ru", "az")] == [
        "apr",
        "Nis",
        "апр.",
        "apr",
    ]


def test_names_of_the_field():
    own = wording("az")
    assert (own.country("GEO"), own.language_name("rus")) == ("Gürcüstan", "rus")
    assert own.competence("BRD") == "Sərhəd idarəçiliyi"
    assert own.together(["a", "b"]) == "a və b"
    assert [code for code, _ in own.by_name({"x": "Ü", "y": "a"})] == ["y", "x"]


def test_without_a_catalogue_the_words_of_the_code_stand():
    assert words("ar").gettext("Save") == "Save"


def test_every_competence_is_in_one_group():
    listed = [id for _, members in taxonomy.competence_groups("en") for id, _ in members]
    assert len(listed) == len(set(listed)) == len(taxonomy.competences())

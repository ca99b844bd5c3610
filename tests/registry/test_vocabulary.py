"""Codes in every usual form, and refusals that propose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import vocabulary
from registry.errors import UnknownTerm
from registry.vocabulary import (
    CEFR,
    LANGS,
    cefr,
    competence,
    competences,
    countries,
    country,
    language,
    language_closeness,
    languages,
    module,
    modules,
    narrower,
    same_subregion,
)


@pytest.mark.parametrize(
    ("lookup", "term", "code"),
    [
        pytest.param(country, "AZE", "AZE", id="alpha-3"),
        pytest.param(country, "az", "AZE", id="alpha-2-any-case"),
        pytest.param(country, "004", "AFG", id="m49"),
        pytest.param(country, "4", "AFG", id="m49-without-zeros"),
        pytest.param(country, "Türkiye", "TUR", id="name"),
        pytest.param(country, "turkiye", "TUR", id="name-without-diacritics"),
        pytest.param(country, "Turkey", "TUR", id="former-name"),
        pytest.param(country, "Грузия", "GEO", id="russian-name"),
        pytest.param(country, "GÜRCÜSTAN", "GEO", id="azerbaijani-name-in-capitals"),
        pytest.param(country, "İran", "IRN", id="dotted-capital-i"),
        pytest.param(country, "Iran (Islamic Republic of)", "IRN", id="official-name"),
        pytest.param(country, "  Rusya ", "RUS", id="turkish-name-with-spaces"),
        pytest.param(language, "az", "aze", id="bcp47"),
        pytest.param(language, "az-Latn", "aze", id="bcp47-with-script"),
        pytest.param(language, "zh-Hant-TW", "zho", id="bcp47-with-region"),
        pytest.param(language, "per", "fas", id="iso-639-2-bibliographic"),
        pytest.param(language, "Farsi", "fas", id="other-name"),
        pytest.param(language, "Dari", "prs", id="dari-is-its-own"),
        pytest.param(language, "Azərbaycan dili", "aze", id="with-the-word-language"),
        pytest.param(language, "азербайджанский язык", "aze", id="russian-name"),
        pytest.param(language, "Türkçe", "tur", id="turkish-name"),
        pytest.param(competence, "brd.ibm", "BRD.IBM", id="id-any-case"),
        pytest.param(competence, "Integrated border management", "BRD.IBM", id="label"),
        pytest.param(competence, "Пограничный контроль", "BRD.CHK", id="russian-label"),
        pytest.param(competence, "whole-of-government", "GOV.INS", id="alternative-label"),
        pytest.param(module, "rtcm-m3", "RTCM-M3", id="module-any-case"),
        pytest.param(module, "Migrant integration", "RTCM-M6", id="module-title"),
    ],
)
def test_any_usual_form(lookup, term, code):
    assert lookup(term) == code


@pytest.mark.parametrize(
    ("lookup", "term", "said"),
    [
        pytest.param(competence, "BRD.IBN", 'unknown competence "BRD.IBN"; nearest: BRD.IBM', id="near-id"),
        pytest.param(country, "Azerbaijn", "nearest: AZE (Azerbaijan)", id="near-country"),
        pytest.param(language, "russsian", "nearest: rus (Russian)", id="near-language"),
        pytest.param(country, "Qqqqq", "expected an ISO 3166-1 code or", id="nothing-near"),
        pytest.param(country, "", "expected an ISO 3166-1", id="empty"),
        pytest.param(country, "x" * 1_000_000, "…", id="a-megabyte"),
        pytest.param(country, "\x00\x1b[31m", "\\x00\\x1b[31m", id="control-characters-are-shown-escaped"),
        pytest.param(country, "\ud800", "\\ud800", id="lone-surrogate"),
        pytest.param(country, 5, '"5"', id="a-number"),
        pytest.param(cefr, "C3", "expected one of A1, A2, B1, B2, C1, C2", id="level-C3"),
        pytest.param(cefr, "native", "expected one of", id="native-is-no-level"),
    ],
)
def test_an_unknown_term_is_refused_with_the_nearest(lookup, term, said):
    with pytest.raises(UnknownTerm) as caught:
        lookup(term)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


@given(st.sampled_from(sorted(countries())), st.sampled_from(LANGS))
def test_every_country_is_found_by_its_codes_and_names(code, lang):
    one = countries()[code]
    for term in (one.alpha2, one.alpha3.lower(), one.m49, one.label(lang), one.label(lang).upper()):
        assert country(term) == code


def named(label):
    """The language of a name; a few names stand for two."""
    try:
        return language(label)
    except UnknownTerm as refused:
        return "could mean several" if "could mean" in str(refused) else str(refused)


@given(st.sampled_from(sorted(languages())), st.sampled_from(LANGS))
def test_every_language_is_found_by_its_codes_and_names(code, lang):
    one = languages()[code]
    assert language(one.bcp47) == language(code) == code
    assert named(one.label(lang)) in (code, "could mean several")


@given(st.sampled_from(sorted(competences())), st.sampled_from(LANGS))
def test_every_competence_is_found_by_its_id_and_label(id, lang):
    assert competence(id) == id
    assert competence(competences()[id].label(lang)) == id


def test_the_taxonomy_is_a_forest_of_186():
    known = competences()
    assert len(known) == 186
    for one in known.values():
        assert one.broader is None or one.broader in known
        assert set(one.related) <= known.keys()
        assert one.id not in one.ancestors
        assert one.depth == one.id.count(".") + 1
        assert all(1 <= number <= 23 for number in one.gcm_objectives)


def test_narrower_is_everything_below():
    assert narrower("BRD.CHK") == {"BRD.CHK.PROF", "BRD.CHK.AIR"}
    assert "BRD.CHK.AIR" in narrower("BRD")


def test_countries_are_those_of_iso_3166():
    assert len(countries()) == 249
    assert sum(one.rtcm for one in countries().values()) == 30
    assert countries()["AZE"].working_languages == ("aze", "rus", "eng")
    assert same_subregion("AFG", "IRN")
    assert not same_subregion("AZE", "IRN")


@pytest.mark.parametrize(
    ("one", "other", "closeness"),
    [
        pytest.param("aze", "aze", 1.0, id="itself"),
        pytest.param("aze", "tur", 0.7, id="a-figure-of-the-table"),
        pytest.param("tur", "aze", 0.7, id="the-same-both-ways"),
        pytest.param("aze", "azb", 1.0, id="member-of-its-macrolanguage"),
        pytest.param("fas", "prs", 0.8, id="the-table-knows-better-than-membership"),
        pytest.param("aze", "kat", 0.0, id="strangers"),
    ],
)
def test_language_closeness(one, other, closeness):
    assert language_closeness(one, other) == closeness


def test_levels_are_ordered():
    assert [str(level) for level in sorted(CEFR)] == ["A1", "A2", "B1", "B2", "C1", "C2"]
    assert cefr(" b2 ") is CEFR.B2


def test_modules_teach_known_competences():
    assert {f"RTCM-M{n}" for n in range(1, 7)} <= modules().keys()
    assert {skill for one in modules().values() for skill in one.competences} <= competences().keys()


def test_the_public_names():
    assert all(hasattr(vocabulary, name) for name in vocabulary.__all__)

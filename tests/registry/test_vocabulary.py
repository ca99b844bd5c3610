"""Codes in every usual form, and refusals that propose."""

import subprocess
import sys

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
from registry.vocabulary.lookup import locale, read_rows

DEEP: list[object] = []
for _ in range(3000):
    DEEP = [DEEP]


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
        pytest.param(country, "Korea, Republic of", "KOR", id="iso-name-turned-round"),
        pytest.param(country, "Trinidad and Tobago", "TTO", id="and-for-the-sign"),
        pytest.param(country, "Kyrgyz Republic", "KGZ", id="formal-name"),
        pytest.param(country, "Республика Казахстан", "KAZ", id="formal-russian-name"),
        pytest.param(country, "Azərbaycan Respublikası", "AZE", id="formal-azerbaijani-name"),
        pytest.param(country, "Türkiye Cumhuriyeti", "TUR", id="formal-turkish-name"),
        pytest.param(country, "США", "USA", id="russian-initials"),
        pytest.param(country, "Lao PDR", "LAO", id="short-formal-name"),
        pytest.param(language, "az", "aze", id="bcp47"),
        pytest.param(language, "az-Latn", "aze", id="bcp47-with-script"),
        pytest.param(language, "zh-Hant-TW", "zho", id="bcp47-with-region"),
        pytest.param(language, "per", "fas", id="iso-639-2-bibliographic"),
        pytest.param(language, "Farsi", "fas", id="other-name"),
        pytest.param(language, "Dari", "prs", id="dari-is-its-own"),
        pytest.param(language, "pt-BR", "por", id="bcp47-with-region-only"),
        pytest.param(language, "mo", "ron", id="withdrawn-code"),
        pytest.param(language, "Kurmanji", "kmr", id="name-of-an-individual-language"),
        pytest.param(language, "ga", "gle", id="a-code-that-is-also-a-name"),
        pytest.param(language, "Türk dili", "tur", id="turkish-with-the-word-language"),
        pytest.param(language, "Azərbaycan dili", "aze", id="with-the-word-language"),
        pytest.param(language, "азербайджанский язык", "aze", id="russian-name"),
        pytest.param(language, "Türkçe", "tur", id="turkish-name"),
        pytest.param(competence, "brd.ibm", "BRD.IBM", id="id-any-case"),
        pytest.param(competence, "Integrated border management", "BRD.IBM", id="label"),
        pytest.param(competence, "Пограничный контроль", "BRD.CHK", id="russian-label"),
        pytest.param(competence, "whole-of-government", "GOV.INS", id="alternative-label"),
        pytest.param(module, "rtcm-m3", "RTCM-M3", id="module-any-case"),
        pytest.param(module, "Migrant integration", "RTCM-M6", id="module-title"),
        pytest.param(module, "Интеграция мигрантов", "RTCM-M6", id="module-title-in-russian"),
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
        pytest.param(language, "qaa", "expected an ISO 639", id="three-letters-propose-nothing"),
        pytest.param(country, "Korea", "could mean KOR (South Korea) or PRK (North Korea)", id="two-countries"),
        pytest.param(language, "Ga", "could mean gle (Irish) or gaa (Ga)", id="a-name-that-is-also-a-code"),
        pytest.param(language, "Oji-Cree", "could mean oji (Ojibwa) or ojs (Oji-Cree)", id="a-name-like-a-tag"),
        pytest.param(competence, "blue border", "BRD.SUR.BLUE", id="an-alternative-of-two-competences"),
        pytest.param(country, "", "expected an ISO 3166-1", id="empty"),
        pytest.param(country, "x" * 1_000_000, "…", id="a-megabyte"),
        pytest.param(country, "\x00\x1b[31m", "\\x00\\x1b[31m", id="control-characters-are-shown-escaped"),
        pytest.param(country, "\ud800", "\\ud800", id="lone-surrogate"),
        pytest.param(country, 5, '"5"', id="a-number"),
        pytest.param(country, None, '"None"', id="nothing"),
        pytest.param(country, 16**5000, '"int"', id="a-number-too-long-to-write"),
        pytest.param(competence, DEEP, "[[[", id="a-list-3000-deep"),
        pytest.param(cefr, "C3", "expected one of A1, A2, B1, B2, C1, C2", id="level-C3"),
        pytest.param(cefr, "native", "expected one of", id="native-is-no-level"),
    ],
)
def test_an_unknown_term_is_refused_with_the_nearest(lookup, term, said):
    with pytest.raises(UnknownTerm) as caught:
        lookup(term)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("lang", LANGS)
def test_every_country_is_found_by_its_codes_and_names(lang):
    for code, one in countries().items():
        for term in (one.alpha2, one.alpha3.lower(), one.m49, one.label(lang), one.label(lang).upper()):
            assert country(term) == code


def named(label):
    """The language of a name; a few names stand for two."""
    try:
        return language(label)
    except UnknownTerm as refused:
        return "could mean several" if "could mean" in str(refused) else str(refused)


@pytest.mark.parametrize("lang", LANGS)
def test_every_language_is_found_by_its_codes_and_names(lang):
    for code, one in languages().items():
        assert language(one.bcp47) == language(code) == code
        # A name that is itself the code of another language is that code: "kri" is Cree in Azerbaijani, and Krio.
        assert named(one.label(lang)) in (code, "could mean several") or one.label(lang) in languages()


@pytest.mark.parametrize("lang", LANGS)
def test_every_competence_is_found_by_its_id_and_label(lang):
    for id, one in competences().items():
        assert competence(id) == id
        assert competence(one.label(lang)) == id


def test_the_taxonomy_is_a_forest_of_186():
    known = competences()
    assert len(known) == 186
    for one in known.values():
        assert one.broader is None or one.broader in known
        assert set(one.related) <= known.keys()
        assert one.id not in one.ancestors
        assert one.depth == one.level == one.id.count(".") + 1
        assert one.broader is None or one.id.startswith(f"{one.broader}.")
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
    ("member", "macrolanguage"),
    [
        pytest.param("azb", "aze", id="south-azerbaijani"),
        pytest.param("azj", "aze", id="north-azerbaijani"),
        pytest.param("prs", "fas", id="dari"),
        pytest.param("pes", "fas", id="iranian-persian"),
        pytest.param("apc", "ara", id="levantine-arabic"),
        pytest.param("acm", "ara", id="mesopotamian-arabic"),
        pytest.param("arz", "ara", id="egyptian-arabic"),
        pytest.param("ckb", "kur", id="central-kurdish"),
        pytest.param("kmr", "kur", id="northern-kurdish"),
        pytest.param("uzn", "uzb", id="northern-uzbek"),
        pytest.param("uzs", "uzb", id="southern-uzbek"),
        pytest.param("pbu", "pus", id="northern-pashto"),
        pytest.param("tgk", None, id="tajik-stands-alone"),
        pytest.param("gag", None, id="gagauz-stands-alone"),
    ],
)
def test_members_of_macrolanguages(member, macrolanguage):
    assert languages()[member].macrolanguage == macrolanguage


def test_macrolanguages_are_languages_and_belong_to_none():
    wider = {one.macrolanguage for one in languages().values() if one.macrolanguage}
    assert wider <= languages().keys()
    assert not any(languages()[code].macrolanguage for code in wider)


def test_no_language_is_called_by_its_code():
    assert [code for code, one in languages().items() if one.label() == code] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_language_has_a_name_in_each_language(lang):
    ours = {(row["iso639_3"], row["lang"]) for row in read_rows("language_names.csv")}
    cldr = locale(lang).languages
    told = {code for code, one in languages().items() if (code, lang) in ours or one.label(lang) in cldr.values()}
    assert languages().keys() - told == set()


@pytest.mark.parametrize(
    ("code", "lang", "label"),
    [
        pytest.param("prs", "en", "Dari", id="named-by-its-place-in-cldr"),
        pytest.param("azb", "ru", "южноазербайджанский", id="our-own-name"),
        pytest.param("lbe", "tr", "Lak dili", id="our-own-where-cldr-has-none"),
        pytest.param("skr", "ar", "Saraiki", id="english-where-there-is-none"),
    ],
)
def test_labels_of_languages(code, lang, label):
    assert languages()[code].label(lang) == label


@given(st.sampled_from(sorted(languages())), st.sampled_from(sorted(languages())))
def test_closeness_is_a_share_and_the_same_both_ways(one, other):
    assert language_closeness(one, other) == language_closeness(other, one)
    assert 0 <= language_closeness(one, other) <= 1


@pytest.mark.parametrize(
    ("one", "other", "closeness"),
    [
        pytest.param("aze", "aze", 1.0, id="itself"),
        pytest.param("aze", "tur", 0.7, id="a-figure-of-the-table"),
        pytest.param("tur", "aze", 0.7, id="the-same-both-ways"),
        pytest.param("aze", "azb", 1.0, id="member-of-its-macrolanguage"),
        pytest.param("fas", "prs", 0.8, id="the-table-knows-better-than-membership"),
        pytest.param("aze", "tuk", 0.4, id="oghuz"),
        pytest.param("kaz", "kir", 0.6, id="kipchak"),
        pytest.param("uzb", "uig", 0.5, id="karluk"),
        pytest.param("prs", "tgk", 0.6, id="persian"),
        pytest.param("ukr", "bel", 0.6, id="east-slavic"),
        pytest.param("bel", "rus", 0.5, id="with-russian"),
        pytest.param("ara", "arz", 0.9, id="arabic"),
        pytest.param("kur", "ckb", 0.5, id="kurdish"),
        pytest.param("aze", "kat", 0.0, id="strangers"),
    ],
)
def test_language_closeness(one, other, closeness):
    assert language_closeness(one, other) == closeness


def test_levels_are_ordered():
    assert [str(level) for level in sorted(CEFR)] == ["A1", "A2", "B1", "B2", "C1", "C2"]
    assert cefr(" b2 ") is CEFR.B2


def test_modules_teach_known_competences():
    assert {"RTCM-TOT1", *(f"RTCM-M{n}" for n in range(1, 7))} <= modules().keys()
    assert {skill for one in modules().values() for skill in one.competences} <= competences().keys()


@pytest.mark.parametrize(
    ("asked", "loaded"),
    [
        pytest.param("", [], id="import-alone"),
        pytest.param("country('AZE'), language('az-Latn'), competence('BRD.IBM')", [], id="codes"),
        pytest.param("country('Türkiye')", ["anyascii", "babel"], id="names"),
    ],
)
def test_only_names_load_the_names(asked, loaded):
    shown = f"import sys\nfrom registry.vocabulary import *\n{asked}\n"
    shown += "print(*sorted({'anyascii', 'babel', 'rapidfuzz'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == loaded


def test_the_public_names():
    assert all(hasattr(vocabulary, name) for name in vocabulary.__all__)


def test_every_module_has_a_title_in_each_language():
    for each in modules().values():
        assert set(each.titles) == set(LANGS), each.id
        assert len({each.label(lang) for lang in LANGS}) > 1, each.id
    assert modules()["RTCM-M6"].label("az") == "Miqrantların inteqrasiyası"
    assert modules()["RTCM-M6"].label("ar") == "Migrant integration"


def test_every_competence_has_a_name_in_each_language():
    for each in competences().values():
        assert set(each.labels) == set(LANGS), each.id
        assert len({each.label(lang) for lang in LANGS}) > 1, each.id
    assert competences()["BRD.API.LEG"].label("tr") == "Yolcu verileri (API/PNR) için hukuki dayanak"
    assert competences()["BRD.API.LEG"].label("ar") == "Legal basis for API/PNR"


def test_our_own_names_stand_where_the_taxonomy_has_none():
    taxonomy = {row["id"]: row for row in read_rows("competences.csv")}
    ours = [(row["id"], row["lang"]) for row in read_rows("competence_names.csv")]
    assert len(ours) == len(set(ours))
    assert [each for each in ours if taxonomy[each[0]][f"pref_{each[1]}"]] == []


def test_every_competence_has_a_name_of_its_own_in_each_language():
    for lang in LANGS:
        names = [each.labels.get(lang, "") for each in competences().values()]
        assert all(names)
        assert len({vocabulary.fold(name) for name in names}) == len(names)
    assert competences()["LAW.NAT.REV"].label("ar") == "Legal gap analysis and amendment drafting"

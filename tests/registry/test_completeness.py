"""How complete a profile is: what is told counts, and whatever keeps it from being found comes first."""

from datetime import date

import pytest

from registry.completeness import Act, completeness
from tests.builders import a_specialist

ON = date(2026, 11, 25)
FULL = {
    "skills": [
        {"skill": id, "level": 3, "evidence": ["seen"]} for id in ("BRD.IBM", "TRN.DEL", "TRN.TOT", "GOV", "LAW")
    ],
    "languages": [{"language": "aze", "native": True}, {"language": "eng", "native": True}],
    "experience_years": 8,
    "missions": [{"title": "A mission"}],
    "countries": [{"country": "AZE", "months": 3}, {"country": "TUR", "months": 3}],
    "certificates": [{"module": "RTCM-M1"}],
    "education": {"level": 7, "field": "law"},
    "availability": [{"from": "2027-01-01", "to": "2027-02-01", "kind": "free"}],
    "roles": ["trainer"],
    "bio": {"eng": "x" * 300},
}


def test_a_full_profile_has_nothing_left_to_add():
    told = completeness(a_specialist(**FULL), ON)
    assert (told.score, told.next, told.adds) == (100, None, 0)
    assert all(each.action is None for each in told.sections)


def test_an_empty_one_begins_with_competences():
    told = completeness(a_specialist(), ON)
    assert (told.score, told.next, told.adds) == (0, Act.SKILLS, 25)


@pytest.mark.parametrize("section", FULL)
def test_each_section_counts(section):
    told = completeness(a_specialist(**{name: value for name, value in FULL.items() if name != section}), ON)
    assert told.score < 100
    assert told.next is not None


@pytest.mark.parametrize(
    ("facts", "act"),
    [
        pytest.param({"vetting": "draft"}, Act.APPLY, id="not-applied"),
        pytest.param({"consent": {}}, Act.CONSENT, id="no-consent"),
        pytest.param(
            {"consent": {"search": {"given": "2024-01-01", "withdrawn": "2026-01-01"}}}, Act.CONSENT, id="withdrawn"
        ),
        pytest.param({"referral": {"state": "paused"}}, Act.RESUME, id="paused"),
        pytest.param({"confirmed_on": "2026-01-01"}, Act.CONFIRM, id="stale"),
        pytest.param({"vetting": "draft", "consent": {}}, Act.APPLY, id="the-gravest-first"),
    ],
)
def test_what_bars_comes_first(facts, act):
    assert completeness(a_specialist(**facts), ON).next is act


def test_evidence_is_told_apart_from_claims():
    claimed = [{"skill": "BRD.IBM", "level": 3}, {"skill": "TRN.DEL", "level": 3}]
    half = completeness(a_specialist(skills=[claimed[0], {**claimed[1], "status": "verified"}]), ON)
    assert {each.section: each.share for each in half.sections}["evidence"] == 0.5

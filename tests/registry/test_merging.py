"""Which facts win when two entries become one."""

import pytest

from registry.domain import Specialist
from registry.duplicates import excluding, merged, repointed
from tests.builders import a_mission, a_specialist, an_assignment


def both(mine: dict[str, object], theirs: dict[str, object]) -> Specialist:
    return merged(a_specialist("kept", **mine), a_specialist("gone", **theirs))


def skill(status: str, level: int = 3, id: str = "BRD.IBM") -> dict[str, object]:
    return {"skill": id, "level": level, "status": status}


@pytest.mark.parametrize(
    ("mine", "theirs", "wins"),
    [
        pytest.param(skill("claimed", 5), skill("verified", 2), ("verified", 2), id="verified-over-claimed"),
        pytest.param(skill("evidenced", 2), skill("claimed", 5), ("evidenced", 2), id="evidenced-over-claimed"),
        pytest.param(skill("verified", 1), skill("evidenced", 5), ("verified", 1), id="verified-over-evidenced"),
        pytest.param(skill("claimed", 2), skill("claimed", 5), ("claimed", 2), id="of-equals-the-kept"),
    ],
)
def test_claims(mine, theirs, wins):
    (found,) = both({"skills": [mine]}, {"skills": [theirs]}).skills
    assert (found.status, found.level) == wins


@pytest.mark.parametrize("noun", ["skills", "languages", "countries"])
def test_claims_are_united(noun):
    one, other = {
        "skills": (skill("claimed"), skill("claimed", id="TRN.DEL")),
        "languages": ({"language": "aze"}, {"language": "rus"}),
        "countries": ({"country": "AZE", "months": 3}, {"country": "GEO", "months": 4}),
    }[noun]
    assert len(getattr(both({noun: [one]}, {noun: [other]}), noun)) == 2


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "wins"),
    [
        pytest.param("vetting", "under_review", "admitted", "admitted", id="admitted-is-kept"),
        pytest.param("vetting", "admitted", "suspended", "suspended", id="a-suspension-is-not-lost"),
        pytest.param("vetting", "removed", "admitted", "removed", id="nor-a-removal"),
        pytest.param("confirmed_on", "2026-01-01", "2026-05-01", "2026-05-01", id="confirmed-last"),
        pytest.param("confirmed_on", None, "2026-05-01", "2026-05-01", id="confirmed-once"),
        pytest.param("confirmed_on", None, None, "None", id="never-confirmed"),
        pytest.param("organisation", "Mine", "Theirs", "Mine", id="plain-facts-of-the-kept"),
        pytest.param("organisation", None, "Theirs", "Theirs", id="unless-it-is-silent"),
        pytest.param("official", False, True, "False", id="no-is-not-silence"),
    ],
)
def test_single_facts(field, mine, theirs, wins):
    assert str(getattr(both({field: mine}, {field: theirs}), field)) == wins


@pytest.mark.parametrize(
    ("mine", "theirs", "wins"),
    [
        pytest.param({"given": "2024-01-01"}, {"given": "2023-01-01", "withdrawn": "2025-01-01"}, True, id="withdrawn"),
        pytest.param({"given": "2025-06-01"}, {"given": "2023-01-01", "withdrawn": "2025-01-01"}, False, id="again"),
        pytest.param({"given": "2025-01-01"}, {"given": "2023-01-01", "withdrawn": "2025-01-01"}, True, id="one-day"),
        pytest.param(None, {"given": "2023-01-01"}, False, id="given-in-one"),
    ],
)
def test_the_last_word_on_consent(mine, theirs, wins):
    found = both({"consent": {"search": mine}}, {"consent": {"search": theirs}}).consent.search
    assert (found.withdrawn is not None) == wins


@pytest.mark.parametrize(
    ("mine", "theirs", "wins"),
    [
        ({"state": "open"}, {"state": "blocked"}, ("blocked", None)),
        (
            {"state": "paused", "until": "2027-01-01"},
            {"state": "paused", "until": "2027-05-01"},
            ("paused", "2027-05-01"),
        ),
        ({"state": "paused"}, {"state": "paused", "until": "2027-05-01"}, ("paused", None)),
    ],
)
def test_the_stricter_referral(mine, theirs, wins):
    found = both({"referral": mine}, {"referral": theirs}).referral
    assert (found.state, found.until and str(found.until)) == wins


def test_a_revoked_certificate_stays_revoked():
    mine = {"module": "RTCM-M1", "issued": "2025-01-01", "status": "issued"}
    theirs = {"module": "RTCM-M1", "issued": "2025-01-01", "status": "revoked"}
    other = {"module": "RTCM-M2", "issued": "2025-01-01", "status": "verified"}
    found = both({"certificates": [mine]}, {"certificates": [theirs, other]}).certificates
    assert [(each.module, each.status) for each in found] == [("RTCM-M1", "revoked"), ("RTCM-M2", "verified")]


def test_availability_fills_gaps_only():
    mine = [{"from": "2027-02-01", "to": "2027-03-01", "kind": "away"}]
    theirs = [{"from": "2027-01-01", "to": "2027-04-01", "kind": "free"}]
    found = sorted(both({"availability": mine}, {"availability": theirs}).availability, key=lambda each: each.start)
    assert [(str(each.start), str(each.end), each.kind) for each in found] == [
        ("2027-01-01", "2027-02-01", "free"),
        ("2027-02-01", "2027-03-01", "away"),
        ("2027-03-01", "2027-04-01", "free"),
    ]


def test_name_and_id_of_the_kept():
    name = {"given": "Anar", "family": "Aliyev"}
    found = both({"name": name}, {"name": {"given": "Анар", "family": "Алиев", "native": "Анар Алиев"}})
    assert (found.id, found.name.full, found.name.native) == ("kept", "Anar Aliyev", "Анар Алиев")


def test_an_assignment_names_the_kept_once():
    team = [{"specialist": id, "role": role} for id, role in (("gone", "expert"), ("kept", "trainer"), ("x", "expert"))]
    said = [
        {"specialist": id, "by": "peer", "on": "2025-06-01", "ratings": {"delivery": mark}}
        for id, mark in (("gone", 3), ("kept", 5))
    ]
    found = repointed(an_assignment(team=team, trainees=["gone", "y"], appraisals=said), "gone", "kept")
    assert [(each.specialist, each.role) for each in found.team] == [("kept", "expert"), ("x", "expert")]
    assert found.trainees == ("kept", "y")
    assert [(each.specialist, each.ratings.delivery) for each in found.appraisals] == [("kept", 3)]


def test_an_exclusion_by_name_is_not_lost():
    found = excluding(a_mission(exclude={"specialists": ["gone", "x"]}), "gone", "kept")
    assert found.exclude.specialists == ("kept", "x")

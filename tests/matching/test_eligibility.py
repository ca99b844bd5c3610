"""Who may be considered, and the named reason of everybody who may not."""

import pytest

from matching import Ask, Index, recommend
from matching.eligibility import eligible, flags_of
from tests.builders import a_mission, a_snapshot, a_specialist, country, language, skill


def reasons(mission, **facts) -> list[str]:
    index = Index.build(a_snapshot(a_specialist(**facts)))
    return [each.reason for each in eligible(Ask(mission, 1), index).reasons_of(0)]


def flags(mission=None, **facts) -> list[str]:
    index = Index.build(a_snapshot(a_specialist(**facts)))
    ask = Ask(mission or a_mission(), 1)
    return list(flags_of(ask, index, [0])[0])


def cert(**more):
    return {
        "certificates": [{"module": "RTCM-M3", "level": "trainer", "issued": "2025-01-01", "status": "issued"} | more]
    }


@pytest.mark.parametrize(
    ("must", "meets", "fails", "reason"),
    [
        pytest.param(
            skill("BRD.CHK", 3),
            {"skills": {"BRD.CHK.AIR": 3}},
            {"skills": {"BRD.CHK": 2}},
            "(BRD.CHK) at level 3",
            id="skill-same-or-narrower",
        ),
        pytest.param(skill("BRD.CHK"), {"skills": {"BRD.CHK": 5}}, {"skills": {"BRD": 5}}, "level 3", id="not-broader"),
        pytest.param(
            language("aze", "B2"),
            {"languages": {"azb": "B2"}},
            {"languages": {"tur": "C2"}},
            "Azerbaijani B2",
            id="language",
        ),
        pytest.param(
            country("GEO", 12),
            {"countries": [{"country": "GEO", "months": 12}]},
            {"countries": [{"country": "GEO", "months": 11}]},
            "12 months in Georgia",
            id="country",
        ),
        pytest.param(
            {"kind": "experience", "years": 7},
            {"experience_years": 7},
            {"experience_years": None},
            "7 years",
            id="experience-must-be-on-file",
        ),
        pytest.param(
            {"kind": "education", "level": 7},
            {"education": {"level": 6}, "experience_years": 2},
            {"education": {"level": 6}, "experience_years": 1},
            "a master's degree",
            id="bachelor-and-two-years",
        ),
        pytest.param(
            {"kind": "certificate", "module": "RTCM-M3", "level": "co_trainer"},
            cert(),
            cert(expires="2027-06-15"),
            "valid certificate RTCM-M3 as co trainer",
            id="certificate-on-the-dates",
        ),
        pytest.param(
            {"kind": "training", "role": "trainer"},
            cert(),
            cert(level="co_trainer"),
            "certified as trainer",
            id="training",
        ),
        pytest.param(
            {"kind": "nationality", "any_of": ["AZE", "GEO"]},
            {"nationalities": ["TUR", "GEO"]},
            {"nationalities": ["TUR"]},
            "national of Azerbaijan or Georgia",
            id="nationality-any-of",
        ),
        pytest.param(
            {"kind": "nationality", "none_of": ["AZE"]},
            {"nationalities": ["GEO"]},
            {"nationalities": ["GEO", "AZE"]},
            "not a national of Azerbaijan",
            id="nationality-none-of",
        ),
        pytest.param(
            {"kind": "nationality", "none_of": ["AZE"]},
            {"nationalities": ["GEO"]},
            {},
            "not a national",
            id="an-unknown-nationality-does-not-pass-silently",
        ),
        pytest.param(
            {"kind": "employer", "any_of": ["government", "Bar Association"]},
            {"organisation": "bar association"},
            {"employer_type": "ngo"},
            "employed by government or Bar Association",
            id="employer-by-kind-or-name",
        ),
        pytest.param(
            {"kind": "official", "value": True},
            {"official": True},
            {"official": None},
            "public official",
            id="official",
        ),
    ],
)
def test_must_have(must, meets, fails, reason):
    assert reasons(a_mission(must=(must,)), **meets) == []
    (said,) = reasons(a_mission(must=(must,)), **fails)
    assert said.startswith("must-have not met: ")
    assert reason in said


def away(start, end, kind="away"):
    return {"availability": [{"from": start, "to": end, "kind": kind}]}


@pytest.mark.parametrize(
    ("effort", "facts", "out"),
    [
        pytest.param(5, away("2027-06-01", "2027-06-24"), False, id="seven-days-left-for-five-working-days"),
        pytest.param(5, away("2027-06-01", "2027-06-25"), True, id="six-days-left"),
        pytest.param(None, away("2027-06-01", "2027-06-25"), True, id="without-effort-a-long-mission-needs-a-week"),
        pytest.param(5, away("2027-06-01", "2027-07-01", "tentative"), False, id="tentative-is-not-away"),
        pytest.param(5, away("2027-07-01", "2028-07-01"), False, id="away-after-the-mission"),
        pytest.param(99, away("2027-06-30", "2027-07-01"), True, id="the-last-day-counts"),
        pytest.param(5, {}, False, id="unknown-is-not-away"),
    ],
)
def test_availability(effort, facts, out):
    assert bool(reasons(a_mission(effort_days=effort), **facts)) == out


def test_unknown_availability_is_a_flag():
    assert "availability unknown" in flags()
    assert "availability unknown" not in flags(**away("2027-06-01", "2027-06-10", "free"))
    assert "away for part of the window" in flags(**away("2027-06-01", "2027-06-10"))


@pytest.mark.parametrize(
    ("exclude", "facts", "reason"),
    [
        ({"specialists": ["s1"]}, {}, "excluded by name in the mission"),
        ({"organisations": ["SAMPLE service"]}, {}, "excluded organisation"),
        ({"nationalities": ["AZ"]}, {"nationalities": ["AZE"]}, "excluded nationality: Azerbaijan"),
    ],
)
def test_what_the_mission_rules_out(exclude, facts, reason):
    assert reasons(a_mission(exclude=exclude), **facts) == [reason]
    assert reasons(a_mission(), **facts) == []


def test_conflict_of_interest():
    judged = {"beneficiary": "The Sample Service and others"}
    assert reasons(a_mission(types=["evaluation"], **judged)) == ["conflict of interest: works for the beneficiary"]
    assert reasons(a_mission(types=["evaluation"], **judged), organisation="Another") == []
    assert "works for the beneficiary: check for a conflict of interest" in flags(a_mission(**judged))
    assert "organisation not on file: conflict of interest not checked" in flags(organisation=None)


def test_every_reason_counts_for_who_is_hit_by_several():
    index = Index.build(a_snapshot(a_specialist("s1", vetting="draft", consent={}), a_specialist("s2", consent={})))
    counted = {each.reason: each.count for each in recommend(a_mission(), index)[0].excluded}
    assert counted == {"not admitted to the pool": 1, "no valid consent to be searched": 2}


def test_easing_one_must_by_one_step_says_how_many_it_adds():
    """s1 lacks one level of Russian, s2 lacks it and the years, s3 is in."""
    people = [
        a_specialist("s1", languages={"rus": "B1"}, experience_years=9),
        a_specialist("s2", languages={"rus": "B1"}, experience_years=1),
        a_specialist("s3", languages={"rus": "B2"}, experience_years=9),
    ]
    mission = a_mission(must=(language("rus", "B2"), {"kind": "experience", "years": 7}))
    (shortlist,) = recommend(mission, Index.build(a_snapshot(*people)), top=3)
    assert [(each.must, each.eased, each.adds) for each in shortlist.easings] == [("Russian B2", "Russian B1", 1)]
    (full,) = recommend(mission, Index.build(a_snapshot(*people)), top=1)
    assert full.easings == ()

"""The contract of every criterion, and what each one says of cases."""

import re

import numpy as np
import pytest

from matching import Ask, Index
from matching.closeness import neighbourhood, wu_palmer
from matching.criteria import CRITERIA
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, country, language, skill

WISHES = (
    skill("TRN.TOT", 4),
    skill("BRD", 3, weight=0.5),
    language("eng", "C1"),
    language("fas", "B1", abilities=["reading"]),
    country("AFG"),
    {"kind": "experience", "years": 7},
    {"kind": "education", "level": 7},
    {"kind": "training", "role": "trainer"},
    {"kind": "certificate", "module": "RTCM-M4", "level": "trainer"},
)
FULL = Ask(a_mission(wish=WISHES), 1)
SILENT = Ask(a_mission(), 1)


@pytest.fixture(scope="module")
def pool() -> Index:
    return Index.build(Snapshot.of(sample_specialists(300, seed=5), sample_assignments(300, seed=5)))


@pytest.mark.parametrize("criterion", [kind() for kind in CRITERIA.values()], ids=CRITERIA.keys())
class TestEveryCriterion:
    def test_values_are_shares(self, criterion, pool):
        values = criterion.score(FULL, pool)
        assert values.shape == (len(pool),)
        assert np.all((values >= 0) & (values <= 1) | np.isnan(values))
        assert np.nanmax(values) > np.nanmin(values)

    def test_a_seat_that_asks_nothing_makes_it_abstain(self, criterion, pool):
        values = criterion.score(SILENT, pool)
        assert np.isnan(values).all() or criterion.name in ("track_record", "network", "text")

    def test_every_share_has_a_reason_in_words(self, criterion, pool):
        values = criterion.score(FULL, pool)
        for row in np.flatnonzero(~np.isnan(values)).tolist():
            reason = criterion.explain(FULL, pool, row)
            assert len(reason) > 5
            assert "nan" not in re.findall(r"\w+", reason)
            assert all(each.claim for each in criterion.evidence(FULL, pool, row))

    def test_what_counts_has_evidence_and_nothing_has_none(self, criterion, pool):
        values = criterion.score(FULL, pool)
        for row in np.flatnonzero(values == 0).tolist():
            assert criterion.name in ("training", "track_record") or not criterion.evidence(FULL, pool, row)

    def test_steps_lead_up(self, criterion, pool):
        values = criterion.score(FULL, pool)
        for row in np.flatnonzero(~np.isnan(values)).tolist():
            for step in criterion.steps(FULL, pool, row):
                assert values[row] - 1e-12 <= step.share <= 1 + 1e-12
                assert step.effort > 0

    def test_an_empty_pool_is_no_fault(self, criterion):
        assert criterion.score(FULL, Index.build(a_snapshot())).shape == (0,)

    def test_its_docstring_has_the_five_headings(self, criterion):
        for heading in ("Shape:", "Unit:", "Abstain:", "Errors:", "Source:"):
            assert heading in type(criterion).__doc__

    def test_its_numbers_say_where_they_come_from(self, criterion):
        def described(factors):
            for name, field in type(factors).model_fields.items():
                value = getattr(factors, name)
                if isinstance(value, int | float):
                    assert field.description, name
                else:
                    described(value)

        described(criterion.factors)


def share(criterion: str, wish, *, role: str = "expert", assignments=(), **facts) -> float:
    """The share of one specialist for one or several wishes."""
    wishes = wish if isinstance(wish, tuple) else (wish,)
    index = Index.build(a_snapshot(a_specialist(**facts), assignments=assignments))
    return float(CRITERIA[criterion]().score(Ask(a_mission(wish=wishes, role=role), 1), index)[0])


def held(id: str, level: int = 3, status: str = "verified") -> dict[str, object]:
    return {"skills": [{"skill": id, "level": level, "status": status}]}


@pytest.mark.parametrize(
    ("asked", "facts", "expected"),
    [
        pytest.param(skill("BRD.CHK", 4), held("BRD.CHK", 4), 1.0, id="as-asked"),
        pytest.param(skill("BRD.CHK", 4), held("BRD.CHK", 3), 0.75, id="shortfall-is-linear"),
        pytest.param(skill("BRD.CHK", 3), held("BRD.CHK", 5), 1.0, id="surplus-is-capped"),
        pytest.param(skill("BRD.CHK"), held("BRD.CHK.AIR"), 1.0, id="narrower-counts-fully"),
        pytest.param(skill("BRD.CHK"), held("BRD"), 2 / 3, id="broader-by-wu-palmer"),
        pytest.param(skill("BRD.CHK"), held("BRD.IBM"), 1 / 2, id="sibling-by-wu-palmer"),
        pytest.param(skill("BRD.CHK"), held("IDM.DOC"), 0.4, id="related-by-the-policy"),
        pytest.param(skill("BRD.CHK"), held("ASY.RSD"), 0.0, id="another-group-counts-nothing"),
        pytest.param(skill("BRD.CHK"), held("BRD.CHK", 3, "evidenced"), 0.85, id="evidenced"),
        pytest.param(skill("BRD.CHK"), held("BRD.CHK", 3, "claimed"), 0.6, id="claimed"),
        pytest.param(skill("BRD.CHK"), {}, 0.0, id="absent-counts-nothing"),
    ],
)
def test_skill(asked, facts, expected):
    assert share("skill", asked, **facts) == pytest.approx(expected)


def test_the_best_claim_counts_not_the_sum():
    claims = [{"skill": id, "level": 3, "status": "verified"} for id in ("BRD", "BRD.IBM", "BRD.SUR")]
    assert share("skill", skill("BRD.CHK"), skills=claims) == pytest.approx(2 / 3)


def test_wishes_count_by_their_weight():
    assert share("skill", (skill("BRD.CHK", weight=3), skill("ASY.RSD", weight=1)), **held("BRD.CHK")) == pytest.approx(
        0.75
    )


def test_wu_palmer_is_the_published_measure():
    assert wu_palmer("BRD.CHK.PROF", "BRD.CHK.AIR") == pytest.approx(2 * 2 / (3 + 3))
    assert wu_palmer("BRD.CHK.PROF", "BRD") == pytest.approx(2 * 1 / (3 + 1))
    assert next(iter(neighbourhood("BRD.CHK", 0.4, 0.4).items())) == ("BRD.CHK", 1.0)


def speaks(code: str, status: str = "verified", **levels: str) -> dict[str, object]:
    return {"languages": [{"language": code, "status": status, **levels}]}


@pytest.mark.parametrize(
    ("asked", "facts", "expected"),
    [
        pytest.param(language("rus", "C2"), speaks("rus", speaking="C1"), 5 / 6, id="shortfall-is-linear"),
        pytest.param(language("rus", "B1"), speaks("rus", speaking="C1"), 1.0, id="held-above-asked-is-capped"),
        pytest.param(language("rus", "C2"), speaks("rus", native=True), 1.0, id="native-is-C2"),
        pytest.param(
            language("rus", "C1"),
            speaks("rus", speaking="B1", writing="C1"),
            1.0,
            id="best-unless-named",
        ),
        pytest.param(
            language("rus", "C1", abilities=["speaking"]),
            speaks("rus", speaking="C1", writing="B1"),
            1.0,
            id="only-what-is-asked-counts",
        ),
        pytest.param(
            language("rus", "C1", abilities=["speaking", "writing"]),
            speaks("rus", speaking="C1", writing="B1"),
            3 / 5,
            id="the-lowest-of-those-asked",
        ),
        pytest.param(
            language("rus", "C1", abilities=["writing"]), speaks("rus", speaking="C1"), 0.0, id="unknown-is-not-enough"
        ),
        pytest.param(language("rus", "C1"), speaks("rus", "claimed", speaking="C1"), 0.9, id="claimed"),
        pytest.param(language("fas", "B1"), speaks("prs", speaking="C1"), 0.8, id="the-table-knows-better"),
        pytest.param(language("aze", "B1"), speaks("tur", speaking="C1"), 0.7, id="related-language-in-part"),
        pytest.param(
            language("aze", "B1", abilities=["writing"]), speaks("tur", writing="C1"), 0.0, id="not-in-writing"
        ),
        pytest.param(language("aze", "B1"), speaks("azb", speaking="C1"), 1.0, id="member-of-the-macrolanguage"),
        pytest.param(language("aze", "B1"), {}, 0.0, id="absent"),
    ],
)
def test_language(asked, facts, expected):
    assert share("language", asked, **facts) == pytest.approx(expected)


def test_training_in_a_language_needs_speaking():
    reader = speaks("rus", reading="C2")
    assert share("language", language("rus", "C1"), **reader) == 1.0
    assert share("language", language("rus", "C1"), role="trainer", **reader) == 0.0


def stayed(code: str, months: int = 12, year: int | None = 2026, status: str = "verified") -> dict[str, object]:
    return {"countries": [{"country": code, "months": months, "last_year": year, "status": status}]}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(stayed("AFG"), 1.0, id="there-and-lately"),
        pytest.param(stayed("AFG", months=3), 0.5, id="half-the-months"),
        pytest.param(stayed("IRN"), 0.5, id="same-sub-region"),
        pytest.param(stayed("TJK"), 0.0, id="another-sub-region"),
        pytest.param(stayed("AFG", year=2022), 1.0, id="five-years-old"),
        pytest.param(stayed("AFG", year=2017), 0.75, id="ten-years-old"),
        pytest.param(stayed("AFG", year=2001), 0.5, id="old"),
        pytest.param(stayed("AFG", year=None), 0.5, id="age-unknown"),
        pytest.param(stayed("AFG", status="claimed"), 0.8, id="claimed"),
        pytest.param({"nationalities": ["AFG"], "residence": "AFG"}, 0.0, id="being-from-there-is-no-experience"),
    ],
)
def test_country(facts, expected):
    assert share("country", country("AFG"), **facts) == pytest.approx(expected)


@pytest.mark.parametrize(("years", "expected"), [(None, 0), (3.5, 0.5), (7, 1), (30, 1)])
def test_experience(years, expected):
    assert share("experience", {"kind": "experience", "years": 7}, experience_years=years) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("level", "years", "expected"),
    [
        pytest.param(7, 0, 1.0, id="master"),
        pytest.param(8, 0, 1.0, id="doctorate-is-capped"),
        pytest.param(6, 8, 6 / 7, id="bachelor-with-one-year-more"),
        pytest.param(6, 9, 1.0, id="bachelor-with-two-years-more-counts-as-master"),
        pytest.param(5, 30, 5 / 7, id="only-for-a-bachelor"),
    ],
)
def test_education(level, years, expected):
    wishes = ({"kind": "education", "level": 7}, {"kind": "experience", "years": 7})
    assert share("education", wishes, education={"level": level}, experience_years=years) == pytest.approx(expected)


def certified(module: str = "RTCM-TOT1", level: str = "trainer", **more: object) -> dict[str, object]:
    return {"certificates": [{"module": module, "level": level, "issued": "2025-01-01", "status": "issued", **more}]}


TRAINER = {"kind": "training", "role": "trainer"}


@pytest.mark.parametrize(
    ("asked", "facts", "expected"),
    [
        pytest.param(TRAINER, certified(), 0.6, id="certified-but-never-trained"),
        pytest.param(TRAINER, certified(level="participant"), 0.6 / 3, id="a-participant-is-a-third-of-a-trainer"),
        pytest.param(TRAINER, certified(expires="2027-06-15"), 0.0, id="lapses-during-the-mission"),
        pytest.param(TRAINER, certified(status="claimed"), 0.36, id="claimed-certificate"),
        pytest.param(TRAINER, certified(status="revoked"), 0.0, id="revoked"),
        pytest.param(TRAINER, {"missions": [{"title": "T", "role": "trainer"}] * 5}, 0.15, id="trained-by-own-word"),
        pytest.param({"kind": "certificate", "module": "RTCM-M4"}, certified("RTCM-M4"), 1.0, id="certificate-asked"),
        pytest.param({"kind": "certificate", "module": "RTCM-M4"}, certified("RTCM-M3"), 0.0, id="another-module"),
    ],
)
def test_training(asked, facts, expected):
    assert share("training", asked, **facts) == pytest.approx(expected)


def test_trainings_on_record_count_in_full_and_pool_mean_for_their_appraisal():
    events = tuple(an_assignment(f"a{n}") for n in range(5))
    said = {"specialist": "s1", "by": "peer", "on": "2025-06-01", "ratings": {"delivery": 5}}
    judged = an_assignment("b", appraisals=[said])
    assert share("training", TRAINER, assignments=events) == pytest.approx(0.25)
    assert share("training", TRAINER, assignments=(*events, judged)) == pytest.approx(0.40)


def test_a_module_that_does_not_fit_the_seat_counts_half():
    wishes = (TRAINER, skill("BRD.IBM"))
    assert share("training", wishes, **certified("RTCM-M4")) == pytest.approx(0.6)
    assert share("training", wishes, **certified("RTCM-M6")) == pytest.approx(0.3)


def appraised(*marks: int, by: str = "requester"):
    said = [
        {"specialist": "s1", "by": by, "on": f"2025-06-{day:02}", "ratings": {"delivery": mark, "conduct": mark}}
        for day, mark in enumerate(marks, start=1)
    ]
    return (an_assignment(appraisals=said),)


def test_track_record_is_shrunk_towards_the_mean_of_the_pool():
    others = an_assignment(
        "a2",
        team=[{"specialist": "s2", "role": "expert"}],
        appraisals=[{"specialist": "s2", "by": "peer", "on": "2025-01-01", "ratings": {"delivery": 1}}],
    )
    snapshot = a_snapshot(a_specialist("s1"), a_specialist("s2"), assignments=(*appraised(5), others))
    values = CRITERIA["track_record"]().score(SILENT, Index.build(snapshot))
    mean = (5 + 1) / 2
    assert values == pytest.approx([((5 + 3 * mean) / 4 - 1) / 4, ((1 + 3 * mean) / 4 - 1) / 4])


def test_track_record_abstains_for_whom_nobody_has_appraised():
    assert np.isnan(share("track_record", ()))
    assert np.isnan(share("track_record", (), assignments=appraised(5, by="specialist")))
    assert share("track_record", (), assignments=appraised(5)) == pytest.approx(1.0)

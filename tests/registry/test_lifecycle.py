"""Membership and certificates on a day."""

from datetime import date

import pytest

from registry.domain import Certificate, Specialist, Window
from registry.lifecycle import (
    Bar,
    Freshness,
    Membership,
    bars,
    certificate_expiring,
    certificate_valid,
    freshness,
    proposable,
)
from tests.builders import a_specialist

JUNE = Window(start="2027-06-01", end="2027-06-30")


def why(specialist: Specialist) -> list[Bar]:
    return [bar for bar, hit in bars(Membership.of(specialist), JUNE).items() if hit.any()]


def consent(**days: str) -> dict[str, object]:
    return {"consent": {"search": {"given": "2024-01-01", **days}}}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, [], id="nothing-in-the-way"),
        pytest.param({"vetting": "under_review"}, [Bar.NOT_ADMITTED], id="not-admitted"),
        pytest.param({"vetting": "suspended"}, [Bar.NOT_ADMITTED], id="suspended"),
        pytest.param({"consent": {}}, [Bar.NO_CONSENT], id="never-consented"),
        pytest.param({"consent": {"statistics": {"given": "2024-01-01"}}}, [Bar.NO_CONSENT], id="to-something-else"),
        pytest.param(consent(withdrawn="2026-01-01"), [Bar.NO_CONSENT], id="withdrawn"),
        pytest.param(consent(withdrawn="2027-06-15"), [Bar.NO_CONSENT], id="withdrawn-during-the-mission"),
        pytest.param(consent(until="2027-06-30"), [Bar.NO_CONSENT], id="ends-on-the-last-day"),
        pytest.param(consent(until="2027-07-01"), [], id="ends-after-the-last-day"),
        pytest.param(consent(given="2027-06-02"), [Bar.NO_CONSENT], id="given-after-the-start"),
        pytest.param({"referral": {"state": "paused"}}, [Bar.PAUSED], id="paused-without-end"),
        pytest.param({"referral": {"state": "paused", "until": "2027-06-02"}}, [Bar.PAUSED], id="paused-at-the-start"),
        pytest.param({"referral": {"state": "paused", "until": "2027-06-01"}}, [], id="pause-over-at-the-start"),
        pytest.param({"referral": {"state": "blocked"}}, [Bar.BLOCKED], id="blocked"),
        pytest.param({"confirmed_on": "2025-12-08"}, [Bar.DORMANT], id="540-days-before-the-start"),
        pytest.param({"confirmed_on": "2025-12-09"}, [], id="539-days-before-the-start"),
        pytest.param({"confirmed_on": None}, [], id="never-confirmed-is-unknown"),
        pytest.param({"vetting": "draft", "consent": {}}, [Bar.NOT_ADMITTED, Bar.NO_CONSENT], id="two-reasons"),
    ],
)
def test_bars(facts, expected):
    specialist = a_specialist(**facts)
    assert why(specialist) == expected
    assert proposable(specialist, JUNE) == (not expected)


@pytest.mark.parametrize(
    ("facts", "valid"),
    [
        pytest.param({"issued": "2025-01-01", "expires": "2027-07-01"}, True, id="ends-after"),
        pytest.param({"issued": "2025-01-01", "expires": "2027-06-30"}, False, id="lapses-on-the-last-day"),
        pytest.param({"issued": "2027-06-02"}, False, id="issued-during"),
        pytest.param({"issued": "2024-07-01"}, True, id="three-years-unless-stated"),
        pytest.param({"issued": "2024-06-30"}, False, id="three-years-are-over"),
        pytest.param({"issued": "2024-02-29", "expires": None}, False, id="leap-day"),
        pytest.param({}, False, id="no-issue-day"),
        pytest.param({"issued": "2026-01-01", "status": "revoked"}, False, id="revoked"),
        pytest.param({"issued": "2026-01-01", "status": "in_training"}, False, id="not-issued-yet"),
    ],
)
def test_certificate_valid(facts, valid):
    assert certificate_valid(Certificate(**{"module": "RTCM-M1", "status": "issued", **facts}), JUNE) == valid


def test_certificate_expiring():
    held = Certificate(module="RTCM-M1", issued="2024-01-01", expires="2027-01-01", status="issued")
    assert not certificate_expiring(held, date(2026, 10, 2))
    assert certificate_expiring(held, date(2026, 10, 3))
    assert not certificate_expiring(held, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, "fresh"), (89, "fresh"), (90, "due"), (180, "stale"), (539, "stale"), (540, "dormant")],
)
def test_freshness(days, state):
    assert freshness(date.fromordinal(date(2027, 1, 1).toordinal() - days), date(2027, 1, 1)) == state
    assert freshness(None, date(2027, 1, 1)) is Freshness.UNKNOWN

"""The pool as a list: which certificates end when, and who is counted on which day."""

from datetime import date

import pytest

from registry.changes import Delta
from registry.roster import Roster
from tests.builders import a_specialist


def until(*days):
    return [
        {"module": f"RTCM-M{at}", "level": "trainer", "issued": "2024-01-01", "expires": day, "status": "issued"}
        for at, day in enumerate(days, start=1)
    ]


@pytest.fixture
def roster():
    consent = {"statistics": {"given": "2024-06-01"}}
    return Roster.of(
        [
            a_specialist("s1", certificates=until("2027-03-01", "2027-01-01"), consent=consent),
            a_specialist("s2", certificates=until("2027-02-01"), restricted=True, consent=consent),
            a_specialist("s3", certificates=[{"module": "RTCM-M1", "level": "trainer", "status": "claimed"}]),
        ],
        "epoch",
        1,
    )


def ending(roster, first, before, among=None):
    found = roster.ending(roster.everybody if among is None else among, date(*first), date(*before))
    return [(str(day), entry.id) for day, entry, _ in found]


def test_certificates_end_from_a_day_on_and_before_another(roster):
    every = [("2027-01-01", "s1"), ("2027-02-01", "s2"), ("2027-03-01", "s1")]
    assert ending(roster, (2026, 1, 1), (2028, 1, 1)) == every
    assert ending(roster, (2027, 1, 1), (2027, 3, 1)) == every[:2]
    assert ending(roster, (2027, 1, 2), (2027, 3, 2)) == every[1:]
    assert ending(roster, (2026, 1, 1), (2028, 1, 1), roster.having("restricted", [False])) == [every[0], every[2]]


def test_after_a_change_they_are_those_of_now(roster):
    assert ending(roster, (2026, 1, 1), (2028, 1, 1))
    later = roster.apply(Delta("epoch", 2, (a_specialist("s1"), a_specialist("s4", certificates=until("2027-05-01")))))
    assert ending(later, (2026, 1, 1), (2028, 1, 1)) == [("2027-02-01", "s2"), ("2027-05-01", "s4")]


def test_each_day_is_counted_by_itself(roster):
    counted = [roster.counted_in_statistics(date(*day)) for day in ((2024, 7, 1), (2024, 1, 1), (2024, 7, 1))]
    assert [[entry.id for entry in roster.chosen(each)] for each in counted] == [["s1"], [], ["s1"]]

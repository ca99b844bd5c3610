"""Which module opens a seat for one person: asked of the matcher's own rules."""

from matching import Index
from matching.ask import Ask
from matching.opportunities import gains, missing
from tests.builders import a_mission, a_snapshot, a_specialist, skill

CERTIFIED = {"kind": "certificate", "module": "RTCM-M1", "level": "participant"}


def asks(*musts):
    return [Ask(a_mission(id=f"m{at}", must=must), 1) for at, must in enumerate(musts)]


def test_a_certificate_opens_the_seats_for_which_it_is_the_only_one_missing():
    seats = asks((CERTIFIED,), (CERTIFIED, skill("BRD.IBM", 3)), (skill("TRN.DEL", 2),))
    found = gains(seats, a_specialist(skills={"TRN.DEL": 2}))
    assert (found[0].module, found[0].opens) == ("RTCM-M1", 1)
    assert {each.module: each.teaches for each in found}["RTCM-M4"] == 1
    assert gains(seats[2:], a_specialist(skills={"TRN.DEL": 2})) == []


def test_reasons_are_counted_over_seats_the_commonest_first():
    seats = asks((CERTIFIED,), (CERTIFIED, skill("BRD.IBM", 3)))
    index = Index.build(a_snapshot(a_specialist("s1"), a_specialist("s2", skills={"BRD.IBM": 5})))
    told = [(each.seats, "BRD.IBM" in each.reason) for each in missing(seats, index, "s1")]
    assert told == [(2, False), (1, True)]

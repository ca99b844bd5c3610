"""Why somebody is not on the list; and what the advice says comes true."""

import re

import pytest
from hypothesis import given

from matching import DEFAULT, Index, recommend, why_not
from matching.errors import NoSuchSeat, NoSuchSpecialist
from registry import vocabulary
from registry.domain import Specialist
from tests.builders import a_mission, a_snapshot, a_specialist, language, skill
from tests.matching.test_promises import worlds

BEST = a_specialist("best", skills=[{"skill": "BRD.IBM", "level": 4, "status": "evidenced"}])


def answer(mission, *people, who="s1", top=1):
    return why_not(mission, Index.build(a_snapshot(*people)), who, top=top)


@pytest.mark.parametrize(
    ("facts", "must", "change"),
    [
        pytest.param({"consent": {}}, (), "consent to be searched, valid to 2027-06-30", id="consent"),
        pytest.param({"vetting": "draft"}, (), "admission to the pool by RTCM", id="admission"),
        pytest.param({"referral": {"state": "paused"}}, (), "referral open from 2027-06-01", id="pause"),
        pytest.param({"confirmed_on": "2020-01-01"}, (), "profile confirmed again", id="dormant"),
        pytest.param(
            {"availability": [{"from": "2027-06-01", "to": "2027-06-26", "kind": "away"}]},
            (),
            "available on 2 more days between 2027-06-01 and 2027-06-30",
            id="away",
        ),
        pytest.param({}, (language("rus", "B2"),), "Russian B2", id="language"),
        pytest.param(
            {},
            ({"kind": "certificate", "module": "RTCM-M3"},),
            "valid certificate RTCM-M3 as participant, valid to 2027-06-30",
            id="certificate",
        ),
        pytest.param({}, ({"kind": "nationality", "any_of": ["AZE"]},), None, id="nothing-changes-a-nationality"),
        pytest.param({"consent": {}, "vetting": "draft"}, (), None, id="two-reasons-need-two-changes"),
    ],
)
def test_what_lifts_an_exclusion(facts, must, change):
    told = answer(a_mission(must=must), a_specialist("s1", **facts))
    assert (told.on_list, told.rank, told.change) == (False, None, change)
    assert told.excluded
    assert bool(told.needed)


def test_points_lost_against_the_last_on_the_list():
    low = a_specialist("s1", skills={"BRD.IBM": 1})
    told = answer(a_mission(wish=(skill("BRD.IBM", 4),)), BEST, low)
    assert (told.rank, told.score, told.last_score) == (2, 15.0, 85.0)
    assert [(lost.criterion, lost.points, lost.last) for lost in told.lost] == [("skill", 15.0, 85.0)]


def test_the_smallest_of_the_changes_that_are_enough():
    """Verifying gives 75 and one level 80: neither is enough alone at 85; two levels of evidence are not asked."""
    near = a_specialist("s1", skills=[{"skill": "BRD.IBM", "level": 4, "status": "claimed"}])
    assert answer(a_mission(wish=(skill("BRD.IBM", 4),)), BEST, near).change == (
        "Integrated border management (BRD.IBM) 4/5 verified"
    )
    tied = a_specialist("a1", skills=[{"skill": "BRD.IBM", "level": 4, "status": "claimed"}])
    assert answer(a_mission(wish=(skill("BRD.IBM", 4),)), BEST, tied, who="a1").change == (
        "Integrated border management (BRD.IBM) 4/5 evidenced"
    )


def test_who_is_on_the_list_is_told_so():
    told = answer(a_mission(), a_specialist("s1"))
    assert (told.on_list, told.rank, told.change, told.needed) == (True, 1, None, ())


def test_unknown_people_and_seats():
    with pytest.raises(NoSuchSpecialist, match="nobody"):
        answer(a_mission(), BEST, who="nobody")
    with pytest.raises(NoSuchSeat, match="seats 1 to 1, not 2"):
        why_not(a_mission(), Index.build(a_snapshot(BEST)), "best", seat=2)


def changed(person: Specialist, change: str) -> Specialist | None:
    """The person after the change that was advised; None for a change that this test cannot make."""
    facts = person.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    if found := re.fullmatch(r".*\((\S+)\) (\d)/5 \(?(\w+)\)?", change):
        id, level, status = found.groups()
        others = [each for each in facts.get("skills", []) if each["skill"] != id]
        facts["skills"] = [*others, {"skill": id, "level": int(level), "status": status}]
    elif found := re.fullmatch(r"(\S+) years of experience", change):
        facts["experience_years"] = float(found.group(1))
    elif found := re.fullmatch(r"(\d+) months? of work in (.+) up to (\d+)", change):
        months, country, year = found.groups()
        known = {each.country: each.status for each in person.countries}
        others = [each for each in facts.get("countries", []) if not _same(each["country"], country)]
        status = next((s for code, s in known.items() if _same(code, country)), "claimed")
        facts["countries"] = [
            *others,
            {"country": country, "months": int(months), "last_year": int(year), "status": status},
        ]
    elif found := re.fullmatch(r"(.+) ([ABC][12])", change):
        name, level = found.groups()
        known = {each.language: each for each in person.languages}
        mine = next((each for code, each in known.items() if _spoken(code, name)), None)
        others = [each for each in facts.get("languages", []) if not _spoken(each["language"], name)]
        status = mine.status if mine else "claimed"
        facts["languages"] = [*others, {"language": name, "speaking": level, "status": status}]
    else:
        return None
    return Specialist.model_validate(facts)


def _same(code: str, name: str) -> bool:
    return vocabulary.country(code) == vocabulary.country(name)


def _spoken(code: str, name: str) -> bool:
    return vocabulary.language(code) == vocabulary.language(name)


@given(worlds)
def test_what_is_advised_brings_the_person_in(world):
    """Everybody below the third place makes the change advised, alone, and is on the list then."""
    people, mission = world
    index = Index.build(a_snapshot(*people))
    for place, person in enumerate(people):
        told = why_not(mission, index, person.id, top=3)
        if told.on_list or told.excluded or told.change is None:
            continue
        better = changed(person, told.change)
        if better is None:
            continue
        after = Index.build(a_snapshot(*people[:place], better, *people[place + 1 :]))
        listed = [each.specialist for each in recommend(mission, after, DEFAULT, top=3)[0].recommendations]
        assert person.id in listed, (person.id, told.change)

"""Everything that the matcher says over a generated pool, the missions that come with the code and small worlds."""

from collections.abc import Iterator
from pathlib import Path

from matching import Ask, Index, recommend, why_not
from matching.criteria import CRITERIA
from matching.eligibility import easings, eligible, flags_of
from matching.explain import ABSTAINS
from matching.plan.answer import Plan
from matching.teams.answer import Team
from matching.words import requirement
from registry.domain import Mission
from registry.importing import read_mission
from registry.sample import sample_assignments, sample_specialists
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist

FOLDER = Path(__file__).parents[3] / "registry/data/missions"
MISSIONS = [read_mission(file) for file in sorted(FOLDER.glob("*.yaml"))]
# Their facts are titles of past missions and of publications, in the words of others.
_OWN_FACTS = [name for name in CRITERIA if name not in ("network", "text")]


def a_pool(specialists: int = 200, seed: int = 5) -> Snapshot:
    return Snapshot.of(sample_specialists(specialists, seed), sample_assignments(specialists, seed))


def of_criteria(ask: Ask, index: Index) -> Iterator[str]:
    """Reasons, facts and steps of every criterion."""
    yield ABSTAINS.sentence
    for name, criterion in CRITERIA.items():
        one = criterion()
        shares = one.score(ask, index)
        rows = [row for row in range(index.rows) if shares[row] == shares[row]]
        for reason in one.reasons(ask, index, rows) if rows else ():
            yield reason.sentence
            yield from (fact.claim for fact in reason.evidence if name in _OWN_FACTS)
        for row in rows[:60]:
            yield from (step.change for step in one.steps(ask, index, row))


def of_a_seat(ask: Ask, index: Index) -> Iterator[str]:
    """Reasons, flags, exclusions and easings."""
    yield from of_criteria(ask, index)
    yield from (flag for flags in flags_of(ask, index, range(index.rows)) for flag in flags)
    eligibility = eligible(ask, index)
    yield from (each.reason for each in eligibility.exclusions)
    yield from (text for each in easings(ask, index, eligibility) for text in (each.must, each.eased))
    yield from (requirement(each) for each in (*ask.seat.must, *ask.seat.wish))


def of_those_left_out(mission: Mission, index: Index) -> Iterator[str]:
    """Why somebody is not on a list, and what would bring them in."""
    for id in index.ids:
        for top in (1, 10):
            told = why_not(mission, index, id, 1, top=top)
            yield from (*told.excluded, *told.needed, *(each.reason for each in told.lost))
            yield from [told.change] if told.change else []
    yield from (flag for each in recommend(mission, index)[0].recommendations for flag in each.flags)


def of_a_team(team: Team) -> Iterator[str]:
    yield from (each.reason for each in team.terms)
    yield from (each.meaning for each in team.rules)
    yield from team.clash


def of_a_plan(made: Plan) -> Iterator[str]:
    yield made.proof
    yield from (each.reason for each in made.unfilled)
    chosen = (each for mission in made.missions for seat in mission.seats for each in seat.chosen)
    yield from (flag for each in chosen for flag in each.flags)


def of_a_small_world() -> Iterator[str]:
    """What a generated pool is too kind to call for: every bar, every kind of requirement, every exclusion."""
    index = Index.build(_barred())
    for requirements in _REQUIREMENTS:
        mission = a_mission(must=requirements, wish=(_WEAK,), **_FACTS)
        yield from of_a_seat(Ask(mission, 1), index)
        yield from of_those_left_out(mission, index)


def _barred() -> Snapshot:
    """One for each bar, and somebody who works for the beneficiary."""
    people = [
        a_specialist("s1", vetting="draft"),
        a_specialist("s2", consent={}),
        a_specialist("s3", referral={"state": "paused"}),
        a_specialist("s4", referral={"state": "blocked"}),
        a_specialist("s5", confirmed_on="2020-01-01"),
        a_specialist("s6", restricted=True),
        a_specialist("s7", availability=[{"kind": "away", "from": "2027-06-01", "to": "2027-06-29"}]),
        a_specialist("s8", nationalities=["AZE"], education={"level": 6}, experience_years=9),
        a_specialist("s9", organisation="Ministry", skills={"BRD": 3}),
        a_specialist("s10", confirmed_on=None),
    ]
    return a_snapshot(*people)


_FACTS = {
    "types": ["evaluation"],
    "beneficiary": "Ministry",
    "exclude": {"specialists": ["s8"], "organisations": ["Ministry"], "nationalities": ["AZE", "GEO"]},
}
_WEAK = {"kind": "education", "level": 7}
_REQUIREMENTS = (
    (),
    ({"kind": "skill", "skill": "BRD", "level": 3}, {"kind": "official", "value": True}),
    ({"kind": "official", "value": False}, {"kind": "employer", "any_of": ["government", "ngo"]}),
    ({"kind": "language", "language": "rus", "level": "B2", "abilities": ["reading", "writing"]},),
    ({"kind": "certificate", "module": "RTCM-M1", "level": "co_trainer"}, {"kind": "training", "role": "co_trainer"}),
    ({"kind": "nationality", "any_of": ["AZE", "GEO"]}, {"kind": "nationality", "none_of": ["KAZ"]}),
    ({"kind": "country", "country": "GEO", "months": 6}, {"kind": "experience", "years": 4.5}),
    *(({"kind": "education", "level": level},) for level in range(9)),
)

"""Experience written back when a mission closes: an assignment with its appraisals, and a record on each profile."""

from collections.abc import Sequence

from registry.domain import (
    AppraisalForm,
    Assignment,
    Candidacy,
    CandidacyState,
    CountryExperience,
    EvidenceStatus,
    Member,
    Mission,
    ServiceRecord,
    SkillRequirement,
    Specialist,
)
from service.casework.work import Work

_SERVED = (CandidacyState.COMPLETED, CandidacyState.CURTAILED)
_DAYS_OF_A_MONTH = 30.4


def write_back(work: Work, given: Sequence[AppraisalForm]) -> None:
    """Keep what a mission was and who served on it; a mission on which nobody served leaves nothing."""
    served = work.candidacies(*_SERVED)
    if not served:
        return
    mission = work.mission
    people = {each.id: each for each in work.writing.stored_specialists({each.specialist for each in served})}
    work.writing.put_specialists([_grown(people[each.specialist], mission, each) for each in served])
    work.writing.put_assignments([_assignment(mission, served, given)])


def _assignment(mission: Mission, served: Sequence[Candidacy], given: Sequence[AppraisalForm]) -> Assignment:
    said = [form.appraisal for form in given if form.appraisal is not None]
    roles = {each.specialist: mission.seats[each.seat - 1].role for each in served}
    return Assignment.model_validate(
        {
            "schema": "assignment/1",
            "id": mission.id,
            "title": mission.title,
            "types": mission.types,
            "country": mission.host_countries[0],
            "place": mission.place,
            "organisation": mission.beneficiary,
            "from": mission.window.start,
            "to": mission.window.end,
            "competences": _competences(mission, range(len(mission.seats))),
            "team": [Member(specialist=id, role=role) for id, role in sorted(roles.items())],
            "appraisals": sorted(_first_of_each(said), key=lambda each: (each.specialist, each.by, each.on)),
        }
    )


def _first_of_each(said: Sequence[object]) -> list[object]:
    """One appraisal per person, judge and day: peers of one day count once."""
    found: dict[tuple[object, ...], object] = {}
    for each in said:
        found.setdefault((each.specialist, each.by, each.on), each)  # type: ignore[attr-defined]
    return list(found.values())


def _grown(person: Specialist, mission: Mission, candidacy: Candidacy) -> Specialist:
    """A profile with one mission more; what the house itself has seen is verified."""
    record = ServiceRecord.model_validate(
        {
            "title": mission.title,
            "country": mission.host_countries[0],
            "from": mission.window.start,
            "to": mission.window.end,
            "role": mission.seats[candidacy.seat - 1].role,
            "competences": _competences(mission, [candidacy.seat - 1]),
            "organisation": mission.beneficiary,
        }
    )
    countries = tuple(_stayed(person, mission))
    return person.model_copy(update={"missions": (*person.missions, record), "countries": countries})


def _stayed(person: Specialist, mission: Mission) -> list[CountryExperience]:
    """The countries of a profile with the months of this mission added to its host."""
    host, months = mission.host_countries[0], max(1, round(mission.window.days / _DAYS_OF_A_MONTH))
    last_year = mission.window.end.year
    held = [each for each in person.countries if each.country == host]
    others = [each for each in person.countries if each.country != host]
    before = held[0].months if held else 0
    themes = held[0].themes if held else ()
    return [
        *others,
        CountryExperience(
            country=host,
            months=min(960, before + months),
            last_year=last_year,
            themes=themes,
            status=EvidenceStatus.VERIFIED,
        ),
    ]


def _competences(mission: Mission, seats: Sequence[int]) -> tuple[str, ...]:
    """The competences that some seats (from 0) ask for, each once."""
    asked = [
        requirement.skill
        for seat in seats
        for requirement in (*mission.seats[seat].must, *mission.seats[seat].wish)
        if isinstance(requirement, SkillRequirement)
    ]
    return tuple(dict.fromkeys(asked))

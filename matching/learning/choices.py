"""Past choices: who was chosen for a seat, and from whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from matching.ask import Ask
from registry.domain import (
    AppraisedBy,
    Assignment,
    Candidacy,
    CandidacyState,
    CountryRequirement,
    Decision,
    Member,
    Mission,
    Role,
    Seat,
    SkillRequirement,
    TrainingRequirement,
    Window,
)

# Whoever has come so far was chosen, whatever became of it.
CHOSEN = frozenset(
    {
        CandidacyState.OFFERED,
        CandidacyState.ACCEPTED,
        CandidacyState.CONFIRMED,
        CandidacyState.DEPLOYED,
        CandidacyState.COMPLETED,
        CandidacyState.DECLINED,
        CandidacyState.EXPIRED,
        CandidacyState.NO_SHOW,
        CandidacyState.CURTAILED,
    }
)
# These left by themselves, or the whole mission did: that says nothing about anybody's choice.
_NOBODYS_CHOICE = frozenset({CandidacyState.WITHDRAWN, CandidacyState.REVOKED})
# What a past mission is taken to have wished for: level of its competences, months in its country.
_LEVEL, _MONTHS = 3, 6
_TRAINS = frozenset({Role.TRAINER, Role.CO_TRAINER})
# A mark in the middle of the scale counts as much as no mark.
_LOWEST, _MIDDLE = 1.0, 3.0


@dataclass(frozen=True)
class Choice:
    """One seat that was filled: ``chosen`` from ``others``, or from everybody who could serve where that is None.

    ``on``: the day of the choice, whose knowledge counts.
    ``worth``: how much the choice counts, by how it was appraised; 1 where nobody has appraised it.
    """

    ask: Ask
    on: date
    chosen: tuple[str, ...]
    others: tuple[str, ...] | None
    team: frozenset[str]  # everybody chosen for the same mission: not an other
    worth: float = 1.0
    appraised: bool = False

    @property
    def order(self) -> tuple[date, str, int, tuple[str, ...]]:
        """Where it stands among choices, whatever order they come in."""
        return self.on, self.ask.mission.id, self.ask.number, self.chosen


def of_candidacies(candidacies: Iterable[Candidacy], missions: Mapping[str, Mission]) -> list[Choice]:
    """The seats of missions on file for which somebody was chosen and somebody else was not."""
    seats: dict[tuple[str, int], list[Candidacy]] = {}
    for each in candidacies:
        mission = missions.get(each.mission)
        if mission is not None and each.seat <= len(mission.seats) and each.state not in _NOBODYS_CHOICE:
            seats.setdefault((each.mission, each.seat), []).append(each)
    found = []
    for (mission_id, seat), proposed in seats.items():
        chosen = [each for each in proposed if each.state in CHOSEN]
        others = sorted(each.specialist for each in proposed if each.state not in CHOSEN)
        if chosen and others:
            ids = tuple(sorted(each.specialist for each in chosen))
            ask = Ask(missions[mission_id], seat)
            found.append(Choice(ask, _day(chosen, ask), ids, tuple(others), frozenset(ids)))
    return found


def of_decisions(decisions: Iterable[Decision], missions: Mapping[str, Mission]) -> list[Choice]:
    """Whom planners put on the lists of seats, from the people whom they were shown; stale decisions are left out."""
    found = []
    for each in decisions:
        mission = missions.get(each.mission)
        if mission is None or each.seat > len(mission.seats) or each.stale:
            continue
        chosen = tuple(sorted(choice.specialist for choice in each.chosen))
        others = tuple(sorted(one.specialist for one in each.ranking[: each.top] if one.specialist not in chosen))
        if chosen and others:
            found.append(Choice(Ask(mission, each.seat), each.drawn.date(), chosen, others, frozenset(chosen)))
    return found


def _day(chosen: Sequence[Candidacy], ask: Ask) -> date:
    """The first day on which somebody was selected; that on which the mission begins where none is on file."""
    return min((each.selection.on for each in chosen if each.selection), default=ask.window.start)


def of_assignments(assignments: Iterable[Assignment], missions: Mapping[str, Mission]) -> list[Choice]:
    """Past work as choices, a seat per role; the others are whoever could have served.

    Where no mission of the same id is on file, what it wished for is taken from the record: its competences, its
    country, and training for those who trained. Of the rest nothing is known, so nothing can be learned from it. Work
    without a country is left out then: every mission has one.
    """
    return [choice for each in assignments for choice in _of_assignment(each, missions.get(each.id))]


def _of_assignment(assignment: Assignment, mission: Mission | None) -> Iterator[Choice]:
    team = frozenset(member.specialist for member in assignment.team)
    for role in dict.fromkeys(member.role for member in assignment.team):
        members = [member for member in assignment.team if member.role is role]
        ask = _seat_of(mission, role) if mission is not None else _asked(assignment, role, len(members))
        if ask is not None:
            worth = _worth(assignment, members)
            ids = tuple(sorted(member.specialist for member in members))
            yield Choice(ask, assignment.start, ids, None, team, 1.0 if worth is None else worth, worth is not None)


def _seat_of(mission: Mission, role: Role) -> Ask | None:
    """The first seat of a role."""
    return next((Ask(mission, n) for n, seat in enumerate(mission.seats, start=1) if seat.role is role), None)


def _asked(assignment: Assignment, role: Role, count: int) -> Ask | None:
    if assignment.country is None:
        return None
    wishes: list[SkillRequirement | CountryRequirement | TrainingRequirement] = [
        SkillRequirement(kind="skill", skill=each, level=_LEVEL, weight=1.0) for each in assignment.competences
    ]
    wishes.append(CountryRequirement(kind="country", country=assignment.country, months=_MONTHS, weight=1.0))
    if role in _TRAINS:
        wishes.append(TrainingRequirement(kind="training", role=role, weight=1.0))
    mission = Mission(
        schema_="mission/1",
        id=assignment.id,
        title=assignment.title,
        types=assignment.types,
        host_countries=(assignment.country,),
        window=Window(start=assignment.start, end=assignment.end),
        seats=(Seat(role=role, count=count, wish=tuple(wishes)),),
    )
    return Ask(mission, 1)


def _worth(assignment: Assignment, members: Sequence[Member]) -> float | None:
    """The mean mark that others gave these members, 1 in the middle of the scale and 0 at its end; None without one.

    Whom nobody would use again counts nothing. What people say of themselves is left out.
    """
    ids = {member.specialist for member in members}
    told = [each for each in assignment.appraisals if each.specialist in ids and each.by is not AppraisedBy.SPECIALIST]
    marks = [_mark(each.ratings.mean, each.would_use_again) for each in told if each.ratings.mean is not None]
    return fmean(marks) if marks else None


def _mark(mean: float | None, again: bool | None) -> float:
    return 0.0 if mean is None or again is False else (mean - _LOWEST) / (_MIDDLE - _LOWEST)

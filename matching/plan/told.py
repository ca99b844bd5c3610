"""The plan in the words of its answer: seats, what stays unfilled and why, and who is wanted by several missions."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from matching import words
from matching.eligibility import eligible
from matching.index import Index
from matching.plan.answer import Chosen, Contention, PlannedMission, PlannedSeat, Unfilled
from matching.plan.calendar import Calendar
from matching.plan.lists import Known, Lists
from matching.plan.problem import Problem

_SITTING = "on a seat of this mission already"


def missions(problem: Problem, lists: Lists, taken: Known, index: Index) -> tuple[PlannedMission, ...]:
    """Who goes where."""
    request, points = problem.request, problem.points_of_missions(taken)
    seats: list[list[PlannedSeat]] = [[] for _ in request.missions]
    calendar, begins = Calendar(problem, taken), taken.begins(len(request.asks))
    for place, ask in enumerate(request.asks):
        mine = taken.at(np.arange(begins[place], begins[place + 1]))
        best_first = np.lexsort((mine.person, -mine.points))
        chosen = tuple(_chosen(problem, lists, mine.at(best_first), at, index, calendar) for at in range(len(mine)))
        seat = PlannedSeat(seat=ask.number, role=str(ask.seat.role), count=ask.seat.count, chosen=chosen)
        seats[request.mission_of[place]].append(seat)
    return tuple(
        PlannedMission(
            mission=each.id, priority=request.priority(each.id), points=round(float(sum), 2), seats=tuple(mine)
        )
        for each, sum, mine in zip(request.missions, points, seats, strict=True)
    )


def _chosen(problem: Problem, lists: Lists, mine: Known, at: int, index: Index, calendar: Calendar) -> Chosen:
    person, fixed = int(mine.person[at]), bool(mine.fixed[at])
    return Chosen(
        specialist=lists.id(person),
        name=index.names[lists.row(person)],
        points=int(mine.points[at]) / 100,
        fixed=fixed,
        flags=tuple(_flags(problem, lists, int(mine.seat[at]), person, index, calendar)) if fixed else (),
    )


def _flags(problem: Problem, lists: Lists, seat: int, person: int, index: Index, calendar: Calendar) -> Iterator[str]:
    """What must not pass silently of an offer that was accepted: it stands whatever the rules say."""
    row = lists.row(person)
    for exclusion in eligible(problem.request.asks[seat], index).reasons_of(row):
        yield f"not eligible: {exclusion.reason}"
    most = problem.rules.most_missions
    if most is not None and calendar.load(person) > most:
        yield f"on {words.plural(calendar.load(person), 'mission')}, {most} at most for others"


def unfilled(problem: Problem, lists: Lists, taken: Known) -> tuple[Unfilled, ...]:
    """Seats with empty places, and why."""
    calendar = Calendar(problem, taken)
    return tuple(
        Unfilled(
            mission=ask.mission.id,
            seat=ask.number,
            missing=calendar.room(place),
            eligible=int(lists.eligible[place]),
            reason=_reason(lists, place, calendar),
        )
        for place, ask in enumerate(problem.request.asks)
        if calendar.room(place) > 0
    )


def _reason(lists: Lists, seat: int, calendar: Calendar) -> str:
    everybody = lists.everybody(seat)
    if not everybody:
        return "nobody is eligible"
    bars = Counter(_SITTING if calendar.sits(seat, each) else calendar.bar(seat, each) for each in everybody)
    free = bars.pop(None, 0)
    sitting = bars.pop(_SITTING, 0)
    if not bars and not free:
        return f"only {words.plural(sitting, 'person is', 'people are')} eligible, and on this seat"
    told = [f"{count} {bar}" for bar, count in sorted(bars.items(), key=lambda each: (-each[1], str(each[0])))]
    told += [f"{sitting} on this seat"] if sitting else []
    told += [f"{free} free, whom the rules would rather leave out"] if free else []
    return f"of {words.plural(len(everybody), 'eligible person', 'eligible people')}: {', '.join(told)}"


def contention(problem: Problem, lists: Lists) -> tuple[Contention, ...]:
    """Whoever stands among the best of more than one mission, most wanted first."""
    wanted: dict[int, dict[str, None]] = {}
    for place, ask in enumerate(problem.request.asks):
        for person in lists.best_of(place, ask.seat.count):
            wanted.setdefault(person, {})[ask.mission.id] = None
    several = sorted((-len(by), person) for person, by in wanted.items() if len(by) > 1)
    return tuple(
        Contention(specialist=lists.id(person), wanted_by=-times, missions=tuple(wanted[person]))
        for times, person in several
    )

"""A good team quickly: picked one by one, then bettered by single exchanges until none betters it."""

from collections.abc import Iterator

import numpy as np

from matching.arrays import Flags
from matching.teams.bounds import Whole
from matching.teams.problem import NOT_ELIGIBLE, Lineup, Problem
from matching.teams.worth import added, people_of, worth

IMPOSSIBLE = -(1 << 60)


def picked(problem: Problem) -> Lineup | None:
    """A team taken one by one, always whoever adds most; None where that leads to none that keeps all rules."""
    seats = [[person for at, person in problem.fixed if at == seat] for seat in range(len(problem.counts))]
    people = [person for seat in seats for person in seat]
    wrong = any(len(taken) > count for taken, count in zip(seats, problem.counts, strict=True))
    if wrong or len(set(people)) < len(people) or not all(_may_sit(problem, *each) for each in problem.fixed):
        return None
    while (left := problem.members - len(people)) > 0:
        found = _next(problem, seats, people, left) if problem.ids else None
        if found is None:
            return None
        seats[found[0]].append(found[1])
        people.append(found[1])
    lineup = tuple(tuple(sorted(taken)) for taken in seats)
    return lineup if problem.bounds.hold(problem.bounds.totals(people)) else None


def _may_sit(problem: Problem, seat: int, person: int) -> bool:
    return person >= 0 and bool(problem.eligible[seat, person])


def _next(problem: Problem, seats: list[list[int]], people: list[int], left: int) -> tuple[int, int] | None:
    """(seat, person) that adds most; ties go to the earlier seat, then by id."""
    totals = problem.bounds.totals(people)
    open_to = problem.bounds.room_for(totals) & problem.bounds.reached_by(totals, left - 1)
    open_to[people] = False
    open_seats = [len(taken) < count for taken, count in zip(seats, problem.counts, strict=True)]
    gain = np.where(problem.eligible & open_to & np.array(open_seats)[:, None], problem.points, IMPOSSIBLE)
    gain = gain + added(problem, people)
    best = int(np.argmax(gain))
    seat, person = divmod(best, len(problem.ids))
    return (seat, person) if gain.flat[best] > IMPOSSIBLE // 2 else None


def bettered(problem: Problem, lineup: Lineup) -> Lineup:
    """A team that no single exchange betters.

    An exchange takes one member out and somebody else in, or lets two members change seats. Where the value stays the
    same, an earlier id comes in for a later one, and the seat that stands first has the member with more points in
    it, then the earlier id. Every step raises the value, or keeps it and brings an earlier id, or keeps both and
    moves points or ids to the front, so that it ends.
    """
    while (better := _exchange(problem, lineup) or _change_of_seats(problem, lineup)) is not None:
        lineup = better
    return lineup


def outsiders(problem: Problem, lineup: Lineup, seat: int, member: int) -> tuple[Whole, Flags]:
    """(value of the team with each person in place of a member of a seat, who can be that), (n_people,) each."""
    others = [person for person in people_of(lineup) if person != member]
    rest = tuple(tuple(person for person in taken if person != member) for taken in lineup)
    values = worth(problem, rest).total + problem.points[seat] + added(problem, others)
    able = problem.eligible[seat] & problem.bounds.completed_by(problem.bounds.totals(others))
    able[others] = False
    return values, able


def _exchange(problem: Problem, lineup: Lineup) -> Lineup | None:
    """The best exchange with an outsider, None where none betters the team."""
    now, best, found = worth(problem, lineup).total, (0, 0), None
    for seat, member in _free(problem, lineup):
        values, able = outsiders(problem, lineup, seat, member)
        able[member] = False
        gains = np.where(able, values - now, IMPOSSIBLE)
        person = int(np.argmax(gains))
        # Of people who add the same the first by id is found; an equal team is better only by an earlier id.
        step = (int(gains[person]), member - person)
        if step > best and step[0] >= 0:
            best, found = step, (seat, member, person)
    return None if found is None else _with(lineup, *found)


def _free(problem: Problem, lineup: Lineup) -> Iterator[tuple[int, int]]:
    """(seat, member) of everybody who is not fixed."""
    fixed = set(problem.fixed)
    return ((seat, member) for seat, taken in enumerate(lineup) for member in taken if (seat, member) not in fixed)


def _with(lineup: Lineup, seat: int, leaves: int, comes: int) -> Lineup:
    taken = tuple(sorted(comes if person == leaves else person for person in lineup[seat]))
    return (*lineup[:seat], taken, *lineup[seat + 1 :])


def _change_of_seats(problem: Problem, lineup: Lineup) -> Lineup | None:
    """The first change of two members' seats that raises points, or keeps them and gives the first seat more."""
    points, free = problem.points, list(_free(problem, lineup))
    for place, (seat, one) in enumerate(free):
        for other_seat, other in free[place + 1 :]:
            if seat == other_seat:
                continue
            here, there = int(points[seat, one]), int(points[other_seat, other])
            comes, goes = int(points[seat, other]), int(points[other_seat, one])
            gain = comes + goes - here - there
            # Where it is all the same, the seat that stands first has the stronger, as a lead should be.
            if NOT_ELIGIBLE not in (comes, goes) and (gain > 0 or (gain == 0 and (comes, -other) > (here, -one))):
                return _with(_with(lineup, seat, one, other), other_seat, other, one)
    return None

"""The last touch: places that are left are filled, and ties go by id."""

from dataclasses import dataclass

import numpy as np

from matching.arrays import Flags, Shares
from matching.plan.calendar import Calendar
from matching.plan.lists import Known, Lists
from matching.plan.problem import Problem
from matching.plan.request import Whole


def finished(problem: Problem, lists: Lists, taken: Known) -> Known:
    """The same plan, or one that is worth no less.

    Nobody free is left out of a place that is empty; and of two people with the same points and worth on a seat, where
    the other one is free, the one with the smaller id sits; with a balance to keep, of the same gender.
    """
    pairs = lists.known(problem.held)
    chosen = np.isin(pairs.seat * lists.people + pairs.person, taken.seat * lists.people + taken.person)
    calendar, begins = Calendar(problem, taken), pairs.begins(len(problem.request.asks))
    worth, people = problem.worth(pairs), problem.people
    alike = np.column_stack([pairs.points, worth, (people.women + 2 * people.men)[pairs.person]])
    for seat in range(len(problem.request.asks)):
        among = slice(begins[seat], begins[seat + 1])
        mine = _Seat(seat, pairs.person[among], alike[among], pairs.fixed[among], chosen[among])
        if not problem.rules.balance:
            mine.fill(calendar)
        mine.by_id(calendar)
    return pairs.at(chosen)


@dataclass(frozen=True)
class _Seat:
    """The people known of one seat, best first; ``chosen`` is a view that is written to."""

    seat: int
    person: Whole
    same: Shares  # whoever is equal in all columns can stand in
    fixed: Flags
    chosen: Flags

    def fill(self, calendar: Calendar) -> None:
        """Places that are left go to whoever is free, best first."""
        for at, person in enumerate(self.person.tolist()) if calendar.room(self.seat) > 0 else ():
            if calendar.room(self.seat) > 0 and not self.chosen[at] and calendar.free(self.seat, person):
                self.chosen[at] = True
                calendar.add(self.seat, person)

    def by_id(self, calendar: Calendar) -> None:
        """Whoever sits gives way to somebody free with the same points and worth, and a smaller id."""
        for at in np.flatnonzero(self.chosen & ~self.fixed).tolist():
            tied = (self.same == self.same[at]).all(axis=1)
            others = np.flatnonzero(tied & ~self.chosen & (self.person < self.person[at]))
            calendar.remove(self.seat, int(self.person[at]))
            free = (each for each in others.tolist() if calendar.free(self.seat, int(self.person[each])))
            heir = min(free, key=lambda each: int(self.person[each]), default=at)
            self.chosen[at], self.chosen[heir] = False, True
            calendar.add(self.seat, int(self.person[heir]))

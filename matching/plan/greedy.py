"""Missions one after another: the plan that anybody can make by hand, the first to start from, and to compare with."""

import numpy as np

from matching.arrays import Flags
from matching.plan.calendar import Calendar
from matching.plan.lists import Known
from matching.plan.problem import Problem


def one_after_another(problem: Problem, pairs: Known) -> Flags:
    """(n,): accepted offers, then seat by seat the best people who are still free.

    Missions in the order of their priority, then of their first day, then of their id.
    """
    calendar = Calendar(problem)
    taken, worth = pairs.fixed.copy(), problem.worth(pairs)
    for pair in np.flatnonzero(pairs.fixed).tolist():
        calendar.add(int(pairs.seat[pair]), int(pairs.person[pair]))
    begins = pairs.begins(len(problem.request.asks))
    for seat in np.lexsort((problem.request.first, -problem.factors)).tolist():
        at = np.arange(begins[seat], begins[seat + 1])
        for pair in at[np.argsort(-worth[at], kind="stable")].tolist():
            if calendar.room(seat) <= 0:
                break
            person = int(pairs.person[pair])
            if not taken[pair] and calendar.free(seat, person):
                taken[pair] = True
                calendar.add(seat, person)
    return taken

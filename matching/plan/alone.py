"""What each person would do by themselves: of missions whose dates overlap, the set that gains most."""

from dataclasses import dataclass

import numpy as np

from matching.arrays import Flags, Shares
from matching.plan.request import Whole

# An accepted offer gains so many points more while sets are compared: no set goes without it.
_HELD = 1e6


@dataclass(frozen=True)
class Alone:
    """Over all people: what their best sets gain, and what a set loses at least that has a given pair."""

    total: float
    adds: Shares  # (n_pairs,): 0 for a pair of a best set, below 0 for others


def alone(first: Whole, last: Whole, person: Whole, gain: Shares, held: Flags) -> Alone:
    """The best set of everybody; ``first`` and ``last``: keys of person and day, ``held``: pairs that must be in it.

    Weighted interval scheduling (Kleinberg and Tardos 2005, 6.1), from the first day on and from the last day back, so
    that the best set with a given pair is known as well.
    """
    more = gain + _HELD * held
    before, best = _from_the_first_day(first, last, person, more)
    after, _ = _from_the_first_day(-last, -first, person, more)
    return Alone(float(best.sum() - _HELD * held.sum()), before + more + after - best[person])


def _from_the_first_day(first: Whole, last: Whole, person: Whole, gain: Shares) -> tuple[Shares, Shares]:
    """((n_pairs,): what the person gains at most before the pair begins, (n_people,): and in all)."""
    size = len(person)
    order = np.argsort(last, kind="stable")
    whose = person[order]
    begin = np.flatnonzero(np.diff(whose, prepend=-1))
    sizes = np.diff(np.append(begin, size))
    ended = last[order].searchsorted(first[order])
    known = ended > np.repeat(begin, sizes)
    # One place more, for what nobody gains before their first mission.
    gained, sorted_gain = np.zeros(size + 1), gain[order]
    ended = np.where(known, ended - 1, size)
    for step in range(int(sizes.max(initial=0))):
        at = begin[sizes > step] + step
        without = gained[at - 1] if step else 0.0
        gained[at] = np.maximum(without, sorted_gain[at] + gained[ended[at]])
    before, best = np.empty(size), np.zeros(int(person.max(initial=-1)) + 1)
    before[order] = gained[ended]
    best[whose[begin]] = gained[begin + sizes - 1]
    return before, best

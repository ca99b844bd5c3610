"""What is to be made as large as can be, and within which limits: the plan as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.arrays import Flags, Shares
from matching.index import Index
from matching.plan.lists import Known, Lists
from matching.plan.request import Request, Whole
from matching.plan.rules import PlanRules
from matching.protected import Protected
from registry.domain import Gender

Factors = npt.NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """What the rules look at, by person: who never served, women, men, and missions that offers already take."""

    new: Flags
    women: Flags
    men: Flags
    offers: Whole

    @classmethod
    def of(cls, lists: Lists, request: Request, index: Index, protected: Protected | None) -> "People":
        """The people of a pool; gender is looked at only where ``protected`` is handed in."""
        persons = index.people["person"][lists.rows(np.arange(lists.people))].astype(np.int64)
        # One place more, that a person without a past (-1) finds.
        served = np.append(np.diff(index.past.served.starts) > 0, False)
        women, men = (_of_gender(gender, lists, protected) for gender in (Gender.FEMALE, Gender.MALE))
        offers = [lists.person(index.row_of(each.specialist)) for each in request.offers]
        taken = np.bincount(np.array(offers, np.int64), minlength=lists.people).astype(np.int64)
        return cls(~served[persons], women, men, taken)


def _of_gender(gender: Gender, lists: Lists, protected: Protected | None) -> Flags:
    genders: Mapping[str, Gender] = protected.genders if protected is not None else {}
    if not genders:
        return np.zeros(lists.people, bool)
    return np.array([genders.get(lists.id(person)) is gender for person in range(lists.people)], bool)


@dataclass(frozen=True)
class Problem:
    """Maximise the worth of the pairs taken, less what imbalance costs, within the limits of every rule.

    ``floors`` (n_missions,): points that each mission has at least, empty without. ``raised`` (n_missions,): instead
    of the worth, the largest common multiple of these points is looked for, up to 1 times.
    """

    request: Request
    rules: PlanRules
    people: People
    floors: Shares
    raised: Shares
    held: bool = True  # accepted offers are kept

    @cached_property
    def factors(self) -> Factors:
        """(n_seats,): what a place counts by the priority of its mission."""
        each = [self.rules.factor(self.request.priority(mission.id)) for mission in self.request.missions]
        return np.array(each, np.float64)[self.request.mission_of]

    @cached_property
    def caps(self) -> Whole | None:
        """(n_people,): missions that each takes at most; accepted offers stand whatever they add up to."""
        most = self.rules.most_missions
        if most is None:
            return None
        return np.maximum(self.people.offers if self.held else 0 * self.people.offers, most)

    def worth(self, pairs: Known) -> Shares:
        """(n,): what each pair adds, in points, whole hundredths."""
        if len(self.raised):
            return np.zeros(len(pairs))
        return self._worth(pairs.seat, pairs.points, self.people.new[pairs.person])

    def most_beyond(self, lists: Lists) -> Shares:
        """(n_seats,): nobody beyond what is known of a seat's ranking is worth more; -inf where all are known."""
        seats = np.arange(len(self.factors))
        most = np.zeros(len(seats)) if len(self.raised) else self._worth(seats, lists.least, np.ones(len(seats), bool))
        return np.where(lists.whole, -np.inf, most)

    def _worth(self, seat: Whole, points: Whole, new: Flags) -> Shares:
        exact = self.factors[seat] * (points / 100 + self.rules.filled) + self.rules.rotation * new
        worth: Shares = np.rint(100 * exact) / 100
        return worth

    def value(self, taken: Known) -> float:
        """What a choice is worth, in points."""
        return round(float(self.worth(taken).sum()) - self.rules.imbalance * self.short(taken), 6)

    def short(self, taken: Known) -> float:
        """How many people women, or men, are short of their share."""
        if not self.rules.balance:
            return 0.0
        women, men = (float(each[taken.person].sum()) for each in (self.people.women, self.people.men))
        return max(0.0, self.rules.balance * (women + men) - min(women, men))

    def points_of_missions(self, taken: Known) -> Shares:
        """(n_missions,): the plain sum of points of each."""
        of, n = self.request.mission_of[taken.seat], len(self.request.missions)
        return np.bincount(of, weights=taken.points / 100, minlength=n).astype(np.float64)


def without_floors() -> Shares:
    """No floor, or nothing to raise."""
    return np.zeros(0)

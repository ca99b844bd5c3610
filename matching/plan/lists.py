"""The ranking of every seat, as deep as it has been looked at so far."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from matching.ask import Ask
from matching.index import Index
from matching.looks import Look, Looks, look_at
from matching.plan.request import Request, Whole
from matching.policy import Policy
from matching.ranking import compiled, standard

Progress = Callable[[int, int], None]  # seats ranked, seats in all

# So deep every ranking is looked at first, or a few times its places where that is more.
FIRST_LOOK = 100
_TIMES_PLACES = 4
_DEEPER = 4


@dataclass(frozen=True)
class Known:
    """Pairs of a seat and a person, seat by seat, best first; offers that were accepted stand among them.

    ``points`` in hundredths; ``place`` counts from 0 within the seat; ``person`` is the place of the id in the pool.
    """

    seat: Whole
    person: Whole
    points: Whole
    place: Whole
    fixed: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.seat)

    def begins(self, n_seats: int) -> list[int]:
        """Where the pairs of each seat begin, and the end."""
        found: list[int] = np.searchsorted(self.seat, np.arange(n_seats + 1)).tolist()
        return found

    def at(self, chosen: npt.NDArray[np.bool_] | Whole) -> "Known":
        """Some of the pairs, or all in another order."""
        return Known(
            self.seat[chosen], self.person[chosen], self.points[chosen], self.place[chosen], self.fixed[chosen]
        )


class Lists:
    """Per seat the best people so far; deeper where somebody asks."""

    def __init__(
        self,
        request: Request,
        index: Index,
        policies: Mapping[str, Policy],
        progress: Progress = lambda done, all: None,
        looks: Looks | None = None,
    ) -> None:
        self._looks: Looks = looks or partial(look_at, index)
        self._index, self._policies, self._asks = index, policies, request.asks
        self._by_id = _by_id(index)
        self._place_of = np.empty(index.rows, np.int64)
        self._place_of[self._by_id] = np.arange(len(self._by_id))
        self.eligible = np.zeros(len(self._asks), np.int64)
        self._people: list[Whole] = [np.zeros(0, np.int64)] * len(self._asks)
        self._points: list[Whole] = [np.zeros(0, np.int64)] * len(self._asks)
        counts = enumerate(request.counts.tolist())
        self._look({seat: max(FIRST_LOOK, _TIMES_PLACES * places) for seat, places in counts}, progress)
        offers = [(request.seat_of[each.mission, each.seat], index.row_of(each.specialist)) for each in request.offers]
        self._offers = sorted((seat, int(self._place_of[row])) for seat, row in offers)
        self._their_points = [self._score(seat, person) for seat, person in self._offers]

    @property
    def people(self) -> int:
        """How many numbers there are for people."""
        return len(self._by_id)

    def row(self, person: int) -> int:
        """The row of a person in the index."""
        return int(self._by_id[person])

    def person(self, row: int) -> int:
        """The number of the person in a row of the index."""
        return int(self._place_of[row])

    def id(self, person: int) -> str:
        """The id of a person."""
        return self._index.ids[self.row(person)]

    def rows(self, people: Whole) -> Whole:
        """The rows of some people."""
        return self._by_id[people]

    @property
    def deep(self) -> Whole:
        """(n_seats,): how many of each seat's ranking are known."""
        return np.array([len(each) for each in self._people], np.int64)

    @property
    def whole(self) -> npt.NDArray[np.bool_]:
        """(n_seats,): whether everybody eligible is known."""
        return self.deep >= self.eligible

    @property
    def least(self) -> Whole:
        """(n_seats,): nobody who is not known has more points than these (hundredths)."""
        return np.array([each[-1] if len(each) else 0 for each in self._points], np.int64)

    def deepen(self, seats: Iterable[int], all: bool = False) -> None:
        """Look several times deeper into some rankings, or to their ends."""
        known = {seat: len(self._people[seat]) for seat in seats}
        self._look(
            {
                seat: self._index.rows if all else _DEEPER * deep
                for seat, deep in known.items()
                if deep < self.eligible[seat]
            }
        )

    def known(self, held: bool = True) -> Known:
        """All pairs known so far; where offers are held, who accepted one stands there too, eligible or not."""
        deep = self.deep
        seat = np.repeat(np.arange(len(deep)), deep)
        person, points = np.concatenate(self._people), np.concatenate(self._points)
        place = np.arange(len(seat)) - np.repeat(np.cumsum(deep) - deep, deep)
        fixed = np.isin(seat * self.people + person, [at * self.people + who for at, who in self._offers])
        if not held:
            return Known(seat, person, points, place, np.zeros(len(seat), bool))
        among = set(zip(seat[fixed].tolist(), person[fixed].tolist(), strict=True))
        more = [
            (*offer, score) for offer, score in zip(self._offers, self._their_points, strict=True) if offer not in among
        ]
        if not more:
            return Known(seat, person, points, place, fixed)
        seats, people, scores = (np.array(column, np.int64) for column in zip(*more, strict=True))
        none, accepted = np.zeros(len(more), np.int64), np.ones(len(more), bool)
        columns = (seat, seats), (person, people), (points, scores), (place, none), (fixed, accepted)
        every = Known(*(np.append(one, other) for one, other in columns))
        return every.at(np.argsort(every.seat, kind="stable"))

    def best_of(self, seat: int, top: int) -> list[int]:
        """The first people of one ranking."""
        found: list[int] = self._people[seat][:top].tolist()
        return found

    def everybody(self, seat: int) -> list[int]:
        """All people who are eligible for a seat, best first."""
        self.deepen([seat], all=True)
        return self.best_of(seat, len(self._people[seat]))

    def _look(self, tops: Mapping[int, int], progress: Progress = lambda done, all: None) -> None:
        """Look so deep into the ranking of each seat."""
        asks = [(self._asks[seat], top) for seat, top in tops.items()]
        wanted = [Look(ask, self._policies[ask.mission.id], top) for ask, top in asks]
        for done, (seat, found) in enumerate(zip(tops, self._looks(wanted), strict=True), start=1):
            self.eligible[seat] = found.eligible
            self._people[seat] = self._place_of[found.rows]
            self._points[seat] = found.points
            progress(done, len(tops))

    def _score(self, seat: int, person: int) -> int:
        """The points of one person for a seat, eligible or not."""
        ask: Ask = self._asks[seat]
        alone = np.zeros(self._index.rows, bool)
        alone[self._by_id[person]] = True
        contenders = compiled.contenders if compiled.worth_it(self._index) else standard.contenders
        found = contenders(ask, self._index, self._policies[ask.mission.id], alone, 1)
        return int(found.points[0])


def _by_id(index: Index) -> Whole:
    """Rows in the order of ids; where a row has been replaced, both stand there."""
    if index.rows == index.sealed:
        return np.arange(index.rows)
    ids: Sequence[str] = [index.ids[row] for row in range(index.rows)]
    return np.array(sorted(range(index.rows), key=lambda row: (ids[row], row)), np.int64)

"""The best of every seat of a mission as arrays, before anybody is explained."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.ask import Ask
from matching.explain import explained
from matching.index import Index
from matching.policy import Policy
from matching.recommend import Ranking, ranked
from matching.shortlist import Contribution
from registry.domain import Mission


@dataclass(frozen=True)
class Best:
    """The best of one seat in the order of its shortlist: rows of the index and their points in hundredths, (n,)."""

    ranking: Ranking
    rows: npt.NDArray[np.int64]
    points: npt.NDArray[np.int64]

    def explained(self, rows: Sequence[int], index: Index, policy: Policy) -> list[tuple[Contribution, ...]]:
        """What each criterion adds for some of the rows; the numbers and words of the shortlist."""
        places = {row: place for place, row in enumerate(self.ranking.rows)}
        at = [places[row] for row in rows]
        shares = {name: share[at] for name, share in self.ranking.shares.items()}
        return explained(self.ranking.ask, index, policy, rows, shares, [self.ranking.points[place] for place in at])


def best_of_seats(mission: Mission, index: Index, policy: Policy, top: int | None = None) -> list[Best]:
    """Seat by seat the ``top`` best, or everybody who is eligible; points are those of the shortlist."""
    room = index.rows if top is None else top
    every = (ranked(Ask(mission, number), index, policy, room) for number in range(1, len(mission.seats) + 1))
    return [Best(each, np.array(each.rows, np.int64), np.array(each.points, np.int64)) for each in every]

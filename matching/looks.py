"""How deep somebody looks into the rankings of seats, and what is seen there: people by row, not yet explained."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.ask import Ask
from matching.index import Index
from matching.policy import Policy
from matching.recommend import ranked

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Look:
    """One seat, to be ranked by a policy as deep as ``top``."""

    ask: Ask
    policy: Policy
    top: int


@dataclass(frozen=True)
class Looked:
    """The best of one seat in order, ties by id."""

    people: int  # rows of the index that was looked at
    eligible: int
    rows: Whole  # (n_best,)
    points: Whole  # (n_best,), hundredths


Looks = Callable[[Sequence[Look]], Iterable[Looked]]


def look_at(index: Index, looks: Sequence[Look]) -> Iterator[Looked]:
    """One after another, each over the whole index."""
    for look in looks:
        ranking = ranked(look.ask, index, look.policy, look.top)
        rows, points = (np.array(each, np.int64) for each in (ranking.rows, ranking.points))
        yield Looked(index.rows, ranking.eligibility.count, rows, points)

"""Leaving out people whom enough others stand in for: the best choice stays as good without them."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matching.coverage.modules import Bundle
from matching.coverage.options import Option

_Key = tuple[int, Bundle]  # seat, modules


def needed(options: Sequence[Option], now: Sequence[Mapping[str, int]], k: int) -> list[Option]:
    """The options without those of people of whom ``k`` others do as much for every seat by the same certificates.

    Of k such others, one has no certificate in any choice of k that takes the person: the same certificates given to
    that one instead lose nothing, as long as that one has no place now which they would have to leave.
    """
    people, worth = _worth(options)
    placed = {who for each in now for who in each}
    order = sorted(range(len(people)), key=lambda at: (-int(worth[at].sum()), people[at]))
    kept, free = [], np.zeros((0, worth.shape[1]), np.int64)
    for at in order:
        if np.count_nonzero((free >= worth[at]).all(axis=1)) >= k:
            continue
        kept.append(people[at])
        if people[at] not in placed:
            free = np.vstack((free, worth[at]))
    some = set(kept)
    return [each for each in options if each.specialist in some]


def _worth(options: Sequence[Option]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """(people, (n_people, n_keys) points of each in each seat with each set of modules, 0 for none)."""
    keys: list[_Key] = sorted({(each.seat, each.modules) for each in options}, key=lambda key: (key[0], sorted(key[1])))
    reached = {key: [at for at, (seat, some) in enumerate(keys) if seat == key[0] and key[1] <= some] for key in keys}
    places = {who: at for at, who in enumerate(sorted({each.specialist for each in options}))}
    worth = np.zeros((len(places), len(keys)), np.int64)
    for each in options:
        row, at = worth[places[each.specialist]], reached[each.seat, each.modules]
        row[at] = np.maximum(row[at], each.points)
    return list(places), worth

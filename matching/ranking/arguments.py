"""What a seat asks under a policy as the plain arrays that the compiled kernel reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from matching.arrays import Shares
from matching.criteria.base import OfClaims, OfGrade, OfRow, Priced
from matching.index import Index
from matching.policy import Policy
from matching.ranking.weighing import LANES, NOUNS, Weighing, weighing

KINDS = ("standing", "practice", "record")
_NOTHING = np.zeros((0, 0))


@dataclass(frozen=True)
class LaidOut:
    """One seat under one policy over one index: its parts by noun, those of grades, and what the kernel reads of them.

    ``arguments``: those of the kernel from ``nouns`` on.

    - nouns: (starts, terms, graded, near, worth) each, near and worth with a column per wish, a multiple of LANES, and
      those of certificates with a row per wish;
    - grades: codes by kind; the kind of each part, where its worths begin (one more at the end), all worths;
    - dense: (n_rows, n_parts), what was worked out per specialist;
    - order, begins, bound, plan: as in ``matching.ranking.weighing``.
    """

    of_noun: Sequence[Sequence[OfClaims]]
    graded: Sequence[OfGrade]
    weighed: Weighing
    arguments: tuple[Any, ...]


def laid_out(asked: Mapping[str, Sequence[Priced]], index: Index, policy: Policy) -> LaidOut:
    """``asked``: the wishes of each criterion that does not abstain."""
    parts: list[Any] = [part for priced in asked.values() for wish in priced for part in wish.parts]
    weighed = weighing(asked, policy)
    *of_noun, graded, worked_out = ([parts[at] for at in group] for group in weighed.groups)
    arguments = (
        tuple(_noun(noun, group, index) for noun, group in zip(NOUNS, of_noun, strict=True)),
        _grades(graded, index),
        _side_by_side(worked_out, index),
        weighed.order,
        weighed.begins,
        weighed.bound,
        weighed.plan,
    )
    return LaidOut(of_noun, graded, weighed, arguments)


def _side_by_side(parts: Sequence[OfRow], index: Index) -> Shares:
    """(n_rows, n_parts); a single part is read where it stands, for a copy of it costs milliseconds."""
    if len(parts) == 1:
        return parts[0].each[:, None]
    return np.stack([part.each for part in parts], axis=1) if parts else np.zeros((index.rows, 0))


def _noun(noun: str, parts: Sequence[OfClaims], index: Index) -> tuple[Any, ...]:
    held = index.held[noun]
    near, worth = _prices(noun, parts, index)
    return index.starts[noun], held["terms"], held["graded"], near, worth


def _prices(noun: str, parts: Sequence[OfClaims], index: Index) -> tuple[Shares, Shares]:
    """(near, worth) of all wishes; those of certificates, which move with the dates, as they came."""
    if not parts:
        return _NOTHING, _NOTHING
    if noun == "certificates":
        return _in_rows([part.near for part in parts]), _in_rows([part.worth for part in parts])
    return _columns_kept(noun, parts, index)


def _in_rows(wishes: Sequence[Shares]) -> Shares:
    """(wishes, n); a single one is read where it stands."""
    return wishes[0][None, :] if len(wishes) == 1 else np.stack(wishes)


def _columns_kept(noun: str, parts: Sequence[OfClaims], index: Index) -> tuple[Shares, Shares]:
    """(near, worth) side by side: laid out once for wishes that are priced by the very same arrays."""
    # The parts are kept too: as long as they live, no other array has the identity of theirs.
    key = ("columns", *[id(array) for part in parts for array in (part.near, part.worth)])
    _, columns = index.grades[noun].kept(key, lambda: (parts, _columns(parts)))
    return columns


def _columns(parts: Sequence[OfClaims]) -> tuple[Shares, Shares]:
    return _side([part.near for part in parts]), _side([part.worth for part in parts])


def _side(wishes: Sequence[Shares]) -> Shares:
    """(n, lanes): one column per wish, zeros behind the last."""
    side = np.zeros((len(wishes[0]), -(-len(wishes) // LANES) * LANES))
    for lane, wish in enumerate(wishes):
        side[:, lane] = wish
    return side


def _grades(parts: Sequence[OfGrade], index: Index) -> tuple[Any, ...]:
    codes = tuple(index.people[kind] for kind in KINDS)
    kinds = np.array([KINDS.index(part.kind) for part in parts], np.int64)
    offsets = np.array([0, *accumulate(len(part.worth) for part in parts)], np.int64)
    return codes, kinds, offsets, np.concatenate([np.zeros(0), *(part.worth for part in parts)])

"""What every row can reach with the wishes of a seat, whatever its dates: worked out once for as long as it holds."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matching.arrays import Shares
from matching.criteria.base import OfClaims, OfGrade
from matching.index import Claims, Index
from matching.ranking.arguments import LaidOut
from matching.ranking.weighing import LANES, NOUNS, OF_GRADE, WHOLE

Reach = npt.NDArray[np.uint16]
Made = TypeVar("Made")
Wishes = tuple[Sequence[OfClaims], Shares, Claims]

# From so many rows on, two threads are worth the trouble of handing over.
_VERY_LARGE = 50_000
# The largest number of seven bits, less what rounding up may add.
_LARGEST = 126.0
# To look at a row by itself takes as long as to read so many postings.
_POSTINGS_A_ROW = 128
# Bytes that are kept of one pool, and how many seats at least.
_MOST_BYTES, _LEAST_KEPT = 1 << 25, 4


@cache
def _passes() -> Any:
    # numba takes half a second to import: only a large pool pays for it.
    return import_module("matching.ranking.reach")


@cache
def threads() -> ThreadPoolExecutor:
    """A second thread, beside the one that asks."""
    return ThreadPoolExecutor(1, "ranking")


@dataclass
class _Seat:
    """What is known of the wishes of a seat; its parts live as long, so no other array has the identity of theirs."""

    parts: tuple[Any, ...]
    postings: int  # how many must be read to know what rows reach
    reach: Reach | None = None


def reached(laid: LaidOut, index: Index, considered: int) -> Reach | None:
    """(n_sealed,): how much of ``WHOLE`` each row can reach at most.

    None where so few are considered that to look at them one by one is the shorter way.
    """
    seats: dict[Any, _Seat] = index.skills.postings.kept("reach", dict)
    key = tuple(_identity(laid))
    seat = seats.get(key)
    if seat is None:
        if len(seats) >= max(_MOST_BYTES // (2 * index.sealed + 1), _LEAST_KEPT):
            seats.clear()
        postings = sum(_postings(parts, claims) for parts, _, claims in _by_eights(laid, index))
        seat = seats[key] = _Seat((laid.of_noun, laid.graded), postings)
    if seat.reach is None and considered * _POSTINGS_A_ROW > seat.postings:
        seat.reach = _worked_out(laid, index)
    return seat.reach


def _identity(laid: LaidOut) -> Iterator[Any]:
    yield laid.weighed.bound.tobytes()
    for parts in laid.of_noun:
        yield tuple([id(array) for part in parts for array in (part.near, part.lasting)])
    for part in laid.graded:
        yield id(part.worth)


def _by_eights(laid: LaidOut, index: Index) -> Iterator[Wishes]:
    """The wishes that claims are held against, so many at a time as are seen in one go, with what each makes."""
    for noun, parts in enumerate(laid.of_noun):
        bound = laid.weighed.bound_of(noun)[: len(parts)]
        for first in range(0, len(parts), LANES):
            yield parts[first : first + LANES], bound[first : first + LANES], index.claims(NOUNS[noun])


def _counting(parts: Sequence[OfClaims]) -> npt.NDArray[np.int64]:
    """The terms that count for any of some wishes."""
    return np.flatnonzero(np.any([part.near > 0 for part in parts], axis=0))


def _postings(parts: Sequence[OfClaims], claims: Claims) -> int:
    """How many postings the terms that count have."""
    return int(np.diff(claims.postings.starts)[_counting(parts)].sum())


def _worked_out(laid: LaidOut, index: Index) -> Reach:
    wishes = list(_by_eights(laid, index))
    claims = [_look(*each) for each in wishes]
    grades = [_grade(*each, index) for each in zip(laid.graded, laid.weighed.bound_of(OF_GRADE), strict=True)]
    known = sum(bound.sum() for _, bound, _ in wishes) + laid.weighed.bound_of(OF_GRADE).sum()
    reach = np.full(index.sealed, np.ceil(max(1.0 - float(known), 0.0) * WHOLE), np.uint16)

    def add(begin: int, end: int) -> None:
        for look in claims:
            _passes().add_claims(reach, begin, end, look)
        for codes, worth in grades:
            _passes().add_grades(reach, begin, end, codes, worth)

    in_halves(index.sealed, add, _VERY_LARGE)
    return reach


def in_halves(n: int, work: Callable[[int, int], Made], least: int) -> list[Made]:
    """The work on the first ``n`` rows; where there are ``least`` or more by two threads, half each."""
    if n < least:
        return [work(0, n)]
    later = threads().submit(work, n // 2, n)
    return [work(0, n // 2), later.result()]


def _look(parts: Sequence[OfClaims], bound: Shares, claims: Claims) -> tuple[Any, ...]:
    """Some wishes as ``reach.add_claims`` reads them: what each grade of each term makes, in numbers of seven bits."""
    unit = float(bound.max(initial=0.0)) / _LARGEST or 1.0
    terms, postings = _counting(parts), claims.postings
    # Many terms count the same for all wishes, as countries of one region do.
    alike: dict[bytes, int] = {}
    near = np.stack([part.near[terms] for part in parts], axis=1)
    kinds = np.array([alike.setdefault(each.tobytes(), len(alike)) for each in near], np.int64)
    lanes = np.zeros((len(alike), len(claims.grades), LANES), np.uint8)
    for kind, counts in enumerate(map(np.frombuffer, alike)):
        for lane, (part, makes) in enumerate(zip(parts, counts * bound / unit, strict=True)):
            if makes:
                lanes[kind, :, lane] = np.ceil(makes * part.lasting)
    reach = (postings.starts[terms], postings.starts[terms + 1], postings.rows, postings.graded)
    return *reach, kinds, lanes.view(np.uint64)[:, :, 0], unit * WHOLE


def _grade(part: OfGrade, bound: float, index: Index) -> tuple[Any, Any]:
    """The grade of each row, and what each grade makes; what abstains leaves everything open."""
    worth = np.ceil(np.nan_to_num(part.worth, nan=1.0) * (bound * WHOLE)).astype(np.uint16)
    return index.people[part.kind], worth

"""What a seat asks under a policy as the plain arrays that the compiled kernel reads."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from matching.arrays import Shares
from matching.criteria.base import OfClaims, OfGrade, OfRow, Priced
from matching.index import Claims, Index
from matching.policy import Policy
from matching.ranking.weighing import LANES, NOUNS, weighing

KINDS = ("standing", "practice", "record")
# Nouns whose worth moves with the dates of a mission: what was laid out for one mission does not serve the next.
_DATED = ("certificates",)
# The largest number of seven bits, less what rounding up may add.
_LARGEST = 126.0
_NOTHING = np.zeros((0, 0))


def arguments(asked: Mapping[str, Sequence[Priced]], index: Index, policy: Policy) -> tuple[Any, ...]:
    """The arguments of the kernel from ``nouns`` on; ``asked``: the wishes of each criterion that does not abstain.

    - nouns: (starts, terms, graded, near, worth) each, near and worth with a column per wish, a multiple of LANES;
    - grades: codes by kind; the kind of each part, where its worths begin (one more at the end), all worths;
    - dense: (n_rows, n_parts), what was worked out per specialist;
    - order, begins, bound, plan: as in ``matching.ranking.weighing``;
    - look: of skills, of languages, and the rows that have postings. Each: where the postings of each term that counts
      begin and end, all rows and grades of postings, what each grade makes of the score for the wishes that weigh
      most, eight numbers of seven bits in one; what these wishes make at most, and what 1 of those numbers means.
    """
    parts: list[Any] = [part for priced in asked.values() for wish in priced for part in wish.parts]
    weighed = weighing(asked, policy)
    *of_noun, graded, worked_out = ([parts[at] for at in group] for group in weighed.groups)
    looks = [_look_kept(of_noun[noun], weighed.bound_of(noun), index.claims(NOUNS[noun])) for noun in (0, 1)]
    return (
        tuple(_noun(noun, group, index) for noun, group in zip(NOUNS, of_noun, strict=True)),
        _grades(graded, index),
        _side_by_side(worked_out, index),
        weighed.order,
        (*looks, index.sealed),
        weighed.begins,
        weighed.bound,
        weighed.plan,
    )


def _side_by_side(parts: Sequence[OfRow], index: Index) -> Shares:
    """(n_rows, n_parts); a single part is read where it stands, for a copy of it costs milliseconds."""
    if len(parts) == 1:
        return parts[0].each[:, None]
    return np.stack([part.each for part in parts], axis=1) if parts else np.zeros((index.rows, 0))


def _noun(noun: str, parts: Sequence[OfClaims], index: Index) -> tuple[Any, ...]:
    held = index.held[noun]
    near, worth = _columns_kept(noun, parts, index) if parts else (_NOTHING, _NOTHING)
    return index.starts[noun], held["terms"], held["graded"], near, worth


def _columns_kept(noun: str, parts: Sequence[OfClaims], index: Index) -> tuple[Shares, Shares]:
    """(near, worth) side by side: laid out once for wishes that are priced by the very same arrays."""
    if noun in _DATED:
        return _columns(parts)
    # The parts are kept too: as long as they live, no other array has the identity of theirs.
    key = ("columns", *_identity(parts))
    _, columns = index.grades[noun].kept(key, lambda: (parts, _columns(parts)))
    return columns


def _identity(parts: Sequence[OfClaims]) -> list[int]:
    return [id(array) for part in parts for array in (part.near, part.worth)]


def _columns(parts: Sequence[OfClaims]) -> tuple[Shares, Shares]:
    return _side([part.near for part in parts]), _side([part.worth for part in parts])


def _side(wishes: Sequence[Shares]) -> Shares:
    """(n, lanes): one column per wish, zeros behind the last."""
    side = np.zeros((len(wishes[0]), -(-len(wishes) // LANES) * LANES))
    for lane, wish in enumerate(wishes):
        side[:, lane] = wish
    return side


def _look_kept(parts: Sequence[OfClaims], bound: Shares, claims: Claims) -> tuple[Any, ...]:
    """The first look, worked out once for wishes that are priced by the very same arrays and weigh the same."""
    key = ("look", bound.tobytes(), *_identity(parts))
    _, look = claims.postings.kept(key, lambda: (parts, _look(parts, bound, claims)))
    return look


def _look(parts: Sequence[OfClaims], bound: Shares, claims: Claims) -> tuple[Any, ...]:
    """For a first look: the score from a noun is at most the sum over wishes of the best claim for each.

    Of more wishes than lanes those that weigh most are seen; the others stay open.
    """
    seen = np.argsort(-bound[: len(parts)], kind="stable")[:LANES].tolist()
    unit = float(bound.max(initial=0.0)) / _LARGEST or 1.0
    postings, grades = claims.postings, len(claims.grades)
    terms = np.flatnonzero(np.any([parts[wish].near > 0 for wish in seen], axis=0)) if seen else np.zeros(0, np.int64)
    lanes = np.zeros((len(terms), grades, LANES), np.uint8)
    for lane, wish in enumerate(seen):
        makes = bound[wish] / unit * parts[wish].near[terms]
        lanes[:, :, lane] = np.ceil(makes[:, None] * parts[wish].worth)
    reach = (postings.starts[terms], postings.starts[terms + 1], postings.rows, postings.graded)
    return *reach, lanes.view(np.uint64)[:, :, 0], float(bound[seen].sum()), unit


def _grades(parts: Sequence[OfGrade], index: Index) -> tuple[Any, ...]:
    codes = tuple(index.people[kind] for kind in KINDS)
    kinds = np.array([KINDS.index(part.kind) for part in parts], np.int64)
    offsets = np.array([0, *accumulate(len(part.worth) for part in parts)], np.int64)
    return codes, kinds, offsets, np.concatenate([np.zeros(0), *(part.worth for part in parts)])

"""What a seat asks under a policy as the plain arrays that the compiled kernel reads."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from matching.arrays import Shares
from matching.criteria.base import OfClaims, OfGrade, OfRow, Part, Priced
from matching.index import Claims, Index
from matching.policy import Policy

NOUNS = ("skills", "languages", "countries", "certificates")
KINDS = ("standing", "practice", "record")
LANES = 8  # wishes that are priced in one go
# The largest number of seven bits, less what rounding up may add.
_LARGEST = 126.0


def arguments(asked: Mapping[str, Sequence[Priced]], index: Index, policy: Policy) -> tuple[Any, ...]:
    """The arguments of the kernel from ``nouns`` on; ``asked``: the wishes of each criterion that does not abstain.

    - nouns: (starts, terms, graded, near, worth) each, near and worth with a column per wish, a multiple of LANES;
    - grades: codes by kind; the kind of each part, where its worths begin (one more at the end), all worths;
    - dense: (n_rows, n_parts), what was worked out per specialist;
    - order: the nouns asked about, those that make most of the score first; skills, which are seen before, last;
    - look: of skills, of languages, and the rows that have postings. Each: where the postings of each term that counts
      begin and end, all rows and grades of postings, what each grade makes of the score for the wishes that weigh
      most, eight numbers of seven bits in one; what these wishes make at most, and what 1 of those numbers means;
    - begins: where the values of nouns, grades and dense parts begin among all values of a row;
    - bound: how much of the score each value makes at most;
    - plan: where the value of each part stands, and how parts make wishes, wishes criteria, criteria the score.
    """
    wishes = [wish for priced in asked.values() for wish in priced]
    parts = [part for wish in wishes for part in wish.parts]
    of_noun = [[part for part in parts if isinstance(part, OfClaims) and part.noun == noun] for noun in NOUNS]
    graded = [part for part in parts if isinstance(part, OfGrade)]
    worked_out = [part for part in parts if isinstance(part, OfRow)]
    groups: list[Sequence[Part]] = [*of_noun, graded, worked_out]
    widths = [*(_lanes(len(group)) for group in of_noun), len(graded), len(worked_out)]
    begins = [0, *accumulate(widths)]
    place = {
        id(part): begin + at for begin, group in zip(begins, groups, strict=False) for at, part in enumerate(group)
    }
    at = [place[id(part)] for part in parts]
    bound = np.zeros(begins[-1])
    bound[at] = _bounds(asked, policy)
    makes = [-bound[begins[noun] : begins[noun + 1]].sum() for noun in range(len(NOUNS))]
    makes[0] = 0.0
    order = sorted((noun for noun in range(len(NOUNS)) if of_noun[noun]), key=makes.__getitem__)
    looks = [_look(of_noun[noun], bound[begins[noun] : begins[noun + 1]], index.claims(NOUNS[noun])) for noun in (0, 1)]
    return (
        tuple(_noun(noun, group, index) for noun, group in zip(NOUNS, of_noun, strict=True)),
        _grades(graded, index),
        _side_by_side(worked_out, index),
        np.array(order, np.int64),
        (*looks, index.sealed),
        np.array(begins, np.int64),
        bound,
        _plan(asked, at, policy),
    )


def _side_by_side(parts: Sequence[OfRow], index: Index) -> Shares:
    """(n_rows, n_parts); a single part is read where it stands, for a copy of it costs milliseconds."""
    if len(parts) == 1:
        return parts[0].each[:, None]
    return np.stack([part.each for part in parts], axis=1) if parts else np.zeros((index.rows, 0))


def _lanes(wishes: int) -> int:
    return -(-wishes // LANES) * LANES


def _noun(noun: str, parts: Sequence[OfClaims], index: Index) -> tuple[Any, ...]:
    held = index.held[noun]
    if not parts:
        nothing = np.zeros((0, 0))
        return index.starts[noun], held["terms"], held["graded"], nothing, nothing
    near, worth = _columns([part.near for part in parts]), _columns([part.worth for part in parts])
    return index.starts[noun], held["terms"], held["graded"], near, worth


def _columns(wishes: Sequence[Shares]) -> Shares:
    """(n, lanes): one column per wish, zeros behind the last."""
    side = np.zeros((len(wishes[0]), _lanes(len(wishes))))
    side[:, : len(wishes)] = np.array(wishes).T
    return side


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


def _plan(asked: Mapping[str, Sequence[Priced]], at: list[int], policy: Policy) -> tuple[Any, ...]:
    """Where the value of each part stands, and how parts make wishes, wishes criteria, criteria the score."""
    wishes = [wish for priced in asked.values() for wish in priced]
    return (
        np.array(at, np.int64),
        np.array([weight for wish in wishes for weight in wish.parts_weights]),
        np.array([0, *accumulate(len(wish.parts) for wish in wishes)], np.int64),
        np.array([wish.weight for wish in wishes]),
        np.array([sum(wish.parts_weights) for wish in wishes], np.float64),
        np.array([0, *accumulate(len(priced) for priced in asked.values())], np.int64),
        np.array([sum(wish.weight for wish in priced) for priced in asked.values()], np.float64),
        np.array([policy.weights[name] for name in asked], np.float64),
    )


def _bounds(asked: Mapping[str, Sequence[Priced]], policy: Policy) -> list[float]:
    """How much of the score each part can make."""
    whole = sum(policy.weights[name] for name in asked)
    return [
        (policy.weights[name] / whole)
        * (wish.weight / sum(each.weight for each in priced))
        * (weight / sum(wish.parts_weights))
        for name, priced in asked.items()
        for wish in priced
        for weight in wish.parts_weights
    ]

"""When there is no team: the smallest set of requirements that clash."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from scipy import optimize, sparse

from matching import words
from matching.arrays import Flags
from matching.ask import Ask
from matching.eligibility import Eligibility, eligible
from matching.errors import OutOfTime
from matching.limits import Limit
from matching.teams.answer import ClashProof
from matching.teams.bounds import Bounds, Whole, barred_leads, bounds_of
from matching.teams.linear import NO_TEAM, OPTIMAL
from matching.teams.problem import Asked
from matching.teams.rules import meaning
from registry.lifecycle import Bar

# So many sets are looked at for a smaller one; beyond that the set is irreducible, and no more is claimed.
MOST_SETS = 400
_BARS = {str(bar) for bar in Bar}


@dataclass(frozen=True)
class Requirement:
    """One thing that may be asked or not: a seat to be filled, whom it excludes, a rule, or somebody who is fixed.

    ``excludes`` (n_groups,) of one ``seat``, or of all where that is None. ``rows``: sums of a rule.
    """

    name: str
    seat: int | None = None
    fills: bool = False
    excludes: Flags | None = None
    rule: str | None = None
    fixes: int | None = None  # group


@dataclass(frozen=True)
class Clash:
    """Requirements that no team meets together, by name, and what was proved of them."""

    requirements: tuple[str, ...]
    proof: ClashProof


class Pool:
    """Everybody who may be proposed at all, in groups of people who are alike to every requirement."""

    def __init__(self, asked: Asked, limit: Limit) -> None:
        self.limit = limit
        self.counts = np.array([seat.count for seat in asked.mission.seats])
        held = [eligible(Ask(asked.mission, number), asked.index) for number in range(1, len(self.counts) + 1)]
        barred = _barred(held[0], asked)
        rows = np.flatnonzero(~barred)
        fixed = np.array([row for _, row in asked.fixed], np.int64)
        rows = np.unique(np.append(rows, fixed))
        bounds = Bounds.of(list(bounds_of(asked.rules, asked.mission, asked.index, rows, asked.protected)), len(rows))
        told = list(_requirements(asked, held, rows))
        hits = [each.excludes for each in told if each.excludes is not None]
        single = np.where(np.isin(rows, fixed), np.arange(len(rows)) + 1, 0)
        looks = np.column_stack([barred[rows], single, *hits]).astype(np.int64)
        self.first, self.sizes, group = _alike(looks, bounds)
        self.barred = barred[rows][self.first]
        self.bounds = bounds.weights[:, self.first].tocsr()
        self.rules, self.least, self.most = np.array(bounds.rules, dtype=object), bounds.least, bounds.most
        place = {int(row): int(group[at]) for at, row in enumerate(rows)}
        self.requirements = [_grouped(each, self.first, place) for each in told]

    def has_team(self, asked: Sequence[Requirement]) -> bool:
        """Whether somebody can be found for every requirement; OutOfTime when the limit passes before."""
        able = np.repeat(~self.barred[None, :], len(self.counts), axis=0)
        for each in asked:
            if each.excludes is not None:
                able[slice(None) if each.seat is None else each.seat] &= ~each.excludes
        fixed = [(each.seat, each.fixes) for each in asked if each.fixes is not None]
        if not all(able[seat, group] for seat, group in fixed):
            return False
        seats, groups = np.nonzero(able)
        filled = [each.seat for each in asked if each.fills and each.seat is not None]
        least = np.zeros(len(self.counts))
        least[filled] = self.counts[filled]
        if not len(seats):
            return not least.any() and not self._rules_of(asked)[1].any()
        floors = np.zeros(len(seats))
        for seat, group in fixed:
            floors[(seats == seat) & (groups == group)] = 1
        return self._solved(seats, groups, floors, least, self._rules_of(asked))

    def _rules_of(self, asked: Sequence[Requirement]) -> tuple[Whole, Whole]:
        """(rows of the sums that are asked, the least of each)."""
        on = {each.rule for each in asked if each.rule is not None}
        rows = np.array([at for at, rule in enumerate(self.rules) if rule in on], np.int64)
        return rows, self.least[rows]

    def _solved(self, seats: Whole, groups: Whole, floors: Any, least: Any, rules: tuple[Whole, Whole]) -> bool:
        n = len(seats)
        ones, columns = np.ones(n), np.arange(n)
        by_seat = sparse.csr_array((ones, (seats, columns)), (len(self.counts), n))
        by_group = sparse.csr_array((ones, (groups, columns)), (len(self.sizes), n))
        matrix = sparse.vstack([by_seat, by_group, self.bounds[rules[0]][:, groups]])
        if self.limit.left <= 0:
            raise OutOfTime(f"whether there is a team was not settled within {self.limit.seconds:g} seconds")
        answer = optimize.milp(
            np.zeros(n),
            integrality=ones,
            bounds=optimize.Bounds(floors, np.maximum(self.sizes[groups], floors)),
            constraints=optimize.LinearConstraint(
                matrix,
                np.concatenate([least, np.zeros(len(self.sizes)), rules[1]]),
                np.concatenate([self.counts, self.sizes, self.most[rules[0]]]),
            ),
            options={"time_limit": self.limit.left},
        )
        if answer.status not in (OPTIMAL, NO_TEAM):
            raise OutOfTime(f"whether there is a team was not settled within {self.limit.seconds:g} seconds")
        return bool(answer.status == OPTIMAL)


def smallest_clash(asked: Asked, limit: Limit) -> Clash:
    """A smallest set of requirements that no team meets; with what was proved when time or tries end before."""
    pool = Pool(asked, limit)
    clashing = pool.requirements
    try:
        clashing = _irreducible(pool, clashing)
    except OutOfTime:
        return Clash(tuple(each.name for each in clashing), "unproved")
    try:
        smaller, proved = _smaller(pool, len(clashing))
    except OutOfTime:
        smaller, proved = None, False
    return Clash(tuple(each.name for each in smaller or clashing), "smallest" if proved else "irreducible")


def _irreducible(pool: Pool, clashing: list[Requirement]) -> list[Requirement]:
    """Leave out what the clash can do without, one after the other, what a planner can change least first."""
    for each in list(clashing):
        without = [other for other in clashing if other is not each]
        if not pool.has_team(without):
            clashing = without
    return clashing


def _smaller(pool: Pool, size: int) -> tuple[list[Requirement] | None, bool]:
    """(a smaller set, if there is one; whether all smaller sets were looked at), the smallest sets first."""
    tries, every = 0, pool.requirements[::-1]
    for smaller in range(1, size):
        tries += comb(len(every), smaller)
        if tries > MOST_SETS:
            return None, False
        for some in combinations(every, smaller):
            if not pool.has_team(some):
                return list(some), True
    return None, True


def _requirements(asked: Asked, held: list[Eligibility], rows: Whole) -> Iterator[Requirement]:
    """Everything that is asked, what a planner can change least first."""
    mission, index = asked.mission, asked.index
    for exclusion in held[0].exclusions:
        if exclusion.must is None and exclusion.reason not in _BARS:
            yield Requirement(f"all seats: {exclusion.reason}", excludes=exclusion.who[rows])
    for place, seat in enumerate(mission.seats):
        people = words.plural(seat.count, "person", "people")
        yield Requirement(f"seat {place + 1} ({words.role(seat.role)}): {people}", seat=place, fills=True)
    for place, row in asked.fixed:
        why = [each.reason for each in held[place].reasons_of(row) if each.reason in _BARS]
        barred = f" ({'; '.join(why)})" if why else ""
        yield Requirement(f"seat {place + 1}: {index.ids[row]} is fixed{barred}", seat=place, fixes=row)
    for place, eligibility in enumerate(held):
        for exclusion in eligibility.exclusions:
            if exclusion.must is not None:
                name = f"seat {place + 1}: {words.requirement(exclusion.must)}"
                yield Requirement(name, seat=place, excludes=exclusion.who[rows])
    yield from _of_rules(asked, rows)


def _of_rules(asked: Asked, rows: Whole) -> Iterator[Requirement]:
    members = sum(seat.count for seat in asked.mission.seats)
    barred = barred_leads(asked.rules, asked.mission, asked.index, rows)
    for rule, value in asked.rules.switched_on():
        name = f"rule {rule}: {meaning(rule, value, members)}"
        if rule == "lead_years" and barred:
            yield from (Requirement(name, seat=seat, excludes=who) for seat, who in barred.items())
        else:
            yield Requirement(name, rule=rule)


def _barred(eligibility: Eligibility, asked: Asked) -> Flags:
    """(n_rows,): who may not be proposed for anything on these dates."""
    found = np.zeros(asked.index.rows, bool)
    found[asked.index.gone] = True
    for exclusion in eligibility.exclusions:
        if exclusion.reason in _BARS:
            found |= exclusion.who
    return found


def _alike(looks: Whole, bounds: Bounds) -> tuple[Whole, Whole, Whole]:
    """(first of each group, size of each group, group of each person) of people who are alike in all columns."""
    weights = bounds.weights
    told = [
        (look.tobytes(), weights.indices[a:b].tobytes(), weights.data[a:b].tobytes())
        for look, a, b in zip(looks, weights.indptr, weights.indptr[1:], strict=False)
    ]
    groups: dict[tuple[bytes, bytes, bytes], int] = {}
    group = np.array([groups.setdefault(key, len(groups)) for key in told], np.int64)
    _, first, sizes = np.unique(group, return_index=True, return_counts=True)
    return first, sizes, group


def _grouped(each: Requirement, first: Whole, place: dict[int, int]) -> Requirement:
    """A requirement in terms of groups."""
    return Requirement(
        each.name,
        each.seat,
        each.fills,
        None if each.excludes is None else each.excludes[first],
        each.rule,
        None if each.fixes is None else place[each.fixes],
    )

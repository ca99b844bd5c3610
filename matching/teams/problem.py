"""One mission as numbers: who can take which seat, what each brings to the team, and which sums must hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching import words
from matching.arrays import Flags
from matching.ask import Ask
from matching.criteria.base import Criterion, Priced, weighted
from matching.criteria.language import LanguageFit
from matching.criteria.skill import SkillFit
from matching.index import Index
from matching.policy import Policy
from matching.protected import Protected
from matching.seats import Best
from matching.teams.bounds import Bounds, Whole, barred_leads, bounds_of, employers
from matching.teams.rules import Rules
from matching.teams.terms import Terms
from registry.domain import LanguageRequirement, Mission, SkillRequirement

NOT_ELIGIBLE = -1

Lineup = tuple[tuple[int, ...], ...]  # per seat the people who take it, in their order


@dataclass(frozen=True)
class Wished:
    """A competence or a language that some seat wishes for, in words, and what a team earns that has it in full."""

    words: str
    competence: bool
    most: int  # hundredths


@dataclass(frozen=True)
class Problem:
    """All that decides which team is best. People stand in the order of their ids; points are whole hundredths.

    ``points`` (n_seats, n_people): of a person in a seat, NOT_ELIGIBLE below 0. ``gains`` (n_wishes, n_people): what
    the team earns for a wish when this person is its best holder; ``wishes`` says what each is. ``known`` (n_people,
    n_people), symmetric: what a pair earns that has worked together.
    ``organisation`` (n_people,): number, -1 unknown or none; each member beyond the first of one costs ``same``.
    ``fixed``: (seat, person) that every team must have.
    """

    ids: tuple[str, ...]
    rows: Whole
    counts: tuple[int, ...]
    points: Whole
    gains: Whole
    wishes: tuple["Wished", ...]
    known: Any  # sparse, by row
    organisation: Whole
    same: int
    bounds: Bounds
    fixed: tuple[tuple[int, int], ...] = ()

    @property
    def members(self) -> int:
        """How many people a whole team has."""
        return sum(self.counts)

    @property
    def plain(self) -> bool:
        """Whether a team is worth its points alone."""
        return not (self.gains.any() or self.known.nnz or self.same)

    @cached_property
    def eligible(self) -> Flags:
        """(n_seats, n_people)."""
        found: Flags = self.points > NOT_ELIGIBLE
        return found

    def without_terms(self) -> "Problem":
        """The same where a team is worth its points alone."""
        n = len(self.ids)
        nobody = sparse.csr_array((n, n), dtype=np.int64)
        return replace(self, gains=np.zeros((0, n), np.int64), wishes=(), known=nobody, same=0)

    def among(self, allowed: Flags) -> "Problem":
        """The same where only some may take a seat; ``allowed`` (n_seats, n_people). Fixed people always stay."""
        kept = allowed & self.eligible
        for seat, person in self.fixed:
            kept[seat, person] = self.eligible[seat, person]
        people = np.flatnonzero(kept.any(axis=0))
        place = {int(person): at for at, person in enumerate(people)}
        return Problem(
            ids=tuple(self.ids[person] for person in people),
            rows=self.rows[people],
            counts=self.counts,
            points=np.where(kept, self.points, NOT_ELIGIBLE)[:, people],
            gains=self.gains[:, people],
            wishes=self.wishes,
            known=self.known[people][:, people].tocsr(),
            organisation=self.organisation[people],
            same=self.same,
            bounds=self.bounds.among(people),
            # Whoever is fixed and not eligible stays out of reach: there is no team then.
            fixed=tuple((seat, place.get(person, -1)) for seat, person in self.fixed),
        )

    def lineup_of(self, other: "Problem", lineup: Lineup) -> Lineup:
        """A lineup of another problem over some of the same people, in the numbers of this one."""
        place = {id: at for at, id in enumerate(self.ids)}
        return tuple(tuple(sorted(place[other.ids[person]] for person in seat)) for seat in lineup)


@dataclass(frozen=True)
class Asked:
    """What a team is formed from: the mission, the pool, and what counts."""

    mission: Mission
    index: Index
    policy: Policy
    rules: Rules
    terms: Terms
    protected: Protected | None
    fixed: tuple[tuple[int, int], ...]  # (seat from 0, row)


def problem_of(asked: Asked, seats: Sequence[Best], full: bool) -> Problem:
    """The numbers of a mission; without the team's own terms where it is not to be formed in ``full``."""
    index, mission = asked.index, asked.mission
    rows = _by_id(index, np.unique(np.concatenate([*(each.rows for each in seats), _fixed_rows(asked)])))
    place = np.full(index.rows, -1)
    place[rows] = np.arange(len(rows))
    points = np.full((len(seats), len(rows)), NOT_ELIGIBLE, np.int64)
    for at, best in enumerate(seats):
        points[at, place[best.rows]] = best.points
    for seat, barred in barred_leads(asked.rules, mission, index, rows).items():
        points[seat, barred] = NOT_ELIGIBLE
    bounds = Bounds.of(list(bounds_of(asked.rules, mission, index, rows, asked.protected)), len(rows))
    counts = tuple(seat.count for seat in mission.seats)
    problem = Problem(
        ids=tuple(index.ids.some(rows)),
        rows=rows,
        counts=counts,
        points=points,
        gains=np.zeros((0, len(rows)), np.int64),
        wishes=(),
        known=sparse.csr_array((len(rows), len(rows)), dtype=np.int64),
        organisation=employers(index, rows),
        same=0,
        bounds=bounds,
        fixed=tuple((seat, int(place[row])) for seat, row in asked.fixed),
    )
    return _with_terms(problem, asked) if full and problem.members > 1 else problem


def _with_terms(problem: Problem, asked: Asked) -> Problem:
    members, terms = problem.members, asked.terms
    factors = asked.policy.factors
    skill, language = SkillFit(getattr(factors, SkillFit.name)), LanguageFit(getattr(factors, LanguageFit.name))
    earned = [
        *_earned(asked, skill, SkillRequirement, terms.coverage * members * 100),
        *_earned(asked, language, LanguageRequirement, terms.languages * members * 100),
    ]
    gains = [gain[problem.rows] for _, gain in earned]
    # Everybody with everybody is members x (members - 1) / 2 pairs, and earns ``together`` for each member.
    pair = round(terms.together * 100 * 2 / (members - 1))
    return replace(
        problem,
        gains=np.array(gains, np.int64).reshape(len(gains), len(problem.rows)),
        wishes=tuple(wished for wished, _ in earned),
        known=known_pairs(asked.index, problem.rows) * pair,
        same=round(terms.same_organisation * 100),
    )


def _by_id(index: Index, rows: Whole) -> Whole:
    # Sealed rows stand by id already.
    if not len(rows) or rows[-1] < index.sealed:
        return rows
    return np.array(sorted(rows.tolist(), key=index.ids.__getitem__), np.int64)


def _fixed_rows(asked: Asked) -> npt.NDArray[np.int64]:
    return np.array([row for _, row in asked.fixed], np.int64)


def _earned(asked: Asked, criterion: Criterion[Any], kind: Any, whole: float) -> Iterator[tuple[Wished, Whole]]:
    """Each wish of any seat, and the hundredths earned when a row is its best holder, (n_rows,).

    The shares are those of the criterion. A wish that several seats have counts once, as the seat that asks the
    most of it says. What full holders earn adds up to ``whole``.
    """
    wishes: dict[str, tuple[tuple[int, float], Any, Priced]] = {}
    for number, seat in enumerate(asked.mission.seats, start=1):
        priced = criterion.priced(Ask(asked.mission, number), asked.index)
        for wish, price in zip(seat.wishes(kind), priced, strict=True):
            named, asks = getattr(wish, criterion.name), (int(wish.level), wish.weight or 1.0)
            if named not in wishes or asks > wishes[named][0]:
                wishes[named] = (asks, wish, price)
    total = sum(weight for (_, weight), _, _ in wishes.values())
    for (_, weight), wish, price in wishes.values():
        shares = weighted([part.shares(asked.index) for part in price.parts], price.parts_weights)
        most = whole * weight / total
        wished = Wished(words.requirement(wish), kind is SkillRequirement, round(most))
        yield wished, np.rint(most * shares).astype(np.int64)


def known_pairs(index: Index, rows: Whole) -> Any:
    """(n, n), symmetric: 1 for each pair that has served on one past mission."""
    served, missions = index.past.members, len(index.past)
    people = index.people["person"][rows]
    place = np.full(max(people.max(initial=-1), served.partners.max(initial=-1)) + 1, -1)
    place[people[people >= 0]] = np.flatnonzero(people >= 0)
    person, mission = place[served.partners], np.repeat(np.arange(missions), served.counts)
    known = person >= 0
    on = sparse.csr_array((np.ones(known.sum(), np.int64), (person[known], mission[known])), (len(rows), missions))
    pairs = sparse.coo_array(on @ on.T)
    others = pairs.row != pairs.col
    ones = np.ones(others.sum(), np.int64)
    return sparse.csr_array((ones, (pairs.row[others], pairs.col[others])), (len(rows), len(rows)))

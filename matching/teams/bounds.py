"""Rules as sums over the members of a team, each between a least and a most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.arrays import Column, Flags
from matching.errors import BadRules
from matching.index import YEAR_PARTS, Index
from matching.index.layout import EMPLOYERS
from matching.protected import Protected
from matching.teams.rules import Rules, heads
from registry.domain import EmployerType, Gender, Mission, Role
from registry.vocabulary import fees

Whole = npt.NDArray[np.int64]
NO_MOST = 1 << 60


@dataclass(frozen=True)
class Bounds:
    """Sums that a team must keep: ``least <= weights[:, members].sum() <= most``, row by row.

    ``rules`` names the rule of each row; ``weights`` (n_rows, n_people) are whole and never negative.
    """

    rules: tuple[str, ...]
    weights: Any  # sparse, by column
    least: Whole
    most: Whole

    @classmethod
    def of(cls, rows: Sequence[tuple[str, Any, int, int]], people: int) -> "Bounds":
        """Bounds from (rule, weights of all people, least, most); weights as (n, people) give n rows."""
        blocks = [sparse.csr_array(np.atleast_2d(w) if isinstance(w, np.ndarray) else w) for _, w, _, _ in rows]
        sizes = [block.shape[0] for block in blocks]
        weights = sparse.vstack(blocks) if blocks else sparse.csr_array((0, people), dtype=np.int64)
        return cls(
            tuple(rule for (rule, *_), size in zip(rows, sizes, strict=True) for _ in range(size)),
            weights.tocsc().astype(np.int64),
            np.repeat(np.array([row[2] for row in rows], np.int64), sizes),
            np.repeat(np.array([row[3] for row in rows], np.int64), sizes),
        )

    def among(self, people: Whole) -> "Bounds":
        """The same over some of the people; a most that these cannot exceed is left out."""
        weights = self.weights[:, people]
        matters = (np.asarray(weights.sum(axis=1)).ravel() > self.most) | (self.least > 0)
        at = np.flatnonzero(matters)
        rules = tuple(self.rules[row] for row in at)
        return Bounds(rules, weights[at].tocsc(), self.least[at], self.most[at])

    def totals(self, members: Sequence[int]) -> Whole:
        """(n_rows,): the sums of a team."""
        found: Whole = np.asarray(self.weights[:, list(members)].sum(axis=1)).ravel().astype(np.int64)
        return found

    def hold(self, totals: Whole) -> bool:
        """Whether a whole team with these sums keeps all rules."""
        return bool(np.all((self.least <= totals) & (totals <= self.most)))

    def room_for(self, totals: Whole) -> Flags:
        """(n_people,): who, added to such sums, exceeds no most."""
        over = self.weights.data + totals[self.weights.indices] > self.most[self.weights.indices]
        found = np.ones(self.weights.shape[1], bool)
        found[np.repeat(np.arange(self.weights.shape[1]), np.diff(self.weights.indptr))[over]] = False
        return found & bool(np.all(totals <= self.most))

    def completed_by(self, totals: Whole) -> Flags:
        """(n_people,): who, added as the last member to such sums, makes all rules hold."""
        return self.room_for(totals) & self.reached_by(totals, 0)

    def reached_by(self, totals: Whole, others: int) -> Flags:
        """(n_people,): with whom every least can still be reached, when ``others`` more may follow."""
        found = np.ones(self.weights.shape[1], bool)
        for row in np.flatnonzero(totals < self.least):
            each = self.weights[[row]].toarray().ravel()
            top = int(np.sort(each)[::-1][:others].sum()) if others else 0
            found &= totals[row] + each + top >= self.least[row]
        return found


def bounds_of(
    rules: Rules, mission: Mission, index: Index, rows: Whole, protected: Protected | None
) -> Iterator[tuple[str, Any, int, int]]:
    """(rule, weights of the people in these rows, least, most) of every rule that is on."""
    members = sum(seat.count for seat in mission.seats)
    if rules.about_gender:
        yield from _of_gender(rules, members, [index.ids[row] for row in rows.tolist()], protected)
    if rules.per_organisation is not None:
        yield "per_organisation", _groups(employers(index, rows)), 0, rules.per_organisation
    if rules.per_nationality is not None:
        yield "per_nationality", _nationalities(index, rows), 0, rules.per_nationality
    if rules.lead_years is not None and not leads(mission):
        yield "lead_years", _has_years(index, rows, rules.lead_years).astype(np.int64), 1, NO_MOST
    if rules.newcomers is not None:
        used = tested(index, rows)
        yield "newcomers", (~used).astype(np.int64), rules.newcomers, NO_MOST
        yield "newcomers", used.astype(np.int64), 1, NO_MOST
    if rules.budget is not None:
        yield "budget", fee_of(index, rows) * working_days(mission), 0, rules.budget


def leads(mission: Mission) -> list[int]:
    """The seats of team leads, from 0."""
    return [place for place, seat in enumerate(mission.seats) if seat.role is Role.TEAM_LEAD]


def barred_leads(rules: Rules, mission: Mission, index: Index, rows: Whole) -> dict[int, Flags]:
    """Per seat of a team lead, who of the people in these rows lacks the years of rule ``lead_years``."""
    if rules.lead_years is None:
        return {}
    return dict.fromkeys(leads(mission), ~_has_years(index, rows, rules.lead_years))


def employers(index: Index, rows: Whole) -> Whole:
    """(n,): the number of each one's organisation; -1 where it is not on file, or somebody works for themselves."""
    alone = index.people["employer"][rows] == EMPLOYERS.index(EmployerType.INDEPENDENT)
    return np.where(alone, -1, index.people["organisation"][rows]).astype(np.int64)


def tested(index: Index, rows: Whole) -> Flags:
    """(n,): who of some rows has served on a mission on record."""
    starts = index.past.served.starts
    # One more, that a person without a past (-1) finds.
    served = np.append(np.diff(starts) > 0, False)
    found: Flags = served[index.people["person"][rows]]
    return found


def fee_of(index: Index, rows: Whole) -> Whole:
    """(n,): the fee of a working day in EUR; where it is not known that somebody is an official, the higher one."""
    official, other = (fees()[key].amount for key in ("official", "other"))
    return np.where(index.people["official"][rows] == 1, official, other).astype(np.int64)


def working_days(mission: Mission) -> int:
    """Days that are paid: the effort, or where none is stated all working days of the window (five in seven)."""
    return mission.effort_days or -(-mission.window.days * 5 // 7)


def _of_gender(
    rules: Rules, members: int, ids: list[str], protected: Protected | None
) -> Iterator[tuple[str, Whole, int, int]]:
    if protected is None:
        raise BadRules("rules women and men need the protected facts of the pool")
    for rule, share, gender in (("women", rules.women, Gender.FEMALE), ("men", rules.men, Gender.MALE)):
        if share is not None:
            told = np.array([protected.genders.get(id) is gender for id in ids], np.int64)
            yield rule, told, heads(share, members), NO_MOST


def _has_years(index: Index, rows: Whole, years: float) -> Flags:
    known = index.standing["years"][index.people["standing"][rows]]
    found: Flags = known >= round(years * YEAR_PARTS)
    return found


def _groups(codes: Column) -> Any:
    """(n_groups, n): who is of each group, those of none (-1) left out."""
    at = np.flatnonzero(codes >= 0)
    named, group = np.unique(codes[at], return_inverse=True)
    ones = np.ones(len(at), np.int64)
    return sparse.csr_array((ones, (group.reshape(-1), at)), (len(named), len(codes)))


def _nationalities(index: Index, rows: Whole) -> Any:
    held = index.nationalities.of_rows(rows.tolist())
    pairs = [(term, at) for at, each in enumerate(held) for term, _ in each]
    terms, at = np.array(pairs, np.int64).reshape(-1, 2).T
    named, group = np.unique(terms, return_inverse=True)
    return sparse.csr_array((np.ones(len(at), np.int64), (group.reshape(-1), at)), (len(named), len(rows)))

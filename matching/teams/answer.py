"""The answer for a whole mission: who takes which seat, what that is worth, what was proved (format team/1)."""

from typing import Literal

from pydantic import Field

from matching.shortlist import Answer, Contribution, Period, PolicyUsed, Pool

Objective = Literal["full", "points"]
Status = Literal["optimal", "feasible", "infeasible"]
ClashProof = Literal["smallest", "irreducible", "unproved"]


class RuleUsed(Answer):
    """A rule that was switched on; ``reached`` is what the team has of it, null without a team."""

    rule: str
    value: float
    meaning: str
    reached: float | None


class Chosen(Answer):
    """A member of the team, with the points and reasons of the shortlist."""

    specialist: str
    name: str
    points: float
    contributions: tuple[Contribution, ...]
    flags: tuple[str, ...] = ()


class Alternate(Answer):
    """Who could step in: what the team loses when this person replaces ``instead_of`` and nobody else moves."""

    specialist: str
    cost: float
    name: str
    instead_of: str


class TeamSeat(Answer):
    """One seat with those who take it, by id, and with alternates, the cheapest first."""

    seat: int
    role: str
    count: int
    chosen: tuple[Chosen, ...]
    alternates: tuple[Alternate, ...]


class Term(Answer):
    """One part of the team's points; all parts add up to them. ``most`` is what it could be at most, if known."""

    term: str
    points: float
    most: float | None
    reason: str


class TermsUsed(Answer):
    """The numbers behind the terms, in points per member; ``hash`` covers them all."""

    version: int
    hash: str
    numbers: dict[str, float]


class Team(Answer):
    """The best team for all seats of a mission, or the requirements that rule out every team.

    ``status``: optimal where no team is better, and that was proved; feasible where time ended before, a better team
    then has at most ``gap`` points more; infeasible where there is no team: ``clash`` then names requirements of which
    any one must go, and ``clash_proof`` says whether no smaller set clashes, or only no part of this one.
    """

    schema_: Literal["team/1"] = Field("team/1", alias="schema")
    mission: str
    status: Status
    gap: float | None
    points: float | None
    rules: tuple[RuleUsed, ...]
    seats: tuple[TeamSeat, ...]
    clash: tuple[str, ...]
    clash_proof: ClashProof | None
    objective: Objective
    terms: tuple[Term, ...]
    numbers: TermsUsed
    on: Period
    pool: Pool
    policy: PolicyUsed

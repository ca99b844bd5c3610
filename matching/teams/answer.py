"""The answer for a whole mission: who takes which seat, what that is worth, what was proved (format team/1)."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from matching.framing import framed
from matching.shortlist import Answer, Contribution, Period, PolicyUsed, Pool, points_of
from registry.html import bar, face, line, table

if TYPE_CHECKING:
    import pandas as pd

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

    def to_frame(self) -> "pd.DataFrame":
        """One row per member: seat, role, specialist, name, points, those of each criterion, and notes."""
        rows = (
            {
                "seat": seat.seat,
                "role": seat.role,
                "specialist": each.specialist,
                "name": each.name,
                "points": each.points,
                **points_of(each.contributions),
                "flags": "; ".join(each.flags),
            }
            for seat in self.seats
            for each in seat.chosen
        )
        return framed(rows, ("seat", "role", "specialist", "name", "points"))

    def _repr_html_(self) -> str:
        people = (
            (seat.seat, seat.role, each.name, each.points, bar(points_of(each.contributions)))
            for seat in self.seats
            for each in seat.chosen
        )
        worth = "no team" if self.points is None else f"{self.points:.2f} points"
        return face(
            f"Team of mission {self.mission}: {worth}, {self.status}",
            line(f"{self.on.start} to {self.on.end}; {self.pool.specialists} people were looked at."),
            table(("seat", "role", "name", "points", "of which"), people),
            table(
                ("part of the points", "points", "why"), ((each.term, each.points, each.reason) for each in self.terms)
            ),
            *(line(f"Rules out every team: {each}") for each in self.clash),
        )

"""The answer: who goes where, what stays unfilled and why, and what each rule costs (format plan/1)."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from matching.framing import framed
from matching.plan.rules import Objective, PlanRules, Priority
from matching.shortlist import Answer, PolicyUsed
from registry.html import face, line, table

if TYPE_CHECKING:
    import pandas as pd


class Chosen(Answer):
    """One person on a seat; ``points`` is the score for the seat, ``fixed`` an offer that was accepted before."""

    specialist: str
    name: str
    points: float
    fixed: bool
    flags: tuple[str, ...] = ()


class PlannedSeat(Answer):
    """One seat with those who take it, best first."""

    seat: int
    role: str
    count: int
    chosen: tuple[Chosen, ...]


class PlannedMission(Answer):
    """One mission; ``points`` is the sum over its seats."""

    mission: str
    priority: Priority
    points: float
    seats: tuple[PlannedSeat, ...]


class Unfilled(Answer):
    """A seat with places that stay empty: how many, how many people are eligible at all, and why."""

    mission: str
    seat: int
    missing: int
    eligible: int
    reason: str


class Contention(Answer):
    """Somebody who stands among the best of several missions: as many of a seat's best as it has places."""

    specialist: str
    wanted_by: int
    missions: tuple[str, ...]


class RulePrice(Answer):
    """What heeding a rule costs: how much more everything else could be worth without it.

    ``proof`` is optimum where the best plan without the rule was found and proved, bound where it costs at most that.
    """

    rule: str
    points: float
    proof: Literal["optimum", "bound"]


class Floor(Answer):
    """Points per place that every mission has at least: ``wanted``, what no plan exceeds, and what was reached."""

    wanted: float
    most: float
    reached: float


class Balance(Answer):
    """How many places went to women and to men; who has not said counts for neither."""

    women: int
    men: int
    unknown: int


class PlannedPool(Answer):
    """The facts that were asked."""

    epoch: str
    revision: int
    specialists: int


class Plan(Answer):
    """Many missions at once.

    ``points`` is the plain sum over all places taken. ``worth`` is what the objective makes of it, the same where the
    objective is points; no plan is worth more than ``bound``, and ``gap`` is what is between the two: 0 where the plan
    is proved to be the best.
    """

    schema_: Literal["plan/1"] = Field("plan/1", alias="schema")
    status: Literal["optimal", "feasible"]
    gap: float
    points: float
    missions: tuple[PlannedMission, ...]
    unfilled: tuple[Unfilled, ...]
    contention: tuple[Contention, ...]
    prices: tuple[RulePrice, ...]
    objective: Objective
    worth: float
    bound: float
    proof: str
    rules: PlanRules
    floor: Floor | None
    balance: Balance | None
    pool: PlannedPool
    policies: tuple[PolicyUsed, ...]

    def to_frame(self) -> "pd.DataFrame":
        """One row per place taken: mission, priority, seat, role, specialist, name, points, fixed, and notes."""
        rows = (
            {
                "mission": mission.mission,
                "priority": str(mission.priority),
                "seat": seat.seat,
                "role": seat.role,
                "specialist": each.specialist,
                "name": each.name,
                "points": each.points,
                "fixed": each.fixed,
                "flags": "; ".join(each.flags),
            }
            for mission in self.missions
            for seat in mission.seats
            for each in seat.chosen
        )
        return framed(rows, ("mission", "priority", "seat", "role", "specialist", "name", "points", "fixed", "flags"))

    def _repr_html_(self) -> str:
        places = (
            (mission.mission, seat.seat, seat.role, each.name, each.points)
            for mission in self.missions
            for seat in mission.seats
            for each in seat.chosen
        )
        empty = ((each.mission, each.seat, each.missing, each.reason) for each in self.unfilled)
        return face(
            f"Plan of {len(self.missions)} missions: {self.points:.2f} points, {self.status}",
            line(self.proof),
            table(("mission", "seat", "role", "name", "points"), places),
            *([table(("mission", "seat", "places empty", "why"), empty)] if self.unfilled else []),
        )

"""How a shortlist is looked at: everything that its address says, so that every state of it can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.datastructures import QueryParams

from matching import Policy
from matching.criteria import CRITERIA
from matching.meets import eased
from registry.domain import Mission, Requirement, Seat
from registry.domain.base import Id
from service.pages.wording import Wording
from service.pages.words import N_

Typed = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
TOPS = (20, 50, 100)
MOST_COMPARED, LEAST_COMPARED = 4, 2
_WEIGHT = "w-"
TRIED = "as tried"

NOT_A_NUMBER = N_("Write whole numbers from 0 to 100.")
NOT_HUNDRED = N_("The points add up to %(sum)s, not to 100.")


class View(BaseModel):
    """The parameters of the address; weights stand beside them, one for each criterion, as ``w-NAME``."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    top: Annotated[int, Field(ge=1, le=100)] = TOPS[0]
    stability: bool = False
    compare: tuple[Annotated[str, StringConstraints(max_length=400)], ...] = ()
    who: Typed = ""
    whynot: Id | None = None
    look: Id | None = None
    ease: Annotated[int | None, Field(ge=1, le=100)] = None
    drop: Annotated[int | None, Field(ge=1, le=100)] = None
    passed: bool = False
    unflagged: bool = False
    verified: bool = False
    residence: Annotated[str, StringConstraints(max_length=3)] = ""
    organisation: Typed = ""

    @property
    def compared(self) -> list[str]:
        """Whom to set side by side, written with commas or one by one; at most four."""
        ids = [id.strip() for part in self.compare for id in part.split(",")]
        return list(dict.fromkeys(id for id in ids if id))[:MOST_COMPARED]


ViewQuery = Annotated[View, Query()]


@dataclass(frozen=True)
class Grid:
    """Weights as points of 100: those of the mission's policy, what was typed, and what is wrong with it."""

    own: Mapping[str, int]
    typed: Mapping[str, str] = field(default_factory=dict)
    fault: str | None = None

    @property
    def changed(self) -> bool:
        """Whether other weights than the mission's own are asked for, and can be used."""
        return bool(self.typed) and self.fault is None and self.weights != dict(self.own)

    @property
    def weights(self) -> dict[str, int]:
        """The points that are in force."""
        if not self.typed or self.fault is not None:
            return dict(self.own)
        return {name: int(self.typed[name] or 0) for name in self.own}

    def shown(self, name: str) -> str:
        """What the field of a criterion holds."""
        return self.typed.get(name, str(self.own[name]))


def grid(words: Wording, policy: Policy, asked: QueryParams) -> Grid:
    """The grid of an address."""
    own = as_points({name: policy.weights.get(name, 0.0) for name in CRITERIA})
    typed = {name: asked[_WEIGHT + name].strip()[:3] for name in CRITERIA if _WEIGHT + name in asked}
    if not typed:
        return Grid(own)
    typed = {name: typed.get(name, "0") for name in own}
    if not all(each == "" or (each.isascii() and each.isdecimal()) for each in typed.values()):
        return Grid(own, typed, words.say(NOT_A_NUMBER))
    total = sum(int(each or 0) for each in typed.values())
    return Grid(own, typed, None if total == 100 else words.say(NOT_HUNDRED, sum=words.number(total)))


def as_points(weights: Mapping[str, float]) -> dict[str, int]:
    """Weights as whole points that add up to 100: what is left over goes to the largest remainders."""
    whole = sum(weights.values())
    exact = {name: 100 * weight / whole for name, weight in weights.items()}
    points = {name: int(each) for name, each in exact.items()}
    by_rest = sorted(exact, key=lambda name: points[name] - exact[name])
    for name in by_rest[: 100 - sum(points.values())]:
        points[name] += 1
    return points


def weighed(policy: Policy, grid: Grid) -> Policy:
    """The policy with the weights of a grid; itself where nothing is changed."""
    if not grid.changed:
        return policy
    weights = {name: float(weight) for name, weight in grid.weights.items()}
    # Made anew: a copy would keep what was worked out from the old weights.
    return Policy(name=TRIED, weights=weights, factors=policy.factors, pass_mark=policy.pass_mark)


def what_if(mission: Mission, number: int, view: View) -> Mission | None:
    """The mission with one must-have of a seat eased by a step, or left out; None where nothing is tried."""
    seat, at = mission.seats[number - 1], view.ease or view.drop
    if at is None or at > len(seat.must):
        return None
    lower = eased(seat.must[at - 1]) if view.ease else None
    return with_must(mission, number, at, lower)


def with_must(mission: Mission, number: int, at: int, must: Requirement | None) -> Mission:
    """The mission with must-have ``at`` (from 1) of a seat replaced, or left out for None."""
    seat = mission.seats[number - 1]
    musts = (*seat.must[: at - 1], *(() if must is None else (must,)), *seat.must[at:])
    changed: Seat = seat.model_copy(update={"must": musts})
    return mission.model_copy(update={"seats": (*mission.seats[: number - 1], changed, *mission.seats[number:])})

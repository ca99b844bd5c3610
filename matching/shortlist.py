"""The answer for one seat: people in order, with reasons, and why the others are not there (format shortlist/1)."""

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from matching.criteria import Evidence
from matching.framing import framed
from matching.weightings import Weightings
from registry.html import Html, bar, face, line, listed, table

if TYPE_CHECKING:
    import pandas as pd


class Answer(BaseModel):
    """A frozen part of an answer."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
    )

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """One whose values are known to be right: not checked, and made in a fraction of the time.

        ``values``: every field by its name, in the order of the fields.
        """
        made = cls.__new__(cls)
        _values(made, values)
        _fields_set(made, set(values))
        _extra(made, None)
        _private(made, None)
        return made


# As every model has them, slot by slot; by their names it takes twice as long.
_values, _fields_set, _extra, _private = (BaseModel.__dict__[name].__set__ for name in BaseModel.__slots__)


class Period(Answer):
    """First and last day of the mission."""

    start: date
    end: date


class Pool(Answer):
    """The facts that were asked: where the pool stood, how many people, how many of them eligible."""

    epoch: str
    revision: int
    specialists: int
    eligible: int


class PolicyUsed(Answer):
    """The policy that weighed; ``hash`` covers every number that moves a score."""

    name: str
    version: int
    hash: str
    pass_mark: float
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion adds: ``points`` of 100; ``share`` is null where it abstains, its weight then shared out."""

    # A shortlist of twenty has more than a hundred of these: a plain dataclass is made in half the time.
    __pydantic_config__ = ConfigDict(extra="forbid")

    criterion: str
    share: float | None
    weight: float
    points: float
    reason: str
    evidence: tuple[Evidence, ...] = ()


_criterion, _share, _weight, _points, _reason, _evidence = (
    Contribution.__dict__[field.name].__set__ for field in fields(Contribution)
)


def contribution(
    criterion: str, share: float | None, weight: float, points: float, reason: str, evidence: tuple[Evidence, ...]
) -> Contribution:
    """The same as the class makes, slot by slot: the way of a frozen dataclass takes twice as long."""
    made = object.__new__(Contribution)
    _criterion(made, criterion)
    _share(made, share)
    _weight(made, weight)
    _points(made, points)
    _reason(made, reason)
    _evidence(made, evidence)
    return made


def points_of(contributions: tuple[Contribution, ...]) -> dict[str, float]:
    """Points by criterion; they add up to the score."""
    return {each.criterion: each.points for each in contributions}


def reasons(contributions: tuple[Contribution, ...]) -> Html:
    """Criterion by criterion with points and reason, as a notebook shows it."""
    return table(
        ("criterion", "points", "of", "why"), ((c.criterion, c.points, c.weight, c.reason) for c in contributions)
    )


class Stability(Answer):
    """In how large a part of the weightings drawn somebody is first, and is on the list; 0 to 1."""

    first: float
    in_top: float


class Recommendation(Answer):
    """One person in the order; the points of the contributions add up to the score.

    ``stability``: null unless it was asked for.
    """

    rank: int
    specialist: str
    name: str
    score: float
    contributions: tuple[Contribution, ...]
    flags: tuple[str, ...] = ()
    stability: Stability | None = None

    def _repr_html_(self) -> str:
        notes = [line("; ".join(self.flags), soft=True)] if self.flags else []
        title = f"{self.rank}. {self.name}: {self.score:.2f} of 100"
        return face(title, bar(points_of(self.contributions)), reasons(self.contributions), *notes)


class Excluded(Answer):
    """One reason with how many people it removed; who is hit by several counts for each."""

    reason: str
    count: int


class EasedMust(Answer):
    """A must-have that, eased by one step, would alone add some people."""

    must: str
    eased: str
    adds: int


class Shortlist(Answer):
    """The ranked and explained answer for one seat of one mission; ``weightings``: what stability was drawn from."""

    schema_: Literal["shortlist/1"] = Field("shortlist/1", alias="schema")
    mission: str
    seat: int
    on: Period
    pool: Pool
    policy: PolicyUsed
    recommendations: tuple[Recommendation, ...]
    excluded: tuple[Excluded, ...]
    easings: tuple[EasedMust, ...] = ()
    weightings: Weightings | None = None

    def to_frame(self) -> "pd.DataFrame":
        """One row per recommendation: rank, specialist, name, score, the points of each criterion, and notes."""
        rows = (
            {
                "rank": each.rank,
                "specialist": each.specialist,
                "name": each.name,
                "score": each.score,
                **points_of(each.contributions),
                "flags": "; ".join(each.flags),
            }
            for each in self.recommendations
        )
        return framed(rows, ("rank", "specialist", "name", "score"))

    def _repr_html_(self) -> str:
        people = (
            (each.rank, each.name, each.score, bar(points_of(each.contributions)), listed(each.flags))
            for each in self.recommendations
        )
        removed = "; ".join(f"{each.reason}: {each.count}" for each in self.excluded)
        eased = "; ".join(f"{each.must} -> {each.eased}: {each.adds} more" for each in self.easings)
        return face(
            f"Shortlist of mission {self.mission}, seat {self.seat}",
            line(f"{self.on.start} to {self.on.end}; {self.pool.eligible} of {self.pool.specialists} are eligible."),
            table(("", "name", "points", "of which", "notes"), people),
            *(line(f"{what}: {told}", soft=True) for what, told in (("Removed", removed), ("Eased", eased)) if told),
            line(f"Policy {self.policy.name}, version {self.policy.version}; revision {self.pool.revision}", soft=True),
        )

"""The answer: who is chosen and who is not, by group (format fairness/1)."""

from typing import Literal

from pydantic import Field

from matching.fairness.rules import FairnessRules
from matching.shortlist import Answer


class GroupReport(Answer):
    """One group at one stage; everything but its name is null where it is suppressed.

    ``people``: who could have been chosen at least once. ``chosen``: who was, at least once. ``rate``: one by the
    other. ``ratio``: the impact ratio, the rate by that of the ``reference`` group, from ``low`` to ``high``, with
    Fisher's ``p``; null for the reference, and for those who have not said. ``below``: the ratio is below the line;
    ``clearly``: so is all of its interval. ``exposure``: part of all attention that the group gets, ``due``: that it
    would get if all who could have been chosen got the same.
    """

    group: tuple[str, ...]
    suppressed: bool
    people: int | None = None
    chosen: int | None = None
    rate: float | None = None
    reference: bool = False
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    below: bool | None = None
    clearly: bool | None = None
    exposure: float | None = None
    due: float | None = None


class AttributeReport(Answer):
    """All groups of one attribute, or of two crossed."""

    attribute: str
    groups: tuple[GroupReport, ...]


class Rotation(Answer):
    """How places are spread over people.

    ``busiest``: part of the places that the ``most_used`` people hold, those who hold most; ``even``: the part they
    would hold if everybody who could be chosen held as many; ``most``: places of the one person who holds most.
    """

    places: int
    people: int
    most_used: int
    busiest: float
    even: float
    most: int


class StageReport(Answer):
    """One stage: shortlist, offer, assignment or plan. ``never``: ids of those who could be chosen and never were."""

    stage: str
    seats: int
    ranked: bool
    attributes: tuple[AttributeReport, ...]
    rotation: Rotation
    never: tuple[str, ...]


class Representation(Answer):
    """Women and men of the pool or of a stage, each person once; null where the counts are suppressed.

    ``women_share``: of women and men together; RTCM's rule is one half.
    """

    of: str
    women: int | None
    men: int | None
    women_share: float | None


class ReportedPool(Answer):
    """The facts that were asked."""

    epoch: str
    revision: int


class Fairness(Answer):
    """Adverse impact, exposure, rotation and representation at every stage."""

    schema_: Literal["fairness/1"] = Field("fairness/1", alias="schema")
    pool: ReportedPool
    rules: FairnessRules
    pseudonymous: bool
    stages: tuple[StageReport, ...]
    representation: tuple[Representation, ...]

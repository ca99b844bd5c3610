"""The answer: what the pool can serve, and what would help (format coverage/1)."""

from datetime import date
from typing import Literal

from pydantic import Field

from matching.coverage.rules import CoverageRules
from matching.shortlist import Answer


class PoolOnDay(Answer):
    """The facts that were asked: where the pool stood, how many people, how many of them proposable on the day."""

    epoch: str
    revision: int
    specialists: int
    proposable: int


class CompetenceRow(Answer):
    """One competence or group; ``taught`` where a module teaches it, so that one can be certified in it."""

    id: str
    label: str
    depth: int
    taught: bool


class Cell(Answer):
    """How many people serve one competence in one country and language; null stands for any country or language.

    ``people``: certified where the competence is taught, else holding it. ``holders``: the same whether certified or
    not. ``lapsing``: how many of the people no longer serve on the later date, as their certificates end. Null where
    the count is suppressed.
    """

    competence: str
    country: str | None
    language: str | None
    people: int | None
    holders: int | None
    lapsing: int | None


class Ending(Answer):
    """One certificate with the last day on which it is valid."""

    module: str
    level: str
    last: date


class Lapse(Answer):
    """Somebody whose certificates end: how many cells they leave, and how many are empty after all lapses."""

    specialist: str
    name: str
    certificates: tuple[Ending, ...]
    cells: int
    emptied: int


class Sole(Answer):
    """Somebody the pool depends on: cells that nobody else serves, and points that the missions would lose."""

    specialist: str
    name: str
    cells: int
    first: tuple[Cell, ...]
    points: float


class Bottleneck(Answer):
    """The must-have that keeps most people out by itself; eased by one step it ``adds`` some."""

    must: str
    alone: int
    eased: str
    adds: int


class SeatForecast(Answer):
    """One seat: who is eligible if it began on the day asked about (``now``), and on its own dates (``then``).

    ``expected_shortfall``: places that stay empty on average, when each of ``then`` accepts with the chance that the
    rules give. ``points``: those of the best ``count`` people together.
    """

    mission: str
    seat: int
    role: str
    count: int
    start: date
    end: date
    now: int | None
    then: int | None
    shortfall: int | None
    expected_shortfall: float | None
    points: float | None
    bottleneck: Bottleneck | None


class Effect(Answer):
    """What a certification does for one seat."""

    mission: str
    seat: int
    points: float
    reason: str


class Certification(Answer):
    """One certificate that somebody should earn; ``instead``: modules that would do the same."""

    specialist: str
    name: str
    module: str
    title: str
    level: str
    issued: date
    gain: float
    effects: tuple[Effect, ...]
    instead: tuple[str, ...]


class Training(Answer):
    """The certifications that raise the served points most.

    ``before`` and ``after``: the served points, each worked out by the matcher. ``bound``: no choice of so many
    certifications reaches more. ``status``: optimal where ``after`` equals the bound, else feasible, ``gap`` points
    below it.
    """

    status: Literal["optimal", "feasible"]
    asked: int
    considered: int
    before: float
    after: float
    bound: float
    gap: float
    certifications: tuple[Certification, ...]


class Coverage(Answer):
    """What the pool can serve on a day, and on whom and on which certificates that depends."""

    schema_: Literal["coverage/1"] = Field("coverage/1", alias="schema")
    on: date
    until: date
    pool: PoolOnDay
    rules: CoverageRules
    suppressed_below: int | None = None
    competences: tuple[CompetenceRow, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    cells: tuple[Cell, ...]
    lapses: tuple[Lapse, ...]
    sole: tuple[Sole, ...]
    forecast: tuple[SeatForecast, ...]
    training: Training | None = None

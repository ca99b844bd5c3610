"""A past mission or training as it went: who served, who was trained, how it was judged (assignment/1)."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from registry.domain.base import (
    CompetenceId,
    CountryCode,
    Day,
    Fact,
    Id,
    Line,
    ModuleId,
    Role,
    Text,
    refuse_end_before_start,
    refuse_repeats,
)
from registry.domain.mission import MissionType

Rating = Annotated[int, Field(strict=True, ge=1, le=5)]


class AppraisedBy(StrEnum):
    """Who judged; the specialist's own judgement is kept, and counts for nothing in a score."""

    REQUESTER = "requester"
    PLANNER = "planner"
    PEER = "peer"
    SPECIALIST = "specialist"


class Ratings(Fact):
    """Marks of 1 to 5; one that was not given is left out."""

    technical_quality: Rating | None = None
    relevance: Rating | None = None
    delivery: Rating | None = None
    communication: Rating | None = None
    teamwork: Rating | None = None
    timeliness: Rating | None = None
    knowledge_transfer: Rating | None = None
    conduct: Rating | None = None

    @property
    def mean(self) -> float | None:
        """Mean of the marks given, None when none was."""
        given = [mark for mark in self.__dict__.values() if mark is not None]
        return sum(given) / len(given) if given else None


class Appraisal(Fact):
    """One person's work on one assignment as somebody judged it."""

    specialist: Id
    by: AppraisedBy
    on: Day
    ratings: Ratings
    would_use_again: bool | None = None
    text: Text | None = None


class Member(Fact):
    """Somebody who served on an assignment, and as what."""

    specialist: Id
    role: Role


class Assignment(Fact):
    """A past mission or training with its team, its trainees and its appraisals."""

    schema_: Literal["assignment/1"] = Field(alias="schema")
    id: Id
    title: Annotated[Line, Field(min_length=1)]
    types: Annotated[tuple[MissionType, ...], Field(min_length=1)]
    country: CountryCode | None = None
    place: Line | None = None
    organisation: Line | None = None
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    competences: tuple[CompetenceId, ...] = ()
    module: ModuleId | None = None
    team: Annotated[tuple[Member, ...], Field(min_length=1), refuse_repeats("specialist")]
    trainees: Annotated[tuple[Id, ...], refuse_repeats()] = ()
    appraisals: Annotated[tuple[Appraisal, ...], refuse_repeats("specialist", "by", "on")] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_end_before_start(self.start, self.end, "to before from")
        return self

    @property
    def people(self) -> set[str]:
        """The ids of everybody it names."""
        return {member.specialist for member in self.team} | {*self.trainees} | {s.specialist for s in self.appraisals}

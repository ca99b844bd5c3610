"""A mission, its seats and what each seat asks (format mission/1)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from registry.domain.base import (
    CEFRLevel,
    CertificateLevel,
    CompetenceId,
    CountryCode,
    Day,
    Fact,
    Id,
    IscedLevel,
    LanguageCode,
    Level,
    Line,
    ModuleId,
    Role,
    Text,
    refuse_end_before_start,
)
from registry.html import Html, face, facts, line, listed, table


class MissionType(StrEnum):
    """What kind of cooperation a mission is."""

    TRAINING_DELIVERY = "training_delivery"
    TRAINING_OF_TRAINERS = "training_of_trainers"
    CURRICULUM_DEVELOPMENT = "curriculum_development"
    NEEDS_ASSESSMENT = "needs_assessment"
    ASSESSMENT = "assessment"
    LEGAL_REVIEW = "legal_review"
    ADVISORY = "advisory"
    DRAFTING = "drafting"
    SOP_DRAFTING = "sop_drafting"
    RESEARCH = "research"
    EVALUATION = "evaluation"
    STUDY_VISIT = "study_visit"
    PEER_EXCHANGE = "peer_exchange"
    COORDINATION = "coordination"


class Modality(StrEnum):
    """Where the work is done."""

    ONSITE = "onsite"
    REMOTE = "remote"
    HYBRID = "hybrid"


class LanguageAbility(StrEnum):
    """The four CEFR skills, named where a requirement asks for some of them only."""

    LISTENING = "listening"
    READING = "reading"
    SPEAKING = "speaking"
    WRITING = "writing"


class _Requirement(Fact):
    """What all requirements share; ``weight`` counts among the wishes of one criterion, a must has none."""

    weight: Annotated[float, Field(gt=0, le=1000)] | None = None


class SkillRequirement(_Requirement):
    """A competence at a level."""

    kind: Literal["skill"]
    skill: CompetenceId
    level: Level = 1


class LanguageRequirement(_Requirement):
    """A language at a CEFR level, in every ability unless some are named."""

    kind: Literal["language"]
    language: LanguageCode
    level: CEFRLevel
    abilities: tuple[LanguageAbility, ...] = ()


class CountryRequirement(_Requirement):
    """Months of work in a country."""

    kind: Literal["country"]
    country: CountryCode
    months: Annotated[int, Field(strict=True, ge=1, le=960)] = 1


class ExperienceRequirement(_Requirement):
    """Years of professional experience."""

    kind: Literal["experience"]
    years: Annotated[float, Field(gt=0, le=80)]


class CertificateRequirement(_Requirement):
    """A certificate of a module, valid on the mission's dates."""

    kind: Literal["certificate"]
    module: ModuleId
    level: CertificateLevel = CertificateLevel.PARTICIPANT


class TrainingRequirement(_Requirement):
    """Certified to train in a role, in a module that fits the seat's competences."""

    kind: Literal["training"]
    role: Role


class EducationRequirement(_Requirement):
    """A level of education (ISCED 2011)."""

    kind: Literal["education"]
    level: IscedLevel


class NationalityRequirement(_Requirement):
    """A lawful, recorded requirement on nationality: one of some, or none of some."""

    kind: Literal["nationality"]
    any_of: tuple[CountryCode, ...] = ()
    none_of: tuple[CountryCode, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.any_of) == bool(self.none_of):
            raise PydanticCustomError("one_of", "expected either any_of or none_of, with at least one country")
        return self


class EmployerRequirement(_Requirement):
    """One of some kinds of employer (``government``, ``ngo`` ...) or of some organisations by name."""

    kind: Literal["employer"]
    any_of: tuple[Line, ...] = Field(min_length=1)


class OfficialRequirement(_Requirement):
    """Public officials only, or none of them."""

    kind: Literal["official"]
    value: bool


Requirement = Annotated[
    SkillRequirement
    | LanguageRequirement
    | CountryRequirement
    | ExperienceRequirement
    | CertificateRequirement
    | TrainingRequirement
    | EducationRequirement
    | NationalityRequirement
    | EmployerRequirement
    | OfficialRequirement,
    Field(discriminator="kind"),
]

R = TypeVar("R", bound=_Requirement)

# Only what a person can hold more or less of can be wished for; the rest is a must or nothing.
_MUST_ONLY = (NationalityRequirement, EmployerRequirement, OfficialRequirement)


def _as_must(requirement: _Requirement) -> _Requirement:
    if requirement.weight is not None:
        raise PydanticCustomError("must_weight", "a must has no weight; put it under wish, or leave weight out")
    return requirement


def _as_wish(requirement: _Requirement) -> _Requirement:
    if isinstance(requirement, _MUST_ONLY):
        raise PydanticCustomError(
            "must_only", "{kind} can only be a must: it never moves a score", {"kind": requirement.kind}
        )
    return requirement if requirement.weight is not None else requirement.model_copy(update={"weight": 1.0})


Must = Annotated[Requirement, AfterValidator(_as_must)]
Wish = Annotated[Requirement, AfterValidator(_as_wish)]


def _in_short(requirements: Iterable[Requirement]) -> Html:
    """What is asked, one a line, by codes."""
    return listed(f"{each.kind} {_values(each)}" for each in requirements)


def _values(requirement: Requirement) -> str:
    told = requirement.model_dump(mode="json", exclude_none=True, exclude={"kind", "weight"})
    return ", ".join(", ".join(each) if isinstance(each, list) else str(each) for each in told.values() if each != [])


class Seat(Fact):
    """One role on a mission, for ``count`` people."""

    role: Role
    count: Annotated[int, Field(strict=True, ge=1, le=1000)]
    must: Annotated[tuple[Must, ...], Field(max_length=100)] = ()
    wish: Annotated[tuple[Wish, ...], Field(max_length=200)] = ()

    def wishes(self, *kinds: type[R]) -> list[R]:
        """The wishes of some kinds, in their order."""
        return [wish for wish in self.wish if isinstance(wish, kinds)]

    @property
    def trains(self) -> bool:
        """Whether whoever sits here stands before a class."""
        return self.role in (Role.TRAINER, Role.CO_TRAINER) or any(
            isinstance(requirement, TrainingRequirement) for requirement in (*self.must, *self.wish)
        )


class Window(Fact):
    """First and last day of a mission, both included."""

    start: Day
    end: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_end_before_start(self.start, self.end, "end before start")
        return self

    @property
    def days(self) -> int:
        """Calendar days from start to end."""
        return (self.end - self.start).days + 1


class Exclude(Fact):
    """Whom a mission cannot take, whatever they hold."""

    organisations: tuple[Line, ...] = ()
    nationalities: tuple[CountryCode, ...] = ()
    specialists: tuple[Id, ...] = ()


class Mission(Fact):
    """A request for people: who asks, where, when, and which seats."""

    schema_: Literal["mission/1"] = Field(alias="schema")
    id: Id
    title: Annotated[Line, Field(min_length=1)]
    types: Annotated[tuple[MissionType, ...], Field(min_length=1)]
    host_countries: Annotated[tuple[CountryCode, ...], Field(min_length=1)]
    beneficiary: Line | None = None
    modality: Modality = Modality.ONSITE
    place: Line | None = None
    window: Window
    effort_days: Annotated[int, Field(strict=True, ge=1, le=3660)] | None = None
    description: Text | None = None
    tasks: tuple[Text, ...] = ()
    deliverables: tuple[Text, ...] = ()
    seats: Annotated[tuple[Seat, ...], Field(min_length=1, max_length=100)]
    exclude: Exclude = Exclude()
    policy: Line | None = None
    source: dict[Line, Text | tuple[Text, ...]] = Field(default_factory=dict)

    def _repr_html_(self) -> str:
        when = f"{self.window.start} to {self.window.end}"
        told = {
            "what": ", ".join(each.replace("_", " ") for each in self.types),
            "where": ", ".join(self.host_countries),
            "when": when if self.effort_days is None else f"{when}, {self.effort_days} days of work",
            "for": self.beneficiary,
        }
        seats = (
            (at, seat.role.replace("_", " "), seat.count, _in_short(seat.must), _in_short(seat.wish))
            for at, seat in enumerate(self.seats, start=1)
        )
        said = [line(self.description, soft=True)] if self.description else []
        return face(
            f"{self.id}: {self.title}", facts(told), table(("seat", "role", "people", "must", "wish"), seats), *said
        )

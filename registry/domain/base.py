"""What every fact shares: strict frozen values, codes that are checked, text that can be stored anywhere."""

from abc import abstractmethod
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from registry import vocabulary
from registry.vocabulary import CEFR

# Control characters cannot be shown, and PostgreSQL cannot store NUL.
_LINE = r"^[^\x00-\x1f\x7f]*$"
_TEXT = r"^[^\x00]*$"

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}$")]
Line = Annotated[str, StringConstraints(max_length=300, pattern=_LINE, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=_TEXT)]
Year = Annotated[int, Field(strict=True, ge=1900, le=2200)]


def _date(value: Any) -> Any:
    """Only ``YYYY-MM-DD``: pydantic alone would also take a number for seconds since 1970."""
    if isinstance(value, str | date) and len(str(value)) == 10:
        return value
    raise PydanticCustomError("date_form", "expected a date as YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_date)]

CompetenceId = Annotated[str, BeforeValidator(vocabulary.competence)]  # id in the competence taxonomy
CountryCode = Annotated[str, BeforeValidator(vocabulary.country)]  # ISO 3166-1 alpha-3
LanguageCode = Annotated[str, BeforeValidator(vocabulary.language)]  # ISO 639-3
ModuleId = Annotated[str, BeforeValidator(vocabulary.module)]  # id of a training module
Level = Annotated[int, Field(strict=True, ge=1, le=5)]  # of a competence: 1 aware to 5 leading authority
IscedLevel = Annotated[int, Field(strict=True, ge=0, le=8)]  # ISCED 2011; 6 bachelor, 7 master, 8 doctorate
CEFRLevel = Annotated[
    CEFR,
    BeforeValidator(vocabulary.cefr),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "enum": [str(level) for level in CEFR]}),
]


class Fact(BaseModel):
    """A frozen value; an unknown field is refused by name, never dropped."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
    )


class Case(Fact):
    """A document of casework: something that a mission gathers on its way."""

    id: Id

    @property
    @abstractmethod
    def standing(self) -> str:
        """The state in which it is, as one word."""


class PersonalCase(Case):
    """Casework about one specialist alone."""

    specialist: Id


class MissionPart(PersonalCase):
    """Casework about one specialist and one mission alone."""

    mission: Id


class EvidenceStatus(StrEnum):
    """How far a claim can be relied on; a claim that is absent has no row at all."""

    CLAIMED = "claimed"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"


class Role(StrEnum):
    """What a person does on a mission."""

    EXPERT = "expert"
    TRAINER = "trainer"
    CO_TRAINER = "co_trainer"
    TEAM_LEAD = "team_lead"
    ASSESSOR = "assessor"
    INTERPRETER = "interpreter"


class CertificateLevel(StrEnum):
    """What a certificate entitles to, from sitting in to judging others."""

    PARTICIPANT = "participant"
    CO_TRAINER = "co_trainer"
    TRAINER = "trainer"
    MASTER_TRAINER = "master_trainer"
    ASSESSOR = "assessor"

    @property
    def rank(self) -> int:
        """1 for participant to 5 for assessor."""
        return list(CertificateLevel).index(self) + 1


def refuse_repeats(*keys: str) -> AfterValidator:
    """A validator of a tuple of facts that refuses two with the same values of ``keys``."""

    def check(facts: tuple[Any, ...]) -> tuple[Any, ...]:
        seen = set()
        for fact in facts:
            value = tuple(getattr(fact, key) for key in keys) if keys else fact
            if value in seen:
                named = " ".join(str(part) for part in (value if keys else (value,)))
                raise PydanticCustomError("repeated", "{value} stands here twice", {"value": named})
            seen.add(value)
        return facts

    return AfterValidator(check)


def refuse_end_before_start(start: date | None, end: date | None, names: str) -> None:
    """Raise when both days are known and ``end`` lies before ``start``; ``names`` says so in words."""
    if start is not None and end is not None and end < start:
        raise PydanticCustomError(
            "order", "{names}: {end} < {start}", {"names": names, "end": str(end), "start": str(start)}
        )

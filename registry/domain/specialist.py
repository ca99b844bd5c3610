"""A specialist and everything claimed or known about one (format specialist/1)."""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from registry.domain.base import (
    CEFRLevel,
    CertificateLevel,
    CompetenceId,
    CountryCode,
    Day,
    EvidenceStatus,
    Fact,
    Id,
    IscedLevel,
    LanguageCode,
    Level,
    Line,
    ModuleId,
    Role,
    Text,
    Year,
    refuse_end_before_start,
    refuse_repeats,
)
from registry.vocabulary import CEFR


class Gender(StrEnum):
    """Kept for the fairness report and parity counts; never moves a score."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class EmployerType(StrEnum):
    """Who a specialist works for."""

    GOVERNMENT = "government"
    NGO = "ngo"
    ACADEMIA = "academia"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    PRIVATE = "private"
    INDEPENDENT = "independent"


class Vetting(StrEnum):
    """First axis of membership: whether RTCM's leadership has admitted this person."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    ADMITTED = "admitted"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class ReferralState(StrEnum):
    """Third axis of membership: whether this person may be proposed at present."""

    OPEN = "open"
    PAUSED = "paused"
    BLOCKED = "blocked"


class AvailabilityKind(StrEnum):
    """What is known of a period; a day without a record is unknown, which is not free."""

    FREE = "free"
    TENTATIVE = "tentative"
    AWAY = "away"


class CertificateStatus(StrEnum):
    """State of a certificate; expiring and expired follow from its dates and are not stored."""

    CLAIMED = "claimed"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"
    APPLIED = "applied"
    IN_TRAINING = "in_training"
    ASSESSED = "assessed"
    ISSUED = "issued"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Name(Fact):
    """How a person is called; ``native`` is the same name in its own script."""

    given: Line = ""
    family: Line = ""
    native: Line | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.given and not self.family:
            raise PydanticCustomError("empty_name", "expected a given or a family name")
        return self

    @property
    def full(self) -> str:
        """Given and family name in one line."""
        return f"{self.given} {self.family}".strip()


class Education(Fact):
    """Highest education."""

    level: IscedLevel
    field: Line | None = None


class SkillClaim(Fact):
    """One competence held, how well, and what backs it."""

    skill: CompetenceId
    level: Level
    years: Annotated[float, Field(ge=0, le=80)] | None = None
    last_used: Year | None = None
    status: EvidenceStatus = EvidenceStatus.CLAIMED
    evidence: tuple[Line, ...] = ()


class LanguageSkill(Fact):
    """One language of a specialist, by CEFR skill; a skill that is not recorded is unknown."""

    language: LanguageCode
    listening: CEFRLevel | None = None
    reading: CEFRLevel | None = None
    speaking: CEFRLevel | None = None
    writing: CEFRLevel | None = None
    native: bool = False
    can_train: bool = False
    status: EvidenceStatus = EvidenceStatus.CLAIMED

    @property
    def levels(self) -> tuple[CEFR | None, CEFR | None, CEFR | None, CEFR | None]:
        """Listening, reading, speaking, writing; a native speaker's unrecorded skills count as C2."""
        unknown = CEFR.C2 if self.native else None
        return (
            self.listening or unknown,
            self.reading or unknown,
            self.speaking or unknown,
            self.writing or unknown,
        )


class CountryExperience(Fact):
    """Months worked in or on one country."""

    country: CountryCode
    months: Annotated[int, Field(strict=True, ge=0, le=960)]
    last_year: Year | None = None
    themes: tuple[CompetenceId, ...] = ()
    status: EvidenceStatus = EvidenceStatus.CLAIMED


class Certificate(Fact):
    """A certificate of a training module; valid from ``issued`` until the day before ``expires``."""

    module: ModuleId
    level: CertificateLevel = CertificateLevel.PARTICIPANT
    issued: Day | None = None
    expires: Day | None = None
    number: Line | None = None
    status: CertificateStatus = CertificateStatus.CLAIMED

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_end_before_start(self.issued, self.expires, "expires before issued")
        return self


class Availability(Fact):
    """What is known of the days ``start <= day < end``."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    kind: AvailabilityKind

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            raise PydanticCustomError(
                "order",
                "to {end} is not after from {start}",
                {"end": str(self.end), "start": str(self.start)},
            )
        return self


class ServiceRecord(Fact):
    """A past mission as the profile tells it; ``end`` is the last day, None while it lasts."""

    title: Line
    country: CountryCode | None = None
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    role: Role | None = None
    competences: tuple[CompetenceId, ...] = ()
    organisation: Line | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_end_before_start(self.start, self.end, "to before from")
        return self


class Publication(Fact):
    """Something a specialist wrote."""

    title: Line
    year: Year | None = None


class Consent(Fact):
    """Consent to one purpose; in force from ``given`` until the day before ``until`` or ``withdrawn``."""

    given: Day
    until: Day | None = None
    withdrawn: Day | None = None
    terms: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_end_before_start(self.given, self.until, "until before given")
        refuse_end_before_start(self.given, self.withdrawn, "withdrawn before given")
        return self


class Consents(Fact):
    """Second axis of membership: consent per purpose; a purpose left out was never consented to."""

    search: Consent | None = None
    share_name: Consent | None = None
    transfer: Consent | None = None
    statistics: Consent | None = None


class Referral(Fact):
    """Third axis of membership; ``until`` is the first day after a pause, None for a pause without end."""

    state: ReferralState = ReferralState.OPEN
    until: Day | None = None


def _by_start(availability: tuple[Availability, ...]) -> list[Availability]:
    return sorted(availability, key=lambda period: period.start)


class Specialist(Fact):
    """A member of the pool; only id and name are required, for thin profiles are real.

    ``restricted`` is the person's right to have their facts kept and not used: neither shown nor ranked.
    """

    schema_: Literal["specialist/1"] = Field(alias="schema")
    id: Id
    name: Name
    gender: Gender | None = None
    nationalities: Annotated[tuple[CountryCode, ...], refuse_repeats()] = ()
    residence: CountryCode | None = None
    organisation: Line | None = None
    employer_type: EmployerType | None = None
    official: bool | None = None
    education: Education | None = None
    experience_years: Annotated[float, Field(ge=0, le=80)] | None = None
    roles: Annotated[tuple[Role, ...], refuse_repeats()] = ()
    skills: Annotated[tuple[SkillClaim, ...], refuse_repeats("skill")] = ()
    languages: Annotated[tuple[LanguageSkill, ...], refuse_repeats("language")] = ()
    countries: Annotated[tuple[CountryExperience, ...], refuse_repeats("country")] = ()
    certificates: Annotated[tuple[Certificate, ...], refuse_repeats("module", "level", "issued")] = ()
    availability: tuple[Availability, ...] = ()
    missions: tuple[ServiceRecord, ...] = ()
    publications: tuple[Publication, ...] = ()
    bio: dict[LanguageCode, Text] = Field(default_factory=dict)
    consent: Consents = Consents()
    referral: Referral = Referral()
    vetting: Vetting = Vetting.DRAFT
    confirmed_on: Day | None = None
    restricted: bool = False

    @model_validator(mode="after")
    def _periods_apart(self) -> Self:
        for earlier, later in pairwise(_by_start(self.availability)):
            if later.start < earlier.end:
                raise PydanticCustomError(
                    "overlap", "availability: two periods overlap on {day}", {"day": str(later.start)}
                )
        return self

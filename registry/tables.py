"""SQLModel rows: one class per noun, with the columns of registry.columns; imported by the store only."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Integer, MetaData, Table, Text
from sqlalchemy import Column as SqlColumn
from sqlmodel import Field, SQLModel

# Set before the first table, so that every constraint has the same name on every database.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _specialist_key() -> Any:
    return Field(foreign_key="specialist.key", primary_key=True, ondelete="CASCADE")


def _assignment_key() -> Any:
    return Field(foreign_key="assignment.key", primary_key=True, ondelete="CASCADE")


def _text(**extra: Any) -> Any:
    return Field(sa_type=Text, **extra)


class SpecialistRow(SQLModel, table=True):
    """One specialist; ``key`` never leaves the store."""

    __tablename__: ClassVar[str] = "specialist"

    key: int = Field(primary_key=True)
    id: str = Field(max_length=64, unique=True)
    version: int = 1
    given: str
    family: str
    native_name: str | None = None
    gender: str | None = None
    residence: str | None = Field(default=None, max_length=3)
    organisation: str | None = None
    employer_type: str | None = None
    official: bool | None = None
    education_level: int | None = None
    education_field: str | None = None
    experience_years: float | None = None
    vetting: str
    referral: str
    paused_until: date | None = None
    confirmed_on: date | None = None
    restricted: bool = False


class NationalityRow(SQLModel, table=True):
    """A nationality of a specialist."""

    __tablename__: ClassVar[str] = "nationality"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    country: str = Field(max_length=3)


class RoleRow(SQLModel, table=True):
    """A role that a specialist takes on."""

    __tablename__: ClassVar[str] = "specialist_role"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    role: str


class SkillRow(SQLModel, table=True):
    """A competence claimed; ``evidence`` is a JSON list."""

    __tablename__: ClassVar[str] = "skill_claim"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    skill: str
    level: int
    years: float | None = None
    last_used: int | None = None
    status: str
    evidence: str = _text()


class LanguageRow(SQLModel, table=True):
    """A language; levels as 1 (A1) to 6 (C2)."""

    __tablename__: ClassVar[str] = "language_skill"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    language: str = Field(max_length=3)
    listening: int | None = None
    reading: int | None = None
    speaking: int | None = None
    writing: int | None = None
    native: bool
    can_train: bool
    status: str


class CountryRow(SQLModel, table=True):
    """Work in a country; ``themes`` is a JSON list."""

    __tablename__: ClassVar[str] = "country_experience"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    country: str = Field(max_length=3)
    months: int
    last_year: int | None = None
    themes: str = _text()
    status: str


class CertificateRow(SQLModel, table=True):
    """A certificate of a training module."""

    __tablename__: ClassVar[str] = "certificate"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    module: str
    level: str
    issued: date | None = None
    expires: date | None = None
    number: str | None = None
    status: str


class AvailabilityRow(SQLModel, table=True):
    """A period that is free, tentative or away."""

    __tablename__: ClassVar[str] = "availability"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    start: date
    end: date
    kind: str


class ServiceRow(SQLModel, table=True):
    """A past mission as the profile tells it; ``competences`` is a JSON list."""

    __tablename__: ClassVar[str] = "service_record"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    title: str
    country: str | None = Field(default=None, max_length=3)
    start: date | None = None
    end: date | None = None
    role: str | None = None
    competences: str = _text()
    organisation: str | None = None


class PublicationRow(SQLModel, table=True):
    """Something a specialist wrote."""

    __tablename__: ClassVar[str] = "publication"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    title: str
    year: int | None = None


class BioRow(SQLModel, table=True):
    """What a specialist says of themselves, in one language."""

    __tablename__: ClassVar[str] = "bio"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    language: str = Field(max_length=3)
    text: str = _text()


class ConsentRow(SQLModel, table=True):
    """Consent to one purpose."""

    __tablename__: ClassVar[str] = "consent"

    specialist_key: int = _specialist_key()
    ord: int = Field(primary_key=True)
    purpose: str
    given: date
    until: date | None = None
    withdrawn: date | None = None
    terms: str


class AssignmentRow(SQLModel, table=True):
    """A past mission or training; ``types`` and ``competences`` are JSON lists."""

    __tablename__: ClassVar[str] = "assignment"

    key: int = Field(primary_key=True)
    id: str = Field(max_length=64, unique=True)
    version: int = 1
    title: str
    types: str = _text()
    country: str | None = Field(default=None, max_length=3)
    place: str | None = None
    organisation: str | None = None
    start: date
    end: date
    competences: str = _text()
    module: str | None = None


class MemberRow(SQLModel, table=True):
    """Somebody who served on an assignment."""

    __tablename__: ClassVar[str] = "assignment_member"

    assignment_key: int = _assignment_key()
    ord: int = Field(primary_key=True)
    specialist_key: int = Field(foreign_key="specialist.key", index=True, ondelete="CASCADE")
    role: str


class TraineeRow(SQLModel, table=True):
    """Somebody who was trained on an assignment."""

    __tablename__: ClassVar[str] = "assignment_trainee"

    assignment_key: int = _assignment_key()
    ord: int = Field(primary_key=True)
    specialist_key: int = Field(foreign_key="specialist.key", index=True, ondelete="CASCADE")


class AppraisalRow(SQLModel, table=True):
    """How one person's work on an assignment was judged."""

    __tablename__: ClassVar[str] = "appraisal"

    assignment_key: int = _assignment_key()
    ord: int = Field(primary_key=True)
    specialist_key: int = Field(foreign_key="specialist.key", index=True, ondelete="CASCADE")
    by: str
    on: date
    technical_quality: int | None = None
    relevance: int | None = None
    delivery: int | None = None
    communication: int | None = None
    teamwork: int | None = None
    timeliness: int | None = None
    knowledge_transfer: int | None = None
    conduct: int | None = None
    would_use_again: bool | None = None
    text: str | None = _text(default=None)


class MissionRow(SQLModel, table=True):
    """A mission; ``document`` is the whole of it as mission/1 JSON, the rest is for lists."""

    __tablename__: ClassVar[str] = "mission"

    key: int = Field(primary_key=True)
    id: str = Field(max_length=64, unique=True)
    version: int = 1
    title: str
    start: date
    end: date
    document: str = _text()


class DuplicateRow(SQLModel, table=True):
    """Two entries that may be one person, ``first`` the smaller id; ``clues`` and ``undo`` are JSON.

    ``undo`` holds both profiles, and what named the one that is gone, as they were before a merge.
    """

    __tablename__: ClassVar[str] = "duplicate"

    key: int | None = Field(default=None, primary_key=True)
    first: str = Field(max_length=64, index=True)
    second: str = Field(max_length=64, index=True)
    score: float
    clues: str = _text()
    state: str
    kept: str | None = Field(default=None, max_length=64)
    decided_by: str | None = None
    decided_at: str | None = None
    undo: str | None = _text(default=None)


class FeedRow(SQLModel, table=True):
    """Where the pool stands: one row. ``min_rev`` is the oldest revision whose changes are kept.

    ``entries`` and ``head`` are the length and the last hash of the audit chain; ``history_from`` is the oldest
    revision that history can tell, None while the chain has not begun.
    """

    __tablename__: ClassVar[str] = "feed"
    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)

    one: int = Field(default=1, primary_key=True)
    epoch: str
    rev: int = Field(sa_type=BigInteger)
    min_rev: int = Field(sa_type=BigInteger)
    entries: int = Field(default=0, sa_type=BigInteger)
    head: str
    history_from: int | None = Field(default=None, sa_type=BigInteger)
    salt: str


class ChangeRow(SQLModel, table=True):
    """What moved in a revision. On PostgreSQL the revision is stamped at commit, by transaction (``txid``)."""

    __tablename__: ClassVar[str] = "change"

    seq: int | None = Field(
        default=None,
        sa_column=SqlColumn(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    )
    rev: int | None = Field(default=None, sa_type=BigInteger, index=True)
    ord: int
    txid: int | None = Field(default=None, sa_type=BigInteger)
    kind: str
    id: str
    version: int
    op: str
    actor: str
    purpose: str
    at: str


# Noun of registry.columns -> its row class.
ROWS: dict[str, type[SQLModel]] = {
    "specialists": SpecialistRow,
    "nationalities": NationalityRow,
    "roles": RoleRow,
    "skills": SkillRow,
    "languages": LanguageRow,
    "countries": CountryRow,
    "certificates": CertificateRow,
    "availability": AvailabilityRow,
    "service": ServiceRow,
    "publications": PublicationRow,
    "bios": BioRow,
    "consents": ConsentRow,
    "assignments": AssignmentRow,
    "members": MemberRow,
    "trainees": TraineeRow,
    "appraisals": AppraisalRow,
}


def table(row: type[SQLModel]) -> Table:
    """The table of a row class."""
    found: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel sets it for table=True
    return found

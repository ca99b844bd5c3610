"""Casework about a person, without a mission: the diary of a member, a certificate on its way, a stored document."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from registry.domain.base import Fact, Id, Line, PersonalCase, Text
from registry.domain.casework import Account, StepTaken
from registry.domain.specialist import Certificate, Vetting


class Axis(StrEnum):
    """What a step of a member is about: one of the four axes of membership, or a claim of the profile."""

    VETTING = "vetting"
    CONSENT = "consent"
    REFERRAL = "referral"
    FRESHNESS = "freshness"
    CLAIM = "claim"


class MemberStep(StepTaken):
    """One step of a member; ``about`` is the purpose of a consent, or the claim that was looked at."""

    axis: Axis
    about: Line | None = None


class MemberCase(PersonalCase):
    """The diary of a member; where they stand is in the profile, ``vetting`` is where the last step left it."""

    vetting: Vetting = Vetting.DRAFT
    nominated_by: Account | None = None
    diary: tuple[MemberStep, ...] = ()

    @property
    def standing(self) -> str:
        """Where vetting stood after the last step."""
        return self.vetting.value


class CertificateCase(PersonalCase):
    """A certificate on its way, as the profile holds it, with its assessment and every step.

    ``renews`` and ``renewed_by`` link it to the one before and the one after.
    """

    certificate: Certificate
    passed: bool | None = None
    assessor: Account | None = None
    renews: Id | None = None
    renewed_by: Id | None = None
    diary: tuple[StepTaken, ...] = ()

    @property
    def standing(self) -> str:
        """What is stored of its state; expiring and expired follow from its dates."""
        return "renewed" if self.renewed_by else self.certificate.status.value


class MediaType(StrEnum):
    """What a stored document is."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


class Document(Fact):
    """What is told of a stored document; ``size`` in bytes, ``about`` the claim that it backs."""

    id: Id
    specialist: Id
    name: Annotated[Line, Field(min_length=1, max_length=120)]
    media: MediaType
    size: Annotated[int, Field(strict=True, ge=1)]
    sha256: Line
    by: Account
    at: AwareDatetime
    about: Line | None = None
    note: Text | None = None

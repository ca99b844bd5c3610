"""The thresholds and numbers of coverage."""

from pydantic import BaseModel, ConfigDict, Field

from registry.domain import CertificateLevel
from registry.domain.base import CEFRLevel
from registry.vocabulary import CEFR


class CoverageRules(BaseModel):
    """From where on somebody counts as able to serve, and what a training can give; each field tells its source."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    level: int = Field(3, ge=1, le=5, description="a competence, or a narrower one, held at this level or above; ours")
    cefr: CEFRLevel = Field(CEFR.B2, description="a language in its best ability on file at this level or above; ours")
    months: int = Field(6, ge=1, le=960, description="months of work in a country; ours")
    certificate: CertificateLevel = Field(
        CertificateLevel.PARTICIPANT,
        description="a valid certificate about the competence at this level or above; ours",
    )
    acceptance: float = Field(0.5, gt=0, le=1, description="chance that somebody who is asked says yes; ours")
    grants: CertificateLevel = Field(
        CertificateLevel.TRAINER, description="level of the certificates that training gives; ours"
    )
    training_days: int = Field(
        30, ge=0, le=3660, description="days from the day asked about to the issue of a new certificate; ours"
    )
    at_once: int = Field(
        3, ge=1, le=5, description="new certificates of one person that are looked at together for one seat; ours"
    )


RULES = CoverageRules()

"""The claims of a profile one by one: which one is meant, what backs it, and which its owner may not touch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from registry.domain import (
    Certificate,
    CertificateLevel,
    CertificateStatus,
    CountryExperience,
    EvidenceStatus,
    LanguageSkill,
    SkillClaim,
    Specialist,
)

Row = SkillClaim | LanguageSkill | CountryExperience | Certificate
Noun = Literal["skills", "languages", "countries", "certificates"]
NOUNS: tuple[Noun, ...] = ("skills", "languages", "countries", "certificates")
# What its owner may change of a certificate; every other status is the house's own.
_OWN = (CertificateStatus.CLAIMED, CertificateStatus.EVIDENCED)


@dataclass(frozen=True)
class Claim:
    """One claim: a competence, a language, a country, or a certificate of a module (``level`` and ``issued``)."""

    noun: Noun
    term: str
    level: CertificateLevel | None = None
    issued: date | None = None

    def __str__(self) -> str:
        parts = [self.noun, self.term, *(str(part) for part in (self.level, self.issued) if part is not None)]
        return " ".join(parts)


def claims(specialist: Specialist) -> Iterator[tuple[Claim, Row]]:
    """Every claim of a profile with its row."""
    for noun in NOUNS:
        for row in getattr(specialist, noun):
            yield claim_of(row), row


def claim_of(row: Row) -> Claim:
    """Which claim a row makes."""
    if isinstance(row, Certificate):
        return Claim("certificates", row.module, row.level, row.issued)
    if isinstance(row, SkillClaim):
        return Claim("skills", row.skill)
    return Claim("languages", row.language) if isinstance(row, LanguageSkill) else Claim("countries", row.country)


def found(specialist: Specialist, claim: Claim) -> Row | None:
    """The row of a claim, None where the profile makes no such claim."""
    return next((row for each, row in claims(specialist) if each == claim), None)


def locked(row: Row) -> bool:
    """Whether a row is read-only to its owner: verified, or the house's own."""
    if isinstance(row, Certificate):
        return row.status not in _OWN
    return row.status is EvidenceStatus.VERIFIED


def verified_past(before: Specialist | None, after: Specialist) -> Iterator[Claim]:
    """The claims that a change of a profile would verify without a document, None for a profile that is new.

    A verified claim that says something else afterwards is one of them: what backed it did not say that.
    """
    was = {} if before is None else dict(claims(before))
    for claim, row in claims(after):
        if row.status.value == EvidenceStatus.VERIFIED.value and was.get(claim) != row:
            yield claim


def put(specialist: Specialist, row: Row) -> Specialist:
    """The profile with a row in the place of that of the same claim, or at the end."""
    claim = claim_of(row)
    rows: Sequence[Row] = getattr(specialist, claim.noun)
    own = tuple(row if claim_of(each) == claim else each for each in rows)
    changed = own if row in own else (*own, row)
    return specialist.model_copy(update={claim.noun: changed})


def as_claimed(before: Specialist, after: Specialist) -> Specialist:
    """A profile as its owner may state it: whatever is new or was changed is claimed, whatever stays is as it was."""
    was = dict(claims(before))
    kept: dict[str, tuple[Row, ...]] = {
        noun: tuple(row if was.get(claim_of(row)) == row else _claimed(row) for row in getattr(after, noun))
        for noun in NOUNS
    }
    return after.model_copy(update=kept)


def _claimed(row: Row) -> Row:
    status = CertificateStatus.CLAIMED if isinstance(row, Certificate) else EvidenceStatus.CLAIMED
    return row.model_copy(update={"status": status})

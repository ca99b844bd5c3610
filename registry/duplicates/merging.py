"""Making one profile of two, and one person of two in whatever names them.

Nobody gets more by a merge than a registrar has verified, and no sanction, withdrawal or block is lost by it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from registry.domain import (
    Assignment,
    Availability,
    Certificate,
    CertificateStatus,
    Consent,
    Consents,
    EvidenceStatus,
    Mission,
    Referral,
    ReferralState,
    Specialist,
    Vetting,
)

C = TypeVar("C")

# What wins between two, the last of each.
_EVIDENCE = tuple(EvidenceStatus)
_CERTIFICATES = (
    CertificateStatus.APPLIED,
    CertificateStatus.IN_TRAINING,
    CertificateStatus.ASSESSED,
    CertificateStatus.CLAIMED,
    CertificateStatus.EVIDENCED,
    CertificateStatus.VERIFIED,
    CertificateStatus.ISSUED,
    CertificateStatus.SUSPENDED,
    CertificateStatus.REVOKED,
)
_VETTING = (
    Vetting.DRAFT,
    Vetting.SUBMITTED,
    Vetting.RETURNED,
    Vetting.UNDER_REVIEW,
    Vetting.REFUSED,
    Vetting.ADMITTED,
    Vetting.SUSPENDED,
    Vetting.REMOVED,
)
_REFERRAL = (ReferralState.OPEN, ReferralState.PAUSED, ReferralState.BLOCKED)
# Plain facts: what the kept entry says, or what the other says where it is silent.
_PLAIN = (
    "gender",
    "residence",
    "organisation",
    "employer_type",
    "official",
    "education",
    "experience_years",
)


def merged(kept: Specialist, other: Specialist) -> Specialist:
    """One profile of two, under the id and name of ``kept``."""
    silent = {name: getattr(other, name) for name in _PLAIN if getattr(kept, name) is None}
    whole = kept.model_copy(
        update={
            **silent,
            "name": kept.name.model_copy(update={"native": kept.name.native or other.name.native}),
            "nationalities": _union(kept.nationalities, other.nationalities),
            "roles": _union(kept.roles, other.roles),
            "skills": _claims(kept.skills, other.skills, lambda each: each.skill),
            "languages": _claims(kept.languages, other.languages, lambda each: each.language),
            "countries": _claims(kept.countries, other.countries, lambda each: each.country),
            "certificates": _certificates(kept.certificates, other.certificates),
            "availability": (*kept.availability, *_gaps(other.availability, kept.availability)),
            "missions": _union(kept.missions, other.missions),
            "publications": _union(kept.publications, other.publications),
            "bio": {**other.bio, **kept.bio},
            "consent": _consents(kept.consent, other.consent),
            "referral": max(kept.referral, other.referral, key=_closed),
            "vetting": max(kept.vetting, other.vetting, key=_VETTING.index),
            "confirmed_on": max(filter(None, (kept.confirmed_on, other.confirmed_on)), default=None),
        }
    )
    return Specialist.model_validate(whole.model_dump(by_alias=True))


def repointed(assignment: Assignment, gone: str, kept: str) -> Assignment:
    """The same assignment with ``kept`` wherever it named ``gone``; who then stood there twice stands there once."""
    team = [each.model_copy(update={"specialist": _now(each.specialist, gone, kept)}) for each in assignment.team]
    said = [each.model_copy(update={"specialist": _now(each.specialist, gone, kept)}) for each in assignment.appraisals]
    return assignment.model_copy(
        update={
            "team": _first_of_each(team, lambda each: each.specialist),
            "trainees": _union([_now(each, gone, kept) for each in assignment.trainees], ()),
            "appraisals": _first_of_each(said, lambda each: (each.specialist, each.by, each.on)),
        }
    )


def excluding(mission: Mission, gone: str, kept: str) -> Mission:
    """The same mission, that excludes ``kept`` by name where it excluded ``gone``."""
    ids = _union([_now(each, gone, kept) for each in mission.exclude.specialists], ())
    return mission.model_copy(update={"exclude": mission.exclude.model_copy(update={"specialists": ids})})


def _now(id: str, gone: str, kept: str) -> str:
    return kept if id == gone else id


def _union(mine: Iterable[C], theirs: Iterable[C]) -> tuple[C, ...]:
    """What either has, each once, in order."""
    found: list[C] = []
    for each in (*mine, *theirs):
        if each not in found:
            found.append(each)
    return tuple(found)


def _first_of_each(facts: Iterable[C], key: Callable[[C], Hashable]) -> tuple[C, ...]:
    found: dict[Hashable, C] = {}
    for each in facts:
        found.setdefault(key(each), each)
    return tuple(found.values())


def _best(facts: Iterable[C], key: Callable[[C], Hashable], rank: Callable[[C], int]) -> tuple[C, ...]:
    """Of each key the fact of the highest rank, of equals the first."""
    found: dict[Hashable, C] = {}
    for each in facts:
        known = found.setdefault(key(each), each)
        if rank(each) > rank(known):
            found[key(each)] = each
    return tuple(found.values())


def _claims(mine: Sequence[C], theirs: Sequence[C], key: Callable[[C], Hashable]) -> tuple[C, ...]:
    """Verified over evidenced over claimed."""
    return _best((*mine, *theirs), key, lambda each: _EVIDENCE.index(each.status))  # type: ignore[attr-defined]


def _certificates(mine: Sequence[Certificate], theirs: Sequence[Certificate]) -> tuple[Certificate, ...]:
    return _best(
        (*mine, *theirs),
        lambda each: (each.module, each.level, each.issued),
        lambda each: _CERTIFICATES.index(each.status),
    )


def _gaps(theirs: Sequence[Availability], mine: Sequence[Availability]) -> Iterator[Availability]:
    """Those days of their periods of which mine say nothing."""
    for period in theirs:
        start = period.start
        for known in sorted((each for each in mine if each.end > start), key=lambda each: each.start):
            if known.start >= period.end:
                break
            if known.start > start:
                yield _part(period, start, known.start)
            start = max(start, known.end)
        if start < period.end:
            yield _part(period, start, period.end)


def _part(period: Availability, start: date, end: date) -> Availability:
    return period.model_copy(update={"start": start, "end": end})


def _consents(mine: Consents, theirs: Consents) -> Consents:
    """Per purpose the last word of the person."""
    found = {purpose: _last_word(consent, getattr(theirs, purpose)) for purpose, consent in mine}
    return Consents(**found)


def _last_word(mine: Consent | None, theirs: Consent | None) -> Consent | None:
    """What was given or withdrawn later; on one day the withdrawal."""
    said = [each for each in (mine, theirs) if each is not None]
    return max(said, key=lambda each: (each.withdrawn or each.given, each.withdrawn is not None), default=None)


def _closed(referral: Referral) -> tuple[int, date]:
    """Blocked over paused over open, the longer pause over the shorter."""
    return _REFERRAL.index(referral.state), referral.until or date.max

"""One person for one seat, checked again on the mission's dates before they are engaged."""

from dataclasses import dataclass

from matching.ask import Ask
from matching.eligibility import (
    ASKED_OF_AVAILABILITY,
    ASKED_OF_INTERESTS,
    CONFLICT,
    eligible,
    flags_of,
)
from matching.errors import NoSuchSpecialist
from matching.index import Index
from registry.domain import CertificateRequirement, TrainingRequirement
from registry.lifecycle import Bar

_CERTIFIED = (CertificateRequirement, TrainingRequirement)


@dataclass(frozen=True)
class Checks:
    """What is known on the mission's dates: True, False, or None where the pool does not say.

    ``reasons`` are the exclusions and flags behind whatever is not True, in words.
    """

    proposable: bool
    available: bool | None
    certified: bool
    qualified: bool
    without_conflict: bool | None
    reasons: tuple[str, ...]


def check(ask: Ask, index: Index, specialist: str) -> Checks:
    """Hold one specialist against membership, availability, certificates and interests; NoSuchSpecialist."""
    row = index.ids.row(specialist)
    if row is None:
        raise NoSuchSpecialist(specialist)
    hits = eligible(ask, index).reasons_of(row)
    (flags,) = flags_of(ask, index, [row])
    bars, musts = {str(bar) for bar in Bar}, [hit.must for hit in hits if hit.must is not None]
    barred = [hit for hit in hits if hit.must is None and hit.reason in bars]
    conflicts = [hit for hit in hits if hit.must is None and hit.reason.startswith(CONFLICT)]
    away = [hit for hit in hits if hit.must is None and hit not in barred and hit not in conflicts]
    return Checks(
        proposable=not barred,
        available=_answer(bool(away), not ASKED_OF_AVAILABILITY.isdisjoint(flags)),
        certified=not any(isinstance(must, _CERTIFIED) for must in musts),
        qualified=all(isinstance(must, _CERTIFIED) for must in musts),
        without_conflict=_answer(bool(conflicts), not ASKED_OF_INTERESTS.isdisjoint(flags)),
        reasons=(*(hit.reason for hit in hits), *flags),
    )


def _answer(refused: bool, unknown: bool) -> bool | None:
    if refused:
        return False
    return None if unknown else True

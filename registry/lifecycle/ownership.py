"""What of a profile its owner may change: what somebody else has verified or decided is read-only to them."""

from collections.abc import Callable, Iterator
from typing import Any

from registry.domain import CertificateStatus, EvidenceStatus, ReferralState, Specialist

# Decided by others, each in its own way.
_DECIDED = ("id", "official", "vetting", "restricted", "consent")
# Lists of facts with a state -> what tells one fact from another.
_STATED: dict[str, Callable[[Any], object]] = {
    "skills": lambda each: each.skill,
    "languages": lambda each: each.language,
    "countries": lambda each: each.country,
    "certificates": lambda each: (each.module, each.level, each.issued),
}
_OWN = frozenset({EvidenceStatus.CLAIMED, CertificateStatus.CLAIMED})


def not_theirs(before: Specialist, after: Specialist) -> Iterator[str]:
    """The fields that the owner of a profile wants to change, and may not; none when all is theirs.

    They may claim, and take a claim back. What is more than claimed stays as it is.
    """
    yield from (name for name in _DECIDED if getattr(before, name) != getattr(after, name))
    if ReferralState.BLOCKED in (before.referral.state, after.referral.state) and before.referral != after.referral:
        yield "referral"
    for field, key in _STATED.items():
        yield from (f"{field}: {each}" for each in _changed(getattr(before, field), getattr(after, field), key))


def _changed(before: tuple[Any, ...], after: tuple[Any, ...], key: Callable[[Any], object]) -> Iterator[str]:
    """The facts of one list that were more than claimed and changed, or became more than claimed."""
    held, wanted = ({key(each): each for each in facts if each.status not in _OWN} for facts in (before, after))
    for each in dict.fromkeys((*held, *wanted)):
        if held.get(each) != wanted.get(each):
            yield " ".join(str(part) for part in (each if isinstance(each, tuple) else (each,)))

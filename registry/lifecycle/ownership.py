"""What of a profile its owner may change, and what nobody changes with the profile: it moves by steps of its own."""

from collections.abc import Callable, Iterator
from typing import Any

from registry.domain import CertificateStatus, EvidenceStatus, Specialist

# Moved by a step alone, which has its guard, its reason and its line in the diary.
MOVED = ("vetting", "consent", "referral", "confirmed_on", "restricted", "certificates")
# Decided by others, each in its own way.
_DECIDED = ("id", "official")
# Lists of facts with a state -> what tells one fact from another.
_STATED: dict[str, Callable[[Any], object]] = {
    "skills": lambda each: each.skill,
    "languages": lambda each: each.language,
    "countries": lambda each: each.country,
}
_CLAIMS_OF_OWNER = frozenset({CertificateStatus.CLAIMED, CertificateStatus.EVIDENCED, CertificateStatus.VERIFIED})


def moved(before: Specialist, after: Specialist) -> Iterator[str]:
    """The fields that a change of the profile would move past their steps, whoever asks; none when it moves none.

    Of certificates those that the house gives, from applied for to revoked: others are claims of their owner.
    """
    for field in MOVED[:-1]:
        if getattr(before, field) != getattr(after, field):
            yield field
    held, wanted = ({each for each in one.certificates if _of_the_house(each)} for one in (before, after))
    if held != wanted:
        yield MOVED[-1]


def not_theirs(before: Specialist, after: Specialist) -> Iterator[str]:
    """The fields that the owner of a profile wants to change, and may not; none when all is theirs.

    They may claim, and take a claim back. What is verified stays as it is, and nobody verifies themselves.
    """
    yield from (name for name in _DECIDED if getattr(before, name) != getattr(after, name))
    for field, key in _STATED.items():
        yield from (f"{field} {each}" for each in _changed(getattr(before, field), getattr(after, field), key))
    yield from (f"certificates {each}" for each in _changed(_claims(before), _claims(after), _certificate))


def _of_the_house(certificate: Any) -> bool:
    return certificate.status not in _CLAIMS_OF_OWNER


def _claims(one: Specialist) -> tuple[Any, ...]:
    return tuple(each for each in one.certificates if not _of_the_house(each))


def _certificate(each: Any) -> tuple[Any, ...]:
    return each.module, each.level, each.issued


def _changed(before: tuple[Any, ...], after: tuple[Any, ...], key: Callable[[Any], object]) -> Iterator[str]:
    """The facts of one list that were verified and changed, or became more than claimed."""
    held, wanted = {key(each): each for each in before}, {key(each): each for each in after}
    for each in dict.fromkeys((*held, *wanted)):
        was, now = held.get(each), wanted.get(each)
        verified = was is not None and was.status == EvidenceStatus.VERIFIED.value
        raised = now is not None and now.status != EvidenceStatus.CLAIMED.value
        if was != now and (verified or raised):
            yield " ".join(str(part) for part in (each if isinstance(each, tuple) else (each,)))

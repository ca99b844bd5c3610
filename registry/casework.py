"""The kinds of casework: which class each is, and what the store can find it by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from registry.domain import (
    AppraisalForm,
    Candidacy,
    Case,
    CertificateCase,
    Contest,
    Decision,
    MemberCase,
    MissionCase,
    Offer,
    PersonalCase,
)

Place = tuple[int | str, ...]  # the keys and numbers that lead to a part of a JSON document

# Kind -> its class, and the letter that its ids begin with; a mission's case has the id of the mission.
KINDS: Mapping[str, type[Case]] = {
    "case": MissionCase,
    "candidacy": Candidacy,
    "offer": Offer,
    "appraisal": AppraisalForm,
    "decision": Decision,
    "contest": Contest,
    "member": MemberCase,
    "certificate": CertificateCase,
}
_KIND_OF: Mapping[type[Case], str] = {model: kind for kind, model in KINDS.items()}


def kind_of(model: type[Case]) -> str:
    """The name under which a class is kept."""
    return _KIND_OF[model]


def found_by(value: Case) -> dict[str, Any]:
    """What the store can find a value by: state, mission, seat, specialist, account, due, reference."""
    return {
        "state": value.standing,
        "mission": getattr(value, "mission", value.id),
        "seat": getattr(value, "seat", None),
        "specialist": value.specialist if isinstance(value, PersonalCase) else None,
        "account": _account(value),
        "due": _due(value),
        "reference": value.certificate.number if isinstance(value, CertificateCase) else None,
    }


def instant(moment: datetime) -> str:
    """An instant as text whose order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def places_of(document: Any, text: str, at: Place = ()) -> Iterator[Place]:
    """Where in a JSON document a text stands as a whole value, in order."""
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    if document == text:
        yield at
    for key, part in parts:
        yield from places_of(part, text, (*at, key))


def put_back(document: Any, places: Iterable[Sequence[int | str]], now: str, text: str) -> None:
    """Put a text in the places of a JSON document where ``now`` stands; LookupError where it does not, or no more."""
    for *way, last in places:
        part = document
        for step in way:
            part = part[step]
        if part[last] != now:
            raise LookupError(last)
        part[last] = text


def _account(value: Case) -> str | None:
    """Whose it is to act on, or who asked for it."""
    if isinstance(value, MissionCase):
        return value.requester
    if isinstance(value, AppraisalForm):
        return value.author
    return value.by if isinstance(value, Decision) else None


def _due(value: Case) -> str | None:
    return instant(value.expires) if isinstance(value, Offer) else None

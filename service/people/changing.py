"""Adding a profile and changing one: by a registrar, or by its owner as far as it is theirs."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from registry.claims import verified_past
from registry.domain import Specialist
from registry.errors import BadInput, NotFound, Problem, StaleVersion
from registry.lifecycle import Office
from registry.lifecycle.ownership import moved, not_theirs
from registry.store import Store
from service.auth.who import Who
from service.errors import Forbidden, NotPossible

# What moves by steps of its own -> where they are taken.
_STEPS = {
    "vetting": "POST /api/v1/specialists/{id}/steps, axis vetting",
    "consent": "POST /api/v1/specialists/{id}/steps, axis consent",
    "referral": "POST /api/v1/specialists/{id}/steps, axis referral",
    "confirmed_on": "POST /api/v1/specialists/{id}/steps, axis freshness",
    "restricted": "POST /api/v1/me/restriction",
    "certificates": "POST /api/v1/certificate-cases/{id}/steps",
}
_VERIFIED = "POST /api/v1/specialists/{id}/verifications"

Versioned = tuple[int, Specialist]
Change = Callable[[Specialist], Specialist]


def add(store: Store, who: Who, profile: Specialist) -> None:
    """Add a profile that is not there yet, at version 1.

    NotPossible when somebody has the id, or for a claim that is verified from the start; ErasedPerson.
    """
    _expect_documents(None, profile)
    with store.writing(who.account, "profile added") as writing:
        if writing.known_specialists({profile.id}):
            raise NotPossible("somebody in the pool has this id already")
        writing.put_specialists([profile])


def replace(store: Store, who: Who, id: str, profile: Specialist, version: int) -> Versioned:
    """Replace a profile at a version; what it became. NotFound, StaleVersion, NotPossible, Forbidden."""
    return _changed(store, who, id, version, lambda before: profile)


def amend(store: Store, who: Who, id: str, patch: dict[str, Any], version: int) -> Versioned:
    """Change some fields of a profile (RFC 7396: null takes a field away); what it became. BadInput as well."""
    return _changed(store, who, id, version, lambda before: _merged(before, patch))


def _changed(store: Store, who: Who, id: str, version: int, change: Change) -> Versioned:
    if not (who.holds(Office.REGISTRAR) or who.specialist == id):
        raise NotFound("specialist", id)
    with store.writing(who.account, "profile changed") as writing:
        found = writing.stored_specialists({id})
        if not found:
            raise NotFound("specialist", id)
        now = writing.version("specialist", id)
        if now != version:
            raise StaleVersion("specialist", id, version, now)
        after = _checked(who, found[0], change(found[0]))
        return (now if after == found[0] else writing.update_specialist(after, version)), after


def _checked(who: Who, before: Specialist, after: Specialist) -> Specialist:
    """The profile as it may become.

    NotPossible for another id, for what moves by steps, or for what a document verifies; Forbidden for what is not
    its owner's.
    """
    if after.id != before.id:
        raise NotPossible(f"expected the profile of {before.id}")
    past = [f"{field} ({_STEPS[field]})" for field in moved(before, after)]
    if past:
        raise NotPossible(f"these move by their own steps, not with the profile: {'; '.join(past)}")
    refused = [] if who.holds(Office.REGISTRAR) and who.specialist != before.id else list(not_theirs(before, after))
    if refused:
        raise Forbidden(f"decided or verified by others, and not yours to change: {'; '.join(refused[:10])}")
    _expect_documents(before, after)
    return after


def _expect_documents(before: Specialist | None, after: Specialist) -> None:
    """No claim becomes verified with the profile: that is a step of its own, with the document that backs it."""
    past = [str(claim) for claim in verified_past(before, after)]
    if past:
        raise NotPossible(f"verified with a document ({_VERIFIED}), not with the profile: {'; '.join(past[:10])}")


def _merged(before: Specialist, patch: dict[str, Any]) -> Specialist:
    document = _patched(before.model_dump(mode="json"), patch)
    try:
        return Specialist.model_validate(document)
    except ValidationError as fault:
        raise BadInput([_problem(each) for each in fault.errors()]) from None


def _patched(target: Any, patch: Any) -> Any:
    """A JSON merge patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    kept = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = _patched(kept.get(name), value)
    return kept


def _problem(fault: Any) -> Problem:
    return Problem("body", None, ".".join(str(part) for part in fault["loc"]), "", fault["msg"])

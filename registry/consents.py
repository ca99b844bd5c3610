"""Consent per purpose, given and withdrawn: a profile before, a profile after; what was before stays in the history."""

from datetime import date
from enum import StrEnum

from registry.domain import Consent, Specialist


class Purpose(StrEnum):
    """What a person may consent to."""

    SEARCH = "search"
    SHARE_NAME = "share_name"
    TRANSFER = "transfer"
    STATISTICS = "statistics"


def given(specialist: Specialist, purpose: Purpose, terms: str, on: date, until: date | None = None) -> Specialist:
    """The profile with consent to one purpose under a version of the terms, from a day, to the day before ``until``."""
    return _with(specialist, purpose, Consent(given=on, until=until, terms=terms))


def withdrawn(specialist: Specialist, purpose: Purpose, on: date) -> Specialist:
    """The profile with consent to one purpose no longer in force from a day; one that was never given stays so."""
    consent: Consent | None = getattr(specialist.consent, purpose)
    if consent is None or (consent.withdrawn is not None and consent.withdrawn <= on):
        return specialist
    # Consent that would begin later is withdrawn before its first day.
    ends = max(on, consent.given)
    return _with(specialist, purpose, consent.model_copy(update={"withdrawn": ends}))


def in_force(consent: Consent | None, on: date) -> bool:
    """Whether a consent holds on a day."""
    if consent is None:
        return False
    ends = (day for day in (consent.until, consent.withdrawn) if day is not None)
    return consent.given <= on and all(on < day for day in ends)


def _with(specialist: Specialist, purpose: Purpose, consent: Consent) -> Specialist:
    consents = specialist.consent.model_copy(update={str(purpose): consent})
    return specialist.model_copy(update={"consent": consents})

"""Membership on a day: the four independent axes, and proposable."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from registry.domain import Consent, ReferralState, Specialist, Vetting, Window
from registry.lifecycle.days import FOREVER, NEVER, Days, Flags, covers, day_number

# Days since a specialist last confirmed the profile. Due and stale are RTCM's reminders; dormant is ours: nobody
# is proposed for a mission that starts so long after they last said "still true".
DUE_AFTER = timedelta(days=90)
STALE_AFTER = timedelta(days=180)
DORMANT_AFTER = timedelta(days=540)


class Freshness(StrEnum):
    """Fourth axis of membership: how long ago the profile was last confirmed."""

    UNKNOWN = "unknown"
    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"
    DORMANT = "dormant"


class Bar(StrEnum):
    """Why a member cannot be proposed on some dates; the words a planner reads."""

    NOT_ADMITTED = "not admitted to the pool"
    NO_CONSENT = "no valid consent to be searched"
    PAUSED = "referral paused"
    BLOCKED = "referral blocked"
    DORMANT = "profile not confirmed for 18 months"
    RESTRICTED = "use of the profile restricted by the person"


@dataclass(frozen=True)
class Membership:
    """The four axes and the restriction of one or many specialists, as arrays of one length.

    Days are as ``day_number`` gives them. A consent that was never given lies in an empty period; ``closed_until`` is
    NEVER for an open referral and FOREVER for a pause without end; ``confirmed_on`` is FOREVER where the profile was
    never confirmed.
    """

    admitted: Flags
    consent_from: Days
    consent_until: Days
    closed_until: Days
    blocked: Flags
    confirmed_on: Days
    restricted: Flags

    @classmethod
    def of(cls, specialist: Specialist) -> "Membership":
        """The axes of one specialist, as arrays of length one."""
        admitted, consent_from, consent_until, closed, blocked, confirmed_on, restricted = axes(specialist)
        days = (np.array([day], np.int32) for day in (consent_from, consent_until, closed, confirmed_on))
        first, until, closed_until, confirmed = days
        return cls(
            np.array([admitted]), first, until, closed_until, np.array([blocked]), confirmed, np.array([restricted])
        )


def axes(specialist: Specialist) -> tuple[bool, int, int, int, bool, int, bool]:
    """The columns of Membership for one specialist, in their order."""
    start, end = consent_period(specialist.consent.search)
    closed = closed_until(specialist.referral.state, specialist.referral.until)
    return (
        specialist.vetting is Vetting.ADMITTED,
        day_number(start),
        day_number(end),
        day_number(closed),
        specialist.referral.state is ReferralState.BLOCKED,
        day_number(specialist.confirmed_on or FOREVER),
        specialist.restricted,
    )


def consent_period(consent: Consent | None) -> tuple[date, date]:
    """First day in force and first day no longer in force."""
    if consent is None:
        return FOREVER, NEVER
    return consent.given, min(day for day in (consent.until, consent.withdrawn, FOREVER) if day is not None)


def closed_until(state: str, until: date | None) -> date:
    """First day on which a referral that is paused is open again."""
    return NEVER if state != ReferralState.PAUSED else until or FOREVER


def bars(membership: Membership, window: Window) -> dict[Bar, Flags]:
    """Who cannot be proposed for a mission on these dates, by reason; the one rule that every path asks."""
    start = day_number(window.start)
    return {
        Bar.NOT_ADMITTED: ~membership.admitted,
        Bar.NO_CONSENT: ~covers(membership.consent_from, membership.consent_until, window),
        Bar.PAUSED: membership.closed_until > start,
        Bar.BLOCKED: membership.blocked,
        # Never confirmed is unknown, which is not dormant; subtracting FOREVER could overflow.
        Bar.DORMANT: membership.confirmed_on <= start - DORMANT_AFTER.days,
        Bar.RESTRICTED: membership.restricted,
    }


def proposable(specialist: Specialist, on: Window) -> bool:
    """Admitted, consent valid, referral open, not dormant on the mission's dates, and not restricted."""
    return not any(hit.any() for hit in bars(Membership.of(specialist), on).values())


def freshness(confirmed_on: date | None, on: date) -> Freshness:
    """How fresh a profile is on a day."""
    if confirmed_on is None:
        return Freshness.UNKNOWN
    age = on - confirmed_on
    for limit, state in (
        (DORMANT_AFTER, Freshness.DORMANT),
        (STALE_AFTER, Freshness.STALE),
        (DUE_AFTER, Freshness.DUE),
    ):
        if age >= limit:
            return state
    return Freshness.FRESH

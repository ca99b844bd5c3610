"""Guards: named pure predicates over what is known when somebody wants a step; unknown never passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from registry.lifecycle.membership import DORMANT_AFTER, DUE_AFTER, STALE_AFTER
from registry.lifecycle.validity import EXPIRING_WITHIN

# What keeps a certificate: two deliveries or one refresher, and a mean appraisal of 3.5 of 5 (assumed).
DELIVERIES_TO_RENEW, REFRESHERS_TO_RENEW, MEAN_TO_RENEW = 2, 1, 3.5


@dataclass(frozen=True)
class Context:
    """What is known when a step is asked for; None is not known, and a guard that needs it does not hold.

    People by their account or specialist id; ``now`` carries its zone.
    """

    actor: str | None = None
    requester: str | None = None  # who asked for the mission
    specialist: str | None = None  # whom it is about
    trainers: frozenset[str] = frozenset()  # who trained them
    on: date | None = None
    now: datetime | None = None
    # Missions and candidacies, always on the dates of the mission.
    starts: date | None = None
    listed: bool | None = None
    list_current: bool | None = None
    selected: bool | None = None
    accepted: bool | None = None
    proposable: bool | None = None
    available: bool | None = None
    certified: bool | None = None
    without_conflict: bool | None = None
    released: bool | None = None
    travel: bool | None = None
    inducted: bool | None = None
    reported: bool | None = None
    expires: datetime | None = None  # of the offer
    # Membership.
    terms_read: bool | None = None
    consent_until: date | None = None
    paused_until: date | None = None
    confirmed_on: date | None = None
    # Certificates.
    documented: bool | None = None
    passed: bool | None = None
    valid_until: date | None = None  # first day on which the certificate is no longer valid
    deliveries: int = 0
    refreshers: int = 0
    mean_appraisal: float | None = None


@dataclass(frozen=True)
class Guard:
    """A condition of a step: a name for code, a sentence for people, a pure predicate."""

    name: str
    sentence: str
    holds: Callable[[Context], bool] = field(compare=False, repr=False)


def _told(name: str, sentence: str, known: Callable[[Context], bool | None]) -> Guard:
    """A guard on something that is told as yes, no or not known."""
    return Guard(name, sentence, lambda context: known(context) is True)


def _reached(context: Context, day: date | None) -> bool:
    return context.on is not None and day is not None and context.on >= day


def _unconfirmed_for(context: Context, days: int) -> bool:
    known = context.on is not None and context.confirmed_on is not None
    return known and (context.on - context.confirmed_on).days >= days  # type: ignore[operator]  # both are known


def _ending(context: Context) -> bool:
    if context.on is None or context.valid_until is None:
        return False
    return context.valid_until - context.on <= EXPIRING_WITHIN


def _kept_up(context: Context) -> bool:
    at_work = context.deliveries >= DELIVERIES_TO_RENEW or context.refreshers >= REFRESHERS_TO_RENEW
    return at_work and context.mean_appraisal is not None and context.mean_appraisal >= MEAN_TO_RENEW


def _timed(context: Context) -> bool:
    return context.now is not None and context.expires is not None


NEVER_THE_REQUESTER = Guard(
    "never_the_requester",
    "never by the requester of the mission",
    lambda c: None not in (c.actor, c.requester) and c.actor != c.requester,
)
OWN_MISSION = Guard(
    "own_mission", "only by whoever asked for the mission", lambda c: c.actor is not None and c.actor == c.requester
)
THEMSELVES = Guard(
    "themselves", "only by the specialist in person", lambda c: c.actor is not None and c.actor == c.specialist
)
NEVER_FOR_THEMSELVES = Guard(
    "never_for_themselves",
    "never for themselves",
    lambda c: None not in (c.actor, c.specialist) and c.actor != c.specialist,
)
NOT_OWN_TRAINEE = Guard(
    "not_own_trainee",
    "preferably not for one's own trainee",
    lambda c: c.actor is not None and c.actor not in c.trainers,
)

LISTED = _told("listed", "every seat has somebody on its list", lambda c: c.listed)
LIST_CURRENT = _told("list_current", "the lists are of the newest version of the mission", lambda c: c.list_current)
SELECTED = _told("selected", "the requester has selected", lambda c: c.selected)
ACCEPTED = _told("accepted", "every seat has somebody who accepted", lambda c: c.accepted)
PROPOSABLE = _told("proposable", "proposable on the mission's dates", lambda c: c.proposable)
AVAILABLE = _told("available", "availability checked again on the mission's dates", lambda c: c.available)
CERTIFIED = _told("certified", "certificates checked again on the mission's dates", lambda c: c.certified)
WITHOUT_CONFLICT = _told(
    "without_conflict", "conflicts of interest checked again on the mission's dates", lambda c: c.without_conflict
)
RELEASED = _told("released", "the employer has confirmed the release", lambda c: c.released)
TRAVEL = _told("travel", "travel is arranged, or none is needed", lambda c: c.travel)
INDUCTED = _told("inducted", "the induction is done", lambda c: c.inducted)
REPORTED = _told("reported", "the report is handed in", lambda c: c.reported)
STARTED = Guard("started", "not before the first day of the mission", lambda c: _reached(c, c.starts))
OFFER_OPEN = Guard("offer_open", "before the offer expires", lambda c: _timed(c) and c.now < c.expires)  # type: ignore[operator]  # both are known
OFFER_OVER = Guard("offer_over", "once the offer has expired", lambda c: _timed(c) and c.now >= c.expires)  # type: ignore[operator]  # both are known

TERMS_READ = _told("terms_read", "to the terms in force, that were shown", lambda c: c.terms_read)
CONSENT_OVER = Guard("consent_over", "once its validity is over", lambda c: _reached(c, c.consent_until))
PAUSE_OVER = Guard("pause_over", "once the pause is over", lambda c: _reached(c, c.paused_until))
DUE = Guard("due", f"{DUE_AFTER.days} days after the last confirmation", lambda c: _unconfirmed_for(c, DUE_AFTER.days))
STALE = Guard(
    "stale", f"{STALE_AFTER.days} days after the last confirmation", lambda c: _unconfirmed_for(c, STALE_AFTER.days)
)
DORMANT = Guard(
    "dormant",
    f"{DORMANT_AFTER.days} days after the last confirmation",
    lambda c: _unconfirmed_for(c, DORMANT_AFTER.days),
)

DOCUMENTED = _told("documented", "with a document that backs it", lambda c: c.documented)
PASSED = _told("passed", "the assessment is passed", lambda c: c.passed)
ENDING = Guard("ending", f"within {EXPIRING_WITHIN.days} days of its end", _ending)
OVER = Guard("over", "once its validity is over", lambda c: _reached(c, c.valid_until))
KEPT_UP = Guard(
    "kept_up",
    f"kept up by {DELIVERIES_TO_RENEW} deliveries or {REFRESHERS_TO_RENEW} refresher, "
    f"and a mean appraisal of {MEAN_TO_RENEW:g} of 5",
    _kept_up,
)

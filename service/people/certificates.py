"""Certificates across the pool, and what a stranger with a number in hand may know."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from matching.shortlist import Answer
from registry.domain import Certificate, CertificateState, CertificateStatus
from registry.errors import NotFound
from registry.lifecycle import certificate_state, expiry
from registry.roster import Entry, Roster
from registry.vocabulary import modules
from service.auth.who import Who
from service.people.sight import visible

# What RTCM itself has issued; anything else of that number it cannot speak for.
_OURS = (CertificateStatus.ISSUED, CertificateStatus.SUSPENDED, CertificateStatus.REVOKED)
_COUNTING = (CertificateState.ISSUED, CertificateState.EXPIRING, CertificateState.VERIFIED)


class Held(Answer):
    """A certificate and whose it is; ``state`` on the day of the answer, ``until`` its first day without it."""

    specialist: str
    name: str
    module: str
    level: str
    issued: date | None
    until: date | None
    number: str | None
    status: str
    state: str


class Ending(NamedTuple):
    """A certificate that ends: its first day without it, whose it is, and in which module."""

    until: date
    name: str
    module: str


class Verified(Answer):
    """What is true of a certificate of RTCM; whom it was given to stands on the certificate itself."""

    number: str
    module: str
    title: str
    level: str
    issued: date
    until: date
    state: str


def held(who: Who, roster: Roster, module: str | None, today: date) -> list[Held]:
    """All certificates that somebody may see, of one module or of all, in a fixed order."""
    among = visible(who, roster, today)
    if module is not None:
        among &= roster.having("module", [module])
    found = [
        _held(entry, each, today)
        for entry in roster.chosen(among)
        for each in entry.certificates
        if module in (None, each.module)
    ]
    return sorted(found, key=key)


def ending(who: Who, roster: Roster, today: date, before: date) -> list[Ending]:
    """The certificates that somebody may see, that count today and end ``before`` a day; the soonest first."""
    return sorted(
        Ending(until, entry.name, each.module)
        for until, entry, each in roster.ending(visible(who, roster, today), today, before)
        if certificate_state(each, today) in _COUNTING
    )


def key(one: Held) -> tuple[str, ...]:
    """What no two certificates share."""
    return one.specialist, one.module, one.level, str(one.issued)


def by_number(who: Who, roster: Roster, number: str, today: date) -> Held:
    """The certificate of a number; NotFound also when somebody may not see it."""
    for entry, each in _numbered(roster, number):
        if roster.has(visible(who, roster, today), entry.id):
            return _held(entry, each, today)
    raise NotFound("certificate", number)


def verified(roster: Roster, number: str, today: date) -> Verified:
    """What is true of a number today; NotFound unless RTCM issued a certificate of it."""
    for _, each in _numbered(roster, number):
        if each.status in _OURS and each.issued is not None:
            return Verified(
                number=number,
                module=each.module,
                title=modules()[each.module].title,
                level=each.level,
                issued=each.issued,
                until=expiry(each.issued, each.expires),
                state=certificate_state(each, today),
            )
    raise NotFound("certificate", number)


def _numbered(roster: Roster, number: str) -> Iterator[tuple[Entry, Certificate]]:
    for entry in roster.chosen(roster.having("number", [number])):
        yield from ((entry, each) for each in entry.certificates if each.number == number)


def _held(entry: Entry, one: Certificate, today: date) -> Held:
    state: CertificateState = certificate_state(one, today)
    return Held(
        specialist=entry.id,
        name=entry.name,
        module=one.module,
        level=one.level,
        issued=one.issued,
        until=None if one.issued is None else expiry(one.issued, one.expires),
        number=one.number,
        status=one.status,
        state=state,
    )

"""What members are reminded of: a profile to confirm again, a certificate about to lapse; each once."""

from collections.abc import Iterator
from datetime import datetime

from registry.accounts import Account
from registry.domain import Message, Reader, Specialist, Vetting
from registry.lifecycle import Freshness, certificate_expiring, expiry, freshness
from registry.store import Store, outbox
from service.casework.acting import CALENDAR
from service.mail.letters import CertificateLetter, StillTrueLetter

_ASKED_AGAIN = (Freshness.DUE, Freshness.STALE, Freshness.UNKNOWN)


def remind_members(store: Store, now: datetime) -> int:
    """Queue what members with an account are to be reminded of today; how many letters are new."""
    accounts = [each for each in store.accounts.all() if each.active and each.specialist is not None]
    with store.writing(CALENDAR.account, "remind members") as writing:
        people = {each.id: each for each in writing.stored_specialists({str(each.specialist) for each in accounts})}
        letters = [
            letter
            for account in accounts
            if (person := people.get(str(account.specialist))) is not None
            for letter in _letters(account, person, now)
        ]
        return sum(outbox.put(writing, letter) for letter in letters)


def _letters(account: Account, person: Specialist, now: datetime) -> Iterator[Message]:
    """The letters due to one person; the outbox knows by their keys which went out before."""
    reader = Reader(
        noun="specialist", id=person.id, name=account.name, address=account.email, language=account.language
    )
    state = freshness(person.confirmed_on, now.date())
    # Whoever is still applying has just written it.
    if person.vetting is Vetting.ADMITTED and state in _ASKED_AGAIN:
        asked = StillTrueLetter(specialist=person.id, confirmed_on=person.confirmed_on)
        yield asked.to(reader, f"still_true:{person.id}:{person.confirmed_on}:{state}", now, about=person.id)
    for held in person.certificates:
        if held.issued is not None and certificate_expiring(held, now.date()):
            ends = expiry(held.issued, held.expires)
            letter = CertificateLetter(module=held.module, level=held.level, expires=ends)
            yield letter.to(reader, f"certificate:{person.id}:{held.module}:{held.level}:{ends}", now, about=person.id)

"""What a confirmed link does, in the name of whoever it was sent to."""

from datetime import datetime

from registry.accounts import Account
from registry.domain import Mission, Offer, Reason
from registry.lifecycle import Office
from registry.store import Store
from service.auth.who import Who
from service.casework import offers
from service.mail.links import BadLink, Link, Purpose


def reader_of(store: Store, link: Link) -> Account:
    """The account that a link was sent to; BadLink when it is in use no longer."""
    noun, _, id = link.reader.partition(":")
    for account in store.accounts.all():
        if account.active and id == (account.specialist if noun == "specialist" else account.id):
            return account
    raise BadLink


def about(store: Store, link: Link) -> str:
    """What a link is about, in one line; NotFound."""
    if link.purpose is not Purpose.OFFER:
        return ""
    offer = store.cases.get(Offer, link.id)
    mission: Mission = store.mission(offer.mission)
    return f"{mission.title} ({mission.window.start} – {mission.window.end})"


def act(store: Store, account: Account, link: Link, reason: Reason | None, now: datetime) -> None:
    """Do what a link says. IllegalStep when it was done before or can no longer be; NotFound, BadLink."""
    if link.purpose is Purpose.OFFER:
        _answer(store, account, link, reason, now)
    elif link.purpose is Purpose.STILL_TRUE:
        _confirm(store, account, link, now)
    else:
        noun, _, id = link.id.partition(":")
        store.outbox.choose(noun, id, daily=True)


def _answer(store: Store, account: Account, link: Link, reason: Reason | None, now: datetime) -> None:
    who = _specialist(account)
    if link.answer == "accept":
        offers.accept(store, who, link.id, now)
    elif reason is not None:
        offers.decline(store, who, link.id, reason, now)
    else:
        raise BadLink


def _confirm(store: Store, account: Account, link: Link, now: datetime) -> None:
    if account.specialist != link.id:
        raise BadLink
    with store.writing(account.id, "profile confirmed by link") as writing:
        for each in writing.stored_specialists({link.id}):
            writing.put_specialists([each.model_copy(update={"confirmed_on": now.date()})])


def _specialist(account: Account) -> Who:
    """Whoever got the link, as the specialist that they are and nothing more: a link opens no other office."""
    offices = frozenset({Office.SPECIALIST}) & frozenset(account.roles)
    return Who(account.id, account.name, offices, account.specialist, None, account.language)

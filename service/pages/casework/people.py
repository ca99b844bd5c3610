"""The names behind the ids of casework."""

from collections.abc import Iterable, Mapping

from registry.errors import NotFound
from registry.store import Store
from service.pages.page import Page
from service.pages.words import N_

NOBODY = N_("Somebody who is no longer here")
CALENDAR = N_("The calendar")


def names(page: Page, store: Store, specialists: Iterable[str]) -> Mapping[str, str]:
    """Specialists by id; who was erased is called so."""
    return {id: _name(page, store, id) for id in dict.fromkeys(specialists)}


def accounts(page: Page, store: Store, ids: Iterable[str]) -> Mapping[str, str]:
    """Whoever has an account, by its id; what a day brought about is the calendar's."""
    found = {each.id: each.name for each in store.accounts.all()}
    others = {"calendar": page.say(CALENDAR)}
    return {id: found.get(id) or others.get(id) or page.say(NOBODY) for id in dict.fromkeys(ids)}


def _name(page: Page, store: Store, id: str) -> str:
    try:
        return store.specialist(id).name.full
    except NotFound:
        return page.say(NOBODY)

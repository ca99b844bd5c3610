"""One profile as somebody may see it."""

from datetime import date

from registry.domain import Specialist
from registry.errors import NotFound
from registry.roster import Roster
from registry.store import Store
from service.auth.who import Who
from service.people.live import LiveRoster
from service.people.sight import Pseudonymous, behind, by_pseudonym, pseudonymous, sees_whole

Seen = Specialist | Pseudonymous


def seen(
    store: Store, who: Who, id: str, people: LiveRoster, roster: Roster, today: date
) -> tuple[int, Specialist | Pseudonymous]:
    """Version and profile, whole or by pseudonym. NotFound, without a hint, for all that somebody may not see."""
    if by_pseudonym(who) and who.specialist != id:
        own = behind(who, id, people, roster, today)
        version, found = _stored(store, own, id)
        return version, pseudonymous(found, id, today)
    version, found = _stored(store, id, id)
    if not sees_whole(who, found):
        raise NotFound("specialist", id)
    return version, found


def _stored(store: Store, id: str, asked: str) -> tuple[int, Specialist]:
    try:
        return store.version("specialist", id), store.specialist(id)
    except NotFound:
        raise NotFound("specialist", asked) from None

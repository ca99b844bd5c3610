"""The rights of a person, by that person: everything about them, restriction, erasure; each in one request."""

from datetime import datetime

from registry.dossier import Dossier, dossier
from registry.errors import NotFound, StoreUnavailable
from registry.store import Store
from service.auth import own
from service.auth.gate import Gate
from service.auth.who import Who
from service.casework.person import Person
from service.errors import NotPossible


def handed_out(store: Store, who: Who, now: datetime) -> Dossier:
    """Everything that the pool holds of whoever asks; on record first, so that it tells of itself. NotFound."""
    id = _own(who)
    store.record.note_access(who.account, "request of the person", id, "export")
    return dossier(store, id, now.date())


def restrict(store: Store, who: Who, now: datetime, restricted: bool) -> bool:
    """Keep the own facts and neither show nor rank them, or lift that; whether they are restricted now."""
    purpose = "restriction" if restricted else "restriction lifted"
    with store.writing(who.account, purpose) as writing:
        person = Person.on(writing, who, now, _own(who))
        person.keep(person.profile.model_copy(update={"restricted": restricted}))
    return restricted


def erase(gate: Gate, who: Who, password: str, code: str) -> bool:
    """Erase oneself, after password and second factor; whether nothing is left on disk either.

    False while somebody still reads the pool as it was: an administrator repeats ``rtcm rights erase`` then.
    NotFound, WrongPassword, WrongCode, TooManyAttempts.
    """
    id = _own(who)
    own.confirm(gate, who, password, code)
    try:
        gate.store.erase(id, who.account)
    except StoreUnavailable:
        if _still_there(gate.store, id):
            raise
        return False
    return True


def _own(who: Who) -> str:
    if who.specialist is None:
        raise NotPossible("your account has no profile in the pool")
    return who.specialist


def _still_there(store: Store, id: str) -> bool:
    try:
        store.specialist(id)
    except NotFound:
        return False
    return True

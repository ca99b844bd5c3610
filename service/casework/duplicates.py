"""Entries that may be one person: looked at side by side, merged, set apart, and taken back, by a registrar."""

from datetime import datetime

from matching.shortlist import Answer
from registry.domain import Duplicate, DuplicateState, Specialist
from registry.store import Store
from registry.store import duplicates as deciding
from service.auth.who import Who
from service.errors import Forbidden


class SideBySide(Answer):
    """Two entries with what speaks for and against that they are one person."""

    pair: Duplicate
    first: Specialist
    second: Specialist


def queue(store: Store, state: DuplicateState | None) -> list[Duplicate]:
    """The pairs of a state, or all; the likeliest first."""
    return store.duplicates(state)


def side_by_side(store: Store, who: Who, one: str, other: str) -> SideBySide:
    """Two entries to be compared; on record as seen. NotFound, CannotDecide."""
    pair = store.compared(one, other)
    for id in (pair.first, pair.second):
        store.record.note_access(who.account, "compare two entries", id, "show")
    return SideBySide(pair=pair, first=store.specialist(pair.first), second=store.specialist(pair.second))


def merge(store: Store, who: Who, now: datetime, kept: str, gone: str, purpose: str) -> Specialist:
    """Make one entry of two; what named the other names the one that stays. NotFound, CannotDecide, Forbidden."""
    _refuse_own(who, kept, gone)
    pair = store.compared(kept, gone)
    with store.writing(who.account, purpose) as writing:
        return deciding.merge(writing, pair, kept, now)


def set_apart(store: Store, who: Who, now: datetime, one: str, other: str, purpose: str) -> None:
    """Keep that two entries are two people. NotFound, CannotDecide, Forbidden."""
    _refuse_own(who, one, other)
    pair = store.compared(one, other)
    with store.writing(who.account, purpose) as writing:
        deciding.set_apart(writing, pair, now)


def undo(store: Store, who: Who, one: str, other: str, purpose: str) -> None:
    """Take a merge back, with all that it moved. CannotDecide, Forbidden."""
    _refuse_own(who, one, other)
    with store.writing(who.account, purpose) as writing:
        deciding.undo(writing, one, other)


def _refuse_own(who: Who, *entries: str) -> None:
    if who.specialist in entries:
        raise Forbidden("another registrar decides about your own entry")

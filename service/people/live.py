"""The current roster: every read compares one revision and takes in who has changed since."""

from threading import Lock

from registry.errors import FeedGap
from registry.roster import Roster
from registry.store import Store


class LiveRoster:
    """The roster of the newest revision, and the pseudonyms of its people; safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._roster: Roster | None = None
        self._pseudonyms: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def roster(self, position: tuple[str, int]) -> Roster:
        """The roster at a revision that somebody has just read, or at a newer one."""
        roster = self._roster
        if roster is None or not _as_new(roster, position):
            with self._lock:
                roster = self._roster
                if roster is None or not _as_new(roster, position):
                    roster = self._roster = self._caught_up(roster)
        return roster

    def pseudonym(self, id: str) -> str:
        """The name under which an analyst sees somebody; the same as long as the pool lives."""
        with self._lock:
            if id not in self._pseudonyms:
                self._name([id])
            return self._pseudonyms[id]

    def behind(self, pseudonym: str, roster: Roster) -> str | None:
        """Who is behind a pseudonym, None where it is nobody's."""
        with self._lock:
            if pseudonym not in self._ids:
                self._name([id for id in roster.row if id not in self._pseudonyms])
            return self._ids.get(pseudonym)

    def _name(self, ids: list[str]) -> None:
        named = self._store.pseudonyms(ids)
        self._pseudonyms.update(named)
        self._ids.update({pseudonym: id for id, pseudonym in named.items()})

    def _caught_up(self, roster: Roster | None) -> Roster:
        if roster is None:
            return self._built()
        try:
            return roster.apply(self._store.delta(roster.epoch, roster.revision))
        except FeedGap:
            # The live index says why, and counts what should never be seen.
            return self._built()

    def _built(self) -> Roster:
        # What changes while people are read comes again with the next delta.
        epoch, revision = self._store.revision()
        self._pseudonyms, self._ids = {}, {}
        return Roster.of(self._store.specialists(), epoch, revision)


def _as_new(roster: Roster, position: tuple[str, int]) -> bool:
    epoch, revision = position
    return roster.epoch == epoch and roster.revision >= revision

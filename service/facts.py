"""All facts of the newest revision, row by row as an index has them, and what follows from them; for all who ask."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from matching import Index
from matching.network import Network
from matching.protected import Protected
from registry.changes import Delta
from registry.errors import FeedGap
from registry.snapshot import Snapshot
from registry.store import Store
from service.live import Live

# What a snapshot is made of; a revision that changed neither changed no fact.
_FACTS = frozenset(("specialist", "assignment"))
# Some 3 kilobytes a specialist: the facts of larger pools are read for each who asks.
MOST_KEPT = 200_000


@dataclass(frozen=True)
class Known:
    """A snapshot, and what is worked out from it when it is first asked for."""

    snapshot: Snapshot

    @cached_property
    def network(self) -> Network:
        """Who is tied to whom and to what."""
        return Network.of(self.snapshot)

    @cached_property
    def protected(self) -> Protected:
        """What only few may read; routes hand it to rules that a planner switched on, and to reports on fairness."""
        return Protected.of(self.snapshot)


@dataclass(frozen=True)
class Facts:
    """The index at a revision, and the facts that it was laid out from, row by row."""

    index: Index
    known: Known

    @property
    def snapshot(self) -> Snapshot:
        """The facts as columns; its number is that of the revision at which they last changed."""
        return self.known.snapshot


class LiveFacts:
    """The facts of the newest revision, kept for one revision at a time; safe to ask from several threads."""

    def __init__(self, store: Store, live: Live) -> None:
        self._store = store
        self._live = live
        self._lock = Lock()
        self._facts: Facts | None = None

    def facts(self, position: tuple[str, int]) -> Facts:
        """The facts at a revision that somebody has just read, or at a newer one. Reading them takes seconds."""
        facts = self._facts
        if facts is None or not _as_new(facts.index, position):
            with self._lock:
                # Whoever waited may find that somebody else has read them.
                facts = self._facts
                if facts is None or not _as_new(facts.index, position):
                    facts = self._caught_up(facts)
                    self._facts = facts if len(facts.index) <= MOST_KEPT else None
        return facts

    def _caught_up(self, facts: Facts | None) -> Facts:
        """The same facts under their new number, where casework alone has changed."""
        if facts is None:
            return self._read()
        try:
            with self._store.view() as view:
                epoch, _ = view.position
                changes = view.changes_since(facts.index.revision)
        except FeedGap:
            # The live index says why, and counts what should never be seen.
            return self._read()
        if epoch != facts.index.epoch or not _FACTS.isdisjoint(each.kind for each in changes.items):
            return self._read()
        return Facts(facts.index.apply(Delta(epoch, changes.revision)), facts.known)

    def _read(self) -> Facts:
        snapshot = self._store.snapshot()
        index = self._live.index((snapshot.epoch, snapshot.revision))
        return Facts(index if index.stands_as(snapshot) else Index.build(snapshot), Known(snapshot))


def _as_new(index: Index, position: tuple[str, int]) -> bool:
    epoch, revision = position
    return index.epoch == epoch and index.revision >= revision

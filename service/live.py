"""The current index: every read compares one revision and takes in what has changed since."""

import logging
from pathlib import Path
from threading import Lock

from matching import Index
from matching.errors import DamagedIndex
from registry.errors import FeedBroken, FeedGap
from registry.store import Store

_LOG = logging.getLogger("rtcm.live")
# Rows written behind the sealed ones make answers slower: from this part of the pool on, build anew.
_MOST_ADDED = 1 / 8
_LEAST_ADDED = 1_000


class Live:
    """The index of the newest revision; safe to ask from several threads.

    ``alarms`` counts wrong steps of the feed, which nobody should ever see; each led to a new index, not to a guess.
    With a ``file`` every index that is built is kept there, and the next process begins with it; processes that are
    given the same file share one copy in memory. One that is damaged is refused and written anew.
    """

    def __init__(self, store: Store, file: Path | None = None) -> None:
        self._store = store
        self._file = file
        self._lock = Lock()
        self._index: Index | None = None
        self.alarms = 0

    def index(self, position: tuple[str, int] | None = None) -> Index:
        """The index at the revision that the store has now; readers of an older one keep theirs.

        ``position``: epoch and revision as somebody has just read them, in place of asking the store again.
        """
        position = position or self._store.revision()
        index = self._index
        if index is None or not _as_new(index, position):
            with self._lock:
                # Whoever waited may find that somebody else has caught up.
                index = self._index
                if index is None or not _as_new(index, position):
                    index = self._index = self._caught_up(index)
        return index

    @property
    def revision(self) -> int:
        """The revision of the index as it is, -1 before there is one."""
        return -1 if self._index is None else self._index.revision

    def _caught_up(self, index: Index | None) -> Index:
        index = self._kept() if index is None else index
        if index is None:
            return self._built()
        try:
            delta = self._store.delta(index.epoch, index.revision)
        except FeedBroken as fault:
            self.alarms += 1
            _LOG.error("the feed took a wrong step, the index is built anew: %s", fault)
            return self._built()
        except FeedGap as fault:
            _LOG.warning("the index is built anew: %s", fault)
            return self._built()
        # What past missions say of people is not part of a profile; and nothing of who was removed may stay.
        if delta.removed or "assignment" in delta.others or _grown(index, len(delta.put)):
            return self._built()
        return index.apply(delta)

    def _built(self) -> Index:
        index = Index.build(self._store.snapshot())
        if self._file is None:
            return index
        try:
            index.save(self._file)
        except OSError as fault:
            # The pool can be asked all the same; only the next start takes longer.
            _LOG.warning("the index was not kept in %s: %s", self._file, fault)
            return index
        # What is mapped is shared with other processes; what was built is not.
        return self._kept() or index

    def _kept(self) -> Index | None:
        """The index of the file, None where there is none or it is not as it was written."""
        if self._file is None or not self._file.exists():
            return None
        try:
            return Index.load(self._file)
        except DamagedIndex as fault:
            _LOG.warning("%s", fault)
            return None


def _as_new(index: Index, position: tuple[str, int]) -> bool:
    epoch, revision = position
    return index.epoch == epoch and index.revision >= revision


def _grown(index: Index, more: int) -> bool:
    """Whether so many rows more would be too many behind the sealed ones."""
    return index.rows - index.sealed + more > max(_LEAST_ADDED, _MOST_ADDED * index.sealed)

"""The current index: every read compares one revision and builds anew when the pool has moved."""

from threading import Lock

from matching import Index
from registry.store import Store


class Live:
    """The index of the newest revision; safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._index: Index | None = None

    def index(self) -> Index:
        """The index at the revision that the store has now; readers of an older one keep theirs."""
        index = self._index
        if index is None or (index.epoch, index.revision) != self._store.revision():
            with self._lock:
                index = self._index
                if index is None or (index.epoch, index.revision) != self._store.revision():
                    index = self._index = Index.build(self._store.snapshot())
        return index

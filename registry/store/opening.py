"""Opening a pool: its tables are made or found, its migration is known, its connections are closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import inspect, select, text

from registry.errors import NewerDatabase, NotInitialised, OlderDatabase
from registry.migrations import HEAD, OLDER, upgrade
from registry.store import engine as connections
from registry.store.record import begin_history
from registry.tables import FeedRow, table


class Opened:
    """One database, SQLite or PostgreSQL, with the tables of a pool."""

    def __init__(self, url: str) -> None:
        self._url = connections.parse_url(url)
        self._file = connections.sqlite_file(self._url)
        self._engine = connections.connect(self._url)

    @classmethod
    def create(cls, url: str) -> Self:
        """Make the tables, or bring them up to date; a pool that is up to date is left alone."""
        with closed_on_failure(cls(url)) as store:
            with connections.translated(), connections.file_lock(store._file):
                version = store._migration()
                store._refuse_newer(version)
                if version != HEAD:
                    upgrade(store._engine)
            store._begin_history()
            return store

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a pool that exists and is up to date.

        NotInitialised when there is none, NewerDatabase when a later release wrote it, StoreUnavailable when it
        cannot be reached.
        """
        with closed_on_failure(cls(url)) as store:
            version = store._migration()
            if version is None:
                raise NotInitialised(f"no pool in {store.url}: make one with rtcm init")
            store._refuse_newer(version)
            if version != HEAD or not store._has_history():
                raise OlderDatabase(store.url)
            return store

    @property
    def url(self) -> str:
        """The address, without its password."""
        return self._url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _migration(self) -> str | None:
        """The migration that the database is at, None without one."""
        if self._file is not None and not self._file.exists():
            return None
        with connections.reading(self._engine) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found

    def migration(self) -> str:
        """The migration that the database is at. NotInitialised, NewerDatabase, OlderDatabase."""
        version = self._migration()
        if version is None:
            raise NotInitialised(f"no pool in {self.url}: make one with rtcm init")
        self._refuse_newer(version)
        if version != HEAD:
            raise OlderDatabase(self.url)
        return version

    def _refuse_newer(self, version: str | None) -> None:
        if version is not None and version not in (*OLDER, HEAD):
            raise NewerDatabase(
                f"{self.url} was written by a later release (its migration is {version}, ours is {HEAD}); "
                "use that release"
            )

    def _has_history(self) -> bool:
        with connections.reading(self._engine) as connection:
            return connection.scalar(select(table(FeedRow).c.history_from)) is not None

    def _begin_history(self) -> None:
        """Start the chain of a pool that was made before there were chains."""
        if not self._has_history():
            with connections.writing(self._engine) as connection:
                begin_history(connection)


S = TypeVar("S", bound=Opened)


@contextmanager
def closed_on_failure(store: S) -> Iterator[S]:
    """A store that does not come to be used leaves no connection open."""
    try:
        yield store
    except BaseException:
        store.close()
        raise

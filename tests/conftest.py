"""What all tests share: a database of each kind, and no silent skips."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fresh import PostgresDatabases, sqlite_pool
from tests.postgres import PostgresServer

settings.register_profile(
    "tests", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("tests")

# What tests throw away waits for no disk, where memory has room for it.
_MEMORY, _ROOMY_BYTES = Path("/dev/shm"), 4 * 1024**3

_SERVER = pytest.StashKey[PostgresServer]()


def pytest_configure(config: pytest.Config) -> None:
    """One folder and one server for all workers: the controller makes them and tells the workers where they are."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    folder = Path(tempfile.mkdtemp(prefix="rtcm-tests-", dir=_MEMORY if _has_room(_MEMORY) else None))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    folder.chmod(0o711)  # a server that may not run as root passes through it
    config.option.basetemp = config.option.basetemp or folder / "tests"
    if os.environ.get("TEST_DATABASE_URL"):
        return
    server = config.stash[_SERVER] = PostgresServer(parent=folder).__enter__()
    os.environ["TEST_DATABASE_URL"] = f"{server.url}/postgres"
    config.add_cleanup(server.close)
    config.add_cleanup(lambda: os.environ.pop("TEST_DATABASE_URL", None))


def _has_room(place: Path) -> bool:
    return place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free > _ROOMY_BYTES


def pytest_addoption(parser: pytest.Parser) -> None:
    """CI asks for every test to run."""
    parser.addoption("--no-skips", action="store_true", help="fail when any test was skipped")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn skipped tests into a failure where asked."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.option.no_skips and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Databases on the server, and the one that pools are copied from."""
    databases = PostgresDatabases(os.environ["TEST_DATABASE_URL"])
    yield databases
    databases.close()


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """A fresh, empty PostgreSQL database, gone after the test."""
    url = postgres_databases.empty()
    yield url
    postgres_databases.drop(url)


@pytest.fixture
def postgres_pool_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """A fresh pool in PostgreSQL, gone after the test."""
    url = postgres_databases.pool()
    yield url
    postgres_databases.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'pool.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh pool in SQLite: its tables are there, and nobody has written to it."""
    return sqlite_pool(tmp_path / "pool.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh pool of each kind: its tables are there, and nobody has written to it."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_pool_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url

"""What all tests share: a database of each kind, and no silent skips."""

import os
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

_SERVER = pytest.StashKey[PostgresServer]()


def pytest_configure(config: pytest.Config) -> None:
    """One server for all workers: the controller starts it and tells the workers where it is."""
    is_worker = hasattr(config, "workerinput")
    if is_worker or config.option.collectonly or os.environ.get("TEST_DATABASE_URL"):
        return
    server = config.stash[_SERVER] = PostgresServer().__enter__()
    os.environ["TEST_DATABASE_URL"] = f"{server.url}/postgres"
    config.add_cleanup(server.close)
    config.add_cleanup(lambda: os.environ.pop("TEST_DATABASE_URL", None))


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

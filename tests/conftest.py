"""What all tests share: a database of each kind, and no silent skips."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url

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


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A fresh, empty PostgreSQL database, gone after the test."""
    server = make_url(os.environ["TEST_DATABASE_URL"])
    name = f"test_{uuid.uuid4().hex}"
    admin = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'pool.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url

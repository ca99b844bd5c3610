"""Schema migrations, and where the newest stands."""

from importlib.resources import files

from sqlalchemy import Connection, Engine

# Known to the store without loading Alembic; a test holds both against the scripts.
HEAD = "0009"
OLDER: tuple[str, ...] = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database to a migration, forward."""
    _run(engine, "upgrade", revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring a database back to a migration; ``base`` is before the first."""
    _run(engine, "downgrade", revision)


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """Bring a database forward inside a transaction that is already open."""
    _run_within(connection, "upgrade", revision)


def downgrade_within(connection: Connection, revision: str) -> None:
    """Bring a database back inside a transaction that is already open."""
    _run_within(connection, "downgrade", revision)


def _run(engine: Engine, direction: str, revision: str) -> None:
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        _run_within(connection, direction, revision)


def _run_within(connection: Connection, direction: str, revision: str) -> None:
    # Alembic takes a while to load, and only set-up needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("registry") / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    getattr(command, direction)(config, revision)

"""Secret calendar addresses: whose calendar a secret opens; the secret itself is not kept."""

from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from registry.store import engine as connections
from registry.store.queueing import instant
from registry.tables import table
from registry.tables_mail import CalendarRow

_ROWS = table(CalendarRow)


class Calendars:
    """One address per account; a new one ends the one before."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def renew(self, account: str, digest: str, now: datetime) -> None:
        """Keep the hash of an account's new secret; the old address opens nothing any more."""
        with connections.writing(self._engine) as connection:
            connection.execute(delete(_ROWS).where(_ROWS.c.owner_noun == "account", _ROWS.c.owner == account))
            row = {"owner_noun": "account", "owner": account, "digest": digest, "made": instant(now)}
            connection.execute(insert(_ROWS), row)

    def end(self, account: str) -> bool:
        """End the address of an account; False when it had none."""
        with connections.writing(self._engine) as connection:
            own = delete(_ROWS).where(_ROWS.c.owner_noun == "account", _ROWS.c.owner == account)
            return connection.execute(own).rowcount > 0

    def owner(self, digest: str) -> str | None:
        """The account whose secret has this hash, None where it is nobody's."""
        with connections.reading(self._engine) as connection:
            found: str | None = connection.scalar(select(_ROWS.c.owner).where(_ROWS.c.digest == digest))
            return found

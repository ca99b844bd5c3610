"""Requests under a key of their sender: carried out once, however often they are sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from registry.errors import RequestTaken
from registry.store import engine as connections
from registry.tables import table
from registry.tables_requests import RequestRow

KEPT_FOR = timedelta(hours=24)
# Whoever has begun and had no effect for so long is taken for dead; should they wake, their effect is refused.
LEASE = timedelta(seconds=30)


@dataclass(frozen=True)
class Claim:
    """One attempt at one request; ``token`` is drawn anew for each attempt."""

    account: str
    key: str
    digest: str
    token: str


@dataclass(frozen=True)
class Kept:
    """What is known of an earlier attempt; ``status`` is None where no answer was kept."""

    same: bool
    effect: bool
    status: int | None
    headers: Mapping[str, str]
    answer: bytes


class Requests:
    """The keyed requests of one pool.

    An attempt is claimed, has its effect, and its answer is kept. The effect is marked in its own transaction, so
    that a crash at any point leaves either no effect, or one that is not repeated.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, claim: Claim, now: datetime) -> Kept | None:
        """Begin a request; None when this attempt is the one to carry it out, else what is known of another.

        ``now`` carries its zone. What was begun 24 hours ago is forgotten.
        """
        rows = table(RequestRow)
        with connections.writing(self._engine) as connection:
            connection.execute(delete(rows).where(rows.c.begun < _written(now - KEPT_FOR)))
            found = connection.execute(select(rows).where(*_of(claim))).first()
            if found is not None:
                died = not found.effect and found.begun < _written(now - LEASE)
                if not died or found.digest != claim.digest:
                    headers = json.loads(found.headers or "{}")
                    same = found.digest == claim.digest
                    return Kept(same, found.effect, found.status, headers, found.answer or b"")
                connection.execute(delete(rows).where(*_of(claim)))
            begun = {"digest": claim.digest, "claim": claim.token, "begun": _written(now), "effect": False}
            connection.execute(insert(rows).values(account=claim.account, key=claim.key, **begun))
            return None

    def keep(self, claim: Claim, status: int | None, headers: Mapping[str, str], answer: bytes) -> None:
        """Keep what an attempt answered; with status None only that it was carried out."""
        kept = {"effect": True, "status": status, "headers": json.dumps(dict(headers)), "answer": answer}
        with connections.writing(self._engine) as connection:
            connection.execute(update(table(RequestRow)).where(*_of(claim, held=True)).values(kept))

    def drop(self, claim: Claim) -> None:
        """Forget an attempt that was refused and had no effect: it may be tried again."""
        rows = table(RequestRow)
        with connections.writing(self._engine) as connection:
            connection.execute(delete(rows).where(*_of(claim, held=True), ~rows.c.effect))


def mark(connection: Connection, claim: Claim) -> None:
    """Note in a transaction that it is the effect of an attempt; RequestTaken when another attempt took its place."""
    marked = connection.execute(update(table(RequestRow)).where(*_of(claim, held=True)).values(effect=True))
    if marked.rowcount != 1:
        raise RequestTaken(claim.key)


def forget_answers(connection: Connection) -> None:
    """Let go of every answer kept, for it may tell of a person; that the effect was had stays known."""
    rows = table(RequestRow)
    nothing = {"status": None, "headers": None, "answer": None}
    connection.execute(update(rows).where(rows.c.answer.is_not(None)).values(nothing))


def _of(claim: Claim, held: bool = False) -> list[ColumnElement[bool]]:
    rows = table(RequestRow)
    where: list[ColumnElement[bool]] = [rows.c.account == claim.account, rows.c.key == claim.key]
    return [*where, rows.c.claim == claim.token] if held else where


def _written(moment: datetime) -> str:
    """An instant as the table orders it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")

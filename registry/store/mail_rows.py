"""The rows of the outbox: reading, folding and forgetting them."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy import Row as SqlRow

from registry.domain import Mail, MailKind, MailState, Message, Reader
from registry.store.queueing import instant, moment, moment_if_any
from registry.tables import FeedRow, table
from registry.tables_mail import CalendarRow, MailChoiceRow, MailRow

ROWS = table(MailRow)
_CHOICES = table(MailChoiceRow)
_DAY = timedelta(days=1)
_EMPTY = "{}"


def mail(row: SqlRow[Any]) -> Mail:
    """One row as a domain value."""
    reader = Reader.model_construct(
        noun=row.reader_noun, id=row.reader, name=row.name, address=row.address, language=row.language
    )
    message = Message.model_construct(
        key=row.key,
        kind=MailKind(row.kind),
        reader=reader,
        payload=json.loads(row.payload),
        queued=moment(row.queued),
        not_before=moment_if_any(row.not_before),
        not_after=moment_if_any(row.not_after),
        about=row.about,
    )
    return Mail.model_construct(
        number=row.number,
        message=message,
        message_id=row.message_id,
        state=MailState(row.state),
        attempts=row.attempts,
        repeats=row.repeats,
        due=moment(row.due),
        ended=moment_if_any(row.ended),
        error=row.error,
    )


def add(connection: Connection, message: Message) -> bool:
    """Queue a mail; False when one of its key is there already, whatever became of it."""
    if connection.scalar(select(ROWS.c.number).where(ROWS.c.key == message.key)) is not None:
        return False
    connection.execute(insert(ROWS), _values(connection, message))
    return True


def _values(connection: Connection, message: Message) -> dict[str, Any]:
    reader = message.reader
    return {
        "key": message.key,
        "message_id": _message_id(connection, message.key),
        "kind": message.kind,
        "reader_noun": reader.noun,
        "reader": reader.id,
        "name": reader.name,
        "address": reader.address,
        "language": reader.language,
        "payload": json.dumps(message.payload, ensure_ascii=False, sort_keys=True),
        "queued": instant(message.queued),
        "due": instant(max(message.queued, message.not_before or message.queued)),
        "not_before": message.not_before and instant(message.not_before),
        "not_after": message.not_after and instant(message.not_after),
        "about": message.about,
        "daily": not message.kind.urgent and wants_daily(connection, reader.noun, reader.id),
        "state": MailState.WAITING,
        "attempts": 0,
        "repeats": 0,
    }


def _message_id(connection: Connection, key: str) -> str:
    """The same for the same mail of this pool, and nobody else's: the salt of the pool is drawn by chance."""
    salt = connection.scalar(select(table(FeedRow).c.salt))
    return f"<{hashlib.sha256(f'{salt} mail {key}'.encode()).hexdigest()[:40]}@rtcm-expert-pool>"


def wants_daily(connection: Connection, noun: str, id: str) -> bool:
    """Whether a reader wants mails that can wait folded into one a day."""
    wanted = select(_CHOICES.c.daily).where(_CHOICES.c.reader_noun == noun, _CHOICES.c.reader == id)
    return bool(connection.scalar(wanted))


def choose(connection: Connection, noun: str, id: str, daily: bool) -> None:
    """Keep what a reader wants; mails that wait already follow it."""
    connection.execute(delete(_CHOICES).where(_CHOICES.c.reader_noun == noun, _CHOICES.c.reader == id))
    connection.execute(insert(_CHOICES), {"reader_noun": noun, "reader": id, "daily": daily})
    urgent = [kind for kind in MailKind if kind.urgent]
    waiting = (ROWS.c.state == MailState.WAITING, ROWS.c.kind.not_in(urgent))
    own = (ROWS.c.reader_noun == noun, ROWS.c.reader == id)
    connection.execute(update(ROWS).where(*waiting, *own).values(daily=daily))


def drop_late(connection: Connection, now: datetime) -> None:
    """Drop what would only mislead by now."""
    late = (ROWS.c.state == MailState.WAITING, ROWS.c.not_after < instant(now))
    gone = {"state": MailState.DROPPED, "ended": instant(now), "error": "too late to be of use", "payload": _EMPTY}
    connection.execute(update(ROWS).where(*late).values(gone))


def fold(connection: Connection, now: datetime) -> None:
    """Make one mail of what waits for a reader who wants that, a day after the first of it was due."""
    waiting = (ROWS.c.state == MailState.WAITING, ROWS.c.daily, ROWS.c.due <= instant(now))
    reader = (ROWS.c.reader_noun, ROWS.c.reader, ROWS.c.address)
    ripe = select(*reader).where(*waiting).group_by(*reader).having(func.min(ROWS.c.due) <= instant(now - _DAY))
    for noun, id, address in connection.execute(ripe.order_by(*reader)).all():
        own = (ROWS.c.reader_noun == noun, ROWS.c.reader == id, ROWS.c.address == address)
        _fold(connection, list(connection.execute(select(ROWS).where(*waiting, *own).order_by(ROWS.c.number))), now)


def _fold(connection: Connection, folded: list[SqlRow[Any]], now: datetime) -> None:
    numbers = [row.number for row in folded]
    chosen = ROWS.c.number.in_(numbers)
    if len(folded) == 1:
        connection.execute(update(ROWS).where(chosen).values(daily=False))
        return
    latest = mail(folded[-1]).message
    digest = latest.model_copy(
        update={
            "key": f"digest:{numbers[0]}",
            "kind": MailKind.DIGEST,
            "payload": {},
            "queued": now,
            "not_before": None,
            "not_after": None,
            "about": None,
        }
    )
    add(connection, digest)
    into = connection.scalar(select(ROWS.c.number).where(ROWS.c.key == digest.key))
    connection.execute(update(ROWS).where(chosen).values(state=MailState.FOLDED, folded_into=into))


def folded(connection: Connection, number: int) -> list[Mail]:
    """The mails that a digest holds, in their order."""
    wanted = select(ROWS).where(ROWS.c.folded_into == number).order_by(ROWS.c.number)
    return [mail(row) for row in connection.execute(wanted)]


def empty(connection: Connection, number: int) -> None:
    """What was said is not kept once it is sent: it may hold a key to an account."""
    same = or_(ROWS.c.number == number, ROWS.c.folded_into == number)
    connection.execute(update(ROWS).where(same).values(payload=_EMPTY))


def forget(connection: Connection, noun: str, id: str) -> None:
    """Remove every mail to somebody, and for a specialist every mail about them; their choice and calendar too."""
    about = [ROWS.c.about == id] if noun == "specialist" else []
    own = (ROWS.c.reader_noun == noun) & (ROWS.c.reader == id)
    connection.execute(delete(ROWS).where(or_(own, *about)))
    connection.execute(delete(_CHOICES).where(_CHOICES.c.reader_noun == noun, _CHOICES.c.reader == id))
    calendars = table(CalendarRow)
    connection.execute(delete(calendars).where(calendars.c.owner_noun == noun, calendars.c.owner == id))

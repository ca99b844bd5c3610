"""Erasing a person: out of the tables, the feed and the history, and out of the files beneath."""

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from registry.domain import Mission
from registry.errors import NotFound, StoreUnavailable
from registry.sealing import new_subject
from registry.store import document_rows, duplicate_rows, jobs, mail_rows, people, reading, requests, tombstones
from registry.store import engine as connections
from registry.store.writing import Writing
from registry.tables import ChangeRow, FeedRow, MissionRow, SpecialistRow, table
from registry.tables_record import AuditRow, PersonRow

_PATIENCE_SECONDS = 10.0
_STILL_READ = (
    "the person is erased, but somebody still reads the pool as it was before: "
    "repeat the command once they are done, to clear what is left on disk"
)


def erase(writing: Writing, id: str) -> None:
    """Remove everything that is known of a person, and destroy the keys to their history; NotFound.

    Entries that were merged into this one are the same person, and go with it.
    """
    connection = writing.connection
    subjects = {each: _erased(writing, each) for each in [*duplicate_rows.merged_into(connection, id), id]}
    writing.stamp()
    assert writing.revision is not None, "an erasure is a revision"
    for each, subject in subjects.items():
        tombstones.add(connection, each, subject, writing.revision)
    _prune(connection, writing.revision)
    requests.forget_answers(connection)


def _erased(writing: Writing, id: str) -> str:
    """Remove one entry with its key; the subject under which the chain knew it. NotFound."""
    connection, rows = writing.connection, table(SpecialistRow)
    person = people.known(connection, [id]).get(id)
    stored = connection.scalar(select(rows.c.key).where(rows.c.id == id)) is not None
    if person is None and not stored:
        raise NotFound("specialist", id)
    person = person or people.ensured(connection, {id})[id]
    writing.cases.forget(id, f"former-{new_subject()}")
    writing.put_missions([_without(mission, id) for mission in _excluding(connection, id)])
    if stored:
        writing.remove_specialist(id, op="erase")
    else:
        writing.note("specialist", "erase", [(id, 0)])
        writing.remove_accounts_of(id, op="erase")
    mail_rows.forget(connection, "specialist", id)
    document_rows.forget(connection, id)
    jobs.forget(connection, id)
    connection.execute(delete(table(PersonRow)).where(table(PersonRow).c.id == id))
    return person.subject


def _excluding(connection: Connection, id: str) -> list[Mission]:
    """The missions that exclude a specialist by name."""
    rows = table(MissionRow)
    keys = connection.scalars(select(rows.c.key).where(rows.c.document.contains(id, autoescape=True))).all()
    return [each for each in reading.missions(connection, keys) if id in each.exclude.specialists]


def _without(mission: Mission, id: str) -> Mission:
    left = tuple(each for each in mission.exclude.specialists if each != id)
    return mission.model_copy(update={"exclude": mission.exclude.model_copy(update={"specialists": left})})


def _prune(connection: Connection, rev: int) -> None:
    """The feed names people by id: what led here goes, and readers who stand before it read the pool anew."""
    connection.execute(delete(table(ChangeRow)).where(table(ChangeRow).c.rev <= rev))
    connection.execute(update(table(FeedRow)).values(min_rev=rev))


def scrub(engine: Engine) -> None:
    """Leave nothing of what was deleted in the files of the database; StoreUnavailable while others read them."""
    if engine.dialect.name == "postgresql":
        _rewrite_tables(engine)
        return
    with connections.translated(), connections.file_lock(connections.sqlite_file(engine.url)):
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_SECONDS * 1000:.0f}")
            cursor.execute("VACUUM")
            # Waits that long for readers of what was there before.
            if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise StoreUnavailable(_STILL_READ)
        finally:
            raw.close()


def _rewrite_tables(engine: Engine) -> None:
    """Every table that may have held a person, and its statistics, which hold values too. The chain never changes."""
    with connections.translated(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Rewriting a table waits for its readers, and everybody else then waits for us.
        connection.exec_driver_sql(f"SET lock_timeout = '{_PATIENCE_SECONDS:g}s'")
        try:
            for name in SQLModel.metadata.tables:
                if name != table(AuditRow).name:
                    connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{name}"')
                    _forget_statistics(connection, name)
            # What they said before is dead there, and still in the file.
            connection.exec_driver_sql("VACUUM FULL pg_statistic")
        except OperationalError as fault:
            raise StoreUnavailable(_STILL_READ) from fault
        finally:
            connection.exec_driver_sql("RESET lock_timeout")


def _forget_statistics(connection: Connection, name: str) -> None:
    """Of an empty table: ANALYZE passes it over. A column whose type is set anew, to what it was, loses its own."""
    gathered = f"""SELECT s.attname, format_type(a.atttypid, a.atttypmod) FROM pg_stats s
        JOIN pg_attribute a ON a.attrelid = to_regclass(quote_ident(s.tablename)) AND a.attname = s.attname
        WHERE s.schemaname = current_schema() AND s.tablename = '{name}' AND NOT EXISTS (SELECT FROM "{name}")"""
    anew = [f'ALTER "{column}" TYPE {kind}' for column, kind in connection.exec_driver_sql(gathered)]
    if anew:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" {", ".join(anew)}')

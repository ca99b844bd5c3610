"""Long work in the database: rows that every process sees, so that a page can follow what another one does."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.engine import Row

from registry.errors import NotFound
from registry.jobs import Job, JobState
from registry.store import engine as connections
from registry.store.account_rows import moment
from registry.tables import table
from registry.tables_jobs import JobRow

_ROWS = table(JobRow)
# What came of long work is kept for a month.
KEPT_FOR = timedelta(days=30)


class Jobs:
    """The long work of one pool; it is no fact of the pool, and so no revision."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, job: Job) -> None:
        """Keep new work; what began a month before it is forgotten."""
        with connections.writing(self._engine) as connection:
            connection.execute(delete(_ROWS).where(_ROWS.c.began < moment(job.began - KEPT_FOR)))
            connection.execute(insert(_ROWS).values(_row(job)))

    def get(self, id: str) -> Job:
        """One piece of work; NotFound."""
        with connections.reading(self._engine) as connection:
            row = connection.execute(select(_ROWS).where(_ROWS.c.id == id)).first()
        if row is None:
            raise NotFound("job", id)
        return _job(row)

    def newest(self, kind: str, most: int) -> list[Job]:
        """The newest work of a kind, the newest first."""
        wanted = select(_ROWS).where(_ROWS.c.kind == kind).order_by(_ROWS.c.began.desc(), _ROWS.c.id).limit(most)
        with connections.reading(self._engine) as connection:
            return [_job(row) for row in connection.execute(wanted)]

    def report(self, id: str, done: int, total: int, now: datetime) -> bool:
        """Say how far work is; False when it is to stop."""
        return self._change(id, done=done, total=total, seen=moment(now))

    def finish(self, id: str, answer: dict[str, Any], now: datetime) -> bool:
        """Keep what came of work; False when it was cancelled meanwhile."""
        text = json.dumps(answer, ensure_ascii=False)
        return self._change(id, state=JobState.DONE.value, answer=text, seen=moment(now))

    def fail(self, id: str, problem: str, now: datetime) -> bool:
        """Say why nothing came of it; False when it was cancelled meanwhile."""
        return self._change(id, state=JobState.FAILED.value, problem=problem, seen=moment(now))

    def cancel(self, id: str, now: datetime) -> bool:
        """Have work stop; False when it has ended already, or was never there."""
        return self._change(id, state=JobState.CANCELLED.value, seen=moment(now))

    def _change(self, id: str, **changed: Any) -> bool:
        """Change work that still goes on; whether it did."""
        going_on = (_ROWS.c.id == id, _ROWS.c.state == JobState.RUNNING.value)
        with connections.writing(self._engine) as connection:
            return bool(connection.execute(update(_ROWS).where(*going_on).values(changed)).rowcount)


def forget(connection: Connection, specialist: str) -> None:
    """Remove all work that names a person."""
    names = (_ROWS.c.asked.contains(specialist, autoescape=True), _ROWS.c.answer.contains(specialist, autoescape=True))
    connection.execute(delete(_ROWS).where(names[0] | names[1]))


def _row(job: Job) -> dict[str, Any]:
    return {
        **job.model_dump(include={"id", "kind", "account", "done", "total", "problem"}),
        "state": job.state.value,
        "began": moment(job.began),
        "seen": moment(job.seen),
        "asked": json.dumps(job.asked, ensure_ascii=False),
        "answer": None if job.answer is None else json.dumps(job.answer, ensure_ascii=False),
    }


def _job(row: Row[Any]) -> Job:
    found = dict(row._mapping)
    answer = None if found["answer"] is None else json.loads(found["answer"])
    return Job.model_validate({**found, "asked": json.loads(found["asked"]), "answer": answer})

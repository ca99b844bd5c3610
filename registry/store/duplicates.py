"""What a registrar decides about two entries: merge, set apart, undo; each within a write transaction."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from registry.domain import Assignment, Duplicate, DuplicateState, Mission, Specialist
from registry.duplicates import excluding, merged, repointed
from registry.errors import CannotDecide, quoted
from registry.store import document_rows, reading
from registry.store import duplicate_rows as queue
from registry.store.casework import Moved
from registry.store.writing import Outcome, Writing
from registry.tables import AppraisalRow, MemberRow, MissionRow, SpecialistRow, TraineeRow, table

_OPEN = (DuplicateState.OPEN,)
Stored = Specialist | Assignment | Mission


def propose(writing: Writing, found: Sequence[Duplicate]) -> Outcome:
    """Make the queue what was found: new pairs come in, those no longer found go, what was decided stays."""
    connection = writing.connection
    before = {(each.first, each.second): each for each in queue.duplicates(connection, DuplicateState.OPEN)}
    settled = queue.apart(connection)
    known = writing.known_specialists({id for each in found for id in (each.first, each.second)})
    now = {
        pair: each for each in found if (pair := (each.first, each.second)) not in settled and known.issuperset(pair)
    }
    new = [each for pair, each in now.items() if pair not in before]
    moved = [each for pair, each in now.items() if pair in before and before[pair] != each]
    left = sorted(before.keys() - now.keys())
    for each in (*new, *moved):
        queue.put(connection, each)
    queue.remove(connection, left, _OPEN)
    _note(writing, "add", new)
    _note(writing, "update", moved)
    _note(writing, "remove", [before[pair] for pair in left])
    return Outcome(len(new), len(moved), len(now) - len(new) - len(moved))


def set_apart(writing: Writing, pair: Duplicate, at: datetime) -> None:
    """Keep that two entries are two people: the pair is never proposed again. CannotDecide, NotFound."""
    _profiles(writing, pair.first, pair.second)
    decided = {"state": DuplicateState.DISTINCT, "decided_by": writing.actor, "decided_at": at}
    queue.put(writing.connection, pair.model_copy(update=decided))
    _note(writing, "update", [pair])


def merge(writing: Writing, pair: Duplicate, kept: str, at: datetime) -> Specialist:
    """Make one entry of two, under the id ``kept``; whatever named the other names it. CannotDecide, NotFound."""
    gone = pair.second if kept == pair.first else pair.first
    mine, theirs = _profiles(writing, kept, gone)
    whole = merged(mine, theirs)
    past = _assignments_of(writing, gone)
    asked = _missions_against(writing, gone)
    writing.put_specialists([whole])
    writing.put_assignments([repointed(each, gone, kept) for each in past])
    writing.put_missions([excluding(each, gone, kept) for each in asked])
    cases = writing.cases.repoint(gone, kept)
    undo = {
        "specialists": [_document(each) for each in (mine, theirs)],
        "assignments": [_document(each) for each in past],
        "missions": [_document(each) for each in asked],
        "cases": cases,
        "documents": document_rows.repoint(writing.connection, gone, kept),
        "after": _digests(writing, kept, past, asked),
    }
    writing.drop_specialist(gone)
    queue.close_open(writing.connection, gone)
    decided = {"state": DuplicateState.MERGED, "kept": kept, "decided_by": writing.actor, "decided_at": at}
    queue.put(writing.connection, pair.model_copy(update=decided), json.dumps(undo, ensure_ascii=False))
    _note(writing, "update", [pair])
    return whole


def undo(writing: Writing, one: str, other: str) -> tuple[Specialist, Specialist]:
    """Put back both entries, and what named them, as they were before their merge; the pair is open again.

    CannotDecide when they are not merged, or when something of it has changed since: that would be lost.
    """
    row = queue.row_of(writing.connection, queue.in_order(one, other), DuplicateState.MERGED)
    if row is None:
        raise CannotDecide(f"{quoted(one)} and {quoted(other)} are not merged: there is nothing to undo")
    before = json.loads(row.undo)
    mine, theirs = (Specialist.model_validate(each) for each in before["specialists"])
    past = [Assignment.model_validate(each) for each in before["assignments"]]
    asked = [Mission.model_validate(each) for each in before["missions"]]
    _as_merged(writing, before["after"], mine.id, theirs.id, past, asked)
    writing.put_specialists([mine, theirs])
    writing.put_assignments(past)
    writing.put_missions(asked)
    writing.cases.give_back([Moved(*each) for each in before.get("cases", ())], mine.id, theirs.id)
    document_rows.give_back(writing.connection, before.get("documents", ()), theirs.id)
    pair = queue.duplicate(row)
    opened = {"state": DuplicateState.OPEN, "kept": None, "decided_by": None, "decided_at": None}
    queue.remove_row(writing.connection, row.key)
    queue.put(writing.connection, pair.model_copy(update=opened))
    _note(writing, "update", [pair])
    return mine, theirs


def _profiles(writing: Writing, one: str, other: str) -> list[Specialist]:
    """The profiles of two different entries that are there."""
    queue.expect_two(writing.connection, one, other)
    return _specialists(writing, (one, other))


def _as_merged(
    writing: Writing, after: dict[str, str], kept: str, gone: str, past: list[Assignment], asked: list[Mission]
) -> None:
    """Refuse when anything is no longer as the merge left it."""
    if gone in writing.known_specialists({gone}):
        raise CannotDecide(f"{gone} is in the pool again: remove that entry before the merge is undone")
    queue.expect(writing.connection, kept)
    found = _digests(writing, kept, past, asked)
    changed = sorted(id for id, digest in after.items() if found.get(id) != digest)
    if changed:
        raise CannotDecide(f"changed since the merge: {', '.join(changed)}; undoing it would lose that")


def _specialists(writing: Writing, ids: Sequence[str]) -> list[Specialist]:
    rows = table(SpecialistRow)
    found = writing.connection.execute(select(rows.c.id, rows.c.key).where(rows.c.id.in_(ids)))
    keys = {each.id: each.key for each in found}
    return reading.specialists(writing.connection, [keys[id] for id in ids])


def _assignments_of(writing: Writing, id: str) -> list[Assignment]:
    """Every assignment that names somebody."""
    people = table(SpecialistRow)
    key = writing.connection.scalar(select(people.c.key).where(people.c.id == id))
    rows = [table(row) for row in (MemberRow, TraineeRow, AppraisalRow)]
    naming = (select(each.c.assignment_key).where(each.c.specialist_key == key) for each in rows)
    keys = {found for wanted in naming for found in writing.connection.scalars(wanted)}
    return reading.assignments(writing.connection, sorted(keys))


def _missions_against(writing: Writing, id: str) -> list[Mission]:
    """Every mission that excludes somebody by name."""
    rows = table(MissionRow)
    # The text narrows it down; whether the id stands where it counts, the value tells.
    wanted = select(rows.c.key).where(rows.c.document.contains(json.dumps(id), autoescape=True))
    found = reading.missions(writing.connection, sorted(writing.connection.scalars(wanted)))
    return [each for each in found if id in each.exclude.specialists]


def _document(fact: Stored) -> dict[str, Any]:
    return fact.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _digests(writing: Writing, kept: str, past: list[Assignment], asked: list[Mission]) -> dict[str, str]:
    """What the kept entry, and everything that a merge pointed to it, says at this moment."""
    now: list[Stored] = [*_specialists(writing, [kept])]
    now += writing.stored_assignments([each.id for each in past])
    now += writing.stored_missions([each.id for each in asked])
    return {f"{type(each).__name__.lower()} {each.id}": _digest(each) for each in now}


def _digest(fact: Stored) -> str:
    return hashlib.sha256(json.dumps(_document(fact), sort_keys=True).encode()).hexdigest()


def _note(writing: Writing, op: str, pairs: Sequence[Duplicate]) -> None:
    writing.note("duplicate", op, [(f"{each.first} {each.second}", 1) for each in pairs])

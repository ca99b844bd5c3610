"""The rows of the queue of duplicates: reading, writing and forgetting them."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select
from sqlalchemy import Row as SqlRow

from registry.domain import Duplicate, DuplicateState
from registry.errors import CannotDecide, NotFound, quoted
from registry.tables import DuplicateRow, SpecialistRow, table

_ROWS = table(DuplicateRow)
_PEOPLE = table(SpecialistRow)
_TOLD = ("first", "second", "score", "state", "kept", "decided_by", "decided_at")
Pair = tuple[str, str]


def in_order(one: str, other: str) -> Pair:
    """A pair as the queue knows it, the smaller id first."""
    return (one, other) if one <= other else (other, one)


def expect_two(connection: Connection, one: str, other: str) -> None:
    """Refuse what are not two entries of the pool: CannotDecide, NotFound."""
    if one == other:
        raise CannotDecide(f"{quoted(one)} stands on both sides: expected two different specialists")
    for id in (one, other):
        expect(connection, id)


def expect(connection: Connection, id: str) -> None:
    """Refuse an entry that is not in the pool; one that was merged is told from one that never was."""
    if connection.scalar(select(_PEOPLE.c.key).where(_PEOPLE.c.id == id)) is not None:
        return
    row = row_into(connection, id)
    if row is None:
        raise NotFound("specialist", id)
    raise CannotDecide(
        f"{id} was merged into {row.kept} by {row.decided_by} on {row.decided_at[:10]}; to bring it back: "
        f"rtcm duplicates undo {row.kept} {id}"
    )


def duplicates(connection: Connection, state: DuplicateState | None = None) -> list[Duplicate]:
    """All pairs, or those of one state; the likeliest first."""
    wanted = select(_ROWS) if state is None else select(_ROWS).where(_ROWS.c.state == state)
    found = [duplicate(row) for row in connection.execute(wanted)]
    return sorted(found, key=lambda each: (-each.score, each.first, each.second))


def duplicate(row: SqlRow[Any]) -> Duplicate:
    """One row as a domain value."""
    own = row._mapping
    return Duplicate.model_validate({name: own[name] for name in _TOLD} | {"clues": json.loads(own["clues"])})


def row_of(connection: Connection, pair: Pair, state: DuplicateState) -> SqlRow[Any] | None:
    """The newest row of a pair in a state."""
    wanted = select(_ROWS).where(_ROWS.c.first == pair[0], _ROWS.c.second == pair[1], _ROWS.c.state == state)
    return connection.execute(wanted.order_by(_ROWS.c.key.desc())).first()


def row_into(connection: Connection, gone: str) -> SqlRow[Any] | None:
    """The merge by which an entry went, None when none did."""
    wanted = select(_ROWS).where(
        _ROWS.c.state == DuplicateState.MERGED,
        or_(_ROWS.c.first == gone, _ROWS.c.second == gone),
        _ROWS.c.kept != gone,
    )
    return connection.execute(wanted.order_by(_ROWS.c.key.desc())).first()


def put(connection: Connection, each: Duplicate, undo: str | None = None) -> None:
    """Write a pair anew; an undecided row of the same pair goes."""
    remove(connection, [in_order(each.first, each.second)], (DuplicateState.OPEN, DuplicateState.DISTINCT))
    values = each.model_dump(mode="json", include=set(_TOLD))
    clues = json.dumps([clue.model_dump() for clue in each.clues], ensure_ascii=False)
    connection.execute(insert(_ROWS), {**values, "clues": clues, "undo": undo})


def remove(connection: Connection, pairs: Iterable[Pair], states: Iterable[DuplicateState]) -> None:
    """Remove pairs in some states."""
    for first, second in pairs:
        there = (_ROWS.c.first == first, _ROWS.c.second == second, _ROWS.c.state.in_(list(states)))
        connection.execute(delete(_ROWS).where(*there))


def remove_row(connection: Connection, key: int) -> None:
    """Remove one row."""
    connection.execute(delete(_ROWS).where(_ROWS.c.key == key))


def close_open(connection: Connection, id: str) -> None:
    """Remove undecided pairs that name an entry which is no longer there."""
    named = or_(_ROWS.c.first == id, _ROWS.c.second == id)
    connection.execute(delete(_ROWS).where(named, _ROWS.c.state == DuplicateState.OPEN))


def forget(connection: Connection, id: str) -> None:
    """Remove every pair that names an entry, and those of entries that were merged into it: all are one person."""
    everybody = {id, *merged_into(connection, id)}
    named = or_(_ROWS.c.first.in_(everybody), _ROWS.c.second.in_(everybody))
    connection.execute(delete(_ROWS).where(named))


def apart(connection: Connection) -> set[Pair]:
    """Pairs of whom somebody said that they are two; said of an entry that was merged, it holds for the one kept."""
    now = {_gone(each): each.kept for each in duplicates(connection, DuplicateState.MERGED) if each.kept}
    distinct = duplicates(connection, DuplicateState.DISTINCT)
    pairs = {in_order(_today(each.first, now), _today(each.second, now)) for each in distinct}
    return pairs | {(each.first, each.second) for each in distinct}


def merged_into(connection: Connection, id: str) -> Iterator[str]:
    """Entries that were merged into one, by way of others too: all are one person."""
    merges = duplicates(connection, DuplicateState.MERGED)
    into = [id]
    while into:
        kept = into.pop()
        gone = [_gone(each) for each in merges if each.kept == kept]
        yield from gone
        into.extend(gone)


def _gone(merge: Duplicate) -> str:
    return merge.second if merge.kept == merge.first else merge.first


def _today(id: str, now: dict[str, str]) -> str:
    """The entry under which somebody stands by now."""
    seen = {id}
    while id in now and now[id] not in seen:
        id = now[id]
        seen.add(id)
    return id

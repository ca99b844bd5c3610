"""One consistent look at the pool: everything read through it is of one revision."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy import ColumnElement, Connection, select

from registry.changes import Change, Changes, Delta, gaps
from registry.domain import Assignment, Gender, Specialist
from registry.errors import FeedBroken, FeedPruned, NewEpoch
from registry.snapshot import Snapshot
from registry.store import reading
from registry.tables import AssignmentRow, ChangeRow, FeedRow, SpecialistRow, table

_ASKED_AT_ONCE = 500


class View:
    """The pool as one read transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def position(self) -> tuple[str, int]:
        """Epoch and revision."""
        feed = table(FeedRow)
        epoch, rev = self._connection.execute(select(feed.c.epoch, feed.c.rev)).one()
        return epoch, rev

    def snapshot(self) -> Snapshot:
        """All facts as columns."""
        epoch, revision = self.position
        return Snapshot(epoch, revision, reading.columns(self._connection))

    def everybody(self) -> tuple[list[Specialist], list[Assignment]]:
        """All specialists and all past work as domain values, each by id."""
        people, past = (list(reading.in_order(self._connection, row)) for row in (SpecialistRow, AssignmentRow))
        return (
            [each for keys in people for each in reading.specialists(self._connection, keys)],
            [each for keys in past for each in reading.assignments(self._connection, keys)],
        )

    def changes_since(self, rev: int) -> Changes:
        """What changed after a revision.

        FeedPruned when those changes are no longer kept, FeedBroken when the pool is not as far or numbers are
        missing.
        """
        epoch, now = self.position
        kept = self._connection.scalar(select(table(FeedRow).c.min_rev)) or 0
        if rev < kept:
            raise FeedPruned(rev, f"changes are kept from revision {kept}")
        if rev > now:
            raise FeedBroken(rev, f"the pool is at revision {now}")
        rows = table(ChangeRow)
        found = self._connection.execute(select(rows).where(rows.c.rev > rev).order_by(rows.c.rev, rows.c.ord))
        changes = Changes(epoch, rev, now, tuple(_change(row) for row in found))
        missing = gaps(changes)
        if missing:
            raise FeedBroken(rev, f"revision {missing[0]} has no change on record")
        return changes

    def delta(self, epoch: str, since: int) -> Delta:
        """What somebody who knows the pool at a revision of an epoch needs to know it as it is now.

        NewEpoch when the pool was restored meanwhile; FeedPruned, FeedBroken as above. Whoever gets one of them
        must read the whole pool.
        """
        now, _ = self.position
        if epoch != now:
            raise NewEpoch(since, f"the pool is of epoch {now}, not {epoch}: it was restored")
        changes = self.changes_since(since)
        moved = [change for change in changes.items if change.kind == "specialist"]
        return Delta(
            epoch=epoch,
            revision=changes.revision,
            put=self.people(list(dict.fromkeys(change.id for change in moved))),
            removed=_removed(moved),
            others=frozenset(change.kind for change in changes.items) - {"specialist"},
        )

    def members(self, vetting: Sequence[str] | None = None, organisation: str | None = None) -> list[Specialist]:
        """The specialists at some states of vetting and of one organisation, where told; by id."""
        rows = table(SpecialistRow)
        where: list[ColumnElement[bool]] = (
            [] if vetting is None else [rows.c.vetting.in_([str(state) for state in vetting])]
        )
        where += [] if organisation is None else [rows.c.organisation == organisation]
        found = self._connection.execute(select(rows.c.id, rows.c.key).where(*where).order_by(rows.c.id))
        return reading.specialists(self._connection, [each.key for each in found])

    def genders(self, ids: Sequence[str]) -> dict[str, Gender]:
        """The gender of those of some people who have said it, by id."""
        rows, found = table(SpecialistRow), dict[str, Gender]()
        for at in range(0, len(ids), _ASKED_AT_ONCE):
            some = select(rows.c.id, rows.c.gender).where(rows.c.id.in_(ids[at : at + _ASKED_AT_ONCE]))
            told = self._connection.execute(some.where(rows.c.gender.is_not(None)))
            found.update({each.id: Gender(each.gender) for each in told})
        return found

    def people(self, ids: Sequence[str]) -> tuple[Specialist, ...]:
        """Those of these ids who are in the pool, in the order of the ids."""
        rows, keys = table(SpecialistRow), dict[str, int]()
        for at in range(0, len(ids), _ASKED_AT_ONCE):
            some = select(rows.c.id, rows.c.key).where(rows.c.id.in_(ids[at : at + _ASKED_AT_ONCE]))
            keys.update({each.id: each.key for each in self._connection.execute(some)})
        return tuple(reading.specialists(self._connection, [keys[id] for id in ids if id in keys]))


def _removed(moved: Sequence[Change]) -> tuple[str, ...]:
    """Who was there before and has been removed, even if somebody of that id has come again since."""
    first = {change.id: change.op for change in reversed(moved)}
    gone = dict.fromkeys(change.id for change in moved if change.op == "remove")
    return tuple(id for id in gone if first[id] != "add")


def _change(row: object) -> Change:
    own = dict(row._mapping)  # type: ignore[attr-defined]  # a SQLAlchemy row
    names = ("rev", "ord", "kind", "id", "version", "op", "actor", "purpose")
    return Change(**{name: own[name] for name in names}, at=datetime.fromisoformat(own["at"]))

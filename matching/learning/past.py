"""The pool as far as past work goes on an earlier day: nothing that came later speaks for a choice."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from registry.snapshot import Snapshot


def before(snapshot: Snapshot, day: date) -> Snapshot:
    """The same people with the assignments that had ended before a day, and the appraisals given before it.

    What profiles say is as of today, but for service records: those that had not ended by then are left out.
    """
    tables = dict(snapshot.tables)
    ended = _before(tables["assignments"]["end"], day)
    places = np.cumsum(ended, dtype=np.int32) - 1
    tables["assignments"] = tables["assignments"].filter(pa.array(ended))
    for noun in ("members", "trainees", "appraisals"):
        tables[noun] = _of_kept(tables[noun], ended, places)
    tables["appraisals"] = tables["appraisals"].filter(pa.array(_before(tables["appraisals"]["on"], day)))
    tables["service"] = tables["service"].filter(pa.array(_before(tables["service"]["end"], day)))
    return Snapshot(snapshot.epoch, snapshot.revision, tables)


def quarter(day: date) -> date:
    """The first day of the calendar quarter: an index for every day of a decade would take too long to build."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def serving(snapshot: Snapshot, start: date, end: date) -> npt.NDArray[np.int64]:
    """The places of everybody who served on an assignment that overlaps some days, both included."""
    past, members = snapshot.tables["assignments"], snapshot.tables["members"]
    then = pc.and_(pc.less_equal(past["start"], pa.scalar(end)), pc.greater_equal(past["end"], pa.scalar(start)))
    on = _flags(then)[np.asarray(members["assignment"])]
    return np.unique(np.asarray(members["specialist"])[on]).astype(np.int64)


def _before(days: pa.ChunkedArray, day: date) -> npt.NDArray[np.bool_]:
    """(n,): which days are known and lie before one."""
    return _flags(pc.less(days, pa.scalar(day)))


def _flags(found: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.fill_null(found, False), bool)


def _of_kept(table: pa.Table, kept: npt.NDArray[np.bool_], places: npt.NDArray[np.int32]) -> pa.Table:
    """The rows of assignments that are kept, by their new places."""
    of = np.asarray(table["assignment"])
    left = table.filter(pa.array(kept[of]))
    at = left.column_names.index("assignment")
    return left.set_column(at, left.schema.field(at), pa.array(places[of[kept[of]]], pa.int32()))

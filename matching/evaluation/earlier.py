"""The pool as it stood on a day: nothing that came later, and a check that finds what did."""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from registry.domain import ReferralState, Vetting
from registry.snapshot import SCHEMAS, Snapshot

_YEAR = 365.25
_LONG_AGO = date(1, 1, 1)

Told = Callable[[pa.Table, date], pa.ChunkedArray]  # (n,): which facts were there on the evening of a day

# What tells when a fact came to be. A year alone may lie before or after the day, and a fact without a date may too:
# only what was surely there is kept.
_SINCE: Mapping[str, Told] = {
    "assignments": lambda table, day: pc.less_equal(table["end"], day),
    "appraisals": lambda table, day: pc.less_equal(table["on"], day),
    "certificates": lambda table, day: pc.less_equal(table["issued"], day),
    "service": lambda table, day: pc.less_equal(table["end"], day),
    "countries": lambda table, day: pc.less(table["last_year"], day.year),
    "publications": lambda table, day: pc.less(table["year"], day.year),
}
_OF_ASSIGNMENTS = ("members", "trainees", "appraisals")


def as_of(snapshot: Snapshot, day: date, today: date) -> Snapshot:
    """What was on record on the evening of ``day``, of a snapshot taken on ``today``.

    Kept: assignments and records of service that had ended, appraisals and certificates given, publications and stays
    in countries of earlier years; years of experience are taken back to the day. Left as it is, since nobody wrote
    down when it came to be: competences, languages, education, employer. Who was a member on the day is not asked:
    everybody on file can be proposed, but for those who restricted the use of their profile; absences are left out, as
    whoever served was away.
    """
    tables = {noun: _before(noun, table, day) for noun, table in snapshot.tables.items()}
    kept = _kept(_SINCE["assignments"](snapshot.tables["assignments"], day))
    number = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    for noun in _OF_ASSIGNMENTS:
        tables[noun] = _renumbered(tables[noun], number)
    people = tables["specialists"]
    tables["specialists"] = _proposable(_younger(people, (today - day).days / _YEAR))
    tables["consents"] = _consenting(len(people))
    tables["availability"] = SCHEMAS["availability"].empty_table()
    return Snapshot(snapshot.epoch, snapshot.revision, tables)


def leaks(snapshot: Snapshot, day: date) -> list[str]:
    """The nouns of a snapshot that hold facts which came after a day, with how many; none where all is well."""
    tables = snapshot.tables
    found = [(noun, _late(tables[noun], told, day)) for noun, told in _SINCE.items()]
    lasting = int(np.count_nonzero(~_kept(_SINCE["assignments"](tables["assignments"], day))))
    for noun in _OF_ASSIGNMENTS if lasting else ():
        late = np.flatnonzero(~_kept(_SINCE["assignments"](tables["assignments"], day)))
        found.append((f"{noun} of later assignments", int(np.isin(np.asarray(tables[noun]["assignment"]), late).sum())))
    return [f"{noun} ({count})" for noun, count in found if count]


def _late(table: pa.Table, told: Told, day: date) -> int:
    return int(np.count_nonzero(~_kept(told(table, day))))


def _kept(known: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = np.asarray(pc.fill_null(known, False), bool)
    return found


def _before(noun: str, table: pa.Table, day: date) -> pa.Table:
    told = _SINCE.get(noun)
    return table if told is None else table.filter(pa.array(_kept(told(table, day))))


def _renumbered(table: pa.Table, number: npt.NDArray[np.int32]) -> pa.Table:
    """Rows of assignments that are kept, pointing at their new places."""
    places = number[np.asarray(table["assignment"], np.int64)] if len(table) else np.zeros(0, np.int32)
    at = table.column_names.index("assignment")
    return table.set_column(at, "assignment", pa.array(places, pa.int32())).filter(pa.array(places >= 0))


def _younger(people: pa.Table, years: float) -> pa.Table:
    less = pc.max_element_wise(pc.subtract(people["experience_years"], years), 0.0, skip_nulls=False)
    return _set(people, "experience_years", less)


def _proposable(people: pa.Table) -> pa.Table:
    """Everybody admitted, open, and never asked when they last confirmed their profile."""
    n = len(people)
    people = _set(people, "vetting", pa.array([str(Vetting.ADMITTED)] * n, pa.string()))
    people = _set(people, "referral", pa.array([str(ReferralState.OPEN)] * n, pa.string()))
    for name in ("paused_until", "confirmed_on"):
        people = _set(people, name, pa.nulls(n, pa.date32()))
    return people


def _consenting(n: int) -> pa.Table:
    rows = {
        "specialist": pa.array(np.arange(n), pa.int32()),
        "purpose": ["search"] * n,
        "given": [_LONG_AGO] * n,
        "until": pa.nulls(n, pa.date32()),
        "withdrawn": pa.nulls(n, pa.date32()),
        "terms": [""] * n,
    }
    return pa.table(rows, schema=SCHEMAS["consents"])


def _set(table: pa.Table, name: str, column: object) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)

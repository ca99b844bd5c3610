"""What no seat changes, as plain Arrow tables that an engine loads in its own way; days are counted from 1970."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.peer_pandas import _deliveries, _marks
from benchmarks.rules import ABILITIES, NOT_HELD, RANKS
from registry.lifecycle import day_number, expiry
from registry.snapshot import Snapshot

Tables = Mapping[str, pa.Table]
NEVER, FOREVER = -1_000_000, 1_000_000


def tables(snapshot: Snapshot) -> dict[str, pa.Table]:
    """One table per noun, a person being a place in the order of ids."""
    kept = {
        "nationalities": ("specialist", "country"),
        "skills": ("specialist", "skill", "level", "status"),
        "countries": ("specialist", "country", "months", "last_year", "status"),
    }
    found = {noun: snapshot.tables[noun].select(columns) for noun, columns in kept.items()}
    return {
        **found,
        "people": _people(snapshot),
        "languages": _languages(snapshot.tables["languages"]),
        "certificates": _certificates(snapshot.tables["certificates"]),
        "away": _away(snapshot.tables["availability"]),
    }


def pool_mean(people: pa.Table) -> float:
    """The mean mark of all appraisals as trainer, 0 without one."""
    count = pc.sum(people["mark_count"]).as_py()
    return float(pc.sum(people["marks"]).as_py() / count) if count else 0.0


def _people(snapshot: Snapshot) -> pa.Table:
    people = snapshot.tables["specialists"].to_pandas()
    n = len(people)
    search = snapshot.tables["consents"].to_pandas().query("purpose == 'search'").set_index("specialist")
    given = _days(search["given"], FOREVER).reindex(people.index, fill_value=FOREVER)
    ends = np.minimum(_days(search["until"], FOREVER), _days(search["withdrawn"], FOREVER))
    closed = _days(people["paused_until"], FOREVER).where(people["referral"] == "paused", NEVER)
    deliveries, claimed = _deliveries(snapshot, n)
    marks, mark_count = _marks(snapshot, n)
    frame = {
        "place": np.arange(n, dtype=np.int32),
        "id": people["id"],
        "open": (people["vetting"] == "admitted") & (people["referral"] != "blocked"),
        "consent_from": given,
        "consent_until": ends.reindex(people.index, fill_value=NEVER),
        "closed_until": closed,
        "confirmed": _days(people["confirmed_on"], FOREVER),
        "years": people["experience_years"].fillna(0.0),
        "deliveries": deliveries,
        "claimed": claimed,
        "marks": marks.astype(float),
        "mark_count": mark_count,
    }
    return pa.table({name: pa.array(column) for name, column in frame.items()})


def _days(column: pd.Series, unknown: int) -> pd.Series:
    days = pd.to_datetime(column)
    return ((days - pd.Timestamp(0)) // pd.Timedelta(days=1)).fillna(unknown).astype(int)


def _languages(spoken: pa.Table) -> pa.Table:
    frame = spoken.to_pandas()
    for ability in ABILITIES:
        frame[ability] = frame[ability].where(frame[ability].notna() | ~frame["native"], 6).astype(float).fillna(0)
    frame["best"] = frame[[*ABILITIES]].max(axis=1)
    kept = frame[["specialist", "language", "speaking", "best", "status"]]
    return pa.Table.from_pandas(kept, preserve_index=False)


def _certificates(held: pa.Table) -> pa.Table:
    known = pc.and_(pc.invert(pc.is_in(held["status"], pa.array(NOT_HELD))), pc.is_valid(held["issued"]))
    held = held.filter(known)
    ends = zip(held["issued"].to_pylist(), held["expires"].to_pylist(), strict=True)
    return pa.table(
        {
            "specialist": held["specialist"],
            "module": held["module"],
            "rank": pa.array([RANKS[level] for level in held["level"].to_pylist()], pa.int8()),
            "issued": held["issued"].cast(pa.int32()),
            "expires": pa.array([day_number(expiry(issued, until)) for issued, until in ends], pa.int32()),
            "status": held["status"],
        }
    )


def _away(availability: pa.Table) -> pa.Table:
    away = availability.filter(pc.equal(availability["kind"], "away"))
    days = {name: away[column].cast(pa.int32()) for name, column in (("first", "start"), ("until", "end"))}
    return pa.table({"specialist": away["specialist"], **days})

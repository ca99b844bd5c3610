"""The pool as arrays: what a snapshot says, laid out so that one seat touches only what it asks about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from matching.arrays import Claims, Column, Flags, Rows, Shares
from matching.errors import NoSuchSpecialist
from registry.columns import MARKS
from registry.domain import (
    AppraisedBy,
    AvailabilityKind,
    CertificateLevel,
    CertificateStatus,
    EvidenceStatus,
    Role,
)
from registry.lifecycle import DAY, FOREVER, HELD, NEVER, Membership, closed_until, expiry
from registry.snapshot import Snapshot

TRAINING_ROLES = (Role.TRAINER, Role.CO_TRAINER)

Whole = TypeVar("Whole", bound=np.integer[Any])

# Evidence as a small number: 0 claimed, 1 evidenced, 2 verified. A certificate that RTCM issued is verified.
EVIDENCE = list(EvidenceStatus)
LEVELS = 6  # 0 none to 5
_CERTIFICATE_EVIDENCE = {
    CertificateStatus.CLAIMED: EvidenceStatus.CLAIMED,
    CertificateStatus.EVIDENCED: EvidenceStatus.EVIDENCED,
}


@dataclass(frozen=True)
class Marks:
    """Appraisals by others, per specialist: how many and their sum (1 to 5 each); ``mean`` over all of them."""

    count: npt.NDArray[np.int64]
    total: Shares
    mean: float


@dataclass(frozen=True)
class Periods:
    """Half-open periods as columns of equal length, by row; days as whole numbers since 1970."""

    rows: npt.NDArray[np.int32]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]

    def days(self, first: np.datetime64, days: int, n_specialists: int) -> npt.NDArray[np.int64]:
        """(n_specialists,): how many of ``days`` days from ``first`` the periods cover."""
        begin = int(first.astype(np.int64))
        covered = np.minimum(self.end, begin + days) - np.maximum(self.start, begin)
        hit = np.flatnonzero(covered > 0)
        total = np.bincount(self.rows[hit], weights=covered[hit], minlength=n_specialists)
        return total.astype(np.int64)

    def days_of(self, row: int, first: np.datetime64, days: int) -> int:
        """The same for one specialist."""
        # Of the column's own type, or numpy would first copy the column into a wider one.
        begin, end = self.rows.searchsorted(np.array([row, row + 1], self.rows.dtype))
        mine = Periods(self.rows[begin:end], self.start[begin:end], self.end[begin:end])
        return int(mine.days(first, days, row + 1)[row]) if begin < end else 0


@dataclass(frozen=True)
class Index:
    """All specialists of one snapshot as arrays, in the order of their ids; immutable.

    Row ``i`` of every array of shape (n_specialists,) is the i-th specialist. Unknown is NaN (float), -1 (int)
    or NaT (day).
    """

    epoch: str
    revision: int
    ids: pa.StringArray
    names: pa.StringArray
    membership: Membership
    experience_years: Shares
    education_level: npt.NDArray[np.int8]
    official: npt.NDArray[np.int8]  # 1 official, 0 not, -1 unknown
    employer_type: pa.StringArray
    organisation: npt.NDArray[np.int32]  # place in organisations, -1 unknown
    organisations: tuple[str, ...]
    nationalities: Claims
    skills: Claims  # values: level, evidence, grade (both in one number: evidence * LEVELS + level)
    languages: Claims  # values: listening, reading, speaking, writing (0 unknown to 6), can_train, evidence
    countries: Claims  # values: months, last_year (-1 unknown), evidence
    certificates: Claims  # values: level (rank), first, until, evidence
    availability: Mapping[AvailabilityKind, Periods]
    deliveries: npt.NDArray[np.int64]  # trainings given as trainer or co-trainer, by the records of assignments
    claimed_deliveries: npt.NDArray[np.int64]  # the same by the profile's own word
    appraisals: Marks
    trainer_appraisals: Marks
    thin: Flags  # no competence on file

    @classmethod
    def build(cls, snapshot: Snapshot) -> "Index":
        """Lay out a snapshot; the same facts give the same index."""
        tables = snapshot.tables
        people, n = tables["specialists"], len(snapshot)
        skills = _skills(tables["skills"], n)
        organisations = _whole(people["organisation"]).dictionary_encode()
        others, as_trainer = _marks(tables, n)
        return cls(
            epoch=snapshot.epoch,
            revision=snapshot.revision,
            ids=_whole(people["id"]),
            names=_names(people),
            membership=_membership(people, tables["consents"], n),
            experience_years=_floats(people["experience_years"]),
            education_level=_numbers(people["education_level"], np.int8),
            official=_numbers(people["official"].cast(pa.int8()), np.int8),
            employer_type=_whole(people["employer_type"]),
            organisation=_numbers(organisations.indices, np.int32),
            organisations=tuple(organisations.dictionary.to_pylist()),
            nationalities=Claims.build(n, *_keys(tables["nationalities"], "country")),
            skills=skills,
            languages=_languages(tables["languages"], n),
            countries=_countries(tables["countries"], n),
            certificates=_certificates(tables["certificates"], n),
            availability={kind: _periods(tables["availability"], kind) for kind in AvailabilityKind},
            deliveries=_deliveries(tables["members"], n),
            claimed_deliveries=_deliveries(tables["service"], n),
            appraisals=others,
            trainer_appraisals=as_trainer,
            thin=np.diff(skills.row_starts) == 0,
        )

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, specialist: str) -> int:
        """The row of a specialist; NoSuchSpecialist when the index does not hold them."""
        row = pc.index(self.ids, specialist).as_py()
        if row < 0:
            raise NoSuchSpecialist(f"no specialist {specialist} in the pool")
        return int(row)

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        held = 0
        parts: list[object] = [*self.__dict__.values(), *self.availability.values()]
        for part in parts:
            columns = part.__dict__.values() if isinstance(part, Membership | Marks | Periods) else (part,)
            held += sum(getattr(column, "nbytes", 0) for column in columns)
        return held


def _whole(column: pa.ChunkedArray) -> pa.Array:
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) and combined.num_chunks else combined


def _numbers(column: pa.ChunkedArray, kind: type[Whole]) -> npt.NDArray[Whole]:
    """Whole numbers, -1 where unknown."""
    return np.asarray(pc.fill_null(column, -1)).astype(kind)


def _floats(column: pa.ChunkedArray) -> Shares:
    """Numbers, NaN where unknown."""
    return np.asarray(pc.fill_null(column, float("nan")), np.float64)


def _days(column: pa.ChunkedArray, unknown: date | None = None) -> npt.NDArray[np.datetime64]:
    """Days, NaT or ``unknown`` where there is none."""
    # The smallest integer is how numpy stores NaT.
    numbers = pc.fill_null(column.cast(pa.int32()).cast(pa.int64()), np.iinfo(np.int64).min)
    days = np.asarray(numbers).astype(DAY)
    return days if unknown is None else np.where(np.isnat(days), np.datetime64(unknown), days)


def _keys(table: pa.Table, term: str) -> tuple[Rows, pa.ChunkedArray]:
    return np.asarray(table["specialist"], np.int32), table[term]


def _coded(column: pa.ChunkedArray, names: Sequence[str]) -> npt.NDArray[np.int8]:
    """The place of each name in ``names``."""
    return np.asarray(pc.index_in(column, pa.array([str(name) for name in names])), np.int8)


def _names(people: pa.Table) -> pa.StringArray:
    return _whole(pc.utf8_trim_whitespace(pc.binary_join_element_wise(people["given"], people["family"], " ")))


def _membership(people: pa.Table, consents: pa.Table, n: int) -> Membership:
    first, until = np.full(n, FOREVER, DAY), np.full(n, NEVER, DAY)
    search = consents.filter(pc.equal(consents["purpose"], "search"))
    at = np.asarray(search["specialist"], np.int32)
    first[at] = _days(search["given"])
    until[at] = np.minimum(_days(search["until"], FOREVER), _days(search["withdrawn"], FOREVER))
    paused = zip(people["referral"].to_pylist(), people["paused_until"].to_pylist(), strict=True)
    return Membership(
        admitted=np.asarray(pc.equal(people["vetting"], "admitted")),
        consent_from=first,
        consent_until=until,
        closed_until=np.array([closed_until(state, day) for state, day in paused], DAY),
        blocked=np.asarray(pc.equal(people["referral"], "blocked")),
        confirmed_on=_days(people["confirmed_on"]),
    )


def _skills(table: pa.Table, n: int) -> Claims:
    level, evidence = np.asarray(table["level"], np.int8), _coded(table["status"], EVIDENCE)
    grade = evidence * np.int8(LEVELS) + level
    return Claims.build(n, *_keys(table, "skill"), level=level, evidence=evidence, grade=grade)


def _languages(table: pa.Table, n: int) -> Claims:
    native = np.asarray(table["native"], np.bool_)
    abilities: dict[str, Column] = {}
    for ability in ("listening", "reading", "speaking", "writing"):
        level = np.asarray(pc.fill_null(table[ability], 0), np.int8)
        # An unrecorded ability of a native speaker counts as C2.
        abilities[ability] = np.where(native & (level == 0), np.int8(6), level)
    return Claims.build(
        n,
        *_keys(table, "language"),
        **abilities,
        can_train=np.asarray(table["can_train"], np.bool_),
        evidence=_coded(table["status"], EVIDENCE),
    )


def _countries(table: pa.Table, n: int) -> Claims:
    return Claims.build(
        n,
        *_keys(table, "country"),
        months=np.asarray(table["months"], np.int32),
        last_year=_numbers(table["last_year"], np.int32),
        evidence=_coded(table["status"], EVIDENCE),
    )


def _certificates(table: pa.Table, n: int) -> Claims:
    dated = pc.and_(pc.is_in(table["status"], pa.array(sorted(HELD))), pc.is_valid(table["issued"]))
    held = table.filter(dated)
    ends = zip(held["issued"].to_pylist(), held["expires"].to_pylist(), strict=True)
    status = [_CERTIFICATE_EVIDENCE.get(each, EvidenceStatus.VERIFIED) for each in held["status"].to_pylist()]
    return Claims.build(
        n,
        *_keys(held, "module"),
        level=_coded(held["level"], list(CertificateLevel)) + np.int8(1),
        first=_days(held["issued"]),
        until=np.array([expiry(issued, expires) for issued, expires in ends], DAY),
        evidence=_coded(pa.array(status, pa.string()), EVIDENCE),
    )


def _periods(table: pa.Table, kind: AvailabilityKind) -> Periods:
    of_kind = table.filter(pc.equal(table["kind"], str(kind)))
    start, end = (np.asarray(of_kind[day].cast(pa.int32()), np.int32) for day in ("start", "end"))
    return Periods(np.asarray(of_kind["specialist"], np.int32), start, end)


def _deliveries(table: pa.Table, n: int) -> npt.NDArray[np.int64]:
    return np.bincount(np.asarray(_as_trainer(table)["specialist"], np.int32), minlength=n)


def _as_trainer(table: pa.Table) -> pa.Table:
    return table.filter(pc.is_in(table["role"], pa.array([str(role) for role in TRAINING_ROLES])))


def _marks(tables: Mapping[str, pa.Table], n: int) -> tuple[Marks, Marks]:
    """Appraisals by others of any work, and of work as a trainer."""
    said = tables["appraisals"]
    by_others = said.filter(pc.not_equal(said["by"], str(AppraisedBy.SPECIALIST)))
    trained = _as_trainer(tables["members"])
    taught = np.isin(_pair(by_others, n), _pair(trained, n))
    return _sum(by_others, n), _sum(by_others.filter(pa.array(taught)), n)


def _pair(table: pa.Table, n: int) -> npt.NDArray[np.int64]:
    """One number per (assignment, specialist)."""
    return np.asarray(table["assignment"], np.int64) * max(n, 1) + np.asarray(table["specialist"], np.int64)


def _sum(said: pa.Table, n: int) -> Marks:
    """Mean mark of each appraisal, summed per specialist; one without any mark says nothing."""
    marks = np.array([_numbers(said[mark], np.int8) for mark in MARKS])
    given = (marks > 0).sum(axis=0)
    judged = given > 0
    rows = np.asarray(said["specialist"], np.int32)[judged]
    rating: Shares = np.where(marks > 0, marks, 0).sum(axis=0)[judged] / given[judged]
    mean = float(rating.mean()) if len(rating) else float("nan")
    total: Shares = np.bincount(rows, weights=rating, minlength=n).astype(np.float64)
    return Marks(np.bincount(rows, minlength=n), total, mean)

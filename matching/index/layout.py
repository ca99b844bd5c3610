"""A snapshot's tables laid out as the columns of an index."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from matching.arrays import Column, Flags, Shares
from matching.index.columns import Grades, Table
from matching.index.texts import Names
from registry.columns import MARKS
from registry.domain import (
    AppraisedBy,
    AvailabilityKind,
    CertificateLevel,
    CertificateStatus,
    EmployerType,
    EvidenceStatus,
    ReferralState,
    Role,
)
from registry.lifecycle import FOREVER, HELD, NEVER, closed_until, day_number, expiry
from registry.vocabulary import competences, countries, languages, modules

Whole = TypeVar("Whole", bound=np.integer[Any])

TRAINING_ROLES = (Role.TRAINER, Role.CO_TRAINER)
ABILITIES = ("listening", "reading", "speaking", "writing")
# Evidence as a small number: 0 claimed, 1 evidenced, 2 verified. A certificate that RTCM issued is verified.
EVIDENCE = list(EvidenceStatus)
EMPLOYERS = list(EmployerType)
CERTIFICATE_EVIDENCE = dict.fromkeys(CertificateStatus, 2) | {
    CertificateStatus.CLAIMED: 0,
    CertificateStatus.EVIDENCED: 1,
}
# The mean of up to eight marks is a whole number of 840ths, so that no sum depends on its order.
MARK_PARTS = 840

# Noun -> the vocabulary of its terms.
TERMS = {
    "skills": competences,
    "languages": languages,
    "countries": countries,
    "certificates": modules,
    "nationalities": countries,
}
AXES = ("admitted", "consent_from", "consent_until", "closed_until", "blocked", "confirmed_on", "restricted")
# In place of the name of somebody who restricted the use of their profile.
NOT_SHOWN = "(not shown)"


@cache
def terms_of(noun: str) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """(the terms of a noun, sorted; the number of each)."""
    names = tuple(sorted(TERMS[noun]()))
    return names, {name: code for code, name in enumerate(names)}


def counted(noun: str, near: Mapping[str, float]) -> Shares:
    """(n_terms,): what each term of a noun counts, 0 for one that is not in ``near``."""
    _, codes = terms_of(noun)
    counts = np.zeros(len(codes))
    for term, closeness in near.items():
        if term in codes:
            counts[codes[term]] = closeness
    return counts


def among(noun: str, names: Iterable[str]) -> Flags:
    """(n_terms,): which terms of a noun are among these."""
    return counted(noun, dict.fromkeys(names, 1.0)) > 0


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) and combined.num_chunks else combined


def numbers(column: pa.ChunkedArray, kind: type[Whole]) -> npt.NDArray[Whole]:
    """Whole numbers, -1 where unknown."""
    return np.asarray(pc.fill_null(column, -1)).astype(kind)


def full_names(people: pa.Table) -> pa.StringArray:
    """Given and family name in one; who may not be shown has none."""
    names = pc.utf8_trim_whitespace(pc.binary_join_element_wise(people["given"], people["family"], " "))
    return whole(pc.if_else(people["restricted"], NOT_SHOWN, names))


def people_columns(tables: Mapping[str, pa.Table], n: int) -> tuple[dict[str, Column], Names]:
    """The columns with one value per specialist, and the organisations that they name by number."""
    people = tables["specialists"]
    organisations = whole(people["organisation"]).dictionary_encode()
    columns = {
        **_membership(people, tables["consents"], n),
        "official": numbers(people["official"].cast(pa.int8()), np.int8),
        "employer": coded(people["employer_type"], EMPLOYERS),
        "organisation": numbers(organisations.indices, np.int32),
    }
    return columns, Names(organisations.dictionary.to_pylist())


def standing(people: pa.Table) -> tuple[Grades, npt.NDArray[np.int64]]:
    """Years of experience (in millionths, so that grades are whole numbers) and ISCED level; -1 unknown."""
    years = np.asarray(pc.fill_null(people["experience_years"], float("nan")), np.float64)
    grades, codes = Grades.of(
        years=np.where(np.isnan(years), -1, np.rint(years * YEAR_PARTS)).astype(np.int64),
        education=numbers(people["education_level"], np.int8),
    )
    return grades, codes


YEAR_PARTS = 1_000_000


def skills(table: pa.Table) -> dict[str, Column]:
    """Level and evidence."""
    return {"level": np.asarray(table["level"], np.int8), "evidence": coded(table["status"], EVIDENCE)}


def spoken(table: pa.Table) -> dict[str, Column]:
    """The four abilities, 0 unknown to 6, and evidence."""
    native = np.asarray(table["native"], np.bool_)
    found: dict[str, Column] = {}
    for ability in ABILITIES:
        level = np.asarray(pc.fill_null(table[ability], 0), np.int8)
        # An unrecorded ability of a native speaker counts as C2.
        found[ability] = np.where(native & (level == 0), np.int8(6), level)
    return {**found, "evidence": coded(table["status"], EVIDENCE)}


def stays(table: pa.Table) -> dict[str, Column]:
    """Months, last year (-1 unknown) and evidence."""
    return {
        "months": np.asarray(table["months"], np.int32),
        "last_year": numbers(table["last_year"], np.int32),
        "evidence": coded(table["status"], EVIDENCE),
    }


def held_certificates(table: pa.Table) -> pa.Table:
    """Those that entitle to anything: in a state that does, and with a day of issue."""
    dated = pc.and_(pc.is_in(table["status"], pa.array(sorted(HELD))), pc.is_valid(table["issued"]))
    return table.filter(dated)


def certificates(held: pa.Table) -> dict[str, Column]:
    """Level (rank), first day, first day no longer valid, and evidence."""
    ends = zip(held["issued"].to_pylist(), held["expires"].to_pylist(), strict=True)
    return {
        "level": coded(held["level"], list(CertificateLevel)) + np.int8(1),
        "first": _days(held["issued"]),
        "until": np.array([day_number(expiry(issued, expires)) for issued, expires in ends], np.int32),
        "evidence": np.array([CERTIFICATE_EVIDENCE[each] for each in held["status"].to_pylist()], np.int8),
    }


def claims(
    noun: str, table: pa.Table, columns: Mapping[str, Column], n: int
) -> tuple[Grades | None, Table, npt.NDArray[np.int64]]:
    """(grades, terms and marks in the order of rows and terms, starts of the rows)."""
    names, _ = terms_of(noun)
    rows = np.asarray(table["specialist"], np.int64)
    # The column of terms is the second in every table of claims.
    terms = coded(table.column(1), names, np.uint16)
    order = np.argsort(rows * len(names) + terms, kind="stable")
    grades, marks = Grades.of(**columns) if columns else (None, np.zeros(len(rows), np.int64))
    # Half of the numbers stay free for grades to come.
    kind = np.uint16 if grades is None or len(grades) < 1 << 15 else np.uint32
    return grades, Table.of(terms=terms[order], graded=marks[order].astype(kind)), begins(table, n)


def begins(table: pa.Table, n: int) -> npt.NDArray[np.int64]:
    """(n + 1,): where the rows of each specialist begin in a table."""
    rows = np.asarray(table["specialist"], np.int64)
    return np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n)))).astype(np.int64)


def periods(table: pa.Table, kind: AvailabilityKind) -> Table:
    """Row, first day and first day no longer in it, of each period of a kind, by row."""
    of_kind = table.filter(pc.equal(table["kind"], str(kind)))
    rows = np.asarray(of_kind["specialist"], np.int32)
    return Table.of(rows=rows, start=_days(of_kind["start"]), end=_days(of_kind["end"]))


def appraised(tables: Mapping[str, pa.Table], n: int) -> tuple[dict[str, Column], dict[str, Column]]:
    """(count, total in 840ths) per specialist of appraisals by others: of any work, and of work as a trainer."""
    said = tables["appraisals"]
    by_others = said.filter(pc.not_equal(said["by"], str(AppraisedBy.SPECIALIST)))
    taught = np.isin(_pair(by_others, n), _pair(_as_trainer(tables["members"]), n))
    return _sum(by_others, n), _sum(by_others.filter(pa.array(taught)), n)


def deliveries(table: pa.Table, n: int) -> npt.NDArray[np.int64]:
    """Trainings given per specialist."""
    return np.bincount(np.asarray(_as_trainer(table)["specialist"], np.int32), minlength=n)


def coded(column: pa.ChunkedArray, names: Sequence[str], kind: Any = np.int8) -> Column:
    """The place of each name in ``names``, -1 where unknown."""
    places = pc.fill_null(pc.index_in(column, pa.array([str(name) for name in names], pa.string())), -1)
    return np.asarray(places).astype(kind)


def _days(column: pa.ChunkedArray, unknown: int = 0) -> npt.NDArray[np.int32]:
    return np.asarray(pc.fill_null(column.cast(pa.int32()), unknown), np.int32)


def _membership(people: pa.Table, consents: pa.Table, n: int) -> dict[str, Column]:
    never, forever = day_number(NEVER), day_number(FOREVER)
    first, until = np.full(n, forever, np.int32), np.full(n, never, np.int32)
    search = consents.filter(pc.equal(consents["purpose"], "search"))
    at = np.asarray(search["specialist"], np.int32)
    first[at] = _days(search["given"])
    until[at] = np.minimum(_days(search["until"], forever), _days(search["withdrawn"], forever))
    closed = np.full(n, never, np.int32)
    paused = np.flatnonzero(np.asarray(pc.equal(people["referral"], ReferralState.PAUSED.value)))
    ends = people["paused_until"].take(pa.array(paused)).to_pylist()
    closed[paused] = [day_number(closed_until(ReferralState.PAUSED, day)) for day in ends]
    axes = (
        np.asarray(pc.equal(people["vetting"], "admitted")),
        first,
        until,
        closed,
        np.asarray(pc.equal(people["referral"], "blocked")),
        _days(people["confirmed_on"], forever),
        np.asarray(people["restricted"]),
    )
    return dict(zip(AXES, axes, strict=True))


def _as_trainer(table: pa.Table) -> pa.Table:
    return table.filter(pc.is_in(table["role"], pa.array([str(role) for role in TRAINING_ROLES])))


def _pair(table: pa.Table, n: int) -> npt.NDArray[np.int64]:
    """One number per (assignment, specialist)."""
    return np.asarray(table["assignment"], np.int64) * max(n, 1) + np.asarray(table["specialist"], np.int64)


def _sum(said: pa.Table, n: int) -> dict[str, Column]:
    """Mean mark of each appraisal, summed per specialist; one without any mark says nothing."""
    marks = np.array([numbers(said[mark], np.int8) for mark in MARKS])
    given = (marks > 0).sum(axis=0)
    judged = given > 0
    rows = np.asarray(said["specialist"], np.int32)[judged]
    rating = np.where(marks > 0, marks, 0).sum(axis=0)[judged] * MARK_PARTS // given[judged]
    total = np.bincount(rows, weights=rating, minlength=n).astype(np.int64)
    return {"count": np.bincount(rows, minlength=n), "total": total}

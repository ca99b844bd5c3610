"""The pool as arrays: what a snapshot says, laid out so that one seat touches only what it asks about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.arrays import Column, Flags
from matching.errors import DamagedIndex, NoSuchSpecialist
from matching.index import layout, profile
from matching.index.columns import (
    Claims,
    Grades,
    Ids,
    Names,
    Postings,
    Table,
    Texts,
)
from matching.index.layout import ABILITIES, EVIDENCE, MARK_PARTS, YEAR_PARTS, among, counted
from matching.index.meant import Meant
from matching.index.read import Read
from matching.index.walk import Walk
from matching.text.meaning import Encoders
from registry import mapped
from registry.changes import Delta
from registry.domain import AvailabilityKind, Specialist
from registry.errors import DamagedFile
from registry.lifecycle import Membership, axes
from registry.snapshot import Snapshot

__all__ = [
    "ABILITIES",
    "EVIDENCE",
    "MARK_PARTS",
    "YEAR_PARTS",
    "Claims",
    "Delta",
    "Index",
    "Marks",
    "Periods",
    "among",
    "counted",
]

# Raised whenever the meaning of a byte of a saved index changes.
FORMAT = "rtcm-index/4"
_CLAIMS = {
    "skills": layout.skills,
    "languages": layout.spoken,
    "countries": layout.stays,
    "certificates": layout.certificates,
}
_EVERY_CLAIM = (*_CLAIMS, "nationalities")
_WORKS = "publications"
_UNTRIED = (0, 0)


@dataclass(frozen=True)
class Marks:
    """Appraisals of all specialists together: how many, and their sum in 840ths."""

    count: int
    total: int

    @property
    def mean(self) -> float:
        """Mean mark, NaN when nobody was appraised."""
        return self.total / (MARK_PARTS * self.count) if self.count else float("nan")


@dataclass(frozen=True)
class Periods:
    """Half-open periods as columns of equal length, by row; days as whole numbers since 1970."""

    rows: npt.NDArray[np.int32]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]

    def more_than(self, most: int, first: int, days: int, n_rows: int) -> Flags:
        """(n_rows,): of whose ``days`` days from ``first`` the periods cover more than ``most``."""
        hit = np.flatnonzero((self.end > first) & (self.start < first + days))
        found = np.zeros(n_rows, bool)
        if len(hit):
            covered = np.minimum(self.end[hit], first + days) - np.maximum(self.start[hit], first)
            rows = self.rows[hit]
            begins = np.flatnonzero(np.diff(rows, prepend=-1))
            found[rows[begins[np.add.reduceat(covered, begins) > most]]] = True
        return found

    def days_of(self, rows: Sequence[int] | npt.NDArray[np.int64], first: int, days: int) -> npt.NDArray[np.int64]:
        """(n,): how many of ``days`` days from ``first`` the periods of some rows cover."""
        # Of the column's own type, or numpy would first copy the column into a wider one.
        wanted = np.asarray(rows, self.rows.dtype)
        begins, ends = self.rows.searchsorted(wanted), self.rows.searchsorted(wanted, side="right")
        counts = ends - begins
        places = np.arange(counts.sum()) + np.repeat(begins - (np.cumsum(counts) - counts), counts)
        covered = np.minimum(self.end[places], first + days) - np.maximum(self.start[places], first)
        of_row = np.repeat(np.arange(len(wanted)), counts)
        return np.bincount(of_row, weights=np.maximum(covered, 0), minlength=len(wanted)).astype(np.int64)


@dataclass(frozen=True)
class Index:
    """All specialists of one snapshot as arrays; immutable.

    Rows up to ``sealed`` stand in the order of their ids. A profile that is changed later gets a new row behind
    them, and its old one is listed in ``gone``. Unknown is -1.
    """

    epoch: str
    revision: int
    ids: Ids
    names: Texts
    works: Texts  # titles of publications, those of each row one after the other
    gone: npt.NDArray[np.int64]
    # Membership, official (1, 0), employer (kind), organisation (number), and grades: standing, practice, record.
    people: Table
    organisations: Names
    standing: Grades  # years (in millionths), education
    practice: Grades  # deliveries by the records, claimed ones, count and total of appraisals as trainer
    record: Grades  # count and total of appraisals of any work
    marks: Marks
    trainer_marks: Marks
    starts: Table  # per noun where the claims of each row begin, and where its publications do
    held: Mapping[str, Table]  # noun -> term and mark of each claim
    grades: Mapping[str, Grades]
    away: Mapping[AvailabilityKind, Table]
    past: Walk  # past missions on record, and who took part, by the row that people had when it was built
    postings: dict[str, Postings]  # per noun, made when first asked for; of sealed claims, so for every later index
    reads: list[Read]  # past missions and publications in words: none yet, or one, for every later index too
    meant: Meant | None = None  # the same in meaning, where encoders were handed in

    @classmethod
    def build(cls, snapshot: Snapshot) -> "Index":
        """Lay out a snapshot; the same facts give the same index."""
        tables, n = snapshot.tables, len(snapshot)
        people, organisations = layout.people_columns(tables, n)
        standing, stands = layout.standing(tables["specialists"])
        every, as_trainer = layout.appraised(tables, n)
        record, recorded = Grades.of(**every)
        practice, practised = Grades.of(
            deliveries=layout.deliveries(tables["members"], n),
            claimed=layout.deliveries(tables["service"], n),
            **as_trainer,
        )
        graded = {"standing": stands, "practice": practised, "record": recorded}
        laid = {noun: _claims(noun, snapshot) for noun in _EVERY_CLAIM}
        starts = {noun: each.astype(np.int64) for noun, (_, _, each) in laid.items()}
        return cls(
            epoch=snapshot.epoch,
            revision=snapshot.revision,
            ids=Ids.of(Texts.of(layout.whole(tables["specialists"]["id"]))),
            names=Texts.of(layout.full_names(tables["specialists"])),
            works=Texts.of(layout.whole(tables[_WORKS]["title"])),
            gone=np.zeros(0, np.int64),
            people=Table.of(
                **people,
                **{name: codes.astype(np.uint32) for name, codes in graded.items()},
                person=np.arange(n, dtype=np.int32),
            ),
            organisations=organisations,
            standing=standing,
            practice=practice,
            record=record,
            marks=Marks(int(every["count"].sum()), int(every["total"].sum())),
            trainer_marks=Marks(int(as_trainer["count"].sum()), int(as_trainer["total"].sum())),
            starts=Table.of(**starts, **{_WORKS: layout.begins(tables[_WORKS], n)}),
            held={noun: held for noun, (_, held, _) in laid.items()},
            grades={noun: grades for noun, (grades, _, _) in laid.items() if grades is not None},
            away={kind: layout.periods(tables["availability"], kind) for kind in AvailabilityKind},
            past=Walk.build(snapshot),
            postings={},
            reads=[],
        )

    def apply(self, delta: Delta) -> "Index":
        """The index after some profiles have changed; this one stays as it is.

        Costs some microseconds a profile: a changed profile is written behind the last row, nothing is rebuilt.
        What past missions say of people (deliveries, appraisals) stays with them; where that changed, build anew.
        """
        index = self
        for id in delta.removed:
            index = index._without(index.row_of(id))
        for specialist in delta.put:
            index = index._with(specialist, delta)
        return index if delta.put else replace(index, epoch=delta.epoch, revision=delta.revision)

    def save(self, path: mapped.File) -> None:
        """Write the index to a file, that appears whole or not at all."""
        tables = self._tables()
        texts = {"ids": self.ids.texts, "names": self.names, "works": self.works}
        arrays = {f"{name} {column}": room for name, table in tables.items() for column, room in table.rooms.items()}
        arrays |= {f"past {name}": array for name, array in self.past.arrays.items()}
        for name, each in texts.items():
            arrays |= {f"{name} offsets": each.offsets, f"{name} text": each.text}
        told = {
            "epoch": self.epoch,
            "revision": self.revision,
            "sizes": {name: len(table) for name, table in tables.items()},
            "added": {name: each.added for name, each in texts.items()},
            "organisations": self.organisations.names,
            "hubs": self.past.hubs,
            "marks": [self.marks.count, self.marks.total],
            "trainer_marks": [self.trainer_marks.count, self.trainer_marks.total],
        }
        mapped.write(path, FORMAT, {**arrays, "gone": self.gone}, told)

    @classmethod
    def load(cls, path: mapped.File) -> "Index":
        """The index of a file, mapped into memory: processes that load the same file share it.

        It takes changes like any other; what they write stays with the process. DamagedIndex when the file is of
        another format, cut short, or not as it was written.
        """
        try:
            arrays, told = mapped.read(path, FORMAT)
        except DamagedFile as fault:
            raise DamagedIndex(f"{fault}; build the index anew") from fault
        columns: dict[str, dict[str, Column]] = {}
        for name, array in arrays.items():
            table, _, column = name.partition(" ")
            columns.setdefault(table, {})[column] = array
        tables = {name: Table(columns[name], size) for name, size in told["sizes"].items()}
        texts = {
            name: Texts(columns[name]["offsets"], columns[name]["text"], added) for name, added in told["added"].items()
        }
        return cls(
            epoch=told["epoch"],
            revision=told["revision"],
            ids=Ids.of(texts["ids"]),
            names=texts["names"],
            works=texts["works"],
            gone=arrays["gone"],
            people=tables["people"],
            organisations=Names(told["organisations"]),
            standing=Grades(tables["standing"]),
            practice=Grades(tables["practice"]),
            record=Grades(tables["record"]),
            marks=Marks(*told["marks"]),
            trainer_marks=Marks(*told["trainer_marks"]),
            starts=tables["starts"],
            held={noun: tables[f"held.{noun}"] for noun in _EVERY_CLAIM},
            grades={noun: Grades(tables[f"grades.{noun}"]) for noun in _CLAIMS},
            away={kind: tables[f"away.{kind}"] for kind in AvailabilityKind},
            past=Walk.of_arrays(columns["past"], told["hubs"]),
            postings={},
            reads=[],
        )

    def _tables(self) -> dict[str, Table]:
        return {
            "people": self.people,
            "starts": self.starts,
            "standing": self.standing.table,
            "practice": self.practice.table,
            "record": self.record.table,
            **{f"held.{noun}": table for noun, table in self.held.items()},
            **{f"grades.{noun}": grades.table for noun, grades in self.grades.items()},
            **{f"away.{kind}": table for kind, table in self.away.items()},
        }

    def __len__(self) -> int:
        return self.rows - len(self.gone)

    @property
    def rows(self) -> int:
        """How long every array of shape (n_rows,) is; more than specialists once profiles have changed."""
        return len(self.people)

    @property
    def sealed(self) -> int:
        """Rows in the order of ids; those behind were added later."""
        return self.ids.sealed

    def row_of(self, specialist: str) -> int:
        """The row of a specialist; NoSuchSpecialist when the index does not hold them."""
        row = self._find(specialist)
        if row is None:
            raise NoSuchSpecialist(f"no specialist {specialist} in the pool")
        return row

    def _find(self, specialist: str) -> int | None:
        row = self.ids.row(specialist)
        return None if row is None or (len(self.gone) and bool((self.gone == row).any())) else row

    def before(self, row: int) -> Flags:
        """(n_rows,): whose id comes before that of a row."""
        found = np.zeros(self.rows, bool)
        found[: self.ids.place(self.ids[row])] = True
        found[self.sealed :] = [id < self.ids[row] for id in self.ids.added]
        return found

    @cached_property
    def membership(self) -> Membership:
        """The axes of every row."""
        return Membership(*(self.people[name] for name in layout.AXES))

    def claims(self, noun: str) -> Claims:
        """The claims of a noun by its name."""
        found: Claims = getattr(self, noun)
        return found

    @cached_property
    def skills(self) -> Claims:
        """Grades: level, evidence."""
        return self._noun("skills")

    @cached_property
    def languages(self) -> Claims:
        """Grades: listening, reading, speaking, writing (0 unknown to 6), evidence."""
        return self._noun("languages")

    @cached_property
    def countries(self) -> Claims:
        """Grades: months, last_year (-1 unknown), evidence."""
        return self._noun("countries")

    @cached_property
    def certificates(self) -> Claims:
        """Grades: level (rank), first, until, evidence."""
        return self._noun("certificates")

    @cached_property
    def nationalities(self) -> Claims:
        """One grade, that says nothing."""
        return self._noun("nationalities")

    @cached_property
    def availability(self) -> Mapping[AvailabilityKind, Periods]:
        """Periods of each kind."""
        return {kind: Periods(**table.columns) for kind, table in self.away.items()}

    @property
    def read(self) -> Read:
        """Past missions and publications in words; read when they are first asked for."""
        if not self.reads:
            self.reads.append(Read.of(self.past, self.works))
        return self.reads[0]

    def understanding(self, encoders: Encoders) -> "Index":
        """The same with encoders, so that criterion text can go by meanings too."""
        return replace(self, meant=Meant(encoders))

    def works_of(self, row: int) -> range:
        """Where the publications of a row stand."""
        starts = self.starts[_WORKS]
        return range(int(starts[row]), int(starts[row + 1]))

    def years_of(self, row: int) -> float | None:
        """Years of experience, None when not on file."""
        years = int(self.standing["years"][self.people["standing"][row]])
        return None if years < 0 else years / YEAR_PARTS

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        past = sum(array.nbytes for array in self.past.arrays.values())
        tables = sum(table.nbytes for table in self._tables().values())
        return self.ids.texts.nbytes + self.names.nbytes + self.works.nbytes + tables + past

    def _noun(self, noun: str) -> Claims:
        names, codes = layout.terms_of(noun)
        held, starts = self.held[noun], self.starts[noun]
        if noun not in self.postings:
            sealed = starts[: self.sealed + 1]
            claims = slice(int(sealed[-1]))
            self.postings[noun] = Postings.of(held["terms"][claims], held["graded"][claims], sealed, len(names))
        grades, postings = self.grades.get(noun, _NONE), self.postings[noun]
        return Claims(names, codes, grades, starts, held["terms"], held["graded"], postings)

    def _without(self, row: int) -> "Index":
        """The same without a row: gone, and its appraisals out of the pool's means."""
        _, _, count, total = self.practice.table.at(int(self.people["practice"][row]))
        every = self.record.table.at(int(self.people["record"][row]))
        return replace(
            self,
            gone=np.append(self.gone, row),
            marks=Marks(self.marks.count - every[0], self.marks.total - every[1]),
            trainer_marks=Marks(self.trainer_marks.count - count, self.trainer_marks.total - total),
        )

    def _with(self, specialist: Specialist, delta: Delta) -> "Index":
        """The same with a profile in its newest state."""
        old = self._find(specialist.id)
        given, every, trained, person = (0, _UNTRIED, _UNTRIED, -1) if old is None else self._past(old)
        practice, practised = self.practice.with_each([(given, profile.claimed_deliveries(specialist), *trained)])
        record, recorded = self.record.with_each([every])
        standing, stands = self.standing.with_each([profile.standing(specialist)])
        organisation = self.organisations.code(specialist.organisation)
        codes = (organisation, stands[0], practised[0], recorded[0], person)
        row = (*axes(specialist), *profile.employer(specialist), *codes)
        held, grades, ends = self._claimed(specialist)
        works = self.works
        for work in specialist.publications:
            works = works.grown(work.title)
        return replace(
            self,
            epoch=delta.epoch,
            revision=delta.revision,
            ids=self.ids.grown(specialist.id),
            names=self.names.grown(profile.full_name(specialist)),
            gone=self.gone if old is None else np.append(self.gone, old),
            people=self.people.with_row(row),
            standing=standing,
            practice=practice,
            record=record,
            works=works,
            starts=self.starts.with_row([*ends, len(works)]),
            held=held,
            grades=grades,
            away=self._periods(specialist),
        )

    def _past(self, row: int) -> tuple[int, tuple[int, int], tuple[int, int], int]:
        """What past missions say of a row: trainings given, appraisals of any work and as trainer, and as whom."""
        given, _, count, total = self.practice.table.at(int(self.people["practice"][row]))
        every = self.record.table.at(int(self.people["record"][row]))
        return given, (every[0], every[1]), (count, total), int(self.people["person"][row])

    def _claimed(self, specialist: Specialist) -> tuple[dict[str, Table], dict[str, Grades], list[int]]:
        """Claims and grades with those of a profile behind the last, and where each noun's claims end."""
        held, grades = dict(self.held), dict(self.grades)
        for noun, found in profile.claims(specialist).items():
            if found:
                terms, values = zip(*found, strict=True)
                grades[noun], marks = grades[noun].with_each(values)
                held[noun] = held[noun].fitting("graded", max(marks)).grown((terms, marks), len(found))
        nations = profile.nationalities(specialist)
        if nations:
            held["nationalities"] = held["nationalities"].grown((nations, [0] * len(nations)), len(nations))
        return held, grades, [len(held[noun]) for noun in _EVERY_CLAIM]

    def _periods(self, specialist: Specialist) -> Mapping[AvailabilityKind, Table]:
        """Periods with those of a profile behind the last."""
        away = dict(self.away)
        for kind, periods in profile.periods(specialist).items():
            start, end = zip(*periods, strict=True)
            away[kind] = away[kind].grown(([self.rows] * len(periods), start, end), len(periods))
        return away


_NONE, _ = Grades.of(nothing=np.zeros(1, np.int8))


def _claims(noun: str, snapshot: Snapshot) -> tuple[Grades | None, Table, npt.NDArray[np.int64]]:
    table = snapshot.tables[noun]
    if noun == "nationalities":
        return layout.claims(noun, table, {}, len(snapshot))
    table = layout.held_certificates(table) if noun == "certificates" else table
    return layout.claims(noun, table, _CLAIMS[noun](table), len(snapshot))

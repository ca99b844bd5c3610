"""The pool as arrays: what a snapshot says, laid out so that one seat touches only what it asks about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.arrays import Column
from matching.errors import DamagedIndex
from matching.index import layout
from matching.index.claims import Claims, Postings
from matching.index.columns import Grades, Table
from matching.index.facts import EVERY_CLAIM, GRADED, Facts, Marks
from matching.index.layout import ABILITIES, EVIDENCE, MARK_PARTS, YEAR_PARTS, among, counted
from matching.index.meant import Meant
from matching.index.periods import Periods
from matching.index.read import Read
from matching.index.texts import Ids, Names, Texts
from matching.index.walk import Walk
from matching.text.meaning import Encoders
from registry import mapped
from registry.changes import Delta
from registry.domain import AvailabilityKind
from registry.errors import DamagedFile
from registry.lifecycle import Membership
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
_WORKS = "publications"


@dataclass(frozen=True)
class Index(Facts):
    """All specialists of one snapshot as arrays; immutable, and every change gives another."""

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
        laid = {noun: _claims(noun, snapshot) for noun in EVERY_CLAIM}
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
            held={noun: tables[f"held.{noun}"] for noun in EVERY_CLAIM},
            grades={noun: Grades(tables[f"grades.{noun}"]) for noun in GRADED},
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

    def stands_as(self, snapshot: Snapshot) -> bool:
        """Whether it says what a snapshot says, each row of specialists in its place."""
        same = (self.epoch, self.revision) == (snapshot.epoch, snapshot.revision)
        return same and self.rows == self.sealed and not len(self.gone)

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
        return Claims(names, codes, grades, starts, held["terms"], held["graded"], postings, self.sealed)


_NONE, _ = Grades.of(nothing=np.zeros(1, np.int8))


def _claims(noun: str, snapshot: Snapshot) -> tuple[Grades | None, Table, npt.NDArray[np.int64]]:
    table = snapshot.tables[noun]
    if noun == "nationalities":
        return layout.claims(noun, table, {}, len(snapshot))
    table = layout.held_certificates(table) if noun == "certificates" else table
    return layout.claims(noun, table, _CLAIMS[noun](table), len(snapshot))

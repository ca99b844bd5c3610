"""The columns of an index, and how a changed profile is written behind the last row."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from matching.arrays import Flags
from matching.errors import NoSuchSpecialist
from matching.index import profile
from matching.index.claims import Postings
from matching.index.columns import Grades, Table
from matching.index.layout import MARK_PARTS
from matching.index.meant import Meant
from matching.index.read import Read
from matching.index.texts import Ids, Names, Texts
from matching.index.walk import Walk
from registry.changes import Delta
from registry.domain import AvailabilityKind, Specialist
from registry.lifecycle import axes

GRADED = ("skills", "languages", "countries", "certificates")
EVERY_CLAIM = (*GRADED, "nationalities")
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
class Facts:
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

    def apply(self, delta: Delta) -> Self:
        """The index after some profiles have changed; this one stays as it is.

        Costs some microseconds a profile: a changed profile is written behind the last row, nothing is rebuilt.
        What past missions say of people (deliveries, appraisals) stays with them; where that changed, build anew.
        """
        index = self
        for id in delta.removed:
            index = index._without(index.row_of(id))
        for specialist in delta.put:
            index = index._with(specialist, delta)
        return index if delta.put else index._changed(epoch=delta.epoch, revision=delta.revision)

    def _without(self, row: int) -> Self:
        """The same without a row: gone, and its appraisals out of the pool's means."""
        _, _, count, total = self.practice.table.at(int(self.people["practice"][row]))
        every = self.record.table.at(int(self.people["record"][row]))
        return self._changed(
            gone=self._gone_too(row),
            marks=Marks(self.marks.count - every[0], self.marks.total - every[1]),
            trainer_marks=Marks(self.trainer_marks.count - count, self.trainer_marks.total - total),
        )

    def _with(self, specialist: Specialist, delta: Delta) -> Self:
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
        return self._changed(
            epoch=delta.epoch,
            revision=delta.revision,
            ids=self.ids.grown(specialist.id),
            names=self.names.grown(profile.full_name(specialist)),
            gone=self.gone if old is None else self._gone_too(old),
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

    def _gone_too(self, row: int) -> npt.NDArray[np.int64]:
        return np.concatenate((self.gone, np.array([row])))

    def _changed(self, **columns: Any) -> Self:
        """The same with other columns: what ``dataclasses.replace`` gives, in a third of its time."""
        made, mine = object.__new__(type(self)), self.__dict__
        made.__dict__.update({name: mine[name] for name in _COLUMNS})
        made.__dict__.update(columns)
        return made

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
        return held, grades, [len(held[noun]) for noun in EVERY_CLAIM]

    def _periods(self, specialist: Specialist) -> Mapping[AvailabilityKind, Table]:
        """Periods with those of a profile behind the last."""
        away = dict(self.away)
        for kind, periods in profile.periods(specialist).items():
            start, end = zip(*periods, strict=True)
            away[kind] = away[kind].grown(([self.rows] * len(periods), start, end), len(periods))
        return away


_COLUMNS = tuple(field.name for field in fields(Facts))

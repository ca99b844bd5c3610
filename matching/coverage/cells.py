"""Counting people cell by cell, whose certificates end, and on whom alone a cell rests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from matching.arrays import Flags
from matching.coverage.answer import Cell, Ending, Lapse, Sole
from matching.coverage.holders import Axes
from matching.index import Index
from registry.domain import CertificateLevel
from registry.lifecycle import day_number

Counts = npt.NDArray[np.int64]  # (n_competences, 1 + n_countries, 1 + n_languages)

# People multiplied out together, so that memory stays small whatever the pool.
_TOGETHER = 65_536
_EPOCH = date(1970, 1, 1)
# Cells of somebody that are named; the number says how many there are.
_NAMED = 3


@dataclass(frozen=True)
class Counted:
    """How many people serve each cell now, after lapses, and certified or not; and the row of one, if only one."""

    axes: Axes
    able: Counts
    still: Counts
    holding: Counts
    only: Counts  # the row of the one person, where one alone serves

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, by competence, country and language."""
        countries, languages = (None, *self.axes.countries), (None, *self.axes.languages)
        lapsing = self.able - self.still
        for c, competence in enumerate(self.axes.competences):
            for k, country in enumerate(countries):
                for at, language in enumerate(languages):
                    people, held, less = (int(each[c, k, at]) for each in (self.able, self.holding, lapsing))
                    yield Cell(
                        competence=competence,
                        country=country,
                        language=language,
                        people=people,
                        holders=held,
                        lapsing=less,
                    )


def counted(axes: Axes) -> Counted:
    """Count all cells."""
    able, only = _counts(axes.able, axes)
    return Counted(
        axes, able, _counts(axes.still, axes)[0], _counts(axes.holding, axes)[0], np.where(able == 1, only, -1)
    )


def _counts(held: Flags, axes: Axes) -> tuple[Counts, Counts]:
    """(people per cell, the sum of their rows): where there is one, the sum is the row."""
    shape = (len(held), len(axes.there), len(axes.speaking))
    people, rows = np.zeros(shape), np.zeros(shape)
    for first in range(0, held.shape[1], _TOGETHER):
        some = slice(first, first + _TOGETHER)
        there = axes.there[:, some].T.astype(float)
        numbered = there * (first + np.arange(len(there)))[:, None]
        for at, speaking in enumerate(axes.speaking):
            served = (held[:, some] & speaking[some]).astype(float)
            people[:, :, at] += served @ there
            rows[:, :, at] += served @ numbered
    return people.astype(np.int64), rows.astype(np.int64)


def lapses(counted: Counted, index: Index, on: date, until: date) -> tuple[Lapse, ...]:
    """Whose certificates end by the later date and take cells along, those who leave most cells empty first."""
    axes = counted.axes
    lost = axes.able & ~axes.still
    empty = (counted.still == 0)[:, 1:, 1:]
    found = [_lapse(int(row), lost, empty, axes, index, on, until) for row in np.flatnonzero(lost.any(axis=0))]
    return tuple(sorted(found, key=lambda each: (-each.emptied, -each.cells, each.specialist)))


def _lapse(row: int, lost: Flags, empty: Flags, axes: Axes, index: Index, on: date, until: date) -> Lapse:
    there, speaking = np.flatnonzero(axes.there[1:, row]), np.flatnonzero(axes.speaking[1:, row])
    mine = np.ix_(np.flatnonzero(lost[:, row]), there, speaking)
    return Lapse(
        specialist=index.ids[row],
        name=index.names[row],
        certificates=tuple(_ending(row, index, on, until)),
        cells=int(empty[mine].size),
        emptied=int(empty[mine].sum()),
    )


def _ending(row: int, index: Index, on: date, until: date) -> Iterator[Ending]:
    """The certificates of a row that are valid on the day and no longer on the later one."""
    held = index.certificates
    for term, grade in held.of_rows([row])[0]:
        level, first, end, _ = held.grades.table.at(grade)
        if first <= day_number(on) < end <= day_number(until):
            last = _EPOCH + timedelta(days=end - 1)
            yield Ending(module=held.names[term], level=list(CertificateLevel)[level - 1], last=last)


def sole(counted: Counted, index: Index, points: Mapping[int, int]) -> tuple[Sole, ...]:
    """On whom cells rest alone, or from whom missions get points that nobody else has; the most cells first.

    ``points``: hundredths that the missions would lose without a row.
    """
    only = counted.only[:, 1:, 1:]
    alone = np.bincount(only[only >= 0], minlength=index.rows)
    rows = sorted({*np.flatnonzero(alone).tolist(), *(row for row, lost in points.items() if lost)})
    firsts = _firsts(counted)
    found = [
        Sole(
            specialist=index.ids[row],
            name=index.names[row],
            cells=int(alone[row]),
            first=tuple(firsts.get(row, ())[:_NAMED]),
            points=points.get(row, 0) / 100,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (-each.cells, -each.points, each.specialist)))


def _firsts(counted: Counted) -> dict[int, list[Cell]]:
    """Per row the cells that rest on it alone, without those of any country or any language."""
    firsts: dict[int, list[Cell]] = {}
    for cell, row in zip(counted.cells, counted.only.reshape(-1).tolist(), strict=True):
        if row >= 0 and cell.country and cell.language:
            firsts.setdefault(row, []).append(cell)
    return firsts

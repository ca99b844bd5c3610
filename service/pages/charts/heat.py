"""A heat map: how many for each pair of a row and a column, with the number written in each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.pages.charts.base import (
    LETTER,
    SLIM,
    Picture,
    Table,
    Told,
    bar,
    fitted,
    in_two_widths,
    letters,
    path,
    width_of,
)
from service.pages.charts.shades import shade
from service.rendering.lettering import wrapped

# A cell is as wide as the heads need, between these.
_NARROW, _WIDE = 82, 124
# On a phone the heads stand on steps, and the labels of rows have more lines than two.
_STEP, _LINES = 16, 4
_LINE = 16


@dataclass(frozen=True)
class _Grid:
    """Where things stand: the cells begin at ``left`` and ``head``; a row is ``row`` high, a label has ``lines``."""

    left: float
    head: float
    cell: float
    row: float
    lines: int


def heat(
    told: Told,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], int | None],
    corner: str,
    few: str = "–",
) -> Picture:
    """The map: ``rows`` and ``columns`` are (key, label), ``cells`` counts by both keys, ``corner`` names the rows.

    A count of None is one that must not be told, and is written as ``few``.
    """
    table = tuple((label, *(_shown(cells, row, key, few) for key, _ in columns)) for row, label in rows)
    behind = Table((corner, *(label for _, label in columns)), table)

    def drawn(wide: float) -> Picture:
        grid = _slim(rows, columns) if wide == SLIM else _wide(rows, columns)
        parts = _heads(grid, columns, wide == SLIM)
        for at, each in enumerate(rows):
            parts += _row(grid, at, each, columns, cells, few)
        width, height = grid.left + grid.cell * len(columns), grid.head + grid.row * len(rows)
        return Picture(told, width, height, "".join(parts), behind)

    return in_two_widths(drawn)


def _wide(rows: Sequence[tuple[str, str]], columns: Sequence[tuple[str, str]]) -> _Grid:
    left = width_of([label for _, label in rows], 110, 230) + 14
    return _Grid(left, 30, width_of([label for _, label in columns], _NARROW, _WIDE), 38, 2)


def _slim(rows: Sequence[tuple[str, str]], columns: Sequence[tuple[str, str]]) -> _Grid:
    cell = min(48, (SLIM - 100) / max(len(columns), 1))
    left = SLIM - cell * len(columns)
    lines = max((len(_lines(label, left - 12, _LINES)) for _, label in rows), default=1)
    return _Grid(left, _STEP * len(columns) + 8, cell, max(38, _LINE * lines + 6), _LINES)


def _heads(grid: _Grid, columns: Sequence[tuple[str, str]], steps: bool) -> list[str]:
    """Over the columns; on ``steps``, each ends at its column, with a line that leads down to it."""
    drawn = []
    for at, (_, label) in enumerate(columns):
        middle = grid.left + grid.cell * (at + 0.5)
        if steps:
            y = _STEP * at + 12
            drawn.append(letters(middle - 5, y, fitted(label, middle - 8), "end quiet"))
            drawn.append(path(f"M{middle:g} {y - 8:g}V{grid.head - 3:g}", "line"))
        else:
            drawn.append(letters(middle, 19, fitted(label, grid.cell - 2), "mid quiet"))
    return drawn


def _row(
    grid: _Grid,
    at: int,
    row: tuple[str, str],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], int | None],
    few: str,
) -> list[str]:
    """A label and its cells."""
    key, label = row
    y, highest = grid.head + at * grid.row, max((count for count in cells.values() if count is not None), default=0)
    drawn = _label(label, grid, y)
    for place, (column, head) in enumerate(columns):
        count, shown = cells.get((key, column), 0), _shown(cells, key, column, few)
        step = 1 if count is None else shade(count, highest)
        x = grid.left + place * grid.cell
        drawn.append(bar(x, y, grid.cell - 3, grid.row - 3, f"h-{step}", f"{label}, {head}: {shown}", 3))
        drawn.append(letters(x + (grid.cell - 3) / 2, y + grid.row / 2 + 3, shown, f"mid h-text-{step}"))
    return drawn


def _shown(cells: Mapping[tuple[str, str], int | None], row: str, column: str, few: str) -> str:
    count = cells.get((row, column), 0)
    return few if count is None else str(count)


def _label(text: str, grid: _Grid, y: float) -> list[str]:
    """A label in as many lines as it needs, which end before the cells."""
    lines = _lines(text, grid.left - 12, grid.lines)
    first = y + grid.row / 2 + 3 - _LINE / 2 * (len(lines) - 1)
    return [letters(grid.left - 12, first + _LINE * at, line, "end") for at, line in enumerate(lines)]


def _lines(text: str, room: float, most: int) -> tuple[str, ...]:
    # Cyrillic letters are wider than the average one.
    return wrapped(text, (room - 2) / (LETTER * 1.15), most)

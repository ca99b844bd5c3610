"""A heat map: how many for each pair of a row and a column, with the number written in each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.pages.charts.base import LETTER, Picture, Table, Told, bar, fitted, letters, width_of
from service.pages.charts.heat_slim import slim
from service.pages.charts.shades import shade
from service.rendering.lettering import wrapped

_ROW, _HEAD = 38, 30
# A cell is as wide as the heads need, between these.
_NARROW, _WIDE = 82, 124
# How wide an average letter of a head is, which is smaller than others.
_QUIET = 7.0


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
    left = width_of([label for _, label in rows], 110, 230) + 14
    cell = width_of([label for _, label in columns], _NARROW, _WIDE)
    highest = max((count for count in cells.values() if count is not None), default=0)
    drawn = [
        letters(left + cell * (at + 0.5), 19, fitted(label, cell - 2, _QUIET), "mid quiet")
        for at, (_, label) in enumerate(columns)
    ]
    for at, (row, label) in enumerate(rows):
        y = _HEAD + at * _ROW
        drawn += _label(label, left - 12, y)
        for place, (column, head) in enumerate(columns):
            step, shown = _step(cells.get((row, column), 0), highest), _shown(cells, row, column, few)
            x = left + place * cell
            drawn.append(bar(x, y, cell - 3, _ROW - 3, f"h-{step}", f"{label}, {head}", 3))
            drawn.append(letters(x + (cell - 3) / 2, y + 22, shown, f"mid h-text-{step}"))
    table = tuple((label, *(_shown(cells, row, key, few) for key, _ in columns)) for row, label in rows)
    heads = (corner, *(label for _, label in columns))
    width, height = left + cell * len(columns), _HEAD + _ROW * len(rows)
    picture = Picture(told, width, height, "".join(drawn), Table(heads, table))
    shades = [[_step(cells.get((key, column), 0), highest) for column, _ in columns] for key, _ in rows]
    return replace(picture, slim=slim(picture, shades))


def _step(count: int | None, highest: int) -> int:
    """How dark a cell is; one that must not be told is as light as a few."""
    return 1 if count is None else shade(count, highest)


def _shown(cells: Mapping[tuple[str, str], int | None], row: str, column: str, few: str) -> str:
    count = cells.get((row, column), 0)
    return few if count is None else str(count)


def _label(text: str, x: float, y: float) -> list[str]:
    """A label in one line, or in two that end at ``x``."""
    # Cyrillic letters are wider than the average one.
    lines = wrapped(text, (x - 2) / (LETTER * 1.15), 2)
    first = y + 22 - 8 * (len(lines) - 1)
    return [letters(x, first + 16 * at, line, "end") for at, line in enumerate(lines)]

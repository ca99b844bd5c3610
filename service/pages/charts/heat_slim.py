"""A heat map for a phone: the label of a row above its cells, the heads of columns on steps."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.pages.charts.base import LETTER, SLIM, Picture, fitted, letters, path, slimmed, width_of
from service.rendering.lettering import wrapped

_STEP, _LINE, _CELL, _GAP = 17, 16, 28, 12
# Cyrillic letters are wider than the average one.
_LETTER = LETTER * 1.15


def slim(wide: Picture, shades: Sequence[Sequence[int]]) -> Picture:
    """The same map from its table; ``shades``: how dark each cell is, row by row."""
    heads = wide.table.columns[1:]
    cell = SLIM // max(len(heads), 1)
    top = float(_STEP * len(heads) + 6)
    drawn = list(_heads(heads, cell, top)) if wide.table.rows else []
    for (label, *shown), steps in zip(wide.table.rows, shades, strict=True):
        lines = wrapped(label, SLIM / _LETTER, 2)
        drawn += [letters(0, top + 12 + _LINE * at, line) for at, line in enumerate(lines)]
        top += _LINE * len(lines) + 2
        drawn += _cells(shown, steps, cell, top)
        top += _CELL + _GAP
    return slimmed(replace(wide, width=SLIM, height=top, body="".join(drawn)))


def _heads(heads: Sequence[str], cell: int, top: float) -> Iterator[str]:
    """Each on a step of its own, with a line down to its column; to the left of that where it would not fit."""
    for at, head in enumerate(heads):
        x, y = at * cell + 4, _STEP * at + 12
        after = x + 6 + width_of([head], 0, SLIM, _LETTER) <= SLIM
        yield letters(x + 6 if after else x - 6, y, fitted(head, SLIM), "quiet" if after else "end quiet")
        yield path(f"M{x} {y - 9}V{top - 5:g}", "line")


def _cells(shown: Sequence[str], steps: Sequence[int], cell: int, top: float) -> Iterator[str]:
    """Cells of one row, those of one shade as one shape, with their numbers."""
    for step in sorted(set(steps)):
        places = (at * cell for at, each in enumerate(steps) if each == step)
        yield path("".join(f"M{x} {top:g}h{cell - 3}v{_CELL}h{3 - cell}z" for x in places), f"h-{step}")
    for at, (number, step) in enumerate(zip(shown, steps, strict=True)):
        yield letters(at * cell + (cell - 3) / 2, top + 19, number, f"mid h-text-{step}")

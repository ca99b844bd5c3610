"""Who trained whom, as a tree that reads from top to bottom like a table of contents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.pages.charts.base import SLIM, Picture, Table, Told, bar, fitted, in_two_widths, letters, path

_ROW, _STEP, _TALL = 40, 34, 30
# Deeper than a cascade of trainers ever gets; keeps the picture legible, and ends rings.
_DEEPEST = 8


@dataclass(frozen=True)
class Kin:
    """Somebody in the cascade: their trainer (None at its head), and where and when that was."""

    id: str
    name: str
    trained_by: str | None
    note: str = ""


def lineage(told: Told, people: Sequence[Kin], heads: tuple[str, str, str]) -> Picture:
    """The tree, everybody under whoever trained them; ``heads``: what the three columns of the table are called.

    Somebody whose trainer is not among ``people`` stands at the head of a tree.
    """
    names = {each.id: each.name for each in people}
    below: dict[str | None, list[Kin]] = {}
    for each in people:
        below.setdefault(each.trained_by if each.trained_by in names else None, []).append(each)
    placed = list(_walk(below, None, 0))
    rows = {kin.id: row for row, (kin, _) in enumerate(placed)}
    table = Table(heads, tuple((kin.name, names.get(kin.trained_by or "", "–"), kin.note) for kin, _ in placed))

    def drawn(wide: float) -> Picture:
        parts = [part for row, (kin, depth) in enumerate(placed) for part in _node(kin, depth, row, rows, wide)]
        return Picture(told, wide, _ROW * len(placed), "".join(parts), table)

    return in_two_widths(drawn)


def _walk(below: Mapping[str | None, Sequence[Kin]], above: str | None, depth: int) -> Iterator[tuple[Kin, int]]:
    for kin in below.get(above, ()) if depth < _DEEPEST else ():
        yield kin, depth
        yield from _walk(below, kin.id, depth + 1)


def _node(kin: Kin, depth: int, row: int, rows: Mapping[str, int], wide: float) -> list[str]:
    step = _STEP if wide > SLIM else _STEP / 2
    x, y = depth * step + 2, row * _ROW + 4
    room = wide - x - 4
    drawn = [bar(x, y, room, _TALL, "track", f"{kin.name}: {kin.note}" if kin.note else kin.name, 5)]
    drawn.append(bar(x, y, 5, _TALL, "mark" if depth == 0 else "m-soft", round=2))
    drawn.append(letters(x + 16, y + 20, fitted(kin.name, room * 0.55), "strong" if depth == 0 else ""))
    drawn.append(letters(wide - 14, y + 20, fitted(kin.note, room * 0.4), "end quiet"))
    if depth and kin.trained_by is not None:
        trunk = (depth - 1) * step + step / 2 - 1
        above = rows[kin.trained_by] * _ROW + 4 + _TALL
        drawn.append(path(f"M{trunk:g} {above:g}V{y + _TALL / 2:g}H{x:g}", "line"))
    return drawn

"""Columns along time: how many in each month, such as certificates that end."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pages.charts.base import SLIM, Picture, Table, Told, bar, fitted, in_two_widths, letters, path, width_of

_STEP, _TALL, _TOP, _FOOT = 58, 150, 24, 30
# Rows, where there is no room for so many columns.
_ROW, _BAR = 28, 20


@dataclass(frozen=True)
class Column:
    """One column: its label, how many, and how it looks (accent, good, warn, bad, soft)."""

    label: str
    count: int
    look: str = "accent"


def columns(told: Told, shown: Sequence[Column], heads: tuple[str, str]) -> Picture:
    """The columns with their counts above them; ``heads``: what the two columns of the table are called.

    On a phone, more columns than there is room for lie on their side.
    """
    if _STEP * len(shown) <= SLIM:
        return _columns(told, shown, heads)
    return in_two_widths(lambda wide: (_rows if wide == SLIM else _columns)(told, shown, heads))


def _columns(told: Told, shown: Sequence[Column], heads: tuple[str, str]) -> Picture:
    highest = max((column.count for column in shown), default=0) or 1
    drawn = [path(f"M0 {_TOP + _TALL}H{_STEP * len(shown)}", "axis")]
    for at, column in enumerate(shown):
        x, tall = at * _STEP + 6, _TALL * column.count / highest
        drawn.append(
            bar(x, _TOP + _TALL - tall, _STEP - 12, tall, f"m-{column.look}", f"{column.label}: {column.count}", 2)
        )
        drawn.append(letters(at * _STEP + _STEP / 2, _TOP + _TALL - tall - 6, str(column.count), "mid strong"))
        drawn.append(letters(at * _STEP + _STEP / 2, _TOP + _TALL + 18, column.label, "mid quiet"))
    return Picture(told, _STEP * len(shown), _TOP + _TALL + _FOOT, "".join(drawn), _table(shown, heads))


def _rows(told: Told, shown: Sequence[Column], heads: tuple[str, str]) -> Picture:
    highest = max((column.count for column in shown), default=0) or 1
    left = width_of([column.label for column in shown], 30, SLIM * 0.4) + 8
    room, drawn = SLIM - left - 40, []
    for at, column in enumerate(shown):
        y, long = at * _ROW, room * column.count / highest
        drawn.append(letters(0, y + 15, fitted(column.label, left - 4), "quiet"))
        drawn.append(bar(left, y, long, _BAR, f"m-{column.look}", f"{column.label}: {column.count}", 2))
        drawn.append(letters(left + long + 6, y + 15, str(column.count), "strong"))
    return Picture(told, SLIM, _ROW * len(shown), "".join(drawn), _table(shown, heads))


def _table(shown: Sequence[Column], heads: tuple[str, str]) -> Table:
    return Table(heads, tuple((column.label, str(column.count)) for column in shown))

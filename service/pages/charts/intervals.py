"""Intervals: an estimate for each group with how sure it is, beside a line that all are compared with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.pages.charts.base import (
    LETTER,
    SLIM,
    Picture,
    Table,
    Told,
    bar,
    dot,
    fitted,
    in_two_widths,
    letters,
    path,
    width_of,
)

_ROW, _FOOT = 36, 30


@dataclass(frozen=True)
class Interval:
    """A group: its label, the lowest and highest values that are likely, and the estimate between them."""

    label: str
    low: float
    middle: float
    high: float


def intervals(
    told: Told, groups: Sequence[Interval], line: float, shown: Callable[[float], str], heads: tuple[str, str, str, str]
) -> Picture:
    """The intervals along one scale with a line at ``line``; an interval that does not reach it stands out.

    ``shown`` writes a number; ``heads``: what the four columns of the table are called.
    """
    return in_two_widths(lambda wide: _drawn(told, groups, line, shown, heads, wide))


def _drawn(
    told: Told,
    groups: Sequence[Interval],
    line: float,
    shown: Callable[[float], str],
    heads: tuple[str, str, str, str],
    wide: float,
) -> Picture:
    left = width_of([group.label for group in groups], 60, wide * 0.4, LETTER * 1.15) + 18
    lowest = min([line, *(group.low for group in groups)])
    span = max([line, *(group.high for group in groups)]) - lowest or 1

    def at(value: float) -> float:
        return left + (wide - left - 32) * (value - lowest) / span + 12

    drawn = [path(f"M{at(line):g} 0V{_ROW * len(groups)}", "now")]
    for row, group in enumerate(groups):
        drawn += _interval(group, row * _ROW, left, at, line)
    ticks = 3 if wide == SLIM else 5
    for tick in range(ticks):
        value = lowest + span * tick / (ticks - 1)
        drawn.append(letters(at(value), _ROW * len(groups) + 20, shown(value), "mid quiet"))
    table = tuple((group.label, shown(group.low), shown(group.middle), shown(group.high)) for group in groups)
    return Picture(told, wide, _ROW * len(groups) + _FOOT, "".join(drawn), Table(heads, table))


def _interval(group: Interval, y: float, left: float, at: Callable[[float], float], line: float) -> list[str]:
    """One row: a filled mark where the interval reaches the line, a hollow square where it does not."""
    reaches = group.low <= line <= group.high
    x, middle = at(group.middle), y + _ROW / 2
    mark = dot(x, middle, 6, "mark") if reaches else bar(x - 6, middle - 6, 12, 12, "m-bad", group.label)
    return [
        letters(left - 14, middle + 5, fitted(group.label, left - 16), "end"),
        path(f"M{at(group.low):g} {middle:g}H{at(group.high):g}", "line"),
        path(f"M{at(group.low):g} {middle - 5:g}v10M{at(group.high):g} {middle - 5:g}v10", "line"),
        mark,
    ]

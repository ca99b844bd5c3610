"""A timeline: what happens when, one row for each mission or person under its name, months along the top."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.pages.charts.base import LETTER, Picture, Table, Told, bar, fitted, letters, path
from service.rendering.lettering import width

# Names stand above the bars, so that nothing but time takes room across: a phone is narrow.
_ROW, _WIDE, _HEAD, _BAR = 54, 680, 30, 22
_MOST_MONTHS = 6


@dataclass(frozen=True)
class Span:
    """One bar: the row it stands in, what is written on it, its first and last day, its look (as Column)."""

    row: str
    label: str
    start: date
    end: date
    look: str = "accent"


def timeline(
    told: Told,
    spans: Sequence[Span],
    month: Callable[[date], str],
    day: Callable[[date], str],
    heads: tuple[str, str, str, str],
    today: date | None = None,
) -> Picture:
    """The bars; ``month`` and ``day`` write dates, ``heads``: what the four columns of the table are called.

    A line stands at ``today`` where it lies within.
    """
    rows = list(dict.fromkeys(span.row for span in spans))
    first = min((span.start for span in spans), default=date.min).replace(day=1)
    days = max((max((span.end for span in spans), default=first) - first).days + 1, 1)

    def at(when: date) -> float:
        return (_WIDE - 4) * (when - first).days / days

    height = _HEAD + _ROW * len(rows)
    drawn = [part for when in _months(first, days) for part in _month(at(when), month(when), height)]
    drawn += [letters(0, _HEAD + row * _ROW + 18, fitted(name, _WIDE), "strong") for row, name in enumerate(rows)]
    alone = {name for name in rows if sum(span.row == name for span in spans) == 1}
    drawn += [part for span in spans for part in _span(span, rows.index(span.row), at, span.row in alone)]
    if today is not None and 0 <= (today - first).days <= days:
        drawn.append(path(f"M{at(today):g} {_HEAD - 8}V{height}", "now"))
    table = tuple((span.row, span.label, day(span.start), day(span.end)) for span in spans)
    return Picture(told, _WIDE, height, "".join(drawn), Table(heads, table))


def _months(first: date, days: int) -> Iterator[date]:
    """The first of each month, or of every few where there are many."""
    every = 1 + days // (31 * _MOST_MONTHS)
    when = first
    while (when - first).days < days:
        yield when
        for _ in range(every):
            when = (when.replace(day=28) + timedelta(days=4)).replace(day=1)


def _month(x: float, name: str, height: float) -> list[str]:
    return [path(f"M{x:g} {_HEAD - 6}V{height:g}", "axis"), letters(x + 4, _HEAD - 12, name, "quiet")]


def _span(span: Span, row: int, at: Callable[[date], float], alone: bool) -> list[str]:
    """One bar, with its words in it where there is room, behind it where it has the row to itself."""
    x, y = at(span.start), _HEAD + row * _ROW + 26
    wide = max(at(span.end + timedelta(days=1)) - x - 1, 4)
    drawn = [bar(x, y, wide, _BAR, f"m-{span.look}", span.label, 4)]
    room = width(span.label) * LETTER + 12
    if room < wide:
        drawn.append(letters(x + 7, y + 16, span.label, "onmark"))
    elif alone and x + wide + room < _WIDE:
        drawn.append(letters(x + wide + 6, y + 16, span.label))
    return drawn

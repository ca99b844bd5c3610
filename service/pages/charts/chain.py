"""Paths from a request to one person, a line each: over which past missions and people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.pages.charts.base import Picture, Table, Told, bar, fitted, letters, path

_WIDE, _LINE, _PAD, _GAP, _IN = 300, 19, 9, 12, 30
_LETTER = 7.7


@dataclass(frozen=True)
class Chain:
    """One path: what it is called in words, how strong it is in letters, and its links from the request on."""

    words: str
    strength: str
    links: tuple[str, ...]


def chain(told: Told, paths: Sequence[Chain], heads: tuple[str, str, str]) -> Picture:
    """The paths, the strongest first, between where all begin and where all end; a phone shows them whole.

    ``heads``: what the columns path, strength and over are called.
    """
    table = tuple((each.words, each.strength, " → ".join(each.links)) for each in paths)
    drawn, y = [], 2.0
    for x, lines in _boxes(paths):
        tall = _LINE * len(lines) + _PAD
        if x:
            drawn.append(path(f"M12 {y - _GAP:g}V{y + tall / 2:g}H{x - 4}m-5 -4l5 4l-5 4", "line"))
        drawn += _box(x, y, tall, lines)
        y += tall + _GAP
    if drawn:
        drawn.insert(0, path(f"M12 {_LINE + _PAD:g}V{y - _GAP - _LINE - _PAD - 4:g}m-4 -5l4 5l4 -5", "line"))
    return Picture(told, _WIDE, max(y - _GAP + 2, 0), "".join(drawn), Table(heads, table), fits=True)


def _boxes(paths: Sequence[Chain]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(how far in, its lines) of every box from the top: the request, what each path leads over, the person."""
    if paths:
        yield 0, paths[0].links[:1]
        for each in paths:
            yield _IN, each.links[1:-1] or (each.words,)
        yield 0, paths[0].links[-1:]


def _box(x: float, y: float, tall: float, lines: Sequence[str]) -> list[str]:
    drawn = [bar(x, y, _WIDE - x, tall, "track", " → ".join(lines), 5)]
    for at, words in enumerate(lines):
        cut = fitted(words, _WIDE - x - 16, _LETTER)
        drawn.append(letters(x + 9, y + _LINE * (at + 1) - 1, cut, "" if x else "strong"))
    return drawn

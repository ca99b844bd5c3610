"""Paths from a request to one person, a line each: over which past missions and people."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pages.charts.base import Picture, Table, Told, bar, fitted, letters, path

_ROW, _TALL, _GAP, _WIDE = 58, 40, 26, 640
_LETTER = 7.0


@dataclass(frozen=True)
class Chain:
    """One path: what it is called in words, how strong it is in letters, and its links from the request on."""

    words: str
    strength: str
    links: tuple[str, ...]


def chain(told: Told, paths: Sequence[Chain], heads: tuple[str, str, str]) -> Picture:
    """The paths, the strongest first; ``heads``: what the columns path, strength and over are called."""
    drawn = [part for row, each in enumerate(paths) for part in _line(each, row * _ROW + 4)]
    table = tuple((each.words, each.strength, " → ".join(each.links)) for each in paths)
    return Picture(told, _WIDE, _ROW * len(paths), "".join(drawn), Table(heads, table))


def _line(each: Chain, y: float) -> list[str]:
    """The boxes of one path with arrows between them."""
    wide = (_WIDE - _GAP * (len(each.links) - 1) - 4) / len(each.links)
    drawn = []
    for at, words in enumerate(each.links):
        x = 2 + at * (wide + _GAP)
        if at:
            drawn.append(path(f"M{x - _GAP + 3:g} {y + _TALL / 2:g}h{_GAP - 7}m-5 -4l5 4l-5 4", "line"))
        drawn.append(bar(x, y, wide, _TALL, "track", words, 5))
        end = at in (0, len(each.links) - 1)
        drawn.append(letters(x + 9, y + 25, fitted(words, wide - 16, _LETTER), "strong" if end else ""))
    return drawn

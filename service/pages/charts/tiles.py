"""A map of the region in tiles: one square for each country, so that small ones are seen as well as large ones."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.pages.charts.base import Picture, Table, Told, bar, letters
from service.pages.charts.shades import shade

_LAYOUT = Path(__file__).parents[1] / "data/tiles.csv"
_SIDE, _GAP, _LEFT, _TOP = 54, 4, 2, 2


@dataclass(frozen=True)
class Tile:
    """What a country shows: its name, the value that shades it, and the value in letters."""

    name: str
    value: float
    shown: str


@cache
def layout() -> Mapping[str, tuple[int, int, str]]:
    """ISO 3166-1 alpha-3 -> (column, row, alpha-2), as the tiles lie."""
    with _LAYOUT.open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: (int(row["column"]), int(row["row"]), row["iso2"]) for row in csv.DictReader(file)}


def tiles(told: Told, values: Mapping[str, Tile], columns: tuple[str, str], darkest: float = 0) -> Picture:
    """The map; countries without a value stay empty, those outside of the region stand in the table alone.

    ``columns``: what the two columns of the table are called; ``darkest``: the least value that is shaded in full.
    """
    highest = max([darkest, *(tile.value for tile in values.values())])
    drawn = []
    for code, (column, row, short) in layout().items():
        x, y = _LEFT + column * (_SIDE + _GAP), _TOP + row * (_SIDE + _GAP)
        drawn += _tile(x, y, short, values.get(code), highest)
    width = 2 * _LEFT + (max(column for column, _, _ in layout().values()) + 1) * (_SIDE + _GAP) - _GAP
    height = 2 * _TOP + (max(row for _, row, _ in layout().values()) + 1) * (_SIDE + _GAP) - _GAP
    rows = tuple((tile.name, tile.shown) for tile in sorted(values.values(), key=lambda each: (-each.value, each.name)))
    return Picture(told, width, height, "".join(drawn), Table(columns, rows), fits=True)


def _tile(x: float, y: float, short: str, tile: Tile | None, highest: float) -> list[str]:
    step = shade(tile.value, highest) if tile else 0
    told = f"{tile.name}: {tile.shown}" if tile else ""
    found = [bar(x, y, _SIDE, _SIDE, f"h-{step}" if tile else "hollow", told, 6)]
    found.append(letters(x + 7, y + 21, short, f"big strong h-text-{step}" if tile else "big quiet"))
    if tile:
        found.append(letters(x + _SIDE - 7, y + _SIDE - 8, tile.shown, f"big end h-text-{step}"))
    return found

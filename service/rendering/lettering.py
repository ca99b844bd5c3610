"""How wide words are, without a font at hand: enough to wrap and to cut labels before they overlap."""

import re
from functools import lru_cache
from unicodedata import combining, east_asian_width

_THIN, _NARROW, _WIDE = set("iIjl.,:;'|!"), set("tfr()[] -"), set("mwMWШЩЮЖФщшюжф@%—")

# Letters that are remembered: names and titles are written in few alphabets.
_REMEMBERED = 4_096
_TAIL = re.compile(r" \([^()]{1,16}\)$")


def width(text: str) -> float:
    """Width in letters of average width."""
    return sum(_letter(letter) for letter in text)


@lru_cache(_REMEMBERED)
def _letter(letter: str) -> float:
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.9
    if letter in _THIN:
        return 0.5
    if letter in _NARROW:
        return 0.65
    return 1.45 if letter in _WIDE else 1.2 if letter.isupper() else 1.0


def cut(text: str, room: float) -> str:
    """As much of a text as there is room for, with an ellipsis where it is not all; a year or code at its end stays."""
    if width(text) <= room:
        return text
    tail = _TAIL.search(text)
    end = tail[0] if tail and width(tail[0]) < room / 2 else ""
    kept = ""
    for letter in text:
        if width(kept + letter + end) + 1 > room:
            break
        kept += letter
    return f"{kept.rstrip()}…{end}"


def wrapped(text: str, room: float, most: int) -> tuple[str, ...]:
    """A text in at most so many lines, broken between words; the last is cut where it does not fit."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most - 1:
        taken = 1
        while taken < len(rest) and width(" ".join(rest[: taken + 1])) <= room:
            taken += 1
        lines.append(cut(" ".join(rest[:taken]), room))
        rest = rest[taken:]
    return (*lines, cut(" ".join(rest), room)) if rest else tuple(lines)

"""Columns along time: how many in each month, such as certificates that end."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pages.charts.base import Picture, Table, Told, bar, letters, path

_STEP, _TALL, _TOP, _FOOT = 58, 150, 24, 30


@dataclass(frozen=True)
class Column:
    """One column: its label, how many, and how it looks (accent, good, warn, bad, soft)."""

    label: str
    count: int
    look: str = "accent"


def columns(told: Told, shown: Sequence[Column], heads: tuple[str, str]) -> Picture:
    """The columns with their counts above them; ``heads``: what the two columns of the table are called."""
    highest = max((column.count for column in shown), default=0) or 1
    drawn = [path(f"M0 {_TOP + _TALL}H{_STEP * len(shown)}", "axis")]
    for at, column in enumerate(shown):
        x, tall = at * _STEP + 6, _TALL * column.count / highest
        drawn.append(
            bar(x, _TOP + _TALL - tall, _STEP - 12, tall, f"m-{column.look}", f"{column.label}: {column.count}", 2)
        )
        drawn.append(letters(at * _STEP + _STEP / 2, _TOP + _TALL - tall - 6, str(column.count), "mid strong"))
        drawn.append(letters(at * _STEP + _STEP / 2, _TOP + _TALL + 18, column.label, "mid quiet"))
    table = tuple((column.label, str(column.count)) for column in shown)
    return Picture(told, _STEP * len(shown), _TOP + _TALL + _FOOT, "".join(drawn), Table(heads, table))

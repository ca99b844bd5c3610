"""A funnel: how many are left after each step, from proposed to completed."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pages.charts.base import Picture, Table, Told, bar, fitted, letters, width_of

_ROW, _WIDE, _BAR = 38, 460, 22


@dataclass(frozen=True)
class Stage:
    """One step: its label, how many reached it, and what share of the first that is, in letters.

    ``shown`` stands in place of a count that must not be told.
    """

    label: str
    count: int
    share: str
    shown: str | None = None

    @property
    def told(self) -> str:
        """The count as it may be read."""
        return self.shown or str(self.count)


def funnel(told: Told, stages: Sequence[Stage], heads: tuple[str, str, str]) -> Picture:
    """Bars from one line, the longest first; ``heads``: what the three columns of the table are called."""
    left = width_of([stage.label for stage in stages], 90, 185) + 14
    room = _WIDE - left - 90
    highest = max((stage.count for stage in stages), default=0) or 1
    drawn = []
    for at, stage in enumerate(stages):
        y, long = at * _ROW, room * stage.count / highest
        drawn.append(letters(0, y + 20, fitted(stage.label, left - 8)))
        drawn.append(bar(left, y + 4, room, _BAR, "track", round=3))
        drawn.append(bar(left, y + 4, long, _BAR, "mark", f"{stage.label}: {stage.told}", 3))
        drawn.append(letters(_WIDE, y + 20, f"{stage.told} · {stage.share}", "end"))
    table = tuple((stage.label, stage.told, stage.share) for stage in stages)
    return Picture(told, _WIDE, _ROW * len(stages), "".join(drawn), Table(heads, table))

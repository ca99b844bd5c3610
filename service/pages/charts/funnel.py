"""A funnel: how many are left after each step, from proposed to completed."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pages.charts.base import SLIM, Picture, Table, Told, bar, fitted, in_two_widths, letters, width_of

_ROW, _TALL_ROW, _BAR, _MOST = 38, 54, 22, 460


@dataclass(frozen=True)
class Stage:
    """One step: its label, how many reached it, and what share of the first that is, in letters.

    ``shown`` stands in place of a count that must not be told, whose bar is grey.
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
    table = Table(heads, tuple((stage.label, stage.told, stage.share) for stage in stages))
    return in_two_widths(lambda wide: (_above if wide <= SLIM else _beside)(told, stages, table, wide))


def _beside(told: Told, stages: Sequence[Stage], table: Table, wide: float) -> Picture:
    """Labels before the bars, numbers behind them."""
    wide = min(wide, _MOST)
    left = width_of([stage.label for stage in stages], 60, wide * 0.4) + 14
    room = wide - left - width_of([_said(stage) for stage in stages], 30, 90) - 8
    drawn = []
    for at, stage in enumerate(stages):
        y = at * _ROW
        drawn.append(letters(0, y + 20, fitted(stage.label, left - 8)))
        drawn += _bars(stage, stages, left, y + 4, room)
        drawn.append(letters(wide, y + 20, _said(stage), "end"))
    return Picture(told, wide, _ROW * len(stages), "".join(drawn), table)


def _above(told: Told, stages: Sequence[Stage], table: Table, wide: float) -> Picture:
    """Labels and numbers above the bars, where there is no room beside them."""
    drawn = []
    for at, stage in enumerate(stages):
        y = at * _TALL_ROW
        numbers = width_of([_said(stage)], 30, 90) + 8
        drawn += [letters(0, y + 14, fitted(stage.label, wide - numbers)), letters(wide, y + 14, _said(stage), "end")]
        drawn += _bars(stage, stages, 0, y + 20, wide)
    return Picture(told, wide, _TALL_ROW * len(stages), "".join(drawn), table)


def _said(stage: Stage) -> str:
    return f"{stage.told} · {stage.share}"


def _bars(stage: Stage, stages: Sequence[Stage], left: float, top: float, room: float) -> list[str]:
    highest = max((each.count for each in stages), default=0) or 1
    look = "mark" if stage.shown is None else "m-soft"
    long = bar(left, top, room * stage.count / highest, _BAR, look, f"{stage.label}: {stage.told}", 3)
    return [bar(left, top, room, _BAR, "track", round=3), long]

"""A funnel: how many are left after each step, from proposed to completed."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pages.charts.base import Picture, Table, Told, bar, fitted, in_two_widths, letters, width_of

_ROW, _BAR, _MOST = 38, 22, 460


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
    return in_two_widths(lambda wide: _drawn(told, stages, heads, min(wide, _MOST)))


def _drawn(told: Told, stages: Sequence[Stage], heads: tuple[str, str, str], wide: float) -> Picture:
    left = width_of([stage.label for stage in stages], 60, wide * 0.4) + 14
    said = [f"{stage.told} · {stage.share}" for stage in stages]
    room = wide - left - width_of(said, 30, 90) - 8
    highest = max((stage.count for stage in stages), default=0) or 1
    drawn = []
    for at, (stage, words) in enumerate(zip(stages, said, strict=True)):
        y, long = at * _ROW, room * stage.count / highest
        drawn.append(letters(0, y + 20, fitted(stage.label, left - 8)))
        drawn.append(bar(left, y + 4, room, _BAR, "track", round=3))
        look = "mark" if stage.shown is None else "m-soft"
        drawn.append(bar(left, y + 4, long, _BAR, look, f"{stage.label}: {stage.told}", 3))
        drawn.append(letters(wide, y + 20, words, "end"))
    table = tuple((stage.label, stage.told, stage.share) for stage in stages)
    return Picture(told, wide, _ROW * len(stages), "".join(drawn), Table(heads, table))

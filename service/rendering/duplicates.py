"""The queue of entries that may be one person, as a terminal shows it."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from registry.domain import Duplicate, DuplicateState


def duplicates_table(found: Sequence[Duplicate]) -> RenderableType:
    """Each pair with its score, what was decided, and its clues."""
    if not found:
        return Text("No pairs.")
    return Group(*(line for each in found for line in _lines(each)))


def _lines(each: Duplicate) -> list[Text]:
    head = Text(f"{each.score:5.1f} %  {each.first}  {each.second}", style="bold")
    return [head.append(_decided(each)), *(_clue(clue.bits, clue.says) for clue in each.clues)]


def _clue(bits: float, says: str) -> Text:
    return Text(f"  {bits:+6.1f}  {says}", style="yellow" if bits < 0 else "")


def _decided(each: Duplicate) -> str:
    if each.decided_at is None:
        return ""
    what = "two people" if each.state is DuplicateState.DISTINCT else f"merged into {each.kept}"
    return f"  {what}, by {each.decided_by} on {each.decided_at:%Y-%m-%d}"

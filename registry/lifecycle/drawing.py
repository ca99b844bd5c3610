"""The machines as a page of tables and one drawing each: ``python -m registry.lifecycle.drawing FOLDER``."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from html import escape
from pathlib import Path

from registry.domain import Reason
from registry.lifecycle.machine import Machine, Transition
from registry.lifecycle.machines import MACHINES

PAGE = "lifecycle.md"
_WIDE, _HIGH, _STEP, _MIDDLE = 150, 26, 48, 330

_HEAD = """# Lifecycle

What states there are, what may follow, who may do it, and what it brings. This page and its drawings come from the data
in `registry/lifecycle` by `make docs`; a test holds them together. A step that is not here is refused, and the
refusal says which steps there are.

- **By** is the office in which somebody acts. *calendar* is nobody: it is what a day brings by itself.
- **Asks** are guards. All must hold, and what is not known does not hold. *Preferably* warns and does not refuse.
- **Reason** is a code of the list; where codes stand, one of them must be given.
- Drawings read downwards. Arrows back stand on the left, ends are grey.
"""


def page() -> str:
    """The reference page."""
    parts = [_HEAD, *(_section(machine) for machine in MACHINES.values()), _reasons()]
    return "\n".join(parts)


def _section(machine: Machine) -> str:
    states = ", ".join(f"`{state}`" for state in machine.states)
    begins = " or ".join(f"`{state}`" for state in machine.initial)
    ends = ", ".join(f"`{state}`" for state in machine.finals) or "none, it goes on as long as the person is here"
    return "\n".join(
        [
            f"## {machine.name.capitalize()}",
            "",
            f"![Steps of a {machine.name}](lifecycle/{machine.name}.svg)",
            "",
            f"States: {states}.",
            "",
            f"Begins as {begins}. Ends: {ends}.",
            "",
            "| from | step | to | by | asks | reason | brings |",
            "|---|---|---|---|---|---|---|",
            *(_row(each) for each in machine.transitions),
            "",
        ]
    )


def _row(step: Transition) -> str:
    asks = [guard.sentence for guard in step.guards] + [guard.sentence for guard in step.advice]
    if step.comment:
        asks.append("with a comment")
    cells = (
        step.source,
        step.event,
        step.target,
        ", ".join(office.replace("_", " ") for office in step.by),
        "; ".join(asks),
        ", ".join(step.reasons),
        "; ".join(step.effects),
    )
    return f"| {' | '.join(cells)} |"


def _reasons() -> str:
    rows = [f"| `{reason}` | {', '.join(_users(reason))} |" for reason in Reason]
    return "\n".join(["## Reason codes", "", "| code | used by |", "|---|---|", *rows, ""])


def _users(reason: Reason) -> list[str]:
    return [name for name, machine in MACHINES.items() if any(reason in each.reasons for each in machine.transitions)]


def drawing(machine: Machine) -> str:
    """One machine as SVG: states from top to bottom, steps forward on the right, back on the left."""
    order = list(machine.states)
    height = _STEP * len(order) + 20
    arrows = [_arrow(order.index(each.source), order.index(each.target)) for each in machine.transitions]
    boxes = [line for at, state in enumerate(order) for line in _box(at, state, state in machine.finals)]
    labels = [_label(*place, ", ".join(events)) for place, events in _named(machine).items()]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * _MIDDLE} {height}" role="img" '
            f'font-family="sans-serif" font-size="12">',
            f"<title>Steps of a {escape(machine.name)}</title>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0L8 4L0 8z" fill="#456"/></marker></defs>',
            f'<rect width="{2 * _MIDDLE}" height="{height}" fill="#fff"/>',
            *dict.fromkeys(arrows),
            *labels,
            *boxes,
            "</svg>",
            "",
        ]
    )


def _named(machine: Machine) -> dict[tuple[int, int], list[str]]:
    """(place of the state arrived at, side) -> what the arrows there are called, each once."""
    order = list(machine.states)
    found: dict[tuple[int, int], list[str]] = {}
    for each in machine.transitions:
        there = order.index(each.target)
        events = found.setdefault((there, _side(order.index(each.source), there)), [])
        if (event := each.event.replace("_", " ")) not in events:
            events.append(event)
    return found


def _side(here: int, there: int) -> int:
    """0 for the arrow to the next state, 1 for one further down on the right, -1 for one back on the left."""
    return 0 if there == here + 1 else 1 if there > here else -1


def _box(at: int, state: StrEnum, final: bool) -> Iterator[str]:
    fill = "#dde1e6" if final else "#e7f0fa"
    yield (
        f'<rect x="{_MIDDLE - _WIDE // 2}" y="{_top(at)}" width="{_WIDE}" height="{_HIGH}" rx="5" '
        f'fill="{fill}" stroke="#456"/>'
    )
    yield f'<text x="{_MIDDLE}" y="{_top(at) + 17}" text-anchor="middle">{state.replace("_", " ")}</text>'


def _arrow(here: int, there: int) -> str:
    side = _side(here, there)
    if side == 0:
        return _path(f"M{_MIDDLE} {_top(here) + _HIGH}V{_top(there)}")
    edge = _MIDDLE + side * _WIDE // 2
    bend = edge + side * (26 + 11 * abs(there - here))
    # Arrows arrive a little above the middle and leave a little below, so that the two can be told apart.
    begin, end = _top(here) + 18, _top(there) + 8
    return _path(f"M{edge} {begin}C{bend} {begin} {bend} {end} {edge} {end}")


def _path(line: str) -> str:
    return f'<path d="{line}" fill="none" stroke="#456" marker-end="url(#tip)"/>'


def _label(there: int, side: int, text: str) -> str:
    """The name of arrows where they arrive, with a white rim so that lines do not strike it out."""
    x = _MIDDLE + 5 if side == 0 else _MIDDLE + side * (_WIDE // 2 + 12)
    y = _top(there) - 7 if side == 0 else _top(there) + 3
    anchor = "end" if side < 0 else "start"
    rim = 'stroke="#fff" stroke-width="3" paint-order="stroke"'
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="10" fill="#456" {rim}>{escape(text)}</text>'


def _top(at: int) -> int:
    return 10 + _STEP * at


def written() -> dict[str, str]:
    """Every file of the reference by its name."""
    drawings = {f"lifecycle/{name}.svg": drawing(machine) for name, machine in MACHINES.items()}
    return {PAGE: page(), **drawings}


def main(folder: Path) -> None:
    """Write page and drawings."""
    (folder / "lifecycle").mkdir(exist_ok=True)
    for name, text in written().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A plan of invitations as a terminal shows it."""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching.invitations import Invitations, Wave


def invitations_table(plan: Invitations, names: Mapping[str, str], title: str) -> RenderableType:
    """What the plan reaches, its waves, everybody to ask in order, and what the numbers rest on."""
    lines = [Text(f"  {note}") for note in plan.notes]
    return Group(
        Text(title, style="bold"),
        Text(_verdict(plan), style="green" if plan.enough else "yellow"),
        *[Text(_wave(each)) for each in plan.waves],
        _people(plan, names),
        Text("What this rests on", style="bold"),
        *lines,
    )


def _verdict(plan: Invitations) -> str:
    places = "1 place" if plan.places == 1 else f"{plan.places} places"
    reached = f"{plan.reached:.0%} to fill {places} within {plan.days:g} days"
    expected = f"about {plan.expected_asked:g} people asked, {plan.expected_yes:g} yeses"
    if plan.enough:
        return f"{reached} ({plan.wanted:.0%} wanted); {expected}"
    return f"not enough people: {reached} at the most, {plan.wanted:.0%} wanted; {expected}"


def _wave(wave: Wave) -> str:
    people = "1 person" if wave.people == 1 else f"{wave.people} people"
    if wave.day == 0:
        return f"wave {wave.number}: ask {people} now"
    return f"wave {wave.number}: ask {people} on day {wave.day:g} if it is not full by then ({wave.needed:.0%})"


def _people(plan: Invitations, names: Mapping[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("wave", justify="right")
    table.add_column("name", no_wrap=True, max_width=30)
    table.add_column("id", no_wrap=True)
    for name in ("says yes", "in time", "asked before"):
        table.add_column(name, justify="right")
    for each in plan.people:
        wave = str(each.wave) if each.wave else "out"
        shown = (f"{each.chance:.0%}", f"{each.in_time:.0%}", str(each.asked_before))
        table.add_row(wave, Text(names[each.specialist]), each.specialist, *shown)
    return table

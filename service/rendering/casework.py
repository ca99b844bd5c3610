"""Casework as a terminal shows it: a line for each document, and how a case came to where it stands."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from registry.domain import AppraisalForm, Candidacy, Case, Contest, Decision, MissionCase, Offer


def casework_table(found: Sequence[Case]) -> RenderableType:
    """A line for each document."""
    if not found:
        return Text("Nothing to show.")
    table = Table("id", "state", "what", box=None, pad_edge=False)
    for each in found:
        table.add_row(Text(each.id), Text(each.standing), Text(_what(each)))
    return table


def case_told(case: MissionCase) -> RenderableType:
    """A mission's case with every step that led there."""
    lines = [
        Text(f"  {line.at:%Y-%m-%d %H:%M}  {line.event}  by {line.by}{_why(line.reason, line.comment)}")
        for line in case.diary
    ]
    return Group(casework_table([case]), *lines)


def _why(reason: str | None, comment: str | None) -> str:
    return "".join(f", {part}" for part in (reason, comment) if part)


def _what(each: Case) -> str:
    if isinstance(each, Candidacy):
        rank = f", rank {each.rank}" if each.rank else ""
        return f"{each.specialist} for {each.mission} seat {each.seat}{rank}{', selected' if each.selection else ''}"
    if isinstance(each, Offer):
        return f"{each.specialist} for {each.mission} seat {each.seat}, until {each.expires:%Y-%m-%d %H:%M}"
    if isinstance(each, Decision):
        chosen = ", ".join(f"{choice.specialist} (rank {choice.rank})" for choice in each.chosen)
        return f"{each.mission} seat {each.seat}: {chosen}"
    if isinstance(each, AppraisalForm):
        return f"{each.specialist} on {each.mission}, asked as {each.by}"
    if isinstance(each, Contest):
        return f"of {each.decision}: {each.text[:60]}"
    return f"asked by {each.requester}" if isinstance(each, MissionCase) else ""

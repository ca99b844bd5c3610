"""Shortlists as a terminal shows them and as CSV, and why somebody is not on one."""

import csv
from collections.abc import Iterable
from typing import IO

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching import Shortlist, WhyNot
from matching.shortlist import Contribution, Recommendation
from registry.domain import Mission, Seat
from service.rendering.base import safe

_EVIDENCE_STYLE = {"verified": "green", "evidenced": "cyan", "claimed": "yellow"}
CSV_COLUMNS = (
    "mission",
    "seat",
    "rank",
    "specialist",
    "name",
    "score",
    "criterion",
    "share",
    "weight",
    "points",
    "reason",
    "flags",
    "first",
    "in_top",
)


def shortlist_table(shortlist: Shortlist, mission: Mission) -> RenderableType:
    """One seat: the table of points, the reasons of each person, and what removed the others."""
    seat = mission.seats[shortlist.seat - 1]
    parts: list[RenderableType] = [Text(_headline(shortlist, mission, seat), style="bold"), _facts(shortlist)]
    if shortlist.recommendations:
        parts += [_points(shortlist), Text("\nReasons", style="bold")]
        parts += [_reasons(each, shortlist.policy.pass_mark) for each in shortlist.recommendations]
    else:
        parts.append(Text("\nNobody is eligible for this seat.", style="bold"))
    return Group(*parts, _removed(shortlist), *_easings(shortlist))


def _headline(shortlist: Shortlist, mission: Mission, seat: Seat) -> str:
    role = str(seat.role).replace("_", " ")
    people = "1 person" if seat.count == 1 else f"{seat.count} people"
    return f"{mission.id} · {mission.title}\nSeat {shortlist.seat} of {len(mission.seats)}: {role}, {people}"


def _facts(shortlist: Shortlist) -> Text:
    pool, policy = shortlist.pool, shortlist.policy
    return Text(
        f"{shortlist.on.start} to {shortlist.on.end} · {pool.eligible} of {pool.specialists} specialists eligible · "
        f"policy {policy.name} v{policy.version} · pool revision {pool.revision}"
    )


def _points(shortlist: Shortlist) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("rank", justify="right")
    table.add_column("name", no_wrap=True, max_width=30)
    table.add_column("id", no_wrap=True)
    table.add_column("score", justify="right", style="bold")
    for name in shortlist.policy.weights:
        table.add_column(_title(name), justify="right")
    stable = any(each.stability for each in shortlist.recommendations)
    for name in ("first in", "on list in") if stable else ():
        table.add_column(name, justify="right")
    for each in shortlist.recommendations:
        points = [_cell(contribution) for contribution in each.contributions]
        table.add_row(str(each.rank), each.name, each.specialist, f"{each.score:.2f}", *points, *_stability(each))
    return table


def _stability(each: Recommendation) -> list[str]:
    """In how many of the weightings drawn somebody is first, and on the list."""
    stability = each.stability
    return [f"{part * 100:.0f} %" for part in (stability.first, stability.in_top)] if stability else []


def _cell(contribution: Contribution) -> str:
    return "–" if contribution.share is None else f"{contribution.points:.2f}"


def _reasons(each: Recommendation, pass_mark: float) -> RenderableType:
    below = "" if each.score >= pass_mark else f"  below the pass mark of {pass_mark:g}"
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=15)
    grid.add_column(justify="right", width=14)
    grid.add_column()
    for contribution in each.contributions:
        if contribution.share is None:
            continue
        reason = Text(contribution.reason)
        for status, style in _EVIDENCE_STYLE.items():
            reason.highlight_words([status], style=style)
        out_of = f"{contribution.points:.2f} of {contribution.weight:.2f}"
        grid.add_row(Text(f"   {_title(contribution.criterion)}", style="dim"), Text(out_of, style="dim"), reason)
    if each.stability:
        first, listed = _stability(each)
        grid.add_row(Text("   stability", style="dim"), "", f"first in {first} of weightings, on the list in {listed}")
    if each.flags:
        grid.add_row(Text("   note", style="dim"), "", Text("; ".join(each.flags), style="yellow"))
    return Group(Text(f"{each.rank}. {each.name}  {each.score:.2f}{below}", style="bold"), grid)


def _title(criterion: str) -> str:
    return criterion.replace("_", " ")


def _removed(shortlist: Shortlist) -> RenderableType:
    if not shortlist.excluded:
        return Text("\nNobody was removed.")
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1))
    table.add_column(justify="right")
    table.add_column()
    for each in shortlist.excluded:
        table.add_row(str(each.count), each.reason)
    return Group(Text("\nRemoved (who is hit by several reasons counts for each)", style="bold"), table)


def _easings(shortlist: Shortlist) -> list[RenderableType]:
    if not shortlist.easings:
        return []
    lines = [Text(f"  {each.must} -> {each.eased}: adds {each.adds}") for each in shortlist.easings]
    return [Text("\nFewer than asked for. One must-have eased by one step would add:", style="bold"), *lines]


def why_not_table(answer: WhyNot) -> RenderableType:
    """Why one specialist is not on the list of one seat."""
    lines: list[RenderableType] = [Text(_verdict(answer), style="bold")]
    lines += [Text(f"  excluded: {reason}") for reason in answer.excluded]
    if answer.lost:
        lines.append(Text("Points against the last person on the list:"))
        for lost in answer.lost:
            lines.append(Text(f"  {lost.criterion:<12} {lost.points:6.2f} against {lost.last:6.2f}  {lost.reason}"))
    if answer.change:
        lines.append(Text(f"Smallest change that would bring them in: {answer.change}", style="bold green"))
    elif not answer.on_list:
        lines.append(Text("No single change would bring them in. Needed:", style="bold"))
        lines += [Text(f"  {each}") for each in answer.needed]
    return Group(*lines)


def _verdict(answer: WhyNot) -> str:
    who = f"{answer.name} ({answer.specialist}), seat {answer.seat} of {answer.mission}"
    if answer.on_list:
        return f"{who}: is on the list, rank {answer.rank}, score {answer.score:.2f}"
    if answer.rank is None:
        return f"{who}: excluded (would score {answer.score:.2f})"
    last = f", the last on the list has {answer.last_score:.2f}" if answer.last_score is not None else ""
    return f"{who}: rank {answer.rank}, score {answer.score:.2f}{last}"


def write_csv(shortlists: Iterable[Shortlist], out: IO[str]) -> None:
    """One row per contribution; text that a spreadsheet would run as a formula is prefixed."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)
    for shortlist in shortlists:
        for each in shortlist.recommendations:
            who = (
                shortlist.mission,
                shortlist.seat,
                each.rank,
                each.specialist,
                each.name,
                f"{each.score:.2f}",
            )
            stable = (each.stability.first, each.stability.in_top) if each.stability else ("", "")
            for part in each.contributions:
                share = "" if part.share is None else part.share
                what = (
                    part.criterion,
                    share,
                    part.weight,
                    f"{part.points:.2f}",
                    part.reason,
                    "; ".join(each.flags),
                    *stable,
                )
                rows.writerow([safe(value) for value in (*who, *what)])

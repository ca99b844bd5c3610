"""Teams as a terminal shows them and as CSV."""

import csv
from typing import IO

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching.teams import Team
from matching.teams.answer import TeamSeat
from registry.domain import Mission
from service.rendering.base import safe

CSV_COLUMNS = (
    "mission",
    "status",
    "seat",
    "role",
    "specialist",
    "name",
    "points",
    "criterion",
    "share",
    "weight",
    "criterion_points",
    "reason",
    "flags",
)


def team_table(team: Team, mission: Mission) -> RenderableType:
    """The whole answer: what was proved, the terms, the rules, and who takes which seat."""
    head = Text(f"{mission.id} · {mission.title}", style="bold")
    if team.status == "infeasible":
        return Group(head, _facts(team), *_clash(team), *_rules(team))
    return Group(
        head, _facts(team), Text(_proof(team), style="bold"), _terms(team), *_rules(team), *map(_seat, team.seats)
    )


def _facts(team: Team) -> Text:
    return Text(
        f"{team.on.start} to {team.on.end} · {team.pool.eligible} of {team.pool.specialists} specialists eligible for "
        f"some seat · policy {team.policy.name} v{team.policy.version} · pool revision {team.pool.revision}"
    )


def _proof(team: Team) -> str:
    if team.status == "optimal":
        return f"\n{team.points:.2f} points: the best team there is, proved"
    return f"\n{team.points:.2f} points: the best found in time; a better team has at most {team.gap:.2f} more"


def _terms(team: Team) -> Table:
    table = _plain_table()
    table.add_column("term")
    table.add_column("points", justify="right")
    table.add_column("of", justify="right")
    table.add_column("why")
    for each in team.terms:
        most = f"{each.most:.2f}" if each.most else ""
        table.add_row(each.term.replace("_", " "), f"{each.points:.2f}", most, each.reason)
    return table


def _rules(team: Team) -> list[RenderableType]:
    if not team.rules:
        return []
    table = _plain_table()
    table.add_column("rule")
    table.add_column("has", justify="right")
    table.add_column("meaning")
    for each in team.rules:
        table.add_row(each.rule, "" if each.reached is None else f"{each.reached:g}", each.meaning)
    return [Text("\nRules switched on", style="bold"), table]


def _seat(seat: TeamSeat) -> RenderableType:
    people = "1 person" if seat.count == 1 else f"{seat.count} people"
    table = _plain_table()
    table.add_column("points", justify="right")
    table.add_column("name", no_wrap=True, max_width=30)
    table.add_column("id", no_wrap=True)
    table.add_column("notes")
    for each in seat.chosen:
        table.add_row(f"{each.points:.2f}", each.name, each.specialist, Text("; ".join(each.flags), style="yellow"))
    return Group(Text(f"\nSeat {seat.seat}: {_role(seat)}, {people}", style="bold"), table, *_alternates(seat))


def _alternates(seat: TeamSeat) -> list[RenderableType]:
    if not seat.alternates:
        return [Text("  no alternate: nobody else may take this seat beside the others")]
    return [
        Text(f"  alternate {each.name} ({each.specialist}): costs {each.cost:.2f} instead of {each.instead_of}")
        for each in seat.alternates
    ]


def _clash(team: Team) -> list[RenderableType]:
    proof = {
        "smallest": "No smaller set of requirements clashes.",
        "irreducible": "None of them can be left out; whether a smaller set clashes was not settled.",
        "unproved": "Time ended before it was settled which of them matter.",
    }[team.clash_proof or "unproved"]
    lines = [Text(f"  {each}") for each in team.clash]
    return [
        Text("\nThere is no team. These requirements clash; one of them must go:", style="bold"),
        *lines,
        Text(proof),
    ]


def _role(seat: TeamSeat) -> str:
    return seat.role.replace("_", " ")


def _plain_table() -> Table:
    return Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))


def write_csv(team: Team, out: IO[str]) -> None:
    """One row per contribution of each member; text that a spreadsheet would run as a formula is prefixed."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)
    for seat in team.seats:
        for each in seat.chosen:
            who = (team.mission, team.status, seat.seat, seat.role, each.specialist, each.name, f"{each.points:.2f}")
            for part in each.contributions:
                share = "" if part.share is None else part.share
                what = (part.criterion, share, part.weight, f"{part.points:.2f}", part.reason, "; ".join(each.flags))
                rows.writerow([safe(value) for value in (*who, *what)])

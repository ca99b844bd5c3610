"""Plans as a terminal shows them and as CSV."""

import csv
from collections.abc import Iterator
from typing import IO

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching.plan import Objective, Plan, Priority
from matching.plan.answer import Chosen, Contention, PlannedMission, PlannedSeat, Unfilled
from service.rendering.base import safe

CSV_COLUMNS = (
    "mission",
    "priority",
    "seat",
    "role",
    "specialist",
    "name",
    "points",
    "fixed",
    "flags",
    "missing",
    "reason",
)
# More people than these are in the JSON answer.
_MOST_WANTED = 15
_RULES = {
    "fixed": "offers that were accepted",
    "fair": "no mission below the floor",
    "most_missions": "most missions for one person",
    "filled": "points for a filled place",
    "rotation": "points for people who never served",
    "balance": "women and men balanced",
    "priority": "priorities of missions",
}


def plan_table(plan: Plan) -> RenderableType:
    """Who goes where, what stays unfilled and why, who is wanted by several missions, and what each rule costs."""
    parts: list[RenderableType] = [Text(_headline(plan), style="bold"), Text(_facts(plan)), _seats(plan)]
    parts += [Text("\nUnfilled", style="bold"), _unfilled(plan.unfilled)] if plan.unfilled else []
    parts += [Text("\nWanted by several missions", style="bold"), _wanted(plan.contention)] if plan.contention else []
    parts += [Text("\nWhat each rule costs", style="bold"), _prices(plan)] if plan.prices else []
    return Group(*parts)


def _headline(plan: Plan) -> str:
    taken = sum(len(seat.chosen) for mission in plan.missions for seat in mission.seats)
    places = sum(seat.count for mission in plan.missions for seat in mission.seats)
    return (
        f"{len(plan.missions)} missions · {taken} of {places} places taken · {plan.points:.2f} points · {plan.status}"
    )


def _facts(plan: Plan) -> str:
    policies = ", ".join(f"{each.name} v{each.version}" for each in plan.policies)
    lines = [f"{plan.pool.specialists} specialists · policy {policies} · pool revision {plan.pool.revision}"]
    if plan.objective is Objective.FULL:
        lines.append(f"rules {plan.rules.name} v{plan.rules.version}: the plan is worth {plan.worth:.2f}")
    lines.append(f"Proof: {plan.proof}")
    if plan.floor is not None:
        lines.append(_floor(plan))
    if plan.balance is not None:
        counts = plan.balance
        lines.append(f"{counts.women} places to women, {counts.men} to men, {counts.unknown} to others or unknown")
    return "\n".join(lines)


def _floor(plan: Plan) -> str:
    assert plan.floor is not None
    floor, wanted = plan.floor, f"Floor: {plan.floor.wanted:.2f} points per place wanted"
    if floor.reached >= floor.wanted - 0.005:
        return f"{wanted}, and reached by every mission"
    return f"{wanted}; no plan exceeds {floor.most:.2f}; this one reaches {floor.reached:.2f}"


def _seats(plan: Plan) -> Table:
    table = _table("mission", "seat", "role", "id", "name", "points", "note")
    for mission in plan.missions:
        for seat in mission.seats:
            for row in _rows(mission, seat):
                table.add_row(*row)
    return table


def _rows(mission: PlannedMission, seat: PlannedSeat) -> Iterator[tuple[str, ...]]:
    named = mission.mission if mission.priority is Priority.NORMAL else f"{mission.mission} ({mission.priority})"
    role = seat.role.replace("_", " ")
    for each in seat.chosen:
        yield named, str(seat.seat), role, each.specialist, each.name, f"{each.points:.2f}", _note(each)
        named = role = ""
    for _ in range(seat.count - len(seat.chosen)):
        yield named, str(seat.seat), role, "–", "", "", "unfilled"
        named = role = ""


def _note(each: Chosen) -> str:
    return "; ".join([*(["accepted offer"] if each.fixed else []), *each.flags])


def _unfilled(unfilled: tuple[Unfilled, ...]) -> Table:
    table = _table("mission", "seat", "missing", "why")
    for each in unfilled:
        table.add_row(each.mission, str(each.seat), str(each.missing), each.reason)
    return table


def _wanted(contention: tuple[Contention, ...]) -> RenderableType:
    table = _table("id", "wanted by", "missions")
    for each in contention[:_MOST_WANTED]:
        table.add_row(each.specialist, str(each.wanted_by), ", ".join(each.missions))
    left = len(contention) - _MOST_WANTED
    return Group(table, Text(f"and {left} more")) if left > 0 else table


def _prices(plan: Plan) -> Table:
    table = _table("rule", "points lost", "")
    for each in plan.prices:
        table.add_row(_RULES[each.rule], f"{each.points:.2f}", "at most" if each.proof == "bound" else "")
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    for name in columns:
        right = name in ("seat", "points", "missing", "wanted by", "points lost")
        table.add_column(name, justify="right" if right else "left", no_wrap=name in ("id", "mission"))
    return table


def write_plan_csv(plan: Plan, out: IO[str]) -> None:
    """One row per place taken, and one per seat that is not full, with how many are missing and why."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)
    why = {(each.mission, each.seat): each for each in plan.unfilled}
    for mission in plan.missions:
        for seat in mission.seats:
            of = (mission.mission, str(mission.priority), seat.seat, seat.role)
            taken = [_taken(each) for each in seat.chosen]
            empty = why.get((mission.mission, seat.seat))
            missing = [("", "", "", "", "", empty.missing, empty.reason)] if empty else []
            rows.writerows([safe(value) for value in (*of, *each)] for each in (*taken, *missing))


def _taken(each: Chosen) -> tuple[object, ...]:
    fixed = "yes" if each.fixed else "no"
    return each.specialist, each.name, f"{each.points:.2f}", fixed, "; ".join(each.flags), "", ""

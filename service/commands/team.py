"""Command team: the best team for all seats of a mission at once."""

import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rapidfuzz import process

from matching import Index
from matching.protected import Protected
from matching.teams import TIME_LIMIT, Rules, form
from registry.errors import BadInput, Problem, quoted
from registry.importing.problems import problems_of
from registry.importing.reading import Record
from service import rendering
from service.commands.progress import Progress
from service.commands.shared import (
    LONGEST_SECONDS,
    Format,
    FormatOption,
    MissionArgument,
    PolicyOption,
    find_mission,
    open_store,
    policy_for,
)
from service.rendering.team import team_table, write_csv


class Objective(StrEnum):
    """What a team has the most of."""

    FULL = "full"
    POINTS = "points"


def team(
    mission: MissionArgument,
    policy: PolicyOption = None,
    objective: Annotated[
        Objective, typer.Option(help="The plain sum of seat points, or with what the team has as a whole on top.")
    ] = Objective.FULL,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A rule to switch on; may be given several times.")
    ] = None,
    fix: Annotated[
        list[str] | None,
        typer.Option(metavar="SEAT=SPECIALIST", help="Somebody who takes a seat already; may be given several times."),
    ] = None,
    alternates: Annotated[int, typer.Option(min=0, max=100, help="How many alternates per seat.")] = 3,
    time_limit: Annotated[
        float, typer.Option(min=0, max=LONGEST_SECONDS, help="Seconds that the search may take; 0: none.")
    ] = TIME_LIMIT,
    format: FormatOption = Format.TABLE,
) -> None:
    """Print the best team for a mission file or id, with the proof that no team is better."""
    rules, fixed = rules_of(rule or []), fixed_of(fix or [])
    with open_store() as store:
        wanted = find_mission(mission, store)
        weighed = policy_for(policy, wanted)
        snapshot = store.snapshot()
    with Progress(sys.stderr) as progress:
        progress.step("the pool as arrays")
        formed = form(
            wanted,
            Index.build(snapshot),
            weighed,
            rules,
            objective.value,
            time_limit=time_limit,
            # Nothing reads a protected fact unless a rule asks for it.
            protected=Protected.of(snapshot) if rules.about_gender else None,
            fixed=fixed,
            alternates=alternates,
            clock=time.monotonic,
            told=progress.step,
        )
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines([formed]))
    elif format is Format.CSV:
        write_csv(formed, sys.stdout)
    else:
        rendering.console(sys.stdout).print(team_table(formed, wanted))


def rules_of(written: Sequence[str]) -> Rules:
    """Rules written as NAME=VALUE. BadInput names the rule and what was expected."""
    values: dict[str, object] = {}
    for each in written:
        name, _, value = each.partition("=")
        if name not in Rules.model_fields:
            raise BadInput([Problem("--rule", None, "", quoted(each), _unknown(name))])
        if name in values:
            raise BadInput([Problem("--rule", None, name, quoted(each), "expected each rule once")])
        values[name] = _number(value)
    try:
        return Rules.model_validate(values)
    except ValidationError as fault:
        raise BadInput(list(problems_of(fault, Path("--rule"), Record(0, values, {}), Rules))) from fault


def _unknown(rule: str) -> str:
    near = process.extractOne(rule, list(Rules.model_fields), score_cutoff=60)
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"unknown rule; expected NAME=VALUE with one of {', '.join(Rules.model_fields)}{meant}"


def fixed_of(written: Sequence[str]) -> Mapping[int, Sequence[str]]:
    """People written as SEAT=SPECIALIST, by seat. BadInput for anything else."""
    fixed: dict[int, list[str]] = defaultdict(list)
    for each in written:
        seat, _, specialist = each.partition("=")
        if not seat.isdecimal() or not specialist:
            raise BadInput(
                [Problem("--fix", None, "", quoted(each), "expected SEAT=SPECIALIST, such as 1=sample-000084")]
            )
        fixed[int(seat)].append(specialist)
    return fixed


def _number(text: str) -> object:
    """A number as YAML would read it; the text itself where it is none, to be shown in the refusal."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text

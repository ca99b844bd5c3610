"""Command recommend: the shortlist of a mission, and why somebody is not on it."""

import sys
from typing import Annotated

import typer

from matching import Index, Policy, Weightings
from matching import recommend as shortlists_of
from matching import why_not as why_not_on
from registry.domain import Mission
from service import rendering
from service.commands.meanings import with_meanings
from service.commands.shared import (
    Format,
    FormatOption,
    MissionArgument,
    PolicyOption,
    find_mission,
    open_store,
    policy_for,
)
from service.rendering.shortlist import shortlist_table, why_not_table, write_csv


def recommend(
    mission: MissionArgument,
    seat: Annotated[int | None, typer.Option(min=1, help="Only this seat, numbered from 1.")] = None,
    top: Annotated[int, typer.Option(min=1, max=10_000, help="How many people per seat.")] = 10,
    policy: PolicyOption = None,
    format: FormatOption = Format.TABLE,
    stability: Annotated[
        int | None,
        typer.Option(min=1, max=100_000, help="Draw so many weightings around the policy, and tell who stays on top."),
    ] = None,
    semantic: Annotated[
        bool, typer.Option("--semantic", help="Criterion text goes by meanings too; needs the extra semantic.")
    ] = False,
    why_not: Annotated[str | None, typer.Option(help="Why this specialist is not on the list.")] = None,
) -> None:
    """Print the ranked and explained shortlist for a mission file or id."""
    with open_store() as store:
        wanted = find_mission(mission, store)
        weighed = policy_for(policy, wanted)
        index = Index.build(store.snapshot())
    if semantic:
        index, weighed = with_meanings(index, weighed)
    if why_not is not None:
        _why_not(wanted, index, weighed, why_not, seat, top, format)
        return
    weightings = None if stability is None else Weightings(draws=stability)
    shortlists = shortlists_of(wanted, index, weighed, top, seat, weightings=weightings)
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines(shortlists))
    elif format is Format.CSV:
        write_csv(shortlists, sys.stdout)
    else:
        for shortlist in shortlists:
            rendering.console(sys.stdout).print(shortlist_table(shortlist, wanted), "")


def _why_not(
    mission: Mission, index: Index, policy: Policy, specialist: str, seat: int | None, top: int, format: Format
) -> None:
    seats = range(1, len(mission.seats) + 1) if seat is None else (seat,)
    answers = [why_not_on(mission, index, specialist, number, policy, top) for number in seats]
    if format is Format.TABLE:
        for answer in answers:
            rendering.console(sys.stdout).print(why_not_table(answer))
    elif format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines(answers))
    else:
        raise typer.BadParameter("--why-not is written as table or json", param_hint="--format")

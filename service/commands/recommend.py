"""Command recommend: the shortlist of a mission, or of many, and why somebody is not on it."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from matching import Index, Policy, Shortlist, Weightings
from matching import recommend as shortlists_of
from matching import why_not as why_not_on
from registry.domain import Mission
from service import rendering
from service.commands.meanings import with_meanings
from service.commands.shared import (
    Format,
    FormatOption,
    PolicyOption,
    find_mission,
    open_store,
    policy_for,
)
from service.commands.spreading import (
    SHARD_SIZE,
    SchedulerOption,
    ShardSizeOption,
    ShardsOption,
    expect_scheduler,
)
from service.distributed.files import shard_files
from service.distributed.spread import spread
from service.rendering.shortlist import shortlist_table, why_not_table, write_csv

Missions = Annotated[
    list[str],
    typer.Argument(metavar="MISSION...", help="A mission file (YAML or JSON), or an id; several with --many."),
]


def recommend(
    missions: Missions,
    many: Annotated[bool, typer.Option("--many", help="Shortlists of several missions at once.")] = False,
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
    scheduler: SchedulerOption = None,
    shards: ShardsOption = None,
    shard_size: ShardSizeOption = SHARD_SIZE,
) -> None:
    """Print the ranked and explained shortlist for a mission file or id, or those of many."""
    alone = {"--seat": seat, "--why-not": why_not}
    _refuse(missions, many or scheduler is not None, alone)
    workers = expect_scheduler(scheduler, shards)
    if workers is not None:
        _refuse_whole_pool(stability, semantic)
    with open_store() as store:
        wanted = [find_mission(each, store) for each in missions]
        policies = {each.id: policy_for(policy, each) for each in wanted}
        index = Index.build(store.snapshot())
    if len(policies) < len(wanted):
        raise typer.BadParameter("expected each mission once", param_hint="MISSION")
    if semantic:
        for id, weighed in policies.items():
            understanding, policies[id] = with_meanings(index, weighed)
        index = understanding
    if why_not is not None:
        _why_not(wanted[0], index, policies[wanted[0].id], why_not, seat, top, format)
        return
    weightings = None if stability is None else Weightings(draws=stability)
    if workers is not None:
        address, folder = workers
        with shard_files(index, folder, shard_size) as files:
            found = spread(address, wanted, policies, index, files, top)
    else:
        found = [
            one
            for each in wanted
            for one in shortlists_of(each, index, policies[each.id], top, seat, weightings=weightings)
        ]
    _write(found, wanted, format)


def _refuse(missions: list[str], many: bool, alone: Mapping[str, object]) -> None:
    """What does not go together, before anything is read."""
    if len(missions) > 1 and not many:
        raise typer.BadParameter("several missions are asked for with --many", param_hint="MISSION")
    for option, value in alone.items():
        if many and value is not None:
            raise typer.BadParameter(f"{option} is about one mission: not together with --many", param_hint=option)


def _refuse_whole_pool(stability: int | None, semantic: bool) -> None:
    """What no shard can tell."""
    if semantic:
        raise typer.BadParameter("--semantic reads the whole pool: not with --scheduler", param_hint="--semantic")
    if stability is not None:
        raise typer.BadParameter("--stability looks at the whole pool: not with --scheduler", param_hint="--stability")


def _write(shortlists: Sequence[Shortlist], missions: Sequence[Mission], format: Format) -> None:
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines(shortlists))
    elif format is Format.CSV:
        write_csv(shortlists, sys.stdout)
    else:
        known = {each.id: each for each in missions}
        for shortlist in shortlists:
            rendering.console(sys.stdout).print(shortlist_table(shortlist, known[shortlist.mission]), "")


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

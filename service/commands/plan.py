"""Command plan: many missions at once."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from matching import Index, Policy
from matching.errors import BadPlan
from matching.looks import Looks
from matching.plan import DEFAULT_RULES, TIME_LIMIT, Objective, Offer, Plan, PlanRules, Priority, Protected
from matching.plan import plan as planned
from registry.domain import Mission
from registry.errors import BadInput, Problem, quoted
from registry.importing import read_mapping
from registry.snapshot import Snapshot
from registry.store import Store
from service import rendering
from service.commands.progress import Progress
from service.commands.shared import (
    LONGEST_SECONDS,
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
from service.distributed.spread import looks_over
from service.distributed.workers import workers_of
from service.rendering.plan import plan_table, write_plan_csv

_OFFER = "expected MISSION:SEAT=SPECIALIST, such as v03:1=sample-000084"

Missions = Annotated[
    list[str] | None,
    typer.Argument(metavar="[MISSION]...", help="Mission files (YAML or JSON), or ids of imported missions."),
]


def plan(
    missions: Missions = None,
    all: Annotated[bool, typer.Option("--all", help="All missions on file.")] = False,
    policy: PolicyOption = None,
    objective: Annotated[
        Objective, typer.Option(help="full: points and every rule; points: the plain sum of points.")
    ] = Objective.FULL,
    fair: Annotated[bool, typer.Option("--fair", help="Leave no mission below the highest floor for all.")] = False,
    rules: Annotated[Path | None, typer.Option(help="A file of rules (plan-rules/1).")] = None,
    most_missions: Annotated[int | None, typer.Option(help="Missions that one person takes at most.")] = None,
    filled: Annotated[float | None, typer.Option(help="Points that a filled place counts.")] = None,
    rotation: Annotated[float | None, typer.Option(help="Points for somebody who has never served.")] = None,
    balance: Annotated[float | None, typer.Option(help="Least share of women, and of men, up to 0.5.")] = None,
    priority: Annotated[
        list[str] | None, typer.Option(help="MISSION=high, normal or low; may be given several times.")
    ] = None,
    fix: Annotated[
        list[str] | None, typer.Option(help="An accepted offer, MISSION:SEAT=SPECIALIST; several times.")
    ] = None,
    fixed: Annotated[Path | None, typer.Option(help="A file with one accepted offer a line.")] = None,
    without_prices: Annotated[
        bool, typer.Option("--without-prices", help="Do not work out what each rule costs: sooner done.")
    ] = False,
    time_limit: Annotated[
        float, typer.Option(min=0, max=LONGEST_SECONDS, help="Seconds that the search may take; 0: none.")
    ] = TIME_LIMIT,
    scheduler: SchedulerOption = None,
    shards: ShardsOption = None,
    shard_size: ShardSizeOption = SHARD_SIZE,
    format: FormatOption = Format.TABLE,
) -> None:
    """Assign specialists to many missions at once: the best plan, what stays unfilled and why, what each rule costs."""
    changed = {"most_missions": most_missions, "filled": filled, "rotation": rotation, "balance": balance}
    heeded = _rules(rules, changed)
    priorities = dict(_priority(each) for each in priority or ())
    offers = [_offer(each, "--fix", None) for each in fix or ()] + _offers_of(fixed)
    workers = expect_scheduler(scheduler, shards)
    with open_store() as store:
        wanted = _missions(missions or [], all, store)
        snapshot = store.snapshot()
    index = Index.build(snapshot)
    with _looks(workers, index, shard_size) as looks, Progress(sys.stderr) as progress:
        answer = planned(
            wanted,
            index,
            _policies(policy, wanted),
            rules=heeded,
            objective=objective,
            time_limit=time_limit,
            fixed=offers,
            protected=_protected(heeded, snapshot),
            priorities=priorities,
            fair=fair,
            priced=not without_prices,
            clock=time.monotonic,
            progress=progress.seats,
            looks=looks,
        )
    _write(answer, format)


@contextmanager
def _looks(workers: tuple[str, Path] | None, index: Index, shard_size: int) -> Iterator[Looks | None]:
    """Who ranks the seats: the workers of a scheduler, or this process."""
    if workers is None:
        yield None
        return
    address, folder = workers
    with workers_of(address) as found, shard_files(index, folder, shard_size) as files:
        yield looks_over(found, files)


def _write(answer: Plan, format: Format) -> None:
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines([answer]))
    elif format is Format.CSV:
        write_plan_csv(answer, sys.stdout)
    else:
        rendering.console(sys.stdout).print(plan_table(answer))


def _missions(wanted: list[str], all: bool, store: Store) -> list[Mission]:
    if all and wanted:
        raise BadPlan("expected missions or --all, not both")
    return list(store.missions()) if all else [find_mission(each, store) for each in wanted]


def _policies(policy: str | None, missions: Iterable[Mission]) -> dict[str, Policy]:
    """The policy of each mission: the one asked for, or the one that it names."""
    return {each.id: policy_for(policy, each) for each in missions}


def _protected(rules: PlanRules, snapshot: Snapshot) -> Protected | None:
    """Genders are read only where women and men are to be balanced."""
    return Protected.of(snapshot) if rules.balance else None


def _rules(file: Path | None, options: dict[str, Any]) -> PlanRules:
    """The rules of a file or the default ones, with what the options change; BadInput, BadPlan."""
    rules = DEFAULT_RULES if file is None else read_mapping(file, PlanRules)
    changed = {name: value for name, value in options.items() if value is not None}
    try:
        return PlanRules.model_validate({**rules.model_dump(by_alias=True), **changed})
    except ValueError as fault:
        name = next(iter(changed), "rules") if len(changed) == 1 else _first_wrong(fault)
        raise BadPlan(f"--{name.replace('_', '-')}: {_told(fault)}") from None


def _first_wrong(fault: ValueError) -> str:
    return str(fault).splitlines()[1].strip()


def _told(fault: ValueError) -> str:
    return str(fault).splitlines()[2].split(" [type=")[0].strip().replace("Input should be", "expected a number")


def _priority(text: str) -> tuple[str, Priority]:
    mission, _, level = text.rpartition("=")
    if not mission or level not in list(Priority):
        raise BadPlan(f"--priority: expected MISSION=high, MISSION=normal or MISSION=low (found {quoted(text)})")
    return mission, Priority(level)


def _offers_of(file: Path | None) -> list[Offer]:
    """The offers of a file, one a line; empty lines and what follows a # do not count."""
    if file is None:
        return []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput([Problem(str(file), None, "", "", f"cannot be read: {fault}")]) from None
    told = ((number, line.partition("#")[0].strip()) for number, line in enumerate(lines, start=1))
    return [_offer(line, str(file), number) for number, line in told if line]


def _offer(text: str, source: str, line: int | None) -> Offer:
    place, _, specialist = text.partition("=")
    mission, _, seat = place.strip().rpartition(":")
    if not mission or not specialist.strip() or not seat.isascii() or not seat.isdigit() or len(seat) > 4:
        raise BadInput([Problem(source, line, "", quoted(text), _OFFER)])
    return Offer(mission, int(seat), specialist.strip())

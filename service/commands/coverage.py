"""Command coverage: what the pool can serve on a day, on whom that depends, and which training would help."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Annotated

import typer

from matching import Index
from matching.coverage import RULES, Coverage, CoverageRules, Wanted, advise, cover, published, seats_of
from registry import vocabulary
from registry.store import Store
from service import rendering
from service.asking import AHEAD, FIRST_DAY, LANGUAGES, LAST_DAY, hosts, policy_of, unique, with_narrower
from service.commands.progress import Progress
from service.commands.shared import Format, FormatOption, find_mission, open_store, say
from service.rendering.coverage import coverage_table, write_csv

Day = typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")


def coverage(
    on: Annotated[datetime | None, Day] = None,
    until: Annotated[datetime | None, Day] = None,
    competence: Annotated[
        list[str] | None, typer.Option(help="A competence or group, with those right below it; may be repeated.")
    ] = None,
    country: Annotated[list[str] | None, typer.Option(help="A country; may be repeated.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language; may be repeated.")] = None,
    missions: Annotated[
        list[str] | None, typer.Option(help="A mission file or id for the forecast, may be repeated; else all on file.")
    ] = None,
    level: Annotated[int, typer.Option(min=1, max=5, help="Least level of a competence.")] = RULES.level,
    cefr: Annotated[str, typer.Option(help="Least level of a language.")] = str(RULES.cefr),
    months: Annotated[int, typer.Option(min=1, max=960, help="Least months in a country.")] = RULES.months,
    train: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Which so many certifications would help the missions most.")
    ] = None,
    time_limit: Annotated[
        float, typer.Option(min=0, max=3600, help="Seconds for proving the best training; 0: greedy with its bound.")
    ] = 10.0,
    publish: Annotated[bool, typer.Option("--publish", help="Suppress counts below 5, and name nobody.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what the pool can serve on a day: competence by country by language, lapses, dependence, and forecast."""
    if publish and train is not None:
        raise typer.BadParameter("--train names people: not together with --publish", param_hint="--publish")
    first, last = _days(on, until)
    rules = RULES.model_copy(update={"level": level, "cefr": vocabulary.cefr(cefr), "months": months})
    asked = [vocabulary.competence(each) for each in competence or ()]
    places = [vocabulary.country(each) for each in country or ()]
    spoken = [vocabulary.language(each) for each in language or LANGUAGES]
    with open_store() as store:
        wanted = [find_mission(each, store) for each in missions] if missions else list(store.missions())
        seats, index = seats_of(wanted, policy_of), Index.build(store.snapshot())
        if train is not None and not seats:
            raise typer.BadParameter(
                "no missions on file: import some, or name them with --missions", param_hint="--train"
            )
        answer = cover(
            index, seats, first, last, with_narrower(asked), unique(places) or hosts(wanted), unique(spoken), rules
        )
        if train is not None:
            answer = _with_training(answer, index, seats, store, train, rules, time_limit)
    _write(published(answer) if publish else answer, bool(language), format)


def _days(on: datetime | None, until: datetime | None) -> tuple[date, date]:
    """The day asked about, today unless given, and the later one, a year after it unless given."""
    first = date.today() if on is None else on.date()
    last = first + AHEAD if until is None else until.date()
    for day, hint in ((first, "--on"), (last, "--until")):
        if not FIRST_DAY <= day <= LAST_DAY:
            raise typer.BadParameter(f"{day}: expected a day from {FIRST_DAY} to {LAST_DAY}", param_hint=hint)
    return first, last


def _with_training(
    answer: Coverage,
    index: Index,
    seats: Sequence[Wanted],
    store: Store,
    k: int,
    rules: CoverageRules,
    seconds: float,
) -> Coverage:
    with Progress(sys.stderr) as progress:
        training = advise(index, seats, cache(store.specialist), k, answer.on, rules, seconds, progress.parts)
    if len(training.certifications) < k:
        say(f"{len(training.certifications)} of {k} certifications: no further one adds anything.")
    return answer.model_copy(update={"training": training})


def _write(answer: Coverage, by_language: bool, format: Format) -> None:
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines([answer]))
    elif format is Format.CSV:
        write_csv(answer, sys.stdout)
    else:
        rendering.console(sys.stdout).print(coverage_table(answer, by_language))

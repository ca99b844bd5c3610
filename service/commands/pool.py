"""Commands that keep the pool: init, sample, import, export."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from registry.exporting import export_assignments, export_missions, export_specialists, write_template
from registry.importing import ImportReport, import_assignments, import_missions, import_specialists
from registry.store import Store
from service.commands.progress import Progress
from service.commands.resume import give_resume
from service.commands.sampling import write_sample
from service.commands.shared import BAD_INPUT, open_store, say
from service.settings import Settings

importing = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Bring facts into the pool.")
templates = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Write empty files to fill.")
exporting = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Write facts of the pool to files.")

Files = Annotated[list[Path], typer.Argument(help="One file or many.")]
Partial = Annotated[bool, typer.Option("--partial", help="Keep the good records and report the bad ones.")]


def init() -> None:
    """Make the database of RTCM_DATABASE_URL, or bring it up to date."""
    with Store.create(Settings().database_url) as store:
        epoch, revision = store.revision()
        say(f"Ready: {store.url}, revision {revision}, epoch {epoch}")


def sample(
    specialists: Annotated[int, typer.Option(min=1, max=10_000_000, help="How many people.")] = 700,
    seed: Annotated[int, typer.Option(help="The same seed and size give the same bytes.")] = 7,
    out: Annotated[Path, typer.Option(help="Where the profiles go, as JSON Lines; .gz compresses.")] = Path(
        "sample.jsonl"
    ),
    assignments: Annotated[
        Path | None, typer.Option(help="Where the past missions and trainings go, as JSON Lines.")
    ] = None,
) -> None:
    """Write a pool of generated people, marked as such, for trying things out."""
    with Progress(sys.stderr) as progress:
        written = write_sample(specialists, seed, out, assignments, progress.records)
    say(written)


@importing.command("specialists")
def take_specialists(files: Files, partial: Partial = False) -> None:
    """Import profiles (specialist/1 as JSON Lines, .xlsx or CSV sheets), all or nothing unless --partial."""
    _import(import_specialists, files, partial, "specialist")


@importing.command("missions")
def take_missions(files: Files, partial: Partial = False) -> None:
    """Import missions (mission/1, YAML or JSON), all or nothing unless --partial."""
    _import(import_missions, files, partial, "mission")


@importing.command("assignments")
def take_assignments(files: Files, partial: Partial = False) -> None:
    """Import past missions and trainings (assignment/1, JSON Lines), all or nothing unless --partial."""
    _import(import_assignments, files, partial, "assignment")


@exporting.command("specialists")
def give_specialists(
    out: Annotated[Path, typer.Option(help="A .jsonl, .jsonl.gz, .xlsx or .csv.zip file, or a folder for CSV files.")],
) -> None:
    """Export all profiles (specialist/1 as JSON Lines, .xlsx or CSV sheets)."""
    with open_store() as store:
        say(f"Wrote {export_specialists(store, out)} specialists to {out}")


@exporting.command("missions")
def give_missions(
    out: Annotated[Path, typer.Option(help="JSON Lines file, or a folder for one YAML each.")],
) -> None:
    """Export all missions (mission/1)."""
    with open_store() as store:
        say(f"Wrote {export_missions(store, out)} missions to {out}")


@exporting.command("assignments")
def give_assignments(out: Annotated[Path, typer.Option(help="JSON Lines file; .gz compresses.")]) -> None:
    """Export all past missions and trainings (assignment/1, JSON Lines)."""
    with open_store() as store:
        say(f"Wrote {export_assignments(store, out)} assignments to {out}")


@templates.command("specialists")
def template_specialists(out: Annotated[Path, typer.Option(help="Where the empty .xlsx goes.")]) -> None:
    """Write an empty workbook for profiles, with notes and drop-downs."""
    write_template(out)
    say(f"Wrote {out}; fill it, then: rtcm import specialists {out}")


exporting.command("resume")(give_resume)


def _import(take: Callable[..., ImportReport], files: list[Path], partial: bool, noun: str) -> None:
    settings = Settings()
    with Store.open(settings.database_url) as store, Progress(sys.stderr) as progress:
        report = take(store, files, actor=settings.actor, partial=partial, progress=progress.bytes)
    outcome = report.outcome
    at = f"revision {report.revision}" if report.revision is not None else "nothing to change"
    say(
        f"{noun}s: {outcome.added} added, {outcome.updated} updated, {outcome.unchanged} unchanged, "
        f"{report.refused} refused; {at}"
    )
    if report.refused:
        say("\n".join(str(problem) for problem in report.problems))
        raise typer.Exit(BAD_INPUT)

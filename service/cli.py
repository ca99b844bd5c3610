"""Command line: ``rtcm``. Results go to standard output, everything else to standard error."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from matching import Shortlist
from matching.errors import MatchingError
from registry.domain import Mission
from registry.errors import (
    BadInput,
    NewerDatabase,
    RegistryError,
    StoreUnavailable,
)
from registry.exporting import export_assignments, export_missions, export_specialists
from registry.importing import ImportReport, import_assignments, import_missions, import_specialists
from registry.store import Store
from service import demo as demonstration
from service import rendering, schemas
from service.policies import find_policy, known_policy, policy_text
from service.progress import Progress
from service.recommending import Pool, find_mission
from service.sampling import write_sample
from service.settings import Settings, described

OK, BAD_INPUT, FAILED = 0, 2, 1
# Without accounts nobody but this machine may ask.
LOOPBACK = "127.0.0.1"

commands = typer.Typer(
    name="rtcm",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    help="Specialist pool and expert matching of the Regional Training Centre on Migration.",
    epilog=described(),
)
importing = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Bring facts into the pool.")
exporting = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Write facts of the pool to files.")
commands.add_typer(importing, name="import")
commands.add_typer(exporting, name="export")

Files = Annotated[list[Path], typer.Argument(help="One file or many.")]
Partial = Annotated[bool, typer.Option("--partial", help="Keep the good records and report the bad ones.")]


class Format(StrEnum):
    """How a shortlist is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@commands.command()
def demo() -> None:
    """Make a fresh pool of generated people with the real missions, and show one ranked and explained shortlist."""
    demonstration.run(sys.stdout, sys.stderr)


@commands.command()
def init() -> None:
    """Make the database of RTCM_DATABASE_URL, or bring it up to date."""
    with Store.create(Settings().database_url) as store:
        epoch, revision = store.revision()
        _say(f"Ready: {store.url}, revision {revision}, epoch {epoch}")


@commands.command()
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
    _say(written)


@importing.command("specialists")
def take_specialists(files: Files, partial: Partial = False) -> None:
    """Import profiles (specialist/1, JSON Lines), all or nothing unless --partial."""
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
def give_specialists(out: Annotated[Path, typer.Option(help="JSON Lines file; .gz compresses.")]) -> None:
    """Export all profiles (specialist/1, JSON Lines)."""
    with _open() as store:
        _say(f"Wrote {export_specialists(store, out)} specialists to {out}")


@exporting.command("missions")
def give_missions(
    out: Annotated[Path, typer.Option(help="JSON Lines file, or a folder for one YAML each.")],
) -> None:
    """Export all missions (mission/1)."""
    with _open() as store:
        _say(f"Wrote {export_missions(store, out)} missions to {out}")


@exporting.command("assignments")
def give_assignments(out: Annotated[Path, typer.Option(help="JSON Lines file; .gz compresses.")]) -> None:
    """Export all past missions and trainings (assignment/1, JSON Lines)."""
    with _open() as store:
        _say(f"Wrote {export_assignments(store, out)} assignments to {out}")


@commands.command()
def recommend(
    mission: Annotated[str, typer.Argument(help="A mission file (YAML or JSON), or the id of an imported mission.")],
    seat: Annotated[int | None, typer.Option(min=1, help="Only this seat, numbered from 1.")] = None,
    top: Annotated[int, typer.Option(min=1, max=10_000, help="How many people per seat.")] = 10,
    policy: Annotated[str | None, typer.Option(help="A policy file (policy/1), or the name of a known policy.")] = None,
    format: Annotated[Format, typer.Option(help="How to write it.")] = Format.TABLE,
    why_not: Annotated[str | None, typer.Option(help="Why this specialist is not on the list.")] = None,
) -> None:
    """Print the ranked and explained shortlist for a mission file or id."""
    with _open() as store:
        wanted = find_mission(mission, store)
        pool = Pool(store, find_policy(policy) if policy else known_policy(wanted.policy))
    if why_not is not None:
        answers = pool.why_not(wanted, why_not, seat, top)
        if format is Format.TABLE:
            for answer in answers:
                rendering.console(sys.stdout).print(rendering.why_not_table(answer))
        elif format is Format.JSON:
            sys.stdout.writelines(answer.model_dump_json() + "\n" for answer in answers)
        else:
            raise typer.BadParameter("--why-not is written as table or json", param_hint="--format")
        return
    _write(pool.recommend(wanted, seat, top), wanted, format)


@commands.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on the loopback address.")] = 8000,
) -> None:
    """Serve the HTTP API on this machine only, until accounts keep others out."""
    Store.open(Settings().database_url).close()  # say what is wrong before the server starts
    uvicorn.run("service.app:from_settings", factory=True, host=LOOPBACK, port=port, log_level="info")


@commands.command()
def schema(
    noun: Annotated[schemas.Noun, typer.Argument(help="Which format.")],
) -> None:
    """Print the JSON Schema of a file format, generated from the classes that check it."""
    sys.stdout.write(schemas.schema_text(noun))


@commands.command("policy")
def show_policy(
    name: Annotated[str | None, typer.Argument(help="A known policy; the default when left out.")] = None,
) -> None:
    """Print a policy file with every number it ranks by, to start one's own from."""
    sys.stdout.write(policy_text(find_policy(name)))


def _open() -> Store:
    return Store.open(Settings().database_url)


def _import(take: Callable[..., ImportReport], files: list[Path], partial: bool, noun: str) -> None:
    settings = Settings()
    with Store.open(settings.database_url) as store, Progress(sys.stderr) as progress:
        report = take(store, files, actor=settings.actor, partial=partial, progress=progress.bytes)
    outcome = report.outcome
    at = f"revision {report.revision}" if report.revision is not None else "nothing to change"
    _say(
        f"{noun}s: {outcome.added} added, {outcome.updated} updated, {outcome.unchanged} unchanged, "
        f"{report.refused} refused; {at}"
    )
    if report.refused:
        _say("\n".join(str(problem) for problem in report.problems))
        raise typer.Exit(BAD_INPUT)


def _write(shortlists: tuple[Shortlist, ...], mission: Mission, format: Format) -> None:
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines(shortlists))
    elif format is Format.CSV:
        rendering.write_csv(shortlists, sys.stdout)
    else:
        for shortlist in shortlists:
            rendering.console(sys.stdout).print(rendering.shortlist_table(shortlist, mission), "")


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def main() -> None:
    """Run a command; every refusal is one clear message and an exit code (2 what was asked, 1 anything else)."""
    try:
        commands()
    except (StoreUnavailable, NewerDatabase) as fault:
        _say(f"rtcm: {fault}")
        sys.exit(FAILED)
    except (RegistryError, MatchingError) as fault:
        _say(f"rtcm: {_counted(fault)}")
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        # Whoever read us has had enough; Python must not complain while it closes what is left.
        sys.stderr.close()
        sys.exit(OK)


def _counted(fault: Exception) -> str:
    if not isinstance(fault, BadInput) or fault.total == 1:
        return str(fault)
    return f"{fault.total} problems, nothing was changed\n{fault}"

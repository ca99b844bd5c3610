"""Command line: ``rtcm``. Results go to standard output, everything else to standard error."""

import sys

import typer

from matching.errors import MatchingError
from registry.errors import BadInput, NewerDatabase, RegistryError, StoreUnavailable
from service.commands import (
    audit,
    backup,
    benchmark,
    coverage,
    demo,
    draft,
    duplicates,
    formats,
    network,
    plan,
    pool,
    recommend,
    resume,
    retention,
    rights,
    serving,
    team,
)
from service.commands.shared import BAD_INPUT, FAILED, OK, say
from service.settings import described

commands = typer.Typer(
    name="rtcm",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    help="Specialist pool and expert matching of the Regional Training Centre on Migration.",
    epilog=described(),
)
for command in (
    demo.demo,
    pool.init,
    pool.sample,
    recommend.recommend,
    draft.draft,
    resume.draft_profile,
    coverage.coverage,
    network.network,
    plan.plan,
    team.team,
    serving.serve,
    formats.schema,
    formats.policy,
    backup.backup,
    backup.restore,
    retention.retention,
    benchmark.benchmark,
):
    commands.command()(command)
pool.exporting.command("resume")(resume.give_resume)
commands.add_typer(pool.importing, name="import")
commands.add_typer(pool.exporting, name="export")
commands.add_typer(audit.audit, name="audit")
commands.add_typer(rights.rights, name="rights")
commands.add_typer(duplicates.duplicates, name="duplicates")
commands.add_typer(pool.templates, name="template")


def main() -> None:
    """Run a command; every refusal is one clear message and an exit code (2 what was asked, 1 anything else)."""
    try:
        commands()
    except (StoreUnavailable, NewerDatabase) as fault:
        say(f"rtcm: {fault}")
        sys.exit(FAILED)
    except (RegistryError, MatchingError) as fault:
        say(f"rtcm: {_counted(fault)}")
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        # Whoever read us has had enough; Python must not complain while it closes what is left.
        sys.stderr.close()
        sys.exit(OK)


def _counted(fault: Exception) -> str:
    if not isinstance(fault, BadInput) or fault.total == 1:
        return str(fault)
    return f"{fault.total} problems, nothing was changed\n{fault}"

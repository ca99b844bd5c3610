"""Command line: ``rtcm``. Results go to standard output, everything else to standard error."""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from matching.errors import MatchingError
from registry.errors import BadInput, NewerDatabase, RegistryError, StoreUnavailable
from service.commands.shared import BAD_INPUT, FAILED, OK, say
from service.distributed.errors import SchedulerUnavailable
from service.errors import ServiceError
from service.settings import described

# Where each command stands in ``service.commands``; loaded when it is asked for, so that none waits for the others.
COMMANDS = {
    "demo": "demo.demo",
    "init": "pool.init",
    "sample": "pool.sample",
    "import": "pool.importing",
    "export": "pool.exporting",
    "template": "pool.templates",
    "recommend": "recommend.recommend",
    "invite": "invite.invite",
    "team": "team.team",
    "plan": "plan.plan",
    "coverage": "coverage.coverage",
    "network": "network.network",
    "evaluate": "evaluate.evaluate_rankings",
    "competence": "competence.competence",
    "fairness": "fairness.fairness",
    "learn": "learn.learn",
    "draft": "draft.draft",
    "draft-profile": "resume.draft_profile",
    "duplicates": "duplicates.duplicates",
    "audit": "audit.audit",
    "rights": "rights.rights",
    "retention": "retention.retention",
    "backup": "backup.backup",
    "restore": "backup.restore",
    "mission": "mission.mission",
    "candidacy": "candidacy.candidacy",
    "offer": "offer.offer",
    "appraise": "appraise.appraise",
    "decision": "decision.decision",
    "users": "users.users",
    "mail": "mail.mail",
    "serve": "serving.serve",
    "benchmark": "benchmark.benchmark",
    "schema": "formats.schema",
    "openapi": "formats.openapi",
    "policy": "formats.policy",
    "policies": "policies.policies",
    "model-card": "model_card.model_card",
}


class OneByOne(TyperGroup):
    """A group that loads a command when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of a planner's work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command, None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(".")
        found = getattr(import_module(f"service.commands.{module}"), name)
        if isinstance(found, typer.Typer):
            group = typer.main.get_group(found)
            group.name = cmd_name
            return group
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cmd_name)(found)
        return typer.main.get_command(alone)


commands = typer.Typer(
    name="rtcm",
    cls=OneByOne,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    epilog=described(),
)


@commands.callback()
def rtcm() -> None:
    """Specialist pool and expert matching of the Regional Training Centre on Migration."""


def main() -> None:
    """Run a command; every refusal is one clear message and an exit code (2 what was asked, 1 anything else)."""
    try:
        commands()
    except (StoreUnavailable, NewerDatabase, SchedulerUnavailable) as fault:
        say(f"rtcm: {fault}")
        sys.exit(FAILED)
    except (RegistryError, MatchingError, ServiceError) as fault:
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

"""Commands policies approve and list: versions of policies, and who approved them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from matching import Policy
from registry.importing import read_mapping
from service.approved import approve, every_approved
from service.commands.shared import say
from service.settings import Settings

policies = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Approve policies; see which are approved.")


@policies.command("approve")
def approve_policy(
    file: Annotated[Path, typer.Argument(help="A policy file (policy/1), such as a proposal of rtcm learn.")],
    name: Annotated[str, typer.Option(help="The name by which it is asked for; its next version.")],
    by: Annotated[str, typer.Option(help="Who approves it.")],
) -> None:
    """Keep a policy under a name, with who approved it and when; earlier versions stay."""
    kept = approve(read_mapping(file, Policy), name, by, datetime.now(UTC), Path(Settings().policies))
    say(f"Approved {kept.policy.name} v{kept.policy.version} by {kept.by}; ask for it with --policy {name}")


@policies.command("list")
def list_policies() -> None:
    """List every approved version: name, version, who approved it, when, and its hash."""
    for each in every_approved(Path(Settings().policies)):
        when = each.on.isoformat(timespec="seconds")
        print(f"{each.policy.name}\t{each.policy.version}\t{each.by}\t{when}\t{each.policy.hash[:12]}")

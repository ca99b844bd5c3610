"""Commands of the audit chain: is it whole, what happened, where does it end."""

import sys
from typing import Annotated

import typer

from registry.audit import Head
from service import rendering
from service.commands.shared import FAILED, Format, open_store, say
from service.rendering.history import Told, told

audit = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Follow and check what was changed.")

_SHOWN = 50


@audit.command("verify")
def verify(
    head: Annotated[
        str | None, typer.Option(help="An earlier end of the chain, as rtcm audit head printed it.")
    ] = None,
    facts: Annotated[bool, typer.Option("--facts", help="Also hold the facts of the pool against the chain.")] = False,
) -> None:
    """Check that nobody edited, deleted, swapped or cut anything of the record; say where."""
    kept = None if head is None else Head.parse(head)
    with open_store() as store:
        faults = list(store.record.faults(kept, facts))
        end = store.record.head()
    if not faults:
        say(f"The chain is whole: {end.entries} entries")
        return
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:_SHOWN])
    say(f"The chain is not whole: {len(faults)} faults")
    raise typer.Exit(FAILED)


@audit.command("head")
def head() -> None:
    """Print where the chain ends, to keep elsewhere."""
    with open_store() as store:
        sys.stdout.write(f"{store.record.head()}\n")


@audit.command("show")
def show(
    specialist: Annotated[str | None, typer.Argument(metavar="[SPECIALIST]", help="Only what concerns them.")] = None,
    since: Annotated[int, typer.Option(min=0, help="Only what happened after this revision.")] = 0,
    format: Annotated[Format, typer.Option("--format", help="As table or json.")] = Format.TABLE,
) -> None:
    """List who changed what, when and why, with each field before and after."""
    if format is Format.CSV:
        raise typer.BadParameter("the history is written as table or json", param_hint="--format")
    with open_store() as store:
        for event in store.record.events(specialist, since):
            entry: Told = told(event)
            sys.stdout.write(entry.in_words() if format is Format.TABLE else next(rendering.json_lines([entry])))

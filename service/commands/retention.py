"""Command retention: what is kept no longer."""

import sys
from datetime import date, datetime
from typing import Annotated

import typer

from registry.retention import Action, Due, due, trimmed
from registry.store import Store
from service.commands.shared import open_store, say
from service.settings import Settings


def retention(
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without this nothing changes.")] = False,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if this were the day.", show_default="today")
    ] = None,
) -> None:
    """List whose facts the rules of retention no longer keep, and why; with --apply erase or trim them."""
    day = date.today() if on is None else on.date()
    with open_store() as store:
        found = list(due(store.specialists(), store.record.touched(), day))
        for each in found:
            sys.stdout.write(f"{each.rule.action}\t{each.specialist}\t{each.rule.name}, since {each.since}\n")
            if apply:
                _do(store, each, day)
    say(f"{len(found)} due on {day}; " + ("done" if apply else "nothing was changed, --apply does it"))


def _do(store: Store, each: Due, on: date) -> None:
    actor, purpose = Settings().actor, f"retention: {each.rule.name}"
    if each.rule.action is Action.ERASE:
        store.erase(each.specialist, actor, purpose)
        return
    with store.writing(actor, purpose) as writing:
        version = writing.version("specialist", each.specialist)
        writing.update_specialist(trimmed(store.specialist(each.specialist), on), version)

"""Commands decision list, show, replay, oversight: dossiers of seats, and whether history repeats them."""

import sys
from typing import Annotated

import typer

from registry.domain import Decision
from service.casework import decisions, seeing
from service.casework.oversight import oversight
from service.commands.acting import AsOption, acting_as, write
from service.commands.shared import FAILED, Format, FormatOption, open_store, say

decision = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Decisions on seats: their dossiers, repeated from history."
)

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the decision.")]


@decision.command("list")
def listing(
    email: AsOption,
    mission: Annotated[str | None, typer.Option("--mission", help="Of this mission alone.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the decisions that the account may see."""
    with open_store() as store:
        write(seeing.decisions(store, acting_as(store, email), mission), format)


@decision.command("show")
def show(id: Id, email: AsOption) -> None:
    """Print the whole dossier as JSON; that the account saw it is put on record."""
    with open_store() as store:
        sys.stdout.write(seeing.decision(store, acting_as(store, email), id).model_dump_json(indent=2) + "\n")


@decision.command("replay")
def replay(id: Id) -> None:
    """Work a decision out once more from the pool as it was, and print the shortlist; exit 1 when it differs."""
    with open_store() as store:
        again = decisions.replay(store, id)
        kept = store.cases.get(Decision, id)
    sys.stdout.write(again.shortlist.model_dump_json() + "\n")
    if again.same:
        say(f"the same bytes as on {kept.at:%Y-%m-%d}: {kept.answer}")
        return
    if again.erased:
        say(f"{again.erased} of the ranking were erased since: the same bytes cannot be had any more")
    say(f"{len(again.moved)} others have another place or score" + "".join(f"\n  {each}" for each in again.moved[:20]))
    raise typer.Exit(FAILED)


@decision.command("oversight")
def look_over() -> None:
    """Print how decisions are made, as JSON: how often the first rank is taken, how long it takes, why not."""
    with open_store() as store:
        sys.stdout.write(oversight(store).model_dump_json(indent=2) + "\n")

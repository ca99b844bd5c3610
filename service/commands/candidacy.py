"""Commands candidacy list, select, step, settle: one person for one seat."""

from typing import Annotated

import typer

from matching import Index
from registry.domain import Readiness, Reason
from service.casework import candidacies, seeing
from service.commands.acting import AsOption, CommentOption, acting_as, now, write
from service.commands.shared import Format, FormatOption, open_store

candidacy = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Candidacies: one person for one seat, and what becomes of it."
)

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the candidacy.")]
Settled = Annotated[bool | None, typer.Option(help="Whether it is settled.")]


@candidacy.command("list")
def listing(
    email: AsOption,
    mission: Annotated[str | None, typer.Option("--mission", help="Of this mission alone.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the candidacies that the account may see."""
    with open_store() as store:
        write(seeing.candidacies(store, acting_as(store, email), mission), format)


@candidacy.command("select")
def select(id: Id, email: AsOption, comment: CommentOption = "", format: FormatOption = Format.TABLE) -> None:
    """Select somebody of the list of a mission of the account's."""
    with open_store() as store:
        write([candidacies.select(store, acting_as(store, email), now(), id, comment)], format)


@candidacy.command("step")
def step(
    id: Id,
    event: Annotated[str, typer.Argument(help="The step: confirm, refuse, drop, revoke, withdraw, miss, curtail.")],
    email: AsOption,
    reason: Annotated[Reason | None, typer.Option("--reason", help="The reason code.")] = None,
    comment: CommentOption = "",
    vouch: Annotated[
        list[str] | None, typer.Option("--vouch", help="available or without_conflict, where the pool does not say.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Take a candidacy one step further; a step that is not legal is refused with those that are."""
    with open_store() as store:
        who, index = acting_as(store, email), Index.build(store.snapshot())
        seeing.candidacy(store, who, id)
        moved = candidacies.advance(store, index, who, now(), id, event, reason, comment, frozenset(vouch or ()))
        write([moved], format)


@candidacy.command("settle")
def settle(
    id: Id,
    email: AsOption,
    released: Settled = None,
    travel: Settled = None,
    inducted: Settled = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Write down what is settled before somebody leaves; what is left out stays as it is."""
    ready = Readiness(released=released, travel=travel, inducted=inducted)
    with open_store() as store:
        write([candidacies.settle(store, acting_as(store, email), now(), id, ready)], format)

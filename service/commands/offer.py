"""Commands offer list, accept, decline, remind: a seat held out, and the answer."""

from typing import Annotated

import typer

from registry.domain import Reason
from service.casework import offers, seeing
from service.commands.acting import AsOption, CommentOption, acting_as, now, write
from service.commands.shared import Format, FormatOption, open_store

offer = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Offers: a seat held out to one specialist, and the answer."
)

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the offer.")]


@offer.command("list")
def listing(email: AsOption, format: FormatOption = Format.TABLE) -> None:
    """List the offers that the account may see."""
    with open_store() as store:
        write(seeing.offers(store, acting_as(store, email)), format)


@offer.command("accept")
def accept(id: Id, email: AsOption, format: FormatOption = Format.TABLE) -> None:
    """Accept an offer made to the account's specialist."""
    with open_store() as store:
        write([offers.accept(store, acting_as(store, email), id, now())], format)


@offer.command("decline")
def decline(
    id: Id,
    email: AsOption,
    reason: Annotated[Reason, typer.Option("--reason", help="Why.")],
    comment: CommentOption = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Decline an offer made to the account's specialist; the next alternate gets it."""
    with open_store() as store:
        write([offers.decline(store, acting_as(store, email), id, reason, now(), comment)], format)


@offer.command("remind")
def remind(id: Id, email: AsOption, format: FormatOption = Format.TABLE) -> None:
    """Remind a specialist of an open offer now."""
    with open_store() as store:
        write([offers.remind(store, acting_as(store, email), id, now())], format)

"""Commands mail send, list, retry: the outbox by hand."""

import asyncio
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from registry.domain import Mail, MailState
from service import rendering
from service.commands.shared import Format, FormatOption, open_store, say
from service.mail import office
from service.mail.sending import MOST_AT_ONCE
from service.rendering.mail import mail_table
from service.settings import Settings

mail = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Mails: send what is due, see what became of it.")


class Shown(StrEnum):
    """Which mails are listed."""

    LEFT = "left"
    FAILED = "failed"
    SENT = "sent"
    DROPPED = "dropped"
    ALL = "all"


_STATES: dict[Shown, tuple[MailState, ...]] = {
    Shown.LEFT: (MailState.WAITING, MailState.TAKEN, MailState.HANDED, MailState.FAILED),
    Shown.FAILED: (MailState.FAILED,),
    Shown.SENT: (MailState.SENT,),
    Shown.DROPPED: (MailState.DROPPED,),
    Shown.ALL: (),
}


@mail.command("send")
def send(
    most: Annotated[int, typer.Option(min=1, max=1_000, help="How many mails at the most.")] = MOST_AT_ONCE,
) -> None:
    """Send what is due, once; a running server does it by itself."""
    with open_store() as store:
        sender = office.sender(Settings(), store.outbox, _now)
        told = asyncio.run(sender.send_round(most))
    say(f"mail: {told}")


@mail.command("list")
def show(
    state: Annotated[Shown, typer.Option(help="Which mails; left are those that have not gone out.")] = Shown.LEFT,
    format: FormatOption = Format.TABLE,
) -> None:
    """Print the outbox, the newest first: to whom, of what kind, where it stands, and why it failed."""
    if format is Format.CSV:
        raise typer.BadParameter("mails are written as table or json", param_hint="--format")
    with open_store() as store:
        found: list[Mail] = store.outbox.mails(_STATES[state])
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines(_without_words(each) for each in found))
    else:
        rendering.console(sys.stdout).print(mail_table(found))


@mail.command("retry")
def retry(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Number of a failed mail, as the list shows it.")],
) -> None:
    """Let a failed mail wait once more, under the same Message-ID."""
    with open_store() as store:
        store.outbox.retry(number, _now())
    say(f"mail {number} waits again")


def _without_words(each: Mail) -> Mail:
    """What a mail says is for its reader alone: it may hold a key to their account."""
    return each.model_copy(update={"message": each.message.model_copy(update={"payload": {}})})


def _now() -> datetime:
    return datetime.now(UTC)

"""The outbox as a terminal shows it."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from registry.domain import Mail, MailState

_STYLES = {MailState.FAILED: "red", MailState.WAITING: "yellow", MailState.SENT: "green"}


def mail_table(mails: Sequence[Mail]) -> RenderableType:
    """One row per mail; what it says is not shown."""
    if not mails:
        return Text("No mails.")
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("number", justify="right")
    for name in ("kind", "to", "state"):
        table.add_column(name, no_wrap=True)
    table.add_column("tries", justify="right")
    table.add_column("when")
    table.add_column("why")
    for each in mails:
        table.add_row(*_row(each))
    return table


def _row(each: Mail) -> tuple[str | Text, ...]:
    reader = each.message.reader
    when = each.ended or each.due
    return (
        str(each.number),
        str(each.message.kind),
        Text(f"{reader.address} ({reader.noun} {reader.id})"),
        Text(str(each.state), style=_STYLES.get(each.state, "")),
        str(each.attempts),
        when.strftime("%Y-%m-%d %H:%M UTC"),
        Text(each.error or ""),
    )

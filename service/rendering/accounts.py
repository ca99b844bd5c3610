"""Accounts, as a terminal shows them."""

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from registry.accounts import Account


def accounts_table(found: Sequence[Account]) -> RenderableType:
    """One row per account: who, in which offices, for whom they speak, and whether they may sign in."""
    if not found:
        return Text("No accounts. Make the first one: rtcm users add EMAIL --name NAME --role administrator")
    table = Table("e-mail", "name", "offices", "speaks for", "language", "second factor", "may sign in", box=box.SIMPLE)
    for each in found:
        speaks = ", ".join(filter(None, (each.specialist, each.organisation)))
        yes = ("yes" if each.second_factor else "no", "yes" if each.active else "no")
        told = (each.email, each.name, ", ".join(each.roles), speaks, each.language, *yes)
        table.add_row(*map(escape, told))
    return table

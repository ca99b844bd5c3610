"""What the commands of casework share: in whose name a step is taken, and how its outcome is written."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from registry.domain import Case
from registry.errors import NotFound
from registry.store import Store
from service.auth.gate import clock
from service.auth.sessions import who as who_of
from service.auth.who import Who
from service.commands.shared import Format
from service.rendering.base import console, json_lines
from service.rendering.casework import casework_table

AsOption = Annotated[
    str, typer.Option("--as", metavar="EMAIL", help="The account in whose name and offices the step is taken.")
]
CommentOption = Annotated[str, typer.Option("--comment", help="What goes with it, as the record keeps it.")]


def acting_as(store: Store, email: str) -> Who:
    """The account of an address, as if it were signed in; NotFound."""
    found = store.accounts.by_email(email)
    if found is None or not found.account.active:
        raise NotFound("account in use", email)
    return who_of(found.account)


def now() -> datetime:
    """The present instant."""
    return clock()


def write(found: Sequence[Case], format: Format) -> None:
    """Print documents of casework: a table, or a JSON object each."""
    if format is Format.JSON:
        sys.stdout.writelines(json_lines(found))
    else:
        console(sys.stdout).print(casework_table(found))

"""Command appraise: what an account is asked to judge, and its answer."""

from typing import Annotated

import typer

from registry.domain import Ratings
from registry.errors import BadInput, Problem
from service.casework import appraisals
from service.commands.acting import AsOption, acting_as, now, write
from service.commands.shared import Format, FormatOption, open_store


def appraise(
    email: AsOption,
    id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Id of the form; without it they are listed.")
    ] = None,
    mark: Annotated[
        list[str] | None, typer.Option("--mark", metavar="WHAT=1-5", help=f"One of {', '.join(Ratings.model_fields)}.")
    ] = None,
    again: Annotated[bool | None, typer.Option(help="Whether one would work with the person again.")] = None,
    text: Annotated[str, typer.Option("--text", help="In words.")] = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Hand in an appraisal that was asked for, or list what is asked."""
    with open_store() as store:
        who = acting_as(store, email)
        if id is None:
            write(appraisals.forms(store, who), format)
        else:
            write([appraisals.give(store, who, id, now(), _ratings(mark or []), again, text)], format)


def _ratings(marks: list[str]) -> Ratings:
    told: dict[str, int] = {}
    for each in marks:
        what, _, value = each.partition("=")
        if what not in Ratings.model_fields or value not in ("1", "2", "3", "4", "5"):
            expected = f"expected one of {', '.join(Ratings.model_fields)}, and a mark of 1 to 5"
            raise BadInput([Problem("--mark", None, "", each, expected)])
        told[what] = int(value)
    return Ratings.model_validate(told)

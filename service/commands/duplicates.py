"""Commands duplicates find, list, merge, distinct, undo: entries that may be one person, and what was decided."""

import sys
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from registry.domain import Duplicate, DuplicateState
from registry.duplicates import find
from registry.store import Store, Writing
from registry.store import duplicates as deciding
from service import rendering
from service.commands.progress import Progress
from service.commands.shared import Format, FormatOption, open_store, say
from service.rendering.duplicates import duplicates_table
from service.settings import Settings

duplicates = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Entries that may be one person: find them, and decide."
)

One = Annotated[str, typer.Argument(metavar="ID", help="Id of one entry.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Id of the other entry.")]
Purpose = Annotated[str, typer.Option("--purpose", help="Why, as the revision feed keeps it.")]


class Shown(StrEnum):
    """Which pairs are listed."""

    OPEN = "open"
    MERGED = "merged"
    DISTINCT = "distinct"
    ALL = "all"


@duplicates.command("find")
def look(
    least: Annotated[float, typer.Option(min=1, max=99.9, help="The least score in per cent.")] = 50.0,
    format: FormatOption = Format.TABLE,
) -> None:
    """Compare all entries, and make the queue of open pairs what was found."""
    _no_csv(format)
    with open_store() as store:
        with Progress(sys.stderr) as progress:
            progress.step("reading the pool")
            snapshot, apart = store.snapshot(), store.set_apart()
            progress.step("looking who meets")
            found = find(snapshot, least, apart, progress.pairs)
        with _writing(store, "find duplicates") as writing:
            outcome = deciding.propose(writing, found)
        _show(store.duplicates(DuplicateState.OPEN), format)
    say(f"duplicates: {outcome.added} new, {outcome.updated} changed, {outcome.unchanged} as before; {_at(writing)}")


@duplicates.command("list")
def show(
    state: Annotated[Shown, typer.Option(help="Which pairs.")] = Shown.OPEN, format: FormatOption = Format.TABLE
) -> None:
    """Print the queue, the likeliest pair first, with what speaks for and against it."""
    _no_csv(format)
    with open_store() as store:
        _show(store.duplicates(None if state is Shown.ALL else DuplicateState(state.value)), format)


@duplicates.command("merge")
def merge(
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="Id of the entry that stays.")],
    gone: Annotated[str, typer.Argument(metavar="OTHER", help="Id of the entry that goes into it.")],
    purpose: Purpose = "one person",
) -> None:
    """Make one entry of two; what named the other names the one that stays."""
    with open_store() as store:
        pair = store.compared(kept, gone)
        with _writing(store, purpose) as writing:
            deciding.merge(writing, pair, kept, datetime.now(UTC))
    say(f"{gone} is part of {kept} now; {_at(writing)}. To take it back: rtcm duplicates undo {kept} {gone}")


@duplicates.command("distinct")
def distinct(one: One, other: Other, purpose: Purpose = "two people") -> None:
    """Keep that two entries are two people; they are not proposed again."""
    with open_store() as store:
        pair = store.compared(one, other)
        with _writing(store, purpose) as writing:
            deciding.set_apart(writing, pair, datetime.now(UTC))
    say(f"{one} and {other} are two people; {_at(writing)}")


@duplicates.command("undo")
def undo(one: One, other: Other, purpose: Purpose = "merge undone") -> None:
    """Take a merge back: both entries, and what named them, are as they were."""
    with open_store() as store, _writing(store, purpose) as writing:
        deciding.undo(writing, one, other)
    say(f"{one} and {other} are two entries again; {_at(writing)}")


def _writing(store: Store, purpose: str) -> AbstractContextManager[Writing]:
    return store.writing(Settings().actor, purpose)


def _at(writing: Writing) -> str:
    return f"revision {writing.revision}" if writing.revision is not None else "nothing to change"


def _show(found: list[Duplicate], format: Format) -> None:
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines(found))
    else:
        rendering.console(sys.stdout).print(duplicates_table(found))


def _no_csv(format: Format) -> None:
    if format is Format.CSV:
        raise typer.BadParameter("duplicates are written as table or json", param_hint="--format")

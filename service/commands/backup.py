"""Commands backup and restore."""

from pathlib import Path
from typing import Annotated

import typer

from registry.errors import BadInput, NotInitialised, Problem
from registry.store import Store
from service.commands.shared import open_store, say
from service.settings import Settings

_NEEDED = "the pool has facts that the restore would replace: repeat with --yes"


def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")]) -> None:
    """Write the whole pool with its history to one checked file, while others go on writing."""
    with open_store() as store:
        manifest = store.backup(file)
    rows = sum(count for count, _ in manifest.tables.values())
    say(f"Wrote {file}: revision {manifest.revision}, {rows} rows, audit chain ends at {manifest.chain}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace the facts that the pool has now.")] = False,
    tombstones: Annotated[
        Path | None, typer.Option(help="Who was erased, as rtcm rights tombstones printed it; they stay erased.")
    ] = None,
) -> None:
    """Put a backup in the place of the pool, all or nothing; whoever was erased since is erased again."""
    settings = Settings()
    if not yes and _holds_facts(settings.database_url):
        raise BadInput([Problem(str(file), None, "", "", _NEEDED)])
    erased = [] if tombstones is None else _lines(tombstones)
    again = Store.restore(settings.database_url, file, settings.actor, erased)
    with open_store() as store:
        epoch, revision = store.revision()
    say(f"Restored {file}: revision {revision}, epoch {epoch}; {len(again)} erased again")


def _holds_facts(url: str) -> bool:
    try:
        with Store.open(url) as store:
            return store.revision()[1] > 0
    except NotInitialised:
        return False


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput([Problem(str(file), None, "", "", f"cannot be read ({type(fault).__name__})")]) from fault

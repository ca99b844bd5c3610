"""Commands for the rights of a person: export, correct, restrict, consent, erase."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from registry.consents import Purpose, given, withdrawn
from registry.domain import Specialist
from registry.dossier import dossier
from registry.errors import BadInput, Problem
from registry.importing import read_mapping
from service.commands.shared import open_store, say
from service.rendering.dossier import write_dossier
from service.settings import Settings

rights = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Serve the rights of a person in the pool.")

Person = Annotated[str, typer.Argument(metavar="SPECIALIST", help="The id of the person.")]
PurposeOption = Annotated[Purpose, typer.Option(help="What for.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day.", show_default="today")]


@rights.command("export")
def export(specialist: Person, out: Annotated[Path, typer.Option(help="A folder, made when missing.")]) -> None:
    """Write everything that the pool holds of a person: dossier.json, resume.json and dossier.pdf."""
    settings = Settings()
    with open_store() as store:
        # On record first: nothing is handed out unseen, and the dossier tells of itself.
        store.record.note_access(settings.actor, "request of the person", specialist, "export")
        written = write_dossier(dossier(store, specialist, date.today()), out)
    say(f"Wrote {', '.join(map(str, written))}")


@rights.command("correct")
def correct(
    specialist: Person, file: Annotated[Path, typer.Argument(metavar="FILE", help="The corrected profile (JSON).")]
) -> None:
    """Replace the profile of a person by a corrected one (specialist/1)."""
    profile = read_mapping(file, Specialist)
    if profile.id != specialist:
        expected = f"expected the profile of {specialist}"
        raise BadInput([Problem(str(file), None, "id", profile.id, expected)])
    # A file that knows nothing of a restriction does not lift it.
    _change(specialist, "correction", lambda before: profile.model_copy(update={"restricted": before.restricted}))


@rights.command("restrict")
def restrict(
    specialist: Person, lift: Annotated[bool, typer.Option("--lift", help="The person lifts the restriction.")] = False
) -> None:
    """Keep the facts of a person, and neither show nor rank them."""
    purpose = "restriction lifted" if lift else "restriction"
    _change(specialist, purpose, lambda profile: profile.model_copy(update={"restricted": not lift}))


@rights.command("consent")
def consent(
    specialist: Person,
    purpose: PurposeOption,
    terms: Annotated[str, typer.Option(help="The version of the terms that the person agreed to.")],
    on: Day = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day on which it no longer holds.")
    ] = None,
) -> None:
    """Put on record that a person consents to one purpose."""
    ends = None if until is None else until.date()
    if ends is not None and ends < _day(on):
        raise typer.BadParameter("expected a day after the first", param_hint="--until")
    _change(specialist, f"consent to {purpose}", lambda profile: given(profile, purpose, terms, _day(on), ends))


@rights.command("withdraw")
def withdraw(specialist: Person, purpose: PurposeOption, on: Day = None) -> None:
    """Put on record that a person withdraws consent to one purpose; it holds from the next read."""
    _change(specialist, f"consent to {purpose} withdrawn", lambda profile: withdrawn(profile, purpose, _day(on)))


@rights.command("erase")
def erase(
    specialist: Person, yes: Annotated[bool, typer.Option("--yes", help="There is no way back.")] = False
) -> None:
    """Erase a person from the pool, its history and its files; past missions keep a former member without a face."""
    if not yes:
        raise typer.BadParameter("an erasure cannot be undone; repeat with --yes", param_hint="--yes")
    with open_store() as store:
        store.erase(specialist, Settings().actor)
        say(f"Erased; revision {store.revision()[1]}")


@rights.command("tombstones")
def tombstones() -> None:
    """Print who was erased, without names and ids, to keep beside the backups."""
    with open_store() as store:
        sys.stdout.writelines(f"{subject}\n" for subject in sorted(store.tombstones()))


def _day(on: datetime | None) -> date:
    return date.today() if on is None else on.date()


def _change(specialist: str, purpose: str, change: Callable[[Specialist], Specialist]) -> None:
    """One profile before and after, in one revision; nothing when it stays as it is."""
    with open_store() as store:
        version, before = store.version("specialist", specialist), store.specialist(specialist)
        after = change(before)
        if after == before:
            say("Nothing to change")
            return
        with store.writing(Settings().actor, purpose) as writing:
            writing.update_specialist(after, version)
        say(f"Done; revision {writing.revision}")

"""Commands for single profiles in JSON Resume: draft-profile reads one, export resume writes one."""

from pathlib import Path
from typing import Annotated

import typer

from registry.exporting import json_line, open_for_writing
from registry.exporting.resume import export_resume
from registry.importing.resume import draft_profile as profile_from
from service.commands.shared import open_store, say


def draft_profile(
    resume: Annotated[Path, typer.Argument(help="A JSON Resume file (version 1.0.0).")],
    id: Annotated[str, typer.Option("--id", help="Id of the specialist, yours to choose.")],
    out: Annotated[Path, typer.Option(help="Where the draft goes, as JSON Lines.")],
) -> None:
    """Read a JSON Resume into a draft profile, and print what could and could not be mapped."""
    draft = profile_from(resume, id)
    with open_for_writing(out) as file:
        file.write(json_line(draft.specialist))
    for place, went in draft.mapped:
        print(f"mapped    {place}  ->  {went}")
    for place, why in draft.left_out:
        print(f"left out  {place}  :  {why}")
    say(f"Wrote {out}: {len(draft.mapped)} mapped, {len(draft.left_out)} left out. Not admitted, no consent yet")


def give_resume(
    specialist: Annotated[str, typer.Argument(help="Id of the specialist.")],
    out: Annotated[Path, typer.Option(help="Where the JSON file goes.")],
) -> None:
    """Export one profile as JSON Resume (version 1.0.0), as far as that format has a place for it."""
    with open_store() as store:
        export_resume(store.specialist(specialist), out)
    say(f"Wrote {out}")

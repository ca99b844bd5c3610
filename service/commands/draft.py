"""Command draft: terms of reference to a draft mission, with the words behind each line."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from registry.exporting import open_for_writing
from registry.exporting.drafts import draft_text
from registry.importing.terms import draft_of, extracted, read_terms
from service import rendering
from service.commands.shared import Format, FormatOption, say
from service.rendering.draft import draft_answer, draft_table


def draft(
    terms: Annotated[Path, typer.Argument(help="Terms of reference: .docx, .pdf or .txt.")],
    out: Annotated[Path, typer.Option(help="Where the draft goes, as YAML.")],
    id: Annotated[str | None, typer.Option("--id", help="Id of the mission; from the name of the file else.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Read terms of reference into a draft mission, and print each thing found with the words it came from."""
    if format is Format.CSV:
        raise typer.BadParameter("a draft is written as table or json", param_hint="--format")
    found = extracted(read_terms(terms))
    made = draft_of(found, id or _id_of(terms))
    with open_for_writing(out) as file:
        file.write(draft_text(made, terms.name))
    answer = draft_answer(terms.name, made, found)
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines([answer]))
    else:
        rendering.console(sys.stdout).print(draft_table(answer))
    missing = f"; not found and to be added: {', '.join(made.missing)}" if made.missing else ""
    say(f"Wrote {out}{missing}. Hold each line against the words behind it, then: rtcm import missions {out}")


def _id_of(path: Path) -> str:
    """An id from the name of a file."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-").lower()
    return plain[:64].strip("-") or "draft"

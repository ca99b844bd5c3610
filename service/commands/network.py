"""Command network: what stands around a mission or a person, as text, JSON, GraphML or a picture."""

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matching import Index
from matching.network import Neighbourhood, around_mission, around_specialist
from registry.errors import BadInput, NotFound, Problem
from registry.exporting import open_for_writing
from registry.store import Store
from service import rendering
from service.commands.shared import find_mission, open_store, say
from service.rendering.graphml import graphml
from service.rendering.network import network_table
from service.rendering.picture import picture


class NetworkFormat(StrEnum):
    """How a neighbourhood is written."""

    TABLE = "table"
    JSON = "json"
    GRAPHML = "graphml"
    SVG = "svg"


WRITERS = {
    NetworkFormat.JSON: lambda found: found.model_dump_json() + "\n",
    NetworkFormat.GRAPHML: graphml,
    NetworkFormat.SVG: picture,
}


def network(
    about: Annotated[
        str, typer.Argument(metavar="MISSION|SPECIALIST", help="A mission file, or the id of a mission or specialist.")
    ],
    seat: Annotated[int, typer.Option(min=1, help="Of a mission: for this seat, numbered from 1.")] = 1,
    top: Annotated[int, typer.Option(min=1, max=60, help="How many people at most.")] = 20,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of a person: as of this day; today when left out.")
    ] = None,
    format: Annotated[NetworkFormat, typer.Option("--format", help="How to write it.")] = NetworkFormat.TABLE,
    out: Annotated[Path | None, typer.Option(help="A file instead of standard output.")] = None,
) -> None:
    """Show what stands around a mission or a person in the network, with the strongest paths."""
    with open_store() as store:
        found = _around(about, store, seat, top, on.date() if on else date.today())
    if format is NetworkFormat.TABLE:
        if out is not None:
            raise typer.BadParameter("--out goes with json, graphml or svg", param_hint="--out")
        rendering.console(sys.stdout).print(network_table(found))
        return
    text = WRITERS[format](found)
    if out is None:
        sys.stdout.write(text)
        return
    with open_for_writing(out) as file:
        file.write(text)
    say(f"Wrote {len(found.nodes)} nodes and {len(found.edges)} edges to {out}")


def _around(about: str, store: Store, seat: int, top: int, on: date) -> Neighbourhood:
    """The neighbourhood of a mission, or else of a specialist; BadInput with the nearest ids where it is neither."""
    try:
        mission = find_mission(about, store)
    except NotFound as no_mission:
        try:
            store.specialist(about)
        except NotFound as nobody:
            expected = f"expected a mission or a specialist; {no_mission}; {nobody}"
            raise BadInput([Problem(about, None, "", "", expected)]) from None
        snapshot = store.snapshot()
        return around_specialist(about, Index.build(snapshot), snapshot, on, top)
    snapshot = store.snapshot()
    return around_mission(mission, Index.build(snapshot), snapshot, seat, top)

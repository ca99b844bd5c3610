"""What the analyst's pages are handed: kept answers, and the files of a picture."""

from collections.abc import Hashable
from typing import Annotated

from fastapi import Depends, Request, Response

from matching import Index
from registry.errors import NotFound
from registry.lifecycle import Office
from registry.snapshot import Snapshot
from service.api.asked import of_one_revision
from service.auth.access import allow
from service.deps import PositionDep, StoreDep, TodayDep
from service.pages.answers import as_csv, as_svg
from service.pages.charts import Picture
from service.pages.exploring.kept import Kept

ANALYST = [allow(Office.ANALYST)]
# Counts from 1 to one less are not told.
LEAST = 5


def get_kept(request: Request) -> Kept:
    """The answers that this application keeps."""
    held: Kept = request.app.state.explored
    return held


def get_place(position: PositionDep, today: TodayDep) -> Hashable:
    """Where the pool stands on this day."""
    return (*position, today)


KeptDep = Annotated[Kept, Depends(get_kept)]
PlaceDep = Annotated[Hashable, Depends(get_place)]


def get_facts(kept: KeptDep, place: PlaceDep, store: StoreDep) -> tuple[Index, Snapshot]:
    """Index and snapshot of the same facts: reading all of them takes seconds in a large pool."""
    return kept.get(place, "facts", lambda: of_one_revision(store))


FactsDep = Annotated[tuple[Index, Snapshot], Depends(get_facts)]


def few() -> str:
    """What stands in place of a small count."""
    return f"<{LEAST}"


def as_file(kind: str, picture: Picture | None) -> Response:
    """A picture as ``svg``, its table as ``csv``; NotFound for another kind, or without a picture."""
    answer = {"svg": as_svg, "csv": as_csv}.get(kind)
    if answer is None or picture is None:
        raise NotFound("picture", kind)
    return answer(picture)

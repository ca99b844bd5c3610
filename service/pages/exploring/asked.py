"""What the analyst's pages are handed: kept answers, and the files of a picture."""

from collections.abc import Hashable
from typing import Annotated

from fastapi import Depends, Request, Response

from registry.errors import NotFound
from registry.lifecycle import Office
from service.auth.access import allow
from service.deps import PositionDep, TodayDep
from service.kept import Kept
from service.pages.answers import as_csv, as_svg
from service.pages.charts import Picture

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


def few() -> str:
    """What stands in place of a small count."""
    return f"<{LEAST}"


def as_file(kind: str, picture: Picture | None) -> Response:
    """A picture as ``svg``, its table as ``csv``; NotFound for another kind, or without a picture."""
    answer = {"svg": as_svg, "csv": as_csv}.get(kind)
    if answer is None or picture is None:
        raise NotFound("picture", kind)
    return answer(picture)
